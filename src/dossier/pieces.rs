//! A long dossier in pieces. What the parser makes of a text takes ten times the room of the text, of a hostile one
//! hundreds of times; so it is given one piece after the other, and what it made of one is gone before the next.

use std::collections::HashMap;
use std::ops::Range;

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::fields;
use super::record::Record;

/// A piece is at least so long, in bytes, where there is so much: what somebody has written by hand is one. Under the
/// fuzzer, whose files are small, nearly every table is.
const LENGTH: usize = if cfg!(fuzzing) { 64 } else { 128 << 10 };

/// More words, signs and line breaks are not given to the parser at once. Each takes it up to 600 bytes, in keys such
/// as `a.a.a`.
const MOST_SIGNS: usize = 256 << 10;

/// A part of a text that can be parsed by itself.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Where it is in the text.
    pub at: Range<usize>,
    /// Whether there is more in it than the parser should be given.
    pub dense: bool,
}

/// The pieces of `text`. Each but the first begins with a heading such as `[[quote]]`, and all that belongs to a table is
/// in one piece with it.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    cut(text, LENGTH, MOST_SIGNS)
}

fn cut(text: &str, length: usize, most_signs: usize) -> Vec<Piece> {
    if text.len() <= length {
        return vec![Piece { at: 0..text.len(), dense: false }];
    }
    // Where each piece begins, and how many signs stand before it.
    let mut cuts = vec![(0, 0)];
    // Where the last `[[table]]` of each name begins.
    let mut tables: HashMap<&str, usize> = HashMap::new();
    let mut line = Line::Start;
    let mut signs = 0_usize;
    for token in Source::new(text).lex() {
        let at = token.span().start();
        line = match (line, token.kind()) {
            (_, TokenKind::Newline) => Line::Start,
            (line, TokenKind::Whitespace) => line,
            (Line::Start, TokenKind::LeftSquareBracket) => Line::Open { at, brackets: 1 },
            (Line::Open { at, brackets: 1 }, TokenKind::LeftSquareBracket) => Line::Open { at, brackets: 2 },
            (Line::Open { at, brackets }, _) => {
                let name = text.get(at..token.span().end()).unwrap_or_default();
                let name = name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '[' | '"' | '\''));
                // Within a list that is never closed, or within one that is, a line may look like a heading; none that
                // is right looks like one of these.
                match fields::Dossier::SHAPE.fields.iter().find(|field| field.key == name) {
                    Some(field) => Line::Named { at, several: brackets == 2, name: field.key },
                    None => Line::Other,
                }
            }
            (Line::Named { at, several: true, name }, TokenKind::RightSquareBracket) => {
                if cuts.last().is_none_or(|(last, _)| at - last >= length) {
                    cuts.push((at, signs));
                }
                tables.insert(name, at);
                Line::Other
            }
            (Line::Named { name, .. }, TokenKind::Dot) => {
                // It belongs to the last table of that name, whatever stands between.
                if let Some(table) = tables.get(name) {
                    cuts.retain(|(cut, _)| cut <= table);
                }
                Line::Other
            }
            _ => Line::Other,
        };
        signs += 1;
    }
    let ends = cuts.iter().skip(1).copied().chain([(text.len(), signs)]).collect::<Vec<_>>();
    let piece = |((at, before), (end, signs))| Piece { at: at..end, dense: signs - before > most_signs };
    cuts.into_iter().zip(ends).map(piece).collect()
}

/// What was seen of a line so far.
enum Line {
    Start,
    /// The brackets of a heading.
    Open {
        at: usize,
        brackets: usize,
    },
    /// A heading as far as its first name, which is a table of the format.
    Named {
        at: usize,
        several: bool,
        name: &'static str,
    },
    /// Something that cannot be the beginning of a heading, or that need not be looked at any more.
    Other,
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
        assert!((3..=5).contains(&pieces.len()), "{pieces:?}");
        assert!(pieces.iter().all(|piece| !piece.dense && piece.at.len() < 2 * LENGTH), "{pieces:?}");
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
            if whole.problems.iter().any(|problem| problem.rule == "syntax") {
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
