//! The problems that the reader finds.

use super::context::Lint;
use crate::decode::Code;

/// Declares lints without a check.
macro_rules! lints {
    ($($code:ident, $description:literal, $bad:literal => $good:literal;)+) => {
        &[$(Lint { code: Code::$code, description: $description, bad: $bad, good: $good, check: None }),+]
    };
}

#[rustfmt::skip]
pub const LINTS: &[Lint] = lints! {
    BadCode,
    "A state, or a neighbour, is named by its code in ISO 3166-1: two capital letters.",
    r#"borders = [{ with = "Russia" }]"# => r#"borders = [{ with = "RU" }]"#;

    BadId,
    "Facts refer to a source or a treaty by its id, which is not empty and has no blanks.",
    r#"[[treaty]]
id = "cluster munitions"
name = "Convention on Cluster Munitions"
sources = ["err"]"# => r#"[[treaty]]
id = "cluster-munitions"
name = "Convention on Cluster Munitions"
sources = ["err"]"#;

    BadUrl,
    "An address begins with https:// or http://, names a host and has no blanks. Nothing else is ever opened.",
    r#"[[source]]
id = "ft"
publisher = "Financial Times"
title = "Four ministers recommend withdrawal"
url = "ft.com""# => r#"[[source]]
id = "ft"
publisher = "Financial Times"
title = "Four ministers recommend withdrawal"
url = "https://ft.com""#;

    DuplicateId,
    "Two sources, two treaties or two states have the same id, so a reference could mean either.",
    r#"[[treaty]]
id = "ottawa"
name = "Convention on Cluster Munitions"
sources = ["err"]"# => r#"[[treaty]]
id = "oslo"
name = "Convention on Cluster Munitions"
sources = ["err"]"#;

    DuplicateItem,
    "A list of sources or states names one of them twice. It is shown once. The second may be a typo of another id.",
    r#"[[event]]
date = 2025-03-18
what = "Four defence ministers recommend withdrawal"
sources = ["err", "err"]"# => r#"[[event]]
date = 2025-03-18
what = "Four defence ministers recommend withdrawal"
sources = ["err"]"#;

    DuplicateKey,
    "A table has each key once. A heading in single brackets counts as a key; one in `[[double]]` brackets may repeat.",
    r#"capital = "Tallinn"
capital = "Tartu""# => r#"capital = "Tallinn""#;

    DuplicateYear,
    "A state has one spending figure for each year.",
    r#"spending = [
  { year = 2024, percent = 3.37, sources = ["err"] },
  { year = 2024, percent = 3.43, sources = ["err"] },
]"# => r#"spending = [
  { year = 2024, percent = 3.37, sources = ["err"] },
]"#;

    EmptyText,
    "A text must not be empty. Leave out its key instead.",
    r#"capital = """# => r#"capital = "Tallinn""#;

    HiddenText,
    "A text contains a character that is invisible, controls the terminal, or changes the direction of writing. Most \
     likely it was pasted by accident. It is dropped, or replaced by a visible picture.",
    r#"capital = "Tal\u200Blinn""# => r#"capital = "Tallinn""#;

    ImpossibleDate,
    "The calendar has no such day. If only the month or the year is known, write it in quotation marks.",
    "nato_since = 2004-02-30" => "nato_since = 2004-03-29";

    MissingKey,
    "A table lacks a required key. A step has a date unless the state never joined.",
    r#"[[state.spending]]
year = 2024
sources = ["err"]"# => r#"[[state.spending]]
year = 2024
percent = 3.37
sources = ["err"]"#;

    MisspeltTreaty,
    "A quotation is about a word that is nearly the id of a treaty. `about` may be any word, but with the id the quotation \
     appears among those about the treaty.",
    r#"[[quote]]
speaker = "Hanno Pevkur"
about = "otawa"
text = "We are sending a clear message"
sources = ["err"]"# => r#"[[quote]]
speaker = "Hanno Pevkur"
about = "ottawa"
text = "We are sending a clear message"
sources = ["err"]"#;

    MoreErrors,
    "A file has more errors than anyone reads at once. The first are listed, and the rest are counted.",
    "" => "";

    MoreWarnings,
    "A file has more warnings than anyone reads at once. The first are listed, and the rest are counted.",
    "" => "";

    NoSource,
    "A fact names no source, so readers cannot verify it.",
    r#"[[event]]
what = "The ministers meet""# => r#"[[event]]
what = "The ministers meet"
sources = ["err"]"#;

    NoState,
    "A dossier is about states, so it has at least one.",
    r#"format = 1
title = "NATO's eastern flank"
state = []"# => r#"format = 1
title = "NATO's eastern flank"

[[state]]
code = "EE"
name = "Estonia""#;

    NotUtf8,
    "A dossier is text in UTF-8, with or without a byte order mark. The editor that saved it has a setting for that, \
     often called encoding.",
    "" => "";

    OutOfRange,
    "A number is too small or too large for what it measures.",
    r#"[[state.spending]]
year = 2024
percent = 337
sources = ["err"]"# => r#"[[state.spending]]
year = 2024
percent = 3.37
sources = ["err"]"#;

    SingleTable,
    "There may be several of this table, so its heading has double brackets, even if there is only one.",
    r#"[event]
what = "The ministers meet"
sources = ["err"]"# => r#"[[event]]
what = "The ministers meet"
sources = ["err"]"#;

    SpanReversed,
    "A period ends before it starts, or the upper end of a range is not above the lower one.",
    r#"[[state.target]]
percent = 6
up_to = 5
kind = "goal"
sources = ["err"]"# => r#"[[state.target]]
percent = 5
up_to = 6
kind = "goal"
sources = ["err"]"#;

    SpendingTwice,
    "A state has spending figures in an edition and in its own table. Those of the edition are shown.",
    r#"spending = [{ year = 2025, percent = 3.4, sources = ["err"] }]

[[edition]]
id = "nato-2025-08"
publisher = "NATO"
title = "Defence Expenditure of NATO Countries"
published = 2025-08-28
sources = ["err"]
percent.EE = { 2025 = 3.38 }"# => r#"[[edition]]
id = "nato-2025-08"
publisher = "NATO"
title = "Defence Expenditure of NATO Countries"
published = 2025-08-28
sources = ["err"]
percent.EE = { 2025 = 3.38 }"#;

    StepsOutOfOrder,
    "The steps of a state towards a treaty are in the order of their dates, oldest first.",
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

    StepsOverlap,
    "A step is dated only by a month or a year, so it may have come before or after the step above it. A more precise \
     date, or the other order, silences this.",
    r#"[[state.stance]]
treaty = "ottawa"
position = "recommends-withdrawal"
date = "2025"
what = "Defence minister recommends withdrawal"
sources = ["err"]

[[state.stance]]
treaty = "ottawa"
position = "approved-withdrawal"
date = 2025-06-04
what = "Riigikogu passes the withdrawal act"
sources = ["err"]"# => r#"[[state.stance]]
treaty = "ottawa"
position = "recommends-withdrawal"
date = "2025-03"
what = "Defence minister recommends withdrawal"
sources = ["err"]

[[state.stance]]
treaty = "ottawa"
position = "approved-withdrawal"
date = 2025-06-04
what = "Riigikogu passes the withdrawal act"
sources = ["err"]"#;

    Syntax,
    "The file is not valid TOML here. Text needs quotation marks, `=` separates a key from its value, and each pair is on \
     its own line.",
    "capital = Tallinn" => r#"capital = "Tallinn""#;

    TableOutOfPlace,
    "A table such as `[[state.stance]]` belongs to the last `[[state]]` above it, but there is none.",
    r#"format = 1
title = "NATO's eastern flank"

[[state.aim]]
text = "Double the size of the armed forces""# => r#"format = 1
title = "NATO's eastern flank"

[[state]]
code = "EE"
name = "Estonia"

[[state.aim]]
text = "Double the size of the armed forces""#;

    Unclosed,
    "A list, a table in braces or a text of several lines continues to the end of the file, because nothing closes it.",
    r#"borders = [{ with = "RU" }"# => r#"borders = [{ with = "RU" }]"#;

    UnknownFormat,
    "The file has a version of the format that this program does not support.",
    r#"format = 2
title = "NATO's eastern flank"

[[state]]
code = "EE"
name = "Estonia""# => r#"format = 1
title = "NATO's eastern flank"

[[state]]
code = "EE"
name = "Estonia""#;

    UnknownKey,
    "A table has an unknown key: a typo, or a key of another table.",
    r#"captial = "Tallinn""# => r#"capital = "Tallinn""#;

    UnknownSource,
    "A fact names a source that the dossier does not have.",
    r#"[[event]]
what = "The ministers meet"
sources = ["er"]"# => r#"[[event]]
what = "The ministers meet"
sources = ["err"]"#;

    UnknownState,
    "A quotation or an event names a state that the dossier does not have.",
    r#"[[event]]
what = "The ministers meet"
states = ["SE"]
sources = ["err"]"# => r#"[[event]]
what = "The ministers meet"
states = ["EE"]
sources = ["err"]"#;

    UnknownTreaty,
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

    UnknownWord,
    "The value of this key must be one of a few words.",
    r#"[[state.target]]
percent = 5
kind = "gaol"
sources = ["err"]"# => r#"[[state.target]]
percent = 5
kind = "goal"
sources = ["err"]"#;

    WrongType,
    "A value has another type than its key requires: a number in quotation marks, or one text instead of a list.",
    r#"[[state.spending]]
year = 2024
percent = "3.37"
sources = ["err"]"# => r#"[[state.spending]]
year = 2024
percent = 3.37
sources = ["err"]"#;
};
