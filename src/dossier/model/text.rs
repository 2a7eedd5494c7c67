//! Text that is safe to display.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use crate::decode::sanitize;

/// Text that is safe to display. It has no direction controls, no invisible characters, and no control characters
/// except line breaks.
///
/// All text of a file is converted to `Text` when it enters the model, and can then be drawn, printed and copied
/// anywhere. Ratatui does not sanitize: only `Buffer::set_stringn` drops control characters, and `Line` and `Paragraph`
/// pass them to the terminal.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text(Arc<str>);

impl Text {
    /// Sanitizes text that may have several paragraphs.
    pub fn paragraphs(raw: &str) -> Text {
        Text(sanitize(raw, true).trim().into())
    }

    /// Sanitizes text of one line. Line breaks become blanks.
    pub fn line(raw: &str) -> Text {
        Text(sanitize(raw, false).trim().into())
    }

    /// Returns the text as a string slice.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_sanitized_and_trimmed() {
        assert_eq!(Text::line(" one\r\ntwo\u{202e}\tthree\n").as_str(), "one two three");
        assert_eq!(Text::paragraphs("one\u{1b}\r\ntwo\n").as_str(), "one␛\ntwo");
    }
}
