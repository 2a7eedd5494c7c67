//! Prints the effective settings as a file that can be saved and read again, with the source of each in a comment.

use super::values::toml_string;
use super::{Command, Settings, ValueSource};
use crate::decode::sanitize;

/// The widest line, in columns, that counts for the alignment of the comments.
const MAX_ALIGNED: usize = 40;

/// Keys with their values as TOML.
type Rows = Vec<(&'static str, String)>;

impl Settings {
    /// Returns all settings as TOML. `file` is the name of the user's file in comments.
    pub fn print(&self, file: &str) -> String {
        let optional = |text: &Option<String>| toml_string(text.as_deref().unwrap_or_default());
        let poll = self.poll.map_or_else(|| "false".to_owned(), |interval| interval.as_millis().to_string());
        let settings = vec![
            ("dossier", optional(&self.dossier)),
            ("theme", toml_string(self.theme)),
            ("marker", toml_string(self.marker.name())),
            ("ascii", self.ascii.to_string()),
            ("mouse", self.mouse.to_string()),
            ("jump", self.jump.to_string()),
            ("poll", poll),
            ("max-size", self.max_size.to_string()),
            ("copy", toml_string(self.copy)),
            ("editor", optional(&self.editor)),
            ("opener", optional(&self.opener)),
        ];
        let colours = self.colours.iter().map(|colour| (colour.role.name(), toml_string(&colour.text)));
        let keys = Command::named().map(|(name, command)| {
            let keys: Vec<String> = self.keymap.keys(command).map(|key| toml_string(&key)).collect();
            // Another command may have the only key of `quit`. The reader would reject an empty list.
            let name = if keys.is_empty() && command == Command::Quit { "# quit" } else { name };
            (name, format!("[{}]", keys.join(", ")))
        });
        let table = |name: &str, rows: Rows| match &self.lines(file, &format!("{name}."), rows)[..] {
            "" => format!("\n[{name}]\n# none\n"),
            lines => format!("\n[{name}]\n{lines}"),
        };
        self.lines(file, "", settings) + &table("colours", colours.collect()) + &table("keys", keys.collect())
    }

    /// Returns a line for each row, with aligned comments.
    fn lines(&self, file: &str, table: &str, rows: Rows) -> String {
        let source = |key: &str| match self.sources.get(&format!("{table}{key}")) {
            None => "default".to_owned(),
            Some(ValueSource::File(line)) => format!("{}:{line}", sanitize(file, false)),
            Some(ValueSource::Variable(name)) => format!("${name}"),
            Some(ValueSource::Option(option)) => (*option).to_owned(),
        };
        let rows = rows.into_iter().map(|(key, value)| (format!("{key} = {value}"), source(key)));
        let rows: Vec<(String, String)> = rows.collect();
        let widths = rows.iter().map(|(line, _)| line.chars().count());
        let width = widths.filter(|width| *width <= MAX_ALIGNED).max().unwrap_or(0);
        rows.iter().map(|(line, source)| format!("{line:width$}  # {source}\n")).collect()
    }
}
