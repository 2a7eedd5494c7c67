//! Invariants of readings of arbitrary bytes. The tests and the fuzz target share them.

use flank::dossier::{
    Day, Diagnostic, Dossier, Fact, Location, Reading, Related, Severity, Span, diff, read,
};
use flank::report::{Briefing, Detail, csv, json, markdown, text};

/// The days on which every dossier is reported.
pub const DAYS: [Day; 3] = [Day::constant(1, 1, 1), Day::constant(2025, 3, 18), Day::constant(9999, 12, 31)];

/// Reads the bytes and checks every invariant.
pub fn assert_invariants(bytes: &[u8]) {
    let reading = read(bytes);
    assert_problems(bytes, &reading);
    let partial = reading.partial.as_ref().map(|partial| &partial.dossier);
    assert!(partial.is_none() || reading.dossier.is_none(), "only a broken file has a partial dossier");
    if let Some(dossier) = reading.dossier.as_ref().or(partial) {
        assert_harmless("the citations", &citations(dossier));
        for day in DAYS {
            for (form, written) in forms(dossier, day) {
                assert_harmless(form, &written);
            }
        }
        assert_eq!(diff(dossier, dossier), [], "a dossier differs from itself");
    }
}

/// Checks the problems: spans are inside the text and on character boundaries, lines and columns match the spans, the
/// order is that of the text, and the messages have no harmful characters.
pub fn assert_problems(bytes: &[u8], reading: &Reading) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    // Invalid UTF-8 is one problem, at the first invalid byte.
    let valid = match std::str::from_utf8(bytes) {
        Ok(_) => bytes.len(),
        Err(error) => error.valid_up_to(),
    };
    let text = std::str::from_utf8(&bytes[..valid]).unwrap_or_default();
    let mut cursor = Cursor { text, at: 0, place: Location { line: 1, column: 1 } };
    for problem in &reading.problems {
        let span = problem.span;
        assert!(cursor.at <= span.start as usize, "{problem} is out of order");
        assert_span(bytes, text, span, problem);
        assert_eq!(problem.location, cursor.go_to(span.start as usize), "{problem}");
        if let Some(Related { span, location: place, .. }) = &problem.related {
            assert_span(bytes, text, *span, problem);
            let mut cursor = Cursor { text, at: 0, place: Location { line: 1, column: 1 } };
            assert_eq!(*place, cursor.go_to(span.start as usize), "the related location of {problem}");
        }
        let line = problem.to_string();
        assert!(!line.contains('\n'), "{line:?} has more than one line");
        assert_harmless("a problem", &line);
    }
    assert_eq!(reading.dossier.is_none(), errors(reading).next().is_some());
}

/// Returns the problems because of which a dossier cannot be shown.
pub fn errors(reading: &Reading) -> impl Iterator<Item = &Diagnostic> {
    reading.problems.iter().filter(|problem| problem.severity == Severity::Error)
}

fn assert_span(bytes: &[u8], text: &str, span: Span, problem: &Diagnostic) {
    let (start, end) = (span.start as usize, span.end as usize);
    assert!(start <= end && end <= bytes.len(), "{problem} is at {start}..{end} of {}", bytes.len());
    let whole = |at| at > text.len() || text.is_char_boundary(at);
    assert!(whole(start) && whole(end), "{problem} is at {start}..{end}, inside a character");
}

/// A position in a text, with its line and column.
struct Cursor<'t> {
    text: &'t str,
    at: usize,
    place: Location,
}

impl Cursor<'_> {
    fn go_to(&mut self, at: usize) -> Location {
        for c in self.text[self.at..at].chars() {
            self.place = match c {
                '\n' => Location { line: self.place.line + 1, column: 1 },
                _ => Location { column: self.place.column + 1, ..self.place },
            };
        }
        self.at = at;
        self.place
    }
}

/// Returns every form of `show`, with its name.
pub fn forms(dossier: &Dossier, day: Day) -> Vec<(&'static str, String)> {
    use csv::Table::{Quotes, Spending, Stances, Targets};
    let briefing = Briefing::new(dossier, &[], day);
    let mut forms = vec![
        ("text", text(&briefing, Detail::Full, 80)),
        ("Markdown", markdown(&briefing, Detail::Full)),
        ("JSON", json::json(&briefing)),
    ];
    for (name, table) in
        [("stances", Stances), ("spending", Spending), ("targets", Targets), ("quotes", Quotes)]
    {
        // CSV rows end with CRLF.
        let written = csv::csv(&briefing, table).expect("a row in memory can be written");
        forms.push((name, written.replace("\r\n", "\n")));
    }
    forms
}

/// Returns the citations that `y` copies, of every dated fact, quotation, state and treaty.
pub fn citations(dossier: &Dossier) -> String {
    use flank::dossier::CiteFormat::{Markdown, Plain};
    let dated = dossier.chronology.entries.iter().map(|entry| entry.fact);
    let states = dossier.state_ids().map(Fact::State);
    let facts = dated.chain(states).chain(dossier.treaty_ids().map(Fact::Treaty));
    let cited = facts.flat_map(|fact| [Plain, Markdown].map(|form| dossier.cite(fact, None, form)));
    cited.collect::<Vec<_>>().join("\n")
}

/// Checks that text is safe to print on a terminal.
pub fn assert_harmless(what: &str, text: &str) {
    let found = text.chars().find(|c| *c != '\n' && is_harmful(*c));
    assert!(found.is_none(), "{what} contains U+{:04X}: {text:?}", found.map_or(0, u32::from));
}

/// Returns whether a character controls the terminal or the writing direction, or is invisible. The list is independent
/// of the program's own classification. It omits the two joiners, which scripts in use need.
pub fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}
