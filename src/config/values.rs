//! The values of settings other than strings, and their decoding.

use std::ops::RangeInclusive;
use std::time::Duration;

use serde_json::json;
use toml::de::DeValue;

use super::Theme;
use crate::decode::{Decoder, FromValue, Slot, ValueType, first_hidden, suggest, wrappers};

/// The accepted intervals of polling, in milliseconds.
pub const POLL: RangeInclusive<u64> = 50..=3_600_000;

wrappers! {
    /// The name of a theme.
    ThemeName(&'static str);
    /// The name of a format of copied citations.
    CopyFormat(&'static str);
    /// An interval of polling; `None` disables it.
    Poll(Option<Duration>);
    /// A size in MiB.
    Mebibytes(u64);
}

/// Returns the word among the accepted ones, or reports another value.
pub(super) fn word(
    value: &DeValue<'_>,
    slot: Slot,
    decoder: &mut Decoder,
    words: &'static [(&'static str, &'static str)],
) -> Option<&'static str> {
    let found = value.as_str();
    let known = || words.iter().map(|(word, _)| *word);
    let word = found.and_then(|found| known().find(|word| *word == found));
    if word.is_none() {
        let meant = found.and_then(|found| suggest(found, known()));
        decoder.wrong_type(value, slot, &ValueType::OneOf(words), meant.map(str::to_owned));
    }
    word
}

/// Declares the decoding of wrappers of a word.
macro_rules! word_values {
    ($($name:ident, $words:expr;)+) => {$(
        impl FromValue for $name {
            const TYPE: ValueType = ValueType::OneOf($words);

            fn from_value(value: DeValue<'_>, slot: Slot, decoder: &mut Decoder) -> Option<Self> {
                word(&value, slot, decoder, $words).map($name)
            }
        }
    )+};
}

word_values! {
    ThemeName, Theme::WORDS;
    CopyFormat, &[("plain", "Plain text."), ("markdown", "With links and emphasis, for notes.")];
}

impl FromValue for Poll {
    const TYPE: ValueType = ValueType::Custom {
        expected: "milliseconds from 50 to 3600000, or false",
        json_schema: || {
            json!({ "oneOf": [
                { "const": false, "description": "Never." },
                { "const": 0, "description": "Never." },
                { "type": "integer", "minimum": POLL.start(), "maximum": POLL.end(), "description": "Milliseconds." },
            ] })
        },
    };

    fn from_value(value: DeValue<'_>, slot: Slot, decoder: &mut Decoder) -> Option<Self> {
        let interval = match &value {
            DeValue::Boolean(false) => Some(None),
            DeValue::Integer(number) => {
                u64::from_str_radix(number.as_str(), number.radix()).ok().and_then(poll)
            }
            _ => None,
        };
        if interval.is_none() {
            decoder.wrong_type(&value, slot, &Self::TYPE, None);
        }
        interval.map(Poll)
    }
}

/// Converts milliseconds to an interval; 0 disables polling. Returns `None` outside of [`POLL`].
pub fn poll(milliseconds: u64) -> Option<Option<Duration>> {
    match milliseconds {
        0 => Some(None),
        some => POLL.contains(&some).then(|| Some(Duration::from_millis(some))),
    }
}

impl FromValue for Mebibytes {
    const TYPE: ValueType =
        ValueType::Integer { expected: "a number of MiB from 1 to 4096", min: 1, max: 4096 };

    fn from_value(value: DeValue<'_>, slot: Slot, decoder: &mut Decoder) -> Option<Self> {
        decoder.integer(&value, slot, &Self::TYPE).map(Mebibytes)
    }
}

/// Returns a string as TOML, with escapes for every character that is invisible or acts on a terminal.
pub(super) fn toml_string(text: &str) -> String {
    let mut string = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => string.extend(['\\', c]),
            c if c.is_control() || first_hidden(c.encode_utf8(&mut [0; 4])).is_some() => {
                string += &format!("\\U{:08x}", u32::from(c));
            }
            c => string.push(c),
        }
    }
    string + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toml_strings_are_read_back_and_have_no_control_characters() {
        let hostile = "a\"b\\c\u{1b}[2J\u{202e}\n\u{7f}ä\u{1f600}\u{301}";
        let string = toml_string(hostile);
        assert!(string.chars().all(|c| !c.is_control() && c != '\u{202e}'), "{string}");
        let text = format!("x = {string}");
        let table = toml::de::DeTable::parse(&text).unwrap();
        assert_eq!(table.get_ref()["x"].get_ref().as_str(), Some(hostile));
    }
}
