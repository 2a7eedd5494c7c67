//! Folds text for search: ignores case, accents, character width and typographic punctuation.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// Folds a text for comparison: "Šakalienė" becomes "sakaliene", "Łotwa" becomes "lotwa", "Straße" becomes "strasse".
/// All white space becomes spaces.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.chars().map(fold_ascii).collect();
    }
    let mut folded = String::with_capacity(text.len());
    text.chars().for_each(|c| fold_char(c, &mut folded));
    folded
}

/// Appends a folded character: nothing for a combining mark, several characters for a ligature.
pub fn fold_char(c: char, folded: &mut String) {
    if c.is_ascii() {
        return folded.push(fold_ascii(c));
    }
    for part in std::iter::once(c).nfkd().filter(|part| canonical_combining_class(*part) == 0) {
        for lower in part.to_lowercase() {
            match indecomposable(lower) {
                Some(letters) => folded.push_str(letters),
                None if lower.is_whitespace() => folded.push(' '),
                None => folded.push(lower),
            }
        }
    }
}

fn fold_ascii(c: char) -> char {
    if c.is_ascii_whitespace() { ' ' } else { c.to_ascii_lowercase() }
}

/// Returns the usual spelling of a character that Unicode does not decompose.
fn indecomposable(c: char) -> Option<&'static str> {
    Some(match c {
        'æ' => "ae",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ł' => "l",
        'ŋ' => "n",
        'ø' => "o",
        'œ' => "oe",
        'ß' => "ss",
        'þ' => "th",
        'ŧ' => "t",
        'ς' => "σ",
        '‘' | '’' | 'ʼ' => "'",
        '“' | '”' | '„' | '«' | '»' => "\"",
        '‐' | '–' | '—' | '−' => "-",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_folded_as_people_type_it() {
        for (text, typed) in [
            ("Šakalienė", "sakaliene"),
            ("Andris Sprūds", "andris spruds"),
            ("Łotwa, Åland, Ærø", "lotwa, aland, aero"),
            ("İzmir, Iğdır", "izmir, igdir"),
            ("Große STRASSE, GROẞ", "grosse strasse, gross"),
            ("Ｐｏｌａｎｄ ２０２５", "poland 2025"),
            ("Þórður Ðuro", "thordur duro"),
            ("ΛΌΓΟΣ λόγος", "λογοσ λογοσ"),
            ("Київ", "киів"),
            ("Nato’s “Europe–Asia” 5\u{a0}%\n…", "nato's \"europe-asia\" 5 % ..."),
            // The same letters, composed and decomposed.
            ("e\u{301}tat É", "etat e"),
        ] {
            assert_eq!(fold(text), fold(typed), "{text}");
        }
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for text in ["Großes Œuvre in İstanbul", "ﬁ ㎞ ½ Ǆ", "한국 が", "plain ASCII"] {
            assert_eq!(fold(&fold(text)), fold(text));
        }
    }
}
