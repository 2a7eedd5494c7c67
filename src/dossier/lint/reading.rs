//! The rules of the reader, which finds their problems where it stumbles.

use super::{Lint, Severity};

/// A table of rules without a check of their own.
macro_rules! rules {
    ($($level:ident $id:literal, $about:literal, $broken:literal => $mended:literal;)+) => {
        &[$(Lint {
            id: $id,
            severity: Severity::$level,
            about: $about,
            broken: $broken,
            mended: $mended,
            check: None,
        }),+]
    };
}

#[rustfmt::skip]
pub const RULES: &[Lint] = rules! {
    Error "bad-code",
    "A state is named by its code in ISO 3166-1: two capital letters. That of a neighbour too.",
    r#"borders = [{ with = "Russia" }]"# => r#"borders = [{ with = "RU" }]"#;

    Error "bad-id",
    "An id is a name that facts refer to: it is not empty and has no blanks.",
    r#"[[treaty]]
id = "cluster munitions"
name = "Convention on Cluster Munitions"
sources = ["err"]"# => r#"[[treaty]]
id = "cluster-munitions"
name = "Convention on Cluster Munitions"
sources = ["err"]"#;

    Error "bad-url",
    "An address begins with https:// or http://, names a host and has no blanks; nothing else is ever opened.",
    r#"[[source]]
id = "ft"
publisher = "Financial Times"
title = "Four ministers recommend withdrawal"
url = "ft.com""# => r#"[[source]]
id = "ft"
publisher = "Financial Times"
title = "Four ministers recommend withdrawal"
url = "https://ft.com""#;

    Error "doubled-id",
    "Two sources, two treaties or two states have the same name, so that a reference to it could mean either.",
    r#"[[treaty]]
id = "ottawa"
name = "Convention on Cluster Munitions"
sources = ["err"]"# => r#"[[treaty]]
id = "oslo"
name = "Convention on Cluster Munitions"
sources = ["err"]"#;

    Error "doubled-key",
    "A table has each key once. A heading in single brackets is a key too; `[[double]]` ones may be many.",
    r#"capital = "Tallinn"
capital = "Tartu""# => r#"capital = "Tallinn""#;

    Error "doubled-year",
    "A state has one figure of spending for each year.",
    r#"spending = [
  { year = 2024, percent = 3.37, sources = ["err"] },
  { year = 2024, percent = 3.43, sources = ["err"] },
]"# => r#"spending = [
  { year = 2024, percent = 3.37, sources = ["err"] },
]"#;

    Error "empty-text",
    "A text says something, or its key is left out.",
    r#"capital = """# => r#"capital = "Tallinn""#;

    Warning "hidden-text",
    "A text holds a character that cannot be seen, steers the terminal, or turns the direction of writing. It is shown \
     by a picture of it or dropped; most likely it came in with a paste.",
    r#"capital = "Tal\u200Blinn""# => r#"capital = "Tallinn""#;

    Error "impossible-date",
    "The calendar has no such day. Where only the month or the year is known, it stands in quotation marks.",
    "nato_since = 2004-02-30" => "nato_since = 2004-03-29";

    Error "missing-key",
    "A table lacks a key that it cannot do without. A step has a date unless the state never joined.",
    r#"[[state.spending]]
year = 2024
sources = ["err"]"# => r#"[[state.spending]]
year = 2024
percent = 3.37
sources = ["err"]"#;

    Error "more-errors",
    "A file has more errors than anyone reads in one go. The first are told, the rest is counted.",
    "" => "";

    Warning "more-warnings",
    "A file has more warnings than anyone reads in one go. The first are told, the rest is counted.",
    "" => "";

    Warning "no-source",
    "A fact names no source, so that nobody can follow it up.",
    r#"[[event]]
what = "The ministers meet""# => r#"[[event]]
what = "The ministers meet"
sources = ["err"]"#;

    Error "no-state",
    "A dossier is about states; it has at least one.",
    r#"format = 1
title = "Nato's eastern flank"
state = []"# => r#"format = 1
title = "Nato's eastern flank"

[[state]]
code = "EE"
name = "Estonia""#;

    Error "not-utf-8",
    "A dossier is text in UTF-8, with or without a byte order mark. The editor that saved it has a setting for that, \
     often called encoding.",
    "" => "";

    Error "out-of-range",
    "A number is too small or too large for what it counts.",
    r#"[[state.spending]]
year = 2024
percent = 337
sources = ["err"]"# => r#"[[state.spending]]
year = 2024
percent = 3.37
sources = ["err"]"#;

    Error "single-table",
    "There may be several of this table, so that its heading stands in double brackets, even if there is one.",
    r#"[event]
what = "The ministers meet"
sources = ["err"]"# => r#"[[event]]
what = "The ministers meet"
sources = ["err"]"#;

    Error "span-reversed",
    "Something ends before it begins, or a range of per cent has its higher end first.",
    r#"[[state.target]]
percent = 6
up_to = 5
kind = "goal"
sources = ["err"]"# => r#"[[state.target]]
percent = 5
up_to = 6
kind = "goal"
sources = ["err"]"#;

    Error "steps-out-of-order",
    "The steps of a state towards a treaty stand in the order of their dates, the oldest first.",
    r#"[[state.stance]]
treaty = "ottawa"
position = "approved-withdrawal"
date = 2025-06-04
what = "Riigikogu passes the withdrawal act"
sources = ["err"]

[[state.stance]]
treaty = "ottawa"
position = "party"
date = 2004-05-12
what = "Estonia accedes"
sources = ["err"]"# => r#"[[state.stance]]
treaty = "ottawa"
position = "party"
date = 2004-05-12
what = "Estonia accedes"
sources = ["err"]

[[state.stance]]
treaty = "ottawa"
position = "approved-withdrawal"
date = 2025-06-04
what = "Riigikogu passes the withdrawal act"
sources = ["err"]"#;

    Error "syntax",
    "The file is not TOML here. Text stands in quotation marks, a key and its value have `=` between them, and each pair \
     has a line of its own.",
    "capital = Tallinn" => r#"capital = "Tallinn""#;

    Error "table-out-of-place",
    "A table such as `[[state.stance]]` belongs to the last `[[state]]` above it, and there is none.",
    r#"format = 1
title = "Nato's eastern flank"

[[state.aim]]
text = "Double the size of the armed forces""# => r#"format = 1
title = "Nato's eastern flank"

[[state]]
code = "EE"
name = "Estonia"

[[state.aim]]
text = "Double the size of the armed forces""#;

    Error "unclosed",
    "A list, a table in braces or a text of several lines goes on to the end of the file, because nothing closes it.",
    r#"borders = [{ with = "RU" }"# => r#"borders = [{ with = "RU" }]"#;

    Error "unknown-format",
    "The file says that it is written in a version of the format that this program does not know.",
    r#"format = 2
title = "Nato's eastern flank"

[[state]]
code = "EE"
name = "Estonia""# => r#"format = 1
title = "Nato's eastern flank"

[[state]]
code = "EE"
name = "Estonia""#;

    Error "unknown-key",
    "A table has a key that the format does not know: a slip, or a key of another table.",
    r#"captial = "Tallinn""# => r#"capital = "Tallinn""#;

    Error "unknown-source",
    "A fact names a source that the dossier does not have.",
    r#"[[event]]
what = "The ministers meet"
sources = ["er"]"# => r#"[[event]]
what = "The ministers meet"
sources = ["err"]"#;

    Error "unknown-state",
    "A quotation or an event names a state that the dossier does not have.",
    r#"[[event]]
what = "The ministers meet"
states = ["SE"]
sources = ["err"]"# => r#"[[event]]
what = "The ministers meet"
states = ["EE"]
sources = ["err"]"#;

    Error "unknown-treaty",
    "A step names a treaty that the dossier does not have.",
    r#"[[state.stance]]
treaty = "otawa"
position = "never-joined"
what = "Estonia never joined"
sources = ["err"]"# => r#"[[state.stance]]
treaty = "ottawa"
position = "never-joined"
what = "Estonia never joined"
sources = ["err"]"#;

    Error "unknown-word",
    "A value is one of a few words, and this is none of them.",
    r#"[[state.target]]
percent = 5
kind = "gaol"
sources = ["err"]"# => r#"[[state.target]]
percent = 5
kind = "goal"
sources = ["err"]"#;

    Error "wrong-type",
    "A value is of another type than its key asks for: a number in quotation marks, one text where there is a list.",
    r#"[[state.spending]]
year = 2024
percent = "3.37"
sources = ["err"]"# => r#"[[state.spending]]
year = 2024
percent = 3.37
sources = ["err"]"#;
};
