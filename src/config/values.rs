//! The kinds of values that settings have: how each is read, checked and written.

use std::ops::RangeInclusive;
use std::time::Duration;

use toml::Spanned;
use toml::de::DeValue;

use super::describe::{Kind, Value, Written};
use super::fault::{did_you_mean, is_plain, nearest};
use super::reader::{Reader, shown};
use super::{Colours, Command, Keymap, Marker, Theme};

/// How often a file may be looked at, in milliseconds.
pub const POLL: RangeInclusive<u64> = 50..=3_600_000;

/// How large a dossier may be allowed to be, in MiB.
pub const MAX_SIZE: RangeInclusive<u64> = 1..=4096;

/// The ways of copying a citation, the default first.
const COPY_FORMATS: [(&str, &str); 2] =
    [("plain", "Words as in a letter."), ("markdown", "With links and emphasis, for notes.")];

/// True or false.
pub(super) struct Flag;

impl Value for Flag {
    type Is = bool;
    const KIND: Kind = Kind::Flag;

    fn take(key: &'static str, value: &Spanned<DeValue<'_>>, is: &mut bool, reader: &mut Reader<'_>) {
        match value.get_ref() {
            DeValue::Boolean(flag) => *is = *flag,
            _ => reader.wrong_type(key, value, "true or false"),
        }
    }

    fn write(is: &bool) -> Written {
        Written::Value(is.to_string())
    }
}

/// One of a few words.
pub(super) trait Words {
    /// What the word stands for.
    type Is: Copy;
    /// The words, each with a few words that explain it.
    fn explained() -> Vec<(&'static str, &'static str)>;
    /// What a word stands for.
    fn named(word: &str) -> Option<Self::Is>;
    /// The word that stands for it.
    fn word(is: Self::Is) -> &'static str;
}

impl<W: Words> Value for W {
    type Is = W::Is;
    const KIND: Kind = Kind::Word(W::explained);

    fn take(key: &'static str, value: &Spanned<DeValue<'_>>, is: &mut W::Is, reader: &mut Reader<'_>) {
        let words: Vec<&str> = W::explained().iter().map(|(word, _)| *word).collect();
        let expected = in_words(&words);
        let DeValue::String(word) = value.get_ref() else {
            return reader.wrong_type(key, value, &expected);
        };
        match W::named(word) {
            Some(named) => *is = named,
            None => {
                let near = did_you_mean(word, words);
                reader.wrong_type(key, value, &(expected + &near));
            }
        }
    }

    fn write(is: &W::Is) -> Written {
        Written::Value(quoted(W::word(*is)))
    }
}

/// The name of a theme.
pub(super) struct ThemeName;

impl Words for ThemeName {
    type Is = &'static str;

    fn explained() -> Vec<(&'static str, &'static str)> {
        Theme::explained()
    }

    fn named(word: &str) -> Option<&'static str> {
        Theme::NAMES.into_iter().find(|name| *name == word)
    }

    fn word(is: &'static str) -> &'static str {
        is
    }
}

impl Words for Marker {
    type Is = Marker;

    fn explained() -> Vec<(&'static str, &'static str)> {
        Marker::NAMED.iter().map(|(name, _, about)| (*name, *about)).collect()
    }

    fn named(word: &str) -> Option<Marker> {
        Marker::named(word)
    }

    fn word(is: Marker) -> &'static str {
        is.name()
    }
}

/// The name of a way of copying.
pub(super) struct CopyFormat;

impl Words for CopyFormat {
    type Is = &'static str;

    fn explained() -> Vec<(&'static str, &'static str)> {
        COPY_FORMATS.to_vec()
    }

    fn named(word: &str) -> Option<&'static str> {
        COPY_FORMATS.into_iter().map(|(name, _)| name).find(|name| *name == word)
    }

    fn word(is: &'static str) -> &'static str {
        is
    }
}

/// How often to look at a file; never is `false`, or 0.
pub(super) struct Poll;

impl Value for Poll {
    type Is = Option<Duration>;
    const KIND: Kind = Kind::Poll;

    fn take(key: &'static str, value: &Spanned<DeValue<'_>>, is: &mut Self::Is, reader: &mut Reader<'_>) {
        let every = match value.get_ref() {
            DeValue::Boolean(false) => Some(None),
            value => whole(value).and_then(poll),
        };
        match every {
            Some(every) => *is = every,
            None => {
                let expected = format!("milliseconds from {} to {}, or false", POLL.start(), POLL.end());
                reader.wrong_type(key, value, &expected);
            }
        }
    }

    fn write(is: &Self::Is) -> Written {
        Written::Value(is.map_or_else(|| "false".to_owned(), |every| every.as_millis().to_string()))
    }
}

/// How often so many milliseconds are: never, if they are none. `None` where they are too few or too many.
pub fn poll(milliseconds: u64) -> Option<Option<Duration>> {
    match milliseconds {
        0 => Some(None),
        some => POLL.contains(&some).then(|| Some(Duration::from_millis(some))),
    }
}

/// A size of files, in MiB.
pub(super) struct Mebibytes;

impl Value for Mebibytes {
    type Is = u64;
    const KIND: Kind = Kind::Mebibytes;

    fn take(key: &'static str, value: &Spanned<DeValue<'_>>, is: &mut u64, reader: &mut Reader<'_>) {
        match whole(value.get_ref()).filter(|size| MAX_SIZE.contains(size)) {
            Some(size) => *is = size,
            None => {
                let expected = format!("a number of MiB from {} to {}", MAX_SIZE.start(), MAX_SIZE.end());
                reader.wrong_type(key, value, &expected);
            }
        }
    }

    fn write(is: &u64) -> Written {
        Written::Value(is.to_string())
    }
}

/// A whole number that is not negative.
fn whole(value: &DeValue<'_>) -> Option<u64> {
    match value {
        DeValue::Integer(number) => u64::from_str_radix(number.as_str(), number.radix()).ok(),
        _ => None,
    }
}

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

/// A program with its arguments, apart by blanks.
pub(super) struct Program;

impl Value for Program {
    type Is = Option<String>;
    const KIND: Kind = Kind::Program;

    fn take(key: &'static str, value: &Spanned<DeValue<'_>>, is: &mut Self::Is, reader: &mut Reader<'_>) {
        if let Some(program) = text(key, value, "a program in quotation marks", reader) {
            *is = program;
        }
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
        let Some(command) = text(key, value, "a command in quotation marks", reader) else { return };
        match command.as_deref().map_or(Ok(()), template) {
            Ok(()) => *is = command,
            Err(why) => {
                let command = command.unwrap_or_default();
                reader.fault(&value.span(), format!("`{key}` is the text {}; {why}", shown(&command)));
            }
        }
    }

    fn write(is: &Self::Is) -> Written {
        write_text(is)
    }
}

/// Whether a command can be filled in, or why not.
fn template(command: &str) -> Result<(), String> {
    let words = shell_words::split(command).map_err(|_| "a quotation mark in it is not closed")?;
    if words.first().is_none_or(|program| program.is_empty()) {
        return Err("it names no program".to_owned());
    }
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

impl Value for Colours {
    type Is = Colours;
    const KIND: Kind = Kind::Colours;

    fn take(key: &'static str, value: &Spanned<DeValue<'_>>, is: &mut Self::Is, reader: &mut Reader<'_>) {
        match value.get_ref() {
            DeValue::Table(table) => is.take(table, reader),
            _ => reader.wrong_type(key, value, "a table of roles, [colours]"),
        }
    }

    fn write(is: &Self::Is) -> Written {
        Written::Table(is.looks().iter().map(|look| (look.role.word(), quoted(&look.written))).collect())
    }
}

impl Value for Keymap {
    type Is = Keymap;
    const KIND: Kind = Kind::Keys;

    fn take(key: &'static str, value: &Spanned<DeValue<'_>>, is: &mut Self::Is, reader: &mut Reader<'_>) {
        match value.get_ref() {
            DeValue::Table(table) => {
                is.merge(table, reader);
                is.check(reader);
            }
            _ => reader.wrong_type(key, value, "a table of commands, [keys]"),
        }
    }

    fn write(is: &Self::Is) -> Written {
        let commands = Command::words().filter_map(|word| Some((word, Command::from_word(word)?)));
        let list = |command| is.keys(command).map(|key| quoted(&key)).collect::<Vec<_>>().join(", ");
        Written::Table(commands.map(|(word, command)| (word, format!("[{}]", list(command)))).collect())
    }
}

/// The words of a list: `a, b or c`, each in quotation marks.
fn in_words(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

/// Text as TOML writes it, with everything that hides or that a terminal would obey written out.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if is_plain(c) => quoted.push(c),
            c => quoted += &format!("\\U{:08x}", u32::from(c)),
        }
    }
    quoted + "\""
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

    #[test]
    fn what_is_written_is_read_as_it_was() {
        let hostile = "a\"b\\c\u{1b}[2J\u{202e}\n\u{7f}ä\u{1f600}\u{301}";
        let written = quoted(hostile);
        assert!(written.chars().all(|c| !c.is_control() && c != '\u{202e}'), "{written}");
        let read = format!("x = {written}");
        let table = toml::de::DeTable::parse(&read).unwrap();
        assert_eq!(table.get_ref()["x"].get_ref().as_str(), Some(hostile));
    }
}
