//! Suggestions: the closest candidate, or a number or a day in the right notation.

use std::cmp::Reverse;

/// The longest words that are compared. The time of a comparison grows with the product of both lengths.
const MAX_BYTES: usize = 100;

/// Returns the candidate closest to `found`, if `found` may be a typo of it: at most a third of the letters differ, or
/// `found` is the first part of a compound ("single" of "single-source"). Words of one or two letters may only differ in
/// case, because another short word is rarely a typo.
pub fn suggest<'a>(found: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if found.len() > MAX_BYTES {
        return None;
    }
    let found = found.to_lowercase();
    let letters = found.chars().count();
    let limit = if letters < 3 { 0 } else { (letters / 3).max(1) };
    let distance = |candidate: &str| {
        let candidate = candidate.to_lowercase();
        let starts_compound =
            letters >= 3 && candidate.strip_prefix(&found).is_some_and(|rest| rest.starts_with(['-', '_']));
        if starts_compound { 1 } else { strsim::osa_distance(&found, &candidate) }
    };
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= MAX_BYTES)
        .map(|candidate| (distance(candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        // Equally close candidates are ranked by their common start. The last key makes the choice independent of the
        // order of the candidates.
        .min_by_key(|(distance, candidate)| {
            let common = candidate.chars().zip(found.chars()).take_while(|(a, b)| a == b).count();
            (*distance, Reverse(common), *candidate)
        })
        .map(|(_, candidate)| candidate)
}

/// Returns the number that a text or an unquoted value probably means: "3.37", `3.37 %`, `3,37`.
pub fn numeral(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('%').trim_end();
    let point = match text.split_once(',') {
        // Three digits after a comma may be thousands.
        Some((_, digits)) if digits.len() == 3 => return None,
        _ => text.replace(',', "."),
    };
    let number = point.bytes().all(|b| b.is_ascii_digit() || b == b'.') && point.parse::<f64>().is_ok();
    number.then_some(point)
}

/// Parses a day in one of the usual notations: `18 March 2025`, `2025-3-18`.
pub fn parse_lenient(text: &str) -> Option<jiff::civil::Date> {
    let formats = ["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d.%m.%Y"];
    let parse = |format| jiff::civil::Date::strptime(format, text.trim()).ok();
    formats.into_iter().find_map(parse).filter(|day| day.year() >= 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_close_candidates_are_suggested() {
        let words = ["party", "signed", "withdrawn"];
        assert_eq!(suggest("partey", words), Some("party"));
        assert_eq!(suggest("withdrawen", words), Some("withdrawn"));
        assert_eq!(suggest("Party", words), Some("party"));
        assert_eq!(suggest("banana", words), None);
        assert_eq!(suggest("notified", ["withdrawn", "notified-withdrawal"]), Some("notified-withdrawal"));
        assert_eq!(suggest("LT", ["LV", "EE"]), None, "another state is not a typo");
        assert_eq!(suggest("ee", ["LV", "EE"]), Some("EE"));
    }

    #[test]
    fn common_start_decides_between_equally_close_candidates() {
        assert_eq!(suggest("vote", ["note", "votes"]), Some("votes"));
        assert_eq!(suggest("name", ["date", "speaker"]), None);
    }

    #[test]
    fn very_long_words_are_not_compared() {
        let endless = "x".repeat(1_000_000);
        assert_eq!(suggest(&endless, [&*endless]), None);
    }
}
