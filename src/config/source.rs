//! The sources of settings.

use std::collections::BTreeMap;

/// The source of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueSource {
    /// The defaults, which are compiled in.
    Default,
    /// A line of the user's file, counted from 1.
    File(u32),
    /// An environment variable.
    Variable(&'static str),
    /// An option of the command line.
    Option(&'static str),
}

/// The sources of the settings that differ from the defaults, by key: `theme`, or `keys.quit` within a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ValueSources(BTreeMap<String, ValueSource>);

impl ValueSources {
    /// Returns the source of a setting.
    pub fn of(&self, key: &str) -> ValueSource {
        self.0.get(key).copied().unwrap_or(ValueSource::Default)
    }

    /// Records the source of a setting, in place of an earlier one.
    pub fn record_source(&mut self, key: impl Into<String>, source: ValueSource) {
        self.0.insert(key.into(), source);
    }
}
