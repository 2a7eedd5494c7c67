//! Finds the user's editor, and builds the command that opens a file at a position.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

use unicode_width::UnicodeWidthChar;

use crate::shell;

use super::ExitOutcome;

/// The default editor.
const FALLBACK: &str = if cfg!(windows) { "notepad" } else { "vi" };

/// The distance of tab stops, in columns. It is the default of the editors that count columns of the screen.
const TAB_STOP: usize = 8;

/// A position in a file. Both numbers count from 1, as in editors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CursorPosition {
    /// The line.
    pub line: u32,
    /// The column in the unit of the editor; see [`Editor::column`].
    pub column: u32,
}

/// Converts a column in characters of a line to one of the screen, both from 1.
pub fn screen_column(line: &str, column: u32) -> u32 {
    from_one(before(line, column).fold(0, |at, c| match c {
        '\t' => (at / TAB_STOP + 1) * TAB_STOP,
        c => at + c.width().unwrap_or(0),
    }))
}

/// Returns the characters before a column, which counts from 1.
fn before(line: &str, column: u32) -> impl Iterator<Item = char> {
    line.chars().take(usize::try_from(column).unwrap_or(usize::MAX).saturating_sub(1))
}

/// Returns the column after this number of units.
fn from_one(before: usize) -> u32 {
    u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
}

/// An editor with its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editor {
    program: String,
    arguments: Vec<String>,
    /// The setting or the variable that names it; `None` for the default.
    named_by: Option<&'static str>,
}

impl Editor {
    /// Returns the editor of the setting, or else of `$VISUAL`, or else of `$EDITOR`, or else the default. Blank values
    /// are skipped.
    ///
    /// # Errors
    ///
    /// If the value cannot be split into words. The error is a sentence.
    pub fn from_environment(setting: Option<&str>) -> Result<Editor, String> {
        let variable = |name| env::var_os(name).map(|value| value.to_string_lossy().into_owned());
        Editor::select(setting, variable("VISUAL").as_deref(), variable("EDITOR").as_deref())
    }

    fn select(setting: Option<&str>, visual: Option<&str>, editor: Option<&str>) -> Result<Editor, String> {
        let named = [("the setting `editor`", setting), ("$VISUAL", visual), ("$EDITOR", editor)];
        let mut named = named.into_iter().filter_map(|(by, text)| Some((by, text?)));
        let Some((by, text)) = named.find(|(_, text)| !text.trim().is_empty()) else {
            return Ok(Editor { program: FALLBACK.to_owned(), arguments: Vec::new(), named_by: None });
        };
        let words = shell::split(text);
        let mut words =
            words.ok_or_else(|| format!("{by} has a quotation mark that is not closed: {text}"))?;
        // An empty pair of quotation marks is a word without characters.
        if words.first().is_none_or(String::is_empty) {
            return Err(format!("{by} names no program: {text}"));
        }
        let program = words.remove(0);
        Ok(Editor { program, arguments: words, named_by: Some(by) })
    }

    /// Converts a column in characters of a line to the unit of the editor.
    pub fn column(&self, line: &str, column: u32) -> u32 {
        let before = before(line, column);
        from_one(match stem(&program_name(&self.program)) {
            "vi" | "vim" | "nvim" | "gvim" | "mvim" | "kak" => before.map(char::len_utf8).sum(),
            "code" | "codium" | "vscodium" | "cursor" | "windsurf" => before.map(char::len_utf16).sum(),
            "emacs" | "emacsclient" | "nano" => return screen_column(line, column),
            _ => before.count(),
        })
    }

    /// Returns the command that opens `file` at a position. Replaces the placeholders `{file}`, `{line}` and `{column}`
    /// in the arguments, and adds the file if it has no placeholder. Without placeholders, the arguments depend on the
    /// name of the editor.
    pub fn command(&self, file: &Path, at: CursorPosition) -> Command {
        let file = escape_leading_dash(file);
        let mut command = Command::new(&self.program);
        let is_template =
            |word: &String| ["{file}", "{line}", "{column}"].iter().any(|name| word.contains(name));
        if self.arguments.iter().any(is_template) {
            command.args(self.arguments.iter().map(|word| fill_in(word, &file, at)));
            if !self.arguments.iter().any(|word| word.contains("{file}")) {
                command.arg(&file);
            }
        } else {
            command.args(&self.arguments).args(position_arguments(&self.program, &file, at));
        }
        command
    }
}

impl ExitOutcome {
    /// Returns a sentence about the failure of the editor; `None` if it succeeded.
    pub fn sentence(&self, editor: &Editor) -> Option<String> {
        let program = &editor.program;
        Some(match self {
            ExitOutcome::Status(0) | ExitOutcome::Terminate(_) => return None,
            ExitOutcome::Status(status) => format!("the editor `{program}` ended with status {status}"),
            ExitOutcome::Killed(signal) => format!("the editor `{program}` was ended by signal {signal}"),
            ExitOutcome::NotStarted(error) => {
                let why = match error.kind() {
                    ErrorKind::NotFound => "was not found".to_owned(),
                    _ => format!("cannot be run: {error}"),
                };
                match editor.named_by {
                    Some(by) => format!("{by} names the editor `{program}`, which {why}"),
                    None => format!("$VISUAL and $EDITOR name no editor, and `{program}` {why}"),
                }
            }
        })
    }
}

/// Returns the arguments with which an editor opens a file at a position. An unknown editor gets those of `vi`, the
/// most common ones.
fn position_arguments(
    program: &str,
    file: &OsStr,
    CursorPosition { line, column }: CursorPosition,
) -> Vec<OsString> {
    let before = |option: String| vec![option.into(), file.to_owned()];
    let after = || {
        let mut word = file.to_owned();
        word.push(format!(":{line}:{column}"));
        word
    };
    let name = program_name(program);
    match stem(&name) {
        // vim.tiny has no functions.
        "vim" | "nvim" | "gvim" | "mvim" if name != "vim.tiny" => {
            before(format!("+call cursor({line}, {column})"))
        }
        "emacs" | "emacsclient" | "kak" | "micro" => before(format!("+{line}:{column}")),
        "nano" => before(format!("+{line},{column}")),
        "hx" | "helix" | "subl" | "zed" | "zeditor" => vec![after()],
        "notepad" => vec![file.to_owned()],
        "notepad++" => vec![format!("-n{line}").into(), format!("-c{column}").into(), file.to_owned()],
        "code" | "codium" | "vscodium" | "cursor" | "windsurf" => vec!["--goto".into(), after()],
        // Such as joe and other kinds of vi.
        _ => before(format!("+{line}")),
    }
}

/// Returns the common part of the names of a program: "vim" of "vim.basic", and "emacs" of "emacs-nox".
fn stem(name: &str) -> &str {
    name.split(['.', '-']).next().unwrap_or_default()
}

/// Returns the name of a program without its directory.
fn program_name(program: &str) -> String {
    let name = Path::new(program).file_name().unwrap_or_default().to_string_lossy();
    if cfg!(windows) { name.to_ascii_lowercase() } else { name.into_owned() }
}

/// Returns the file in a form that no program parses as an option or a line number.
fn escape_leading_dash(file: &Path) -> OsString {
    match file.as_os_str().as_encoded_bytes().first() {
        Some(b'-' | b'+') => Path::new(".").join(file).into_os_string(),
        _ => file.as_os_str().to_owned(),
    }
}

/// Replaces the placeholders of an argument. The name of the file comes last, so that it is not searched for
/// placeholders.
fn fill_in(word: &str, file: &OsStr, CursorPosition { line, column }: CursorPosition) -> OsString {
    let word = word.replace("{line}", &line.to_string()).replace("{column}", &column.to_string());
    let parts: Vec<&OsStr> = word.split("{file}").map(OsStr::new).collect();
    parts.join(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const AT: CursorPosition = CursorPosition { line: 12, column: 5 };

    fn words(text: &str, file: &str) -> Vec<String> {
        let command = Editor::select(Some(text), None, None).unwrap().command(Path::new(file), AT);
        let words = std::iter::once(command.get_program()).chain(command.get_args());
        words.map(|word| word.to_str().unwrap().to_owned()).collect()
    }

    #[rstest]
    #[case("vi", &["vi", "+12", "a.toml"])]
    #[case("vim", &["vim", "+call cursor(12, 5)", "a.toml"])]
    #[case("/usr/bin/vim.basic -n", &["/usr/bin/vim.basic", "-n", "+call cursor(12, 5)", "a.toml"])]
    #[case("vim.tiny", &["vim.tiny", "+12", "a.toml"])]
    #[case("nvim", &["nvim", "+call cursor(12, 5)", "a.toml"])]
    #[case("nano", &["nano", "+12,5", "a.toml"])]
    #[case("emacs -nw", &["emacs", "-nw", "+12:5", "a.toml"])]
    #[case("emacsclient -t -a ''", &["emacsclient", "-t", "-a", "", "+12:5", "a.toml"])]
    #[case("hx", &["hx", "a.toml:12:5"])]
    #[case("helix", &["helix", "a.toml:12:5"])]
    #[case("micro", &["micro", "+12:5", "a.toml"])]
    #[case("kak", &["kak", "+12:5", "a.toml"])]
    #[case("joe", &["joe", "+12", "a.toml"])]
    #[case("notepad", &["notepad", "a.toml"])]
    #[case("notepad++.exe -multiInst", &["notepad++.exe", "-multiInst", "-n12", "-c5", "a.toml"])]
    #[case("code", &["code", "--goto", "a.toml:12:5"])]
    #[case("code --wait", &["code", "--wait", "--goto", "a.toml:12:5"])]
    #[case("code-insiders -w", &["code-insiders", "-w", "--goto", "a.toml:12:5"])]
    #[case("'/opt/my editor/ed it' -x", &["/opt/my editor/ed it", "-x", "+12", "a.toml"])]
    // Nothing is expanded.
    #[case("$HOME/e '*' `x` ~", &["$HOME/e", "*", "`x`", "~", "+12", "a.toml"])]
    // A template.
    #[case("idea --line {line} --column {column} {file}", &["idea", "--line", "12", "--column", "5", "a.toml"])]
    #[case("vim +{line}", &["vim", "+12", "a.toml"])]
    #[case("e -c 'open {file}:{line}' {other}", &["e", "-c", "open a.toml:12", "{other}"])]
    fn each_editor_gets_the_position_in_its_own_way(#[case] editor: &str, #[case] expected: &[&str]) {
        assert_eq!(words(editor, "a.toml"), expected);
    }

    #[rstest]
    #[case("vim -n", 16)]
    #[case("/usr/bin/nvim", 16)]
    #[case("kak", 16)]
    #[case("code --wait", 10)]
    #[case("nano", 12)]
    #[case("emacs -nw", 12)]
    #[case("hx", 9)]
    #[case("unknown", 9)]
    fn column_is_in_the_unit_of_the_editor(#[case] editor: &str, #[case] expected: u32) {
        let editor = Editor::select(Some(editor), None, None).unwrap();
        let line = "šž漢😀\tab = 1";
        assert_eq!(editor.column(line, 1), 1);
        assert_eq!(editor.column(line, 9), expected);
    }

    #[rstest]
    #[case("vim", "-c!reboot")]
    #[case("hx", "-v")]
    #[case("code", "--install-extension=x")]
    #[case("joe", "+5")]
    #[case("e {file}", "-x")]
    fn file_is_never_an_option(#[case] editor: &str, #[case] file: &str) {
        let last = words(editor, file).pop().unwrap();
        assert!(last.starts_with(Path::new(".").join(file).to_str().unwrap()), "{last}");
    }

    #[test]
    fn placeholders_in_a_file_name_are_not_filled_in() {
        assert_eq!(words("e {file}", "{line} $x.toml"), ["e", "{line} $x.toml"]);
    }

    #[test]
    fn setting_precedes_variables_and_blank_names_none() {
        let chosen = |setting, visual, editor| {
            let chosen = Editor::select(setting, visual, editor).unwrap();
            (chosen.program, chosen.named_by)
        };
        assert_eq!(chosen(Some("a"), Some("b"), Some("c")), ("a".into(), Some("the setting `editor`")));
        assert_eq!(chosen(None, Some("b"), Some("c")), ("b".into(), Some("$VISUAL")));
        assert_eq!(chosen(Some(""), Some(" "), Some("c")), ("c".into(), Some("$EDITOR")));
        assert_eq!(chosen(None, None, None), (FALLBACK.into(), None));
    }

    #[test]
    fn unclosed_quotation_mark_is_an_error() {
        let error = Editor::select(None, Some("vim 'x"), None).unwrap_err();
        assert_eq!(error, "$VISUAL has a quotation mark that is not closed: vim 'x");
        assert_eq!(Editor::select(None, Some("''"), None).unwrap_err(), "$VISUAL names no program: ''");
    }
}
