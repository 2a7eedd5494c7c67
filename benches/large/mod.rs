//! Generates large dossiers for benchmarks. They are valid, and the same size always gives the same text.

use std::fmt::Write;

/// The number of entries in a dossier.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub states: usize,
    pub quotes: usize,
}

/// About 500 KB.
pub const SMALL: Size = Size { states: 20, quotes: 1_000 };
/// About 10 MB.
pub const LARGE: Size = Size { states: 200, quotes: 20_000 };

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

/// Returns a dossier of this size.
pub fn dossier(size: Size) -> String {
    let mut random = Random(0x5DEE_CE66);
    let mut text = String::from(HEADER);
    for n in 0..size.states {
        state(&mut text, n, &mut random);
    }
    for n in 0..size.quotes {
        quote(&mut text, n, size.states, &mut random);
    }
    text
}

const HEADER: &str = r#"format = 1
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

fn state(text: &mut String, n: usize, random: &mut Random) {
    let code = code(n);
    let _ = write!(text, "\n[[state]]\ncode = \"{code}\"\nname = \"State {code}\"\nsources = [\"s\"]\n");
    for year in 2010..2025 {
        let (whole, rest) = (1 + random.below(4), random.below(100));
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

fn quote(text: &mut String, n: usize, states: usize, random: &mut Random) {
    let (speaker, state) = (n % 500, code(random.below(states)));
    let (year, month, day) = (2000 + n % 25, 1 + n % 9, 10 + n % 19);
    let _ = write!(
        text,
        "\n[[quote]]\nspeaker = \"Speaker {speaker}\"\noffice = \"minister\"\nstates = [\"{state}\"]\ndate = {year}-{month:02}-{day}\nabout = \"ottawa\"\ntext = \"{n}"
    );
    for _ in 0..60 {
        text.push(' ');
        text.push_str(WORDS[random.below(WORDS.len())]);
    }
    text.push_str("\"\nsources = [\"s\"]\n");
}

/// A linear congruential generator with a fixed seed.
struct Random(u64);

impl Random {
    /// Returns a number below `limit`.
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // The high bits; the low ones have short periods.
        (self.0 >> 33) as usize % limit
    }
}
