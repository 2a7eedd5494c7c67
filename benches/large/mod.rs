//! Large dossiers for measuring: made up, of any size, always the same for the same size, and read without a problem.

use std::fmt::Write;

/// How much a dossier holds.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub states: usize,
    pub quotes: usize,
}

/// A long day's work of a keeper.
pub const SMALL: Size = Size { states: 20, quotes: 1_000 };
/// About 10 MB.
pub const LARGE: Size = Size { states: 200, quotes: 20_000 };
/// About 50 MB, near the most that is read.
#[allow(dead_code, reason = "the benches make do without the largest")]
pub const HUGE: Size = Size { states: 200, quotes: 100_000 };

const WORDS: [&str; 32] = [
    "the",
    "of",
    "defence",
    "convention",
    "mines",
    "stance",
    "state",
    "alliance",
    "border",
    "region",
    "decision",
    "vote",
    "parliament",
    "minister",
    "said",
    "that",
    "we",
    "must",
    "not",
    "forget",
    "our",
    "allies",
    "and",
    "neighbours",
    "in",
    "these",
    "times",
    "security",
    "possibly",
    "with",
    "a",
    "flank",
];

/// A dossier of that size.
pub fn dossier(size: Size) -> String {
    let mut chance = Chance(0x5DEE_CE66);
    let mut text = String::from(HEAD);
    // Writing to a string does not fail.
    for n in 0..size.states {
        state(&mut text, n, &mut chance);
    }
    for n in 0..size.quotes {
        quote(&mut text, n, size.states, &mut chance);
    }
    text
}

const HEAD: &str = r#"format = 1
title = "Large"

[[source]]
id = "s"
publisher = "A newspaper"
title = "A report"
date = 2000-01-01

[[treaty]]
id = "ottawa"
name = "Ottawa Convention"
sources = ["s"]
"#;

fn code(n: usize) -> String {
    let letter = |n: usize| char::from(b'A' + (n % 26) as u8);
    format!("{}{}", letter(n / 26), letter(n))
}

fn state(text: &mut String, n: usize, chance: &mut Chance) {
    let code = code(n);
    let _ = write!(text, "\n[[state]]\ncode = \"{code}\"\nname = \"State {code}\"\nsources = [\"s\"]\n");
    for year in 2010..2025 {
        let (whole, rest) = (1 + chance.below(4), chance.below(100));
        let _ = write!(
            text,
            "\n[[state.spending]]\nyear = {year}\npercent = {whole}.{rest:02}\nsources = [\"s\"]\n"
        );
    }
    for (position, date, what) in [
        ("party", "2005-01-01", "Joins"),
        ("recommends-withdrawal", "2025-03-18", "Its minister recommends withdrawal"),
    ] {
        let _ = write!(
            text,
            "\n[[state.stance]]\ntreaty = \"ottawa\"\nposition = \"{position}\"\ndate = {date}\nwhat = \"{what}\"\nsources = [\"s\"]\n"
        );
    }
}

fn quote(text: &mut String, n: usize, states: usize, chance: &mut Chance) {
    let (speaker, state) = (n % 500, code(chance.below(states)));
    let (year, month, day) = (2000 + n % 25, 1 + n % 9, 10 + n % 19);
    let _ = write!(
        text,
        "\n[[quote]]\nspeaker = \"Speaker {speaker}\"\noffice = \"minister\"\nstates = [\"{state}\"]\ndate = {year}-{month:02}-{day}\nabout = \"ottawa\"\ntext = \"{n}"
    );
    for _ in 0..60 {
        text.push(' ');
        text.push_str(WORDS[chance.below(WORDS.len())]);
    }
    text.push_str("\"\nsources = [\"s\"]\n");
}

/// Numbers that look like chance and are the same each time (a linear congruence, its high bits).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }
}
