//! What must hold of every reading, whatever the bytes were: for the tests, and for the fuzz target.

use flank::dossier::{Day, Diagnostic, Dossier, Fact, Location, Reading, Related, Span, diff, read};
use flank::report::{Briefing, csv, json, markdown, text};

/// The days that every dossier is looked at on.
pub const DAYS: [Day; 3] = [Day::constant(1, 1, 1), Day::constant(2025, 3, 18), Day::constant(9999, 12, 31)];

/// Reads the bytes, and asserts all that holds of any reading.
pub fn assert_invariants(bytes: &[u8]) {
    let reading = read(bytes);
    assert_problems(bytes, &reading);
    if let Some(dossier) = &reading.dossier {
        assert_harmless("the citations", &citations(dossier));
        for day in DAYS {
            for (form, written) in forms(dossier, day) {
                assert_harmless(form, &written);
            }
        }
        assert_eq!(diff(dossier, dossier), [], "a dossier differs from itself");
    }
}

/// Each problem has its place within the text, on whole characters; line and column agree with it; none comes too
/// early; and what is said of it is as harmless as the screen.
pub fn assert_problems(bytes: &[u8], reading: &Reading) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    // A file that is no text has one problem, at the first byte that is none.
    let valid = match std::str::from_utf8(bytes) {
        Ok(_) => bytes.len(),
        Err(error) => error.valid_up_to(),
    };
    let text = std::str::from_utf8(&bytes[..valid]).unwrap_or_default();
    let mut cursor = Cursor { text, at: 0, place: Location { line: 1, column: 1 } };
    for problem in &reading.problems {
        let span = problem.span;
        assert!(cursor.at <= span.start as usize, "{problem} stands behind one that is further on");
        assert_span(bytes, text, span, problem);
        assert_eq!(problem.location, cursor.go_to(span.start as usize), "{problem}");
        if let Some(Related { span, location: place, .. }) = &problem.related {
            assert_span(bytes, text, *span, problem);
            let mut cursor = Cursor { text, at: 0, place: Location { line: 1, column: 1 } };
            assert_eq!(*place, cursor.go_to(span.start as usize), "the other place of {problem}");
        }
        let line = problem.to_string();
        assert!(!line.contains('\n'), "{line:?} is more than a line");
        assert_harmless("a problem", &line);
    }
    assert_eq!(reading.dossier.is_none(), reading.errors().next().is_some());
}

fn assert_span(bytes: &[u8], text: &str, span: Span, problem: &Diagnostic) {
    let (start, end) = (span.start as usize, span.end as usize);
    assert!(start <= end && end <= bytes.len(), "{problem} is at {start}..{end} of {}", bytes.len());
    let whole = |at| at > text.len() || text.is_char_boundary(at);
    assert!(whole(start) && whole(end), "{problem} is at {start}..{end}, within a letter");
}

/// How far a text was walked through.
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

/// A dossier in every form of `show`, by name.
pub fn forms(dossier: &Dossier, day: Day) -> Vec<(&'static str, String)> {
    use csv::Table::{Quotes, Spending, Stances, Targets};
    let briefing = Briefing::new(dossier, &[], day);
    let mut forms = vec![
        ("text", text(&briefing, 80)),
        ("Markdown", markdown(&briefing)),
        ("JSON", json::json(&briefing)),
    ];
    for (name, table) in
        [("stances", Stances), ("spending", Spending), ("targets", Targets), ("quotes", Quotes)]
    {
        // Rows end as spreadsheets have it.
        let written = csv::csv(&briefing, table).expect("a row in memory can be written");
        forms.push((name, written.replace("\r\n", "\n")));
    }
    forms
}

/// What `y` would copy of every dated fact, every quotation, state and treaty.
pub fn citations(dossier: &Dossier) -> String {
    use flank::dossier::CiteFormat::{Markdown, Plain};
    let dated = dossier.chronology.entries.iter().map(|entry| entry.fact);
    let states = dossier.state_ids().map(Fact::State);
    let facts = dated.chain(states).chain(dossier.treaty_ids().map(Fact::Treaty));
    let cited = facts.flat_map(|fact| [Plain, Markdown].map(|form| dossier.cite(fact, None, form)));
    cited.collect::<Vec<_>>().join("\n")
}

/// Asserts that text can go to a terminal as it is.
pub fn assert_harmless(what: &str, text: &str) {
    let found = text.chars().find(|c| *c != '\n' && is_harmful(*c));
    assert!(found.is_none(), "{what} holds U+{:04X}: {text:?}", found.map_or(0, u32::from));
}

/// Whether a character steers the terminal or the direction of writing, or hides. Told by their numbers, not by what
/// the program thinks of them; the two joiners are needed by scripts in use.
pub fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}
