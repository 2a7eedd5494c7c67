//! Queries the colour of the terminal's background.

use std::io::{self, Write};

use super::{Output, Report};

/// OSC 11 queries the background. The second query is for the device attributes, which every terminal reports. Their
/// reply ends the wait in a terminal without OSC 11.
const QUERY: &[u8] = b"\x1b]11;?\x1b\\\x1b[c";

/// Queries the background, and returns whether a reply can arrive as [`Input::Reply`](super::Input::Reply). On Windows,
/// replies look like keys, so nothing is queried.
///
/// # Errors
///
/// If the terminal cannot be written.
pub fn query_background() -> io::Result<bool> {
    if cfg!(unix) {
        Output::stdout().write_all(QUERY)?;
    }
    Ok(cfg!(unix))
}

impl Report {
    /// Returns the colour of the background, if this is a report of it: `]11;rgb:RR/GG/BB`, with one to four digits for
    /// each channel.
    pub fn background(&self) -> Option<[u8; 3]> {
        let text = std::str::from_utf8(&self.0).ok()?.strip_prefix("\x1b]11;")?;
        let channels = text.strip_prefix("rgb:").or_else(|| text.strip_prefix("rgba:"))?;
        let mut channels = channels.split('/').map(channel);
        Some([channels.next()??, channels.next()??, channels.next()??])
    }
}

/// Scales one to four hexadecimal digits to a byte.
fn channel(digits: &str) -> Option<u8> {
    if !(1..=4).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let most = (1u32 << (4 * digits.len())) - 1;
    u8::try_from((u32::from_str_radix(digits, 16).ok()? * 255 + most / 2) / most).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backgrounds_are_read_in_every_width() {
        for (text, background) in [
            ("\x1b]11;rgb:0000/2b2b/3636", Some([0, 0x2b, 0x36])),
            ("\x1b]11;rgb:fd/f6/e3", Some([0xfd, 0xf6, 0xe3])),
            ("\x1b]11;rgb:f/f/f", Some([255; 3])),
            ("\x1b]11;rgba:ffff/0000/8080/ffff", Some([255, 0, 0x80])),
            ("\x1b]10;rgb:ffff/ffff/ffff", None),
            ("\x1b]11;rgb:ffff/ffff", None),
            ("\x1b]11;rgb:+1/ff/ff", None),
            ("\x1b]11;rgb:fffff/0/0", None),
            ("\x1b[?62;22c", None),
        ] {
            assert_eq!(Report(text.into()).background(), background, "{text:?}");
        }
    }
}
