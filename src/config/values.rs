//! The kinds of values that settings have: how each is read, checked and written.

use std::ops::RangeInclusive;
use std::time::Duration;

use toml::Spanned;
use toml::de::DeValue;

use super::definition::{Kind, Value, Written};
use super::fault::{did_you_mean, is_plain};
use super::reader::Reader;
use super::{Colours, Command, Keymap, MapSymbols, Theme};

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

impl Words for MapSymbols {
    type Is = MapSymbols;

    fn explained() -> Vec<(&'static str, &'static str)> {
        MapSymbols::NAMED.iter().map(|(name, _, about)| (*name, *about)).collect()
    }

    fn named(word: &str) -> Option<MapSymbols> {
        MapSymbols::named(word)
    }

    fn word(is: MapSymbols) -> &'static str {
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
            // The defaults are in the table of commands. `config/flank.toml` only shows them, as a test asserts.
            DeValue::Table(_) if !reader.own => {}
            DeValue::Table(table) => {
                is.merge(table, reader);
                is.check(reader);
            }
            _ => reader.wrong_type(key, value, "a table of commands, [keys]"),
        }
    }

    fn write(is: &Self::Is) -> Written {
        let commands = Command::names().filter_map(|word| Some((word, Command::from_name(word)?)));
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
pub(super) fn quoted(text: &str) -> String {
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
