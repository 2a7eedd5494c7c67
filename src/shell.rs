//! Splits commands into words and quotes paths in the syntax of the system's shell. It expands nothing and starts no
//! shell.

use std::borrow::Cow;

/// Splits a command into words; `None` if a quotation mark is not closed. On Windows, a backslash is an ordinary
/// character, because it separates directories.
pub fn split(command: &str) -> Option<Vec<String>> {
    let command = if cfg!(windows) { escape_backslashes(command).into() } else { Cow::Borrowed(command) };
    shell_words::split(&command).ok()
}

/// Quotes a word if it has characters that the shell interprets.
pub fn quote(word: &str) -> Cow<'_, str> {
    if cfg!(windows) { quote_for_windows(word) } else { shell_words::quote(word) }
}

/// Escapes backslashes, except between single quotation marks, where they are always ordinary characters.
fn escape_backslashes(command: &str) -> String {
    let mut escaped = String::with_capacity(command.len());
    let mut quoted_by = None;
    for c in command.chars() {
        match c {
            '\\' if quoted_by != Some('\'') => escaped.push(c),
            '\'' | '"' if quoted_by.is_none() => quoted_by = Some(c),
            _ if quoted_by == Some(c) => quoted_by = None,
            _ => {}
        }
        escaped.push(c);
    }
    escaped
}

/// Encloses a word in quotation marks for `cmd` and PowerShell. A path on Windows contains no quotation mark.
fn quote_for_windows(word: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c.is_alphanumeric() || r"\/:._-".contains(c);
    if word.chars().all(is_plain) && !word.is_empty() { word.into() } else { format!("\"{word}\"").into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(r"C:\bin\hx.exe -v", &[r"C:\bin\hx.exe", "-v"])]
    #[case(r#""C:\Program Files\Notepad++\notepad++.exe" -multiInst"#, &[r"C:\Program Files\Notepad++\notepad++.exe", "-multiInst"])]
    #[case(r"'C:\Program Files\Vim\gvim.exe' -n", &[r"C:\Program Files\Vim\gvim.exe", "-n"])]
    #[case(r#"\\server\share\ed "C:\my dir\" 'it"s'"#, &[r"\\server\share\ed", r"C:\my dir\", r#"it"s"#])]
    #[case("a\\\nb", &["a\\", "b"])]
    fn backslashes_of_windows_paths_are_kept(#[case] command: &str, #[case] expected: &[&str]) {
        assert_eq!(shell_words::split(&escape_backslashes(command)).unwrap(), expected);
    }

    #[rstest]
    #[case(r"C:\notes\my.toml", r"C:\notes\my.toml")]
    #[case(r"\\server\share\my.toml", r"\\server\share\my.toml")]
    #[case(r"C:\my notes\a&b.toml", r#""C:\my notes\a&b.toml""#)]
    #[case("", r#""""#)]
    fn windows_paths_are_quoted_if_necessary(#[case] path: &str, #[case] expected: &str) {
        assert_eq!(quote_for_windows(path), expected);
    }
}
