//! A long dossier in pieces. What the parser makes of a text takes ten times the room of the text, of a hostile one
//! hundreds of times; so it is given piece after piece, and what it made of one is soon gone.

use std::collections::HashMap;
use std::ops::Range;

use memchr::memmem;
use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

use super::format::schema::Record;
use super::format::tables;
use super::room;

/// What is no longer than this, in bytes, is one piece: most that somebody has written by hand.
const UNCUT: usize = if cfg!(fuzzing) { 64 } else { 128 << 10 };

/// Else a piece is at least so long. Under the fuzzer, whose files are small, nearly every table is one.
const LENGTH: usize = if cfg!(fuzzing) { 64 } else { 2 << 10 };

/// More words, signs and line breaks are not given to the parser at once. Each takes it up to 600 bytes, in keys such
/// as `a.a.a`.
const MOST_SIGNS: usize = 256 << 10;

/// A part of a text that can be parsed by itself.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Where it is in the text.
    pub at: Range<usize>,
    /// Whether there is more in it than the parser should be given.
    pub dense: bool,
}

/// The pieces of `text`. Each but the first begins with a heading such as `[[quote]]`, and all that belongs to a table is
/// in one piece with it.
pub(crate) fn pieces(text: &str) -> Vec<Piece> {
    if text.len() <= UNCUT {
        return vec![Piece { at: 0..text.len(), dense: false }];
    }
    cut(text, LENGTH, MOST_SIGNS)
}

fn cut(text: &str, length: usize, most_signs: usize) -> Vec<Piece> {
    let most = text.len() / length.max(1) + 1;
    let mut cuts = room::list(most);
    cuts.push(0);
    // Where the last `[[table]]` of each name begins.
    let mut tables: HashMap<&str, usize> = HashMap::new();
    for Heading { at, name, kind } in headings(text) {
        match kind {
            HeadingKind::Table => {
                if cuts.last().is_none_or(|last| at - last >= length) {
                    cuts.push(at);
                }
                tables.insert(name, at);
            }
            // It belongs to the last table of that name, whatever stands between.
            HeadingKind::Within => {
                if let Some(table) = tables.get(name) {
                    while cuts.last().is_some_and(|cut| cut > table) {
                        cuts.pop();
                    }
                }
            }
        }
    }
    let ends = cuts.iter().skip(1).copied().chain([text.len()]);
    let piece = |(start, end): (usize, usize)| {
        let signs = || Source::new(&text[start..end]).lex().take(most_signs.saturating_add(1)).count();
        Piece { at: start..end, dense: end - start > most_signs && signs() > most_signs }
    };
    let mut pieces = room::list(most);
    pieces.extend(cuts.iter().copied().zip(ends).map(piece));
    pieces
}

/// A line with the heading of a table of the format.
struct Heading {
    /// Where its bracket is.
    at: usize,
    /// The table's name, or that of the table that it is within.
    name: &'static str,
    kind: HeadingKind,
}

enum HeadingKind {
    /// `[[quote]]`
    Table,
    /// `[[state.stance]]`
    Within,
}

/// The lines that are headings. Within a list that is never closed, or within one that is, a line may look like one; but
/// none that is right looks like these.
fn headings(text: &str) -> impl Iterator<Item = Heading> {
    let hidden = texts_of_several_lines(text);
    let mut start = 0;
    let lines = text.split('\n').map(move |line| {
        let at = start;
        start += line.len() + 1;
        (at, line)
    });
    lines.filter_map(heading).filter(move |heading| {
        let before = hidden.partition_point(|text| text.start < heading.at);
        hidden[..before].last().is_none_or(|text| text.end <= heading.at)
    })
}

fn heading((start, line): (usize, &str)) -> Option<Heading> {
    let blank = [' ', '\t'];
    let bracket = line.trim_start_matches(blank);
    let at = start + line.len() - bracket.len();
    let inside = bracket.strip_prefix('[')?;
    let (several, inside) = match inside.strip_prefix('[') {
        Some(inside) => (true, inside),
        None => (false, inside),
    };
    let inside = inside.trim_start_matches(blank);
    let (name, rest) = match inside.chars().next()? {
        quote @ ('"' | '\'') => inside[1..].split_once(quote)?,
        _ => inside.split_at(inside.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-')?),
    };
    let name = tables::Dossier::SCHEMA.fields.iter().find(|field| field.key == name)?.key;
    let kind = match rest.trim_start_matches(blank).chars().next()? {
        ']' if several => HeadingKind::Table,
        '.' => HeadingKind::Within,
        _ => return None,
    };
    Some(Heading { at, name, kind })
}

/// Where texts are that go over several lines, in which a line may look like a heading. Few dossiers have any, and only
/// of those that may is every sign looked at.
fn texts_of_several_lines(text: &str) -> Vec<Range<usize>> {
    if ["\"\"\"", "'''"].into_iter().all(|marks| memmem::find(text.as_bytes(), marks.as_bytes()).is_none()) {
        return Vec::new();
    }
    let several =
        |token: &Token| matches!(token.kind(), TokenKind::MlBasicString | TokenKind::MlLiteralString);
    let tokens = Source::new(text).lex().filter(several);
    tokens.map(|token| token.span().start()..token.span().end()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{BUILT_IN, Day, Reading, examine_pieces};
    use super::*;
    use std::fs;
    use std::path::Path;
    use std::sync::Arc;

    /// Where a text is cut if every table may be a piece.
    fn cut_all(text: &str) -> Vec<&str> {
        cut(text, 1, usize::MAX).into_iter().map(|piece| &text[piece.at]).collect()
    }

    #[test]
    fn a_table_is_in_one_piece_with_all_that_belongs_to_it() {
        let text = "format = 1\n[[source]]\nid = \"a\"\n  [[ state ]] # EE\n[[state.stance]]\n[[quote]]\n[[ quote]]\n";
        let pieces = [
            "format = 1\n",
            "[[source]]\nid = \"a\"\n  ",
            "[[ state ]] # EE\n[[state.stance]]\n",
            "[[quote]]\n",
            "[[ quote]]\n",
        ];
        assert_eq!(cut_all(text), pieces);
        let apart = "[[state]]\n[[quote]]\n[[\"state\" . stance]]\n[[quote]]\n";
        assert_eq!(cut_all(apart), ["[[state]]\n[[quote]]\n[[\"state\" . stance]]\n", "[[quote]]\n"]);
    }

    #[test]
    fn what_only_looks_like_a_heading_cuts_nothing() {
        for text in [
            "a = \"\"\"\n[[quote]]\n\"\"\"\n",
            "a = '''\n[[quote]]\n'''\n",
            "# [[quote]]\n",
            "a = [[quote]]\n",
            "a = [\n[[true]], [[1]]]\n",
            "[quote]\n",
            "[quote]]\n",
            "[[unknown]]\n",
            "[[quote.text]]\n",
            "[[[quote]]]\n",
        ] {
            assert_eq!(cut_all(text), [text]);
        }
    }

    #[test]
    fn a_short_text_is_one_piece_and_a_long_one_is_cut_now_and_then() {
        assert_eq!(pieces(BUILT_IN).len(), 1);
        let long = BUILT_IN.to_owned() + &"[[event]]\nwhat = \"It\"\n".repeat(20_000);
        let pieces = pieces(&long);
        let most = long.len() / LENGTH + 1;
        assert!((most / 2..=most).contains(&pieces.len()), "{pieces:?}");
        // A state is longer, and not cut.
        let right = |piece: &Piece| piece.at.start < BUILT_IN.len() || piece.at.len() < 2 * LENGTH;
        assert!(pieces.iter().all(|piece| !piece.dense && right(piece)), "{pieces:?}");
        assert_eq!(pieces.iter().map(|piece| &long[piece.at.clone()]).collect::<String>(), long);
    }

    #[test]
    fn more_signs_than_belong_into_a_table_are_seen() {
        let dense = |text: &str| cut(text, 10, 20).iter().map(|piece| piece.dense).collect::<Vec<_>>();
        assert_eq!(dense(&"\n".repeat(30)), [true]);
        assert_eq!(dense(&format!("[[quote]]\n{}[[quote]]\n", "\n".repeat(30))), [true, false]);
        assert_eq!(dense(&format!("a = \"{}\"", ".".repeat(30))), [false]);
    }

    /// Reads a text whole, and in as many pieces as it has tables.
    fn both_ways(text: &str) -> [Reading; 2] {
        [usize::MAX, 1].map(|length| {
            let file = Arc::new(text.to_owned());
            examine_pieces(&file, &file, cut(text, length, usize::MAX), Some(Day::constant(2025, 3, 18)))
        })
    }

    #[test]
    fn in_pieces_a_dossier_says_the_same() {
        let dossiers = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dossiers");
        let files = ["valid", "broken"].map(|kind| fs::read_dir(dossiers.join(kind)).unwrap());
        let texts = files.into_iter().flatten().map(|file| fs::read_to_string(file.unwrap().path()));
        // Those that are no text are not cut.
        for text in texts.filter_map(Result::ok).chain([BUILT_IN.to_owned()]) {
            let [whole, mut pieces] = both_ways(&text);
            // Behind a syntax error more is found.
            if whole.problems.iter().any(|problem| problem.code == "syntax") {
                pieces.problems.retain(|problem| whole.problems.contains(problem));
            }
            assert_eq!(pieces, whole, "{text}");
        }
    }

    #[test]
    fn a_table_does_not_go_on_with_a_list_in_brackets() {
        let source = |id| format!("id = \"{id}\", publisher = \"A paper\", title = \"A story\"");
        let state = "[[state]]\ncode = \"EE\"\nname = \"Estonia\"\nsources = [\"a\"]\n";
        let table = source("b").replace(", ", "\n");
        let text = format!(
            "format = 1\ntitle = \"T\"\nsource = [{{ {} }}]\n{state}[[source]]\n{table}\n",
            source("a")
        );
        for reading in both_ways(&text) {
            let told: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
            assert!(told.iter().any(|line| line.contains("`[source]` stands twice")), "{told:?}");
        }
    }
}
