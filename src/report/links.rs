//! Finds web addresses in prose, and links them in terminals.

use std::ops::Range;

/// Returns the ranges of the web addresses in a text. As on GitHub, an address begins with `https://`, `http://` or
/// `www.` at the start of a word, and ends before a space, an angle bracket or the punctuation of the sentence.
///
/// Backslashes, quotation marks and Chinese punctuation also end an address, because URLs cannot contain them.
pub(super) fn web_addresses(text: &str) -> Vec<Range<usize>> {
    let ends =
        |c: char| c.is_whitespace() || c.is_control() || "<>\\\"“”„«»。、，；：！？（）「」『』".contains(c);
    let mut found = Vec::new();
    // Most texts have no address.
    if !text.contains("://") && !text.contains("www.") {
        return found;
    }
    let mut from = 0;
    while let Some((start, host)) = next_start(text, from) {
        from = host;
        if text[host..].starts_with(char::is_alphanumeric) {
            let rest = &text[start..];
            let address = trim_punctuation(&rest[..rest.find(ends).unwrap_or(rest.len())]);
            from = start + address.len();
            found.push(start..from);
        }
    }
    found
}

/// Turns the web addresses of a text into terminal hyperlinks (OSC 8).
pub fn with_hyperlinks(text: &str) -> String {
    let link = |shown: &str| format!("\x1b]8;;{}\x1b\\{shown}\x1b]8;;\x1b\\", link_target(shown));
    convert(text, str::to_owned, link)
}

/// Converts the web addresses of a text in one way, and the text between them in another.
pub(super) fn convert(
    text: &str,
    other: impl Fn(&str) -> String,
    address: impl Fn(&str) -> String,
) -> String {
    let mut converted = String::with_capacity(text.len());
    let mut end = 0;
    for range in web_addresses(text) {
        converted += &other(&text[end..range.start]);
        converted += &address(&text[range.clone()]);
        end = range.end;
    }
    converted + &other(&text[end..])
}

/// Returns the link target of a web address: with a scheme, and in ASCII as OSC 8 requires.
pub fn link_target(address: &str) -> String {
    let scheme = if address.contains("://") { "" } else { "http://" };
    let encoded = address.chars().map(|c| match c {
        '!'..='~' => c.to_string(),
        c => c.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("%{byte:02X}")).collect(),
    });
    scheme.chars().map(String::from).chain(encoded).collect()
}

/// Returns the next candidate for an address: the offsets of its start and of its host.
fn next_start(text: &str, from: usize) -> Option<(usize, usize)> {
    let starts_word = |at: usize| !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
    let scheme_at = |at: usize| {
        let is_at = |scheme: &&&str| {
            let start = text.as_bytes().get(at..at + scheme.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(scheme.as_bytes()))
        };
        let scheme = ["https://", "http://"].iter().find(is_at).copied();
        scheme.or(text[at..].starts_with("www.").then_some("www.")).map(|scheme| (at, at + scheme.len()))
    };
    let candidates = text[from..].match_indices(['h', 'H', 'w']).map(|(at, _)| from + at);
    candidates.filter(|at| starts_word(*at)).find_map(scheme_at)
}

/// Trims punctuation after an address, and unbalanced closing brackets.
fn trim_punctuation(mut address: &str) -> &str {
    let count = |bracket| address.matches(bracket).count();
    let (mut round, mut square) =
        (count(')').saturating_sub(count('(')), count(']').saturating_sub(count('[')));
    while let Some(last) = address.chars().next_back() {
        let unopened = match last {
            ')' => &mut round,
            ']' => &mut square,
            last if "?!.,:;*_~'’…".contains(last) => &mut 1,
            _ => break,
        };
        if *unopened == 0 {
            break;
        }
        *unopened -= 1;
        address = &address[..address.len() - last.len_utf8()];
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn found(text: &str) -> Vec<&str> {
        web_addresses(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn address_excludes_surrounding_punctuation() {
        for (text, expected) in [
            ("https://example.org/a_b", "https://example.org/a_b"),
            ("see https://example.org/a*b*.", "https://example.org/a*b"),
            ("(at http://example.org/b_(c)), and", "http://example.org/b_(c)"),
            ("[x](https://example.org)", "https://example.org"),
            ("“https://example.org/?q=1&r=2”!", "https://example.org/?q=1&r=2"),
            ("HTTPS://EXAMPLE.ORG/A?", "HTTPS://EXAMPLE.ORG/A"),
            ("<https://example.org/a>", "https://example.org/a"),
            ("https://example.org/a\\_b", "https://example.org/a"),
            ("at www.example.org/a_b, or", "www.example.org/a_b"),
            ("参见https://example.org/汉字。然后", "https://example.org/汉字"),
            ("https://münchen.example/ä", "https://münchen.example/ä"),
        ] {
            assert_eq!(found(text), [expected], "{text}");
        }
        assert_eq!(found("https://a.example https://b.example"), ["https://a.example", "https://b.example"]);
    }

    #[test]
    fn other_text_is_not_an_address() {
        for text in ["https://", "http:// x", "https://_", "xhttps://y", "awww.x", "www.", "ftp://x", "h", ""]
        {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn link_covers_only_the_address() {
        let link = |target: &str, text: &str| format!("\x1b]8;;{target}\x1b\\{text}\x1b]8;;\x1b\\");
        for (text, target, shown) in [
            ("https://example.org/a", "https://example.org/a", "https://example.org/a"),
            ("www.example.org", "http://www.example.org", "www.example.org"),
            ("https://example.org/ä", "https://example.org/%C3%A4", "https://example.org/ä"),
        ] {
            assert_eq!(
                with_hyperlinks(&format!("(at {text}).\n")),
                format!("(at {}).\n", link(target, shown))
            );
        }
        assert_eq!(with_hyperlinks("javascript:alert(1) file:///x"), "javascript:alert(1) file:///x");
    }

    #[test]
    fn many_brackets_are_counted_once() {
        let text = format!("https://example.org/{}", ")".repeat(1_000_000));
        assert_eq!(found(&text), ["https://example.org/"]);
    }
}
