//! The settings in force as a file that can be saved and read again, each with a comment that says from where it is.

use super::definition::Written;
use super::fault::visible;
use super::{Settings, ValueSource};

/// The widest line that its comment stands beside in line with the others; wider ones push theirs out.
const WIDEST: usize = 40;

impl Settings {
    /// All settings as TOML. Comments call the reader's own file `file`.
    pub fn print(&self, file: &str) -> String {
        let from = |key: &str| match self.sources.of(key) {
            ValueSource::Default => "default".to_owned(),
            ValueSource::File(line) => format!("{}:{line}", visible(file)),
            ValueSource::Variable(name) => format!("${name}"),
            ValueSource::Option(option) => option.to_owned(),
        };
        let mut lines = Vec::new();
        let mut tables = String::new();
        for (key, written) in self.written() {
            match written {
                Written::Value(value) => lines.push((format!("{key} = {value}"), from(key))),
                Written::Table(rows) if rows.is_empty() => {
                    tables += &format!("\n[{key}]\n# none\n");
                }
                Written::Table(rows) => {
                    let rows = rows.into_iter().map(|(inner, value)| {
                        (format!("{inner} = {value}"), from(&format!("{key}.{inner}")))
                    });
                    tables += &format!("\n[{key}]\n{}", in_line(&rows.collect::<Vec<_>>()));
                }
            }
        }
        in_line(&lines) + &tables
    }
}

/// Lines with their comments one below the other.
fn in_line(lines: &[(String, String)]) -> String {
    let widths = lines.iter().map(|(line, _)| line.chars().count());
    let width = widths.filter(|width| *width <= WIDEST).max().unwrap_or(0);
    lines.iter().map(|(line, comment)| format!("{line:width$}  # {comment}\n")).collect()
}
