//! Settings that are text: paths, programs, and the command of an editor.

use toml::Spanned;
use toml::de::DeValue;

use super::definition::{Kind, Value, Written};
use super::fault::nearest;
use super::reader::{Reader, shown};
use super::values::quoted;

/// Reads a text that may be left empty.
fn text(
    key: &str,
    value: &Spanned<DeValue<'_>>,
    expected: &str,
    reader: &mut Reader<'_>,
) -> Option<Option<String>> {
    let DeValue::String(text) = value.get_ref() else {
        reader.wrong_type(key, value, expected);
        return None;
    };
    if text.contains('\0') {
        reader.fault(&value.span(), format!("`{key}` holds the character U+0000, which no name has"));
        return None;
    }
    Some(Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned))
}

fn write_text(is: &Option<String>) -> Written {
    Written::Value(quoted(is.as_deref().unwrap_or_default()))
}

/// A path.
pub(super) struct Path;

impl Value for Path {
    type Is = Option<String>;
    const KIND: Kind = Kind::Path;

    fn take(key: &'static str, value: &Spanned<DeValue<'_>>, is: &mut Self::Is, reader: &mut Reader<'_>) {
        let Some(path) = text(key, value, "a path in quotation marks", reader) else { return };
        let other_home = |path: &&String| path.starts_with('~') && *path != "~" && !path.starts_with("~/");
        match path.as_ref().filter(other_home) {
            Some(path) => {
                let message =
                    format!("`{key}` is {}; expected `~/` for your own home, or the whole path", shown(path));
                reader.fault(&value.span(), message);
            }
            None => *is = path,
        }
    }

    fn write(is: &Self::Is) -> Written {
        write_text(is)
    }
}

/// A program with its arguments, split into words as a shell does it.
pub(super) struct Program;

impl Value for Program {
    type Is = Option<String>;
    const KIND: Kind = Kind::Program;

    fn take(key: &'static str, value: &Spanned<DeValue<'_>>, is: &mut Self::Is, reader: &mut Reader<'_>) {
        command(key, value, "a program in quotation marks", |program| words(program).map(|_| ()), is, reader);
    }

    fn write(is: &Self::Is) -> Written {
        write_text(is)
    }
}

/// What can be filled into the command of an editor.
const PLACES: [&str; 3] = ["file", "line", "column"];

/// The command of an editor, split into words as a shell does it, with places to fill in.
pub(super) struct Template;

impl Value for Template {
    type Is = Option<String>;
    const KIND: Kind = Kind::Template;

    fn take(key: &'static str, value: &Spanned<DeValue<'_>>, is: &mut Self::Is, reader: &mut Reader<'_>) {
        command(key, value, "a command in quotation marks", template, is, reader);
    }

    fn write(is: &Self::Is) -> Written {
        write_text(is)
    }
}

/// Reads a command that may be left empty, and tells why it is none that can be run.
fn command(
    key: &str,
    value: &Spanned<DeValue<'_>>,
    expected: &str,
    check: impl Fn(&str) -> Result<(), String>,
    is: &mut Option<String>,
    reader: &mut Reader<'_>,
) {
    let Some(command) = text(key, value, expected, reader) else { return };
    match command.as_deref().map(check) {
        Some(Err(why)) => {
            let command = command.unwrap_or_default();
            reader.fault(&value.span(), format!("`{key}` is the text {}; {why}", shown(&command)));
        }
        _ => *is = command,
    }
}

/// The words of a command, the program first.
fn words(command: &str) -> Result<Vec<String>, String> {
    let words = shell_words::split(command).map_err(|_| "a quotation mark in it is not closed")?;
    match words.first() {
        Some(program) if !program.is_empty() => Ok(words),
        _ => Err("it names no program".to_owned()),
    }
}

/// Whether a command can be filled in, or why not.
fn template(command: &str) -> Result<(), String> {
    let words = words(command)?;
    // Only what is like a word in braces is meant for a place; an editor's own script may hold any others.
    let places = words.iter().flat_map(|word| word.split('{').skip(1)).filter_map(|rest| {
        let place = rest.split_once('}')?.0;
        place.chars().all(|c| c.is_ascii_alphabetic()).then_some(place)
    });
    let places: Vec<&str> = places.collect();
    for place in places.iter().filter(|place| !PLACES.contains(place)) {
        if let Some(near) = nearest(place, PLACES) {
            return Err(format!("there is no `{{{place}}}`; did you mean `{{{near}}}`?"));
        }
    }
    // Without any place the editor is told in the way it is known to understand.
    if places.iter().any(|place| PLACES.contains(place)) && !places.contains(&"file") {
        return Err("expected `{file}` beside the line and the column".to_owned());
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
    fn a_command_of_an_editor_is_taken(#[case] command: &str) {
        assert_eq!(template(command), Ok(()));
    }

    #[rstest]
    #[case("vim '{file}", "not closed")]
    #[case("'' {file}", "no program")]
    #[case("vim +{line}", "expected `{file}`")]
    #[case("vim {flie}", "did you mean `{file}`?")]
    fn what_cannot_be_filled_in_is_told(#[case] command: &str, #[case] why: &str) {
        assert!(template(command).unwrap_err().contains(why), "{command}");
    }
}
