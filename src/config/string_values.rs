//! Settings with a string: a path, a program, and the command of an editor.

use std::path::is_separator;

use serde_json::json;
use toml::de::DeValue;

use crate::decode::{Code, Decoder, FromValue, Slot, ValueType, quoted, suggest, wrappers};
use crate::shell;

wrappers! {
    /// A path; `None` if it is empty.
    FilePath(Option<String>);
    /// A program with its arguments, split into words as by a shell.
    Program(Option<String>);
    /// The command of an editor, split into words as by a shell, with placeholders.
    EditorCommand(Option<String>);
}

/// The placeholders of the command of an editor.
const PLACEHOLDERS: [&str; 3] = ["file", "line", "column"];

/// The flaw of a string, for a message, and a suggestion.
type Flaw = (String, Option<String>);

/// Declares the decoding of strings: the expectation in messages, the JSON Schema, and a check for non-empty strings.
macro_rules! strings {
    ($($name:ident, $expected:literal, $json:expr, $check:expr;)+) => {$(
        impl FromValue for $name {
            const TYPE: ValueType = ValueType::Custom { expected: $expected, json_schema: || $json };

            fn from_value(value: DeValue<'_>, slot: Slot, decoder: &mut Decoder) -> Option<Self> {
                string(&value, slot, decoder, &Self::TYPE, $check).map($name)
            }
        }
    )+};
}

strings! {
    FilePath, "a path in quotation marks",
        json!({ "type": "string", "pattern": r"^\s*([^~\s]|~\s*$|~/|$)" }), check_path;
    Program, "a program in quotation marks", json!({ "type": "string" }), |program| words(program).map(|_| ());
    EditorCommand, "a command in quotation marks", json!({ "type": "string" }), check_template;
}

/// Decodes a string, or reports its flaw. A blank string is `None`.
fn string(
    value: &DeValue<'_>,
    slot: Slot,
    decoder: &mut Decoder,
    expected: &ValueType,
    check: impl Fn(&str) -> Result<(), Flaw>,
) -> Option<Option<String>> {
    let text = decoder.text(value, slot, expected)?.trim();
    if text.is_empty() {
        return Some(None);
    }
    let nul = text.contains('\0').then(|| ("which contains the character U+0000".to_owned(), None));
    match nul.map_or_else(|| check(text), Err) {
        Ok(()) => Some(Some(text.to_owned())),
        Err((flaw, meant)) => {
            let what = format!("the text {}, {flaw}", quoted(text));
            decoder.report(slot.diagnostic(Code::WrongType, what).suggestion(meant));
            None
        }
    }
}

/// Rejects the home directory of another user.
fn check_path(path: &str) -> Result<(), Flaw> {
    let home = path.strip_prefix('~');
    if home.is_some_and(|rest| !rest.is_empty() && !rest.starts_with(is_separator)) {
        return Err(("in which only `~/`, your own home, is possible".to_owned(), None));
    }
    Ok(())
}

/// Splits a command into words, the program first.
fn words(command: &str) -> Result<Vec<String>, Flaw> {
    let words =
        shell::split(command).ok_or_else(|| ("in which a quotation mark is not closed".to_owned(), None))?;
    match words.first() {
        Some(program) if !program.is_empty() => Ok(words),
        _ => Err(("which names no program".to_owned(), None)),
    }
}

/// Checks the placeholders of a command. Without placeholders, the arguments depend on the name of the editor.
fn check_template(command: &str) -> Result<(), Flaw> {
    let words = words(command)?;
    // Only a single word in braces is a placeholder. A script for the editor may contain other braces.
    let names = words.iter().flat_map(|word| word.split('{').skip(1)).filter_map(|rest| {
        let name = rest.split_once('}')?.0;
        name.chars().all(|c| c.is_ascii_alphabetic()).then_some(name)
    });
    let names: Vec<&str> = names.collect();
    for name in names.iter().filter(|name| !PLACEHOLDERS.contains(name)) {
        if let Some(meant) = suggest(name, PLACEHOLDERS) {
            return Err((format!("with an unknown `{{{name}}}`"), Some(format!("{{{meant}}}"))));
        }
    }
    if names.iter().any(|name| PLACEHOLDERS.contains(name)) && !names.contains(&"file") {
        return Err(("which needs `{file}` next to the line and the column".to_owned(), None));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("vim +{line} {file}")]
    #[case("code --wait --goto '{file}:{line}:{column}'")]
    #[case("hx")]
    #[case("emacs --eval '(message {x-y})' {file}")]
    fn editor_commands_are_accepted(#[case] command: &str) {
        assert_eq!(check_template(command), Ok(()));
    }

    #[rstest]
    #[case("vim '{file}", "not closed")]
    #[case("'' {file}", "no program")]
    #[case("vim +{line}", "needs `{file}`")]
    #[case("vim {flie}", "unknown `{flie}`")]
    fn broken_editor_commands_are_refused(#[case] command: &str, #[case] flaw: &str) {
        assert!(check_template(command).unwrap_err().0.contains(flaw), "{command}");
    }
}
