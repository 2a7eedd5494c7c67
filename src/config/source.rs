//! Where a setting is from.

use std::collections::BTreeMap;

/// Who said a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueSource {
    /// The file that is compiled in.
    Default,
    /// The reader's own file, on this line.
    File(usize),
    /// This variable of the environment.
    Variable(&'static str),
    /// This option of the command line.
    Option(&'static str),
}

/// Who said the settings that are not as they are compiled in: by key, `theme`, and in tables by both,
/// `keys.quit`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ValueSources(BTreeMap<String, ValueSource>);

impl ValueSources {
    /// Who said the setting of this key.
    pub fn of(&self, key: &str) -> ValueSource {
        self.0.get(key).copied().unwrap_or(ValueSource::Default)
    }

    /// Notes who said it; what was noted before no longer counts.
    pub fn set(&mut self, key: impl Into<String>, origin: ValueSource) {
        self.0.insert(key.into(), origin);
    }
}
