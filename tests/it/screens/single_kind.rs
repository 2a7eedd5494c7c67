//! Dossiers with a single kind of fact.

use insta::assert_snapshot;

use crate::screens::screen::{LATE, Screen};

/// A source, three states, and a placeholder for treaties.
const STATES: &str = r#"
format = 1
title = "An invented dossier"
[[source]]
id = "a"
publisher = "Example Gazette"
title = "[invented]"
[[treaty_or_not]]
[[state]]
code = "PT"
name = "Portugal"
sources = ["a"]
[[state]]
code = "ES"
name = "Spain"
sources = ["a"]
[[state]]
code = "FR"
name = "France"
sources = ["a"]
"#;

/// Returns one fact for each state.
fn of_each_state(fact: impl Fn(&str, usize) -> String) -> String {
    let states = ["PT", "ES", "FR"].iter().enumerate();
    states.map(|(n, code)| fact(code, n)).collect()
}

fn treaties() -> String {
    let treaties = "[[treaty]]\nid = \"kites\"\nname = \"Kite Charter\"\nsubject = \"kites over water\"\n\
        in_force = 2010-01-01\nsources = [\"a\"]\n\
        [[treaty]]\nid = \"lamps\"\nname = \"Lamp Accord\"\nsources = [\"a\"]\n";
    let step = |treaty: &str, position: &str, date: &str, what: &str| {
        format!(
            "[[state.stance]]\ntreaty = \"{treaty}\"\nposition = \"{position}\"\ndate = {date}\n\
             what = \"{what}\"\nsources = [\"a\"]\n"
        )
    };
    let steps = step("kites", "party", "2011-02-03", "Parliament ratifies the invented charter")
        + &step(
            "kites",
            "debating",
            "2024-05-06",
            "A minister asks in an interview whether kites are worth it",
        )
        + &step("lamps", "signed", "2020-07-08", "The invented accord is signed");
    let states =
        STATES.replace("sources = [\"a\"]\n[[state]]", &format!("sources = [\"a\"]\n{steps}[[state]]"));
    states.replace("[[treaty_or_not]]\n", treaties)
}

fn spending() -> String {
    let edition = |year: i32| {
        let figures = of_each_state(|code, n| {
            let year_figures: Vec<String> =
                (year - 6..=year).map(|y| format!("{y} = {}.{}", 1 + n, (y * 7 + year) % 10)).collect();
            format!("{code} = {{ {} }}\n", year_figures.join(", "))
        });
        format!(
            "[[edition]]\nid = \"e{year}\"\npublisher = \"Example Gazette\"\ntitle = \"[invented figures]\"\n\
             published = {year}-08-01\nestimates_from = {year}\nsources = [\"a\"]\n[edition.percent]\n{figures}"
        )
    };
    STATES.replace("[[treaty_or_not]]\n", "") + &edition(2024) + &edition(2025)
}

fn quotes() -> String {
    let quotes = of_each_state(|code, n| {
        format!(
            "[[quote]]\nspeaker = \"An invented minister\"\nstates = [\"{code}\"]\ndate = 2025-0{}-11\n\
             text = \"Invented words, long enough to take more than one line of the panel that shows them.\"\n\
             sources = [\"a\"]\n",
            n + 1
        )
    });
    let outside = "[[quote]]\nspeaker = \"An invented observer\"\ntext = \"They did not say this either.\"\n\
        sources = [\"a\"]\n";
    STATES.replace("[[treaty_or_not]]\n", "") + &quotes + outside
}

#[test]
fn one_kind_of_fact_fills_the_screen() {
    for (name, dossier) in [("treaties", treaties()), ("spending", spending()), ("quotes", quotes())] {
        for size in [(80, 24), (120, 40)] {
            let screen = Screen::empty(size, LATE).edit(&dossier);
            assert!(screen.app.dossier.is_some(), "{}", screen.text());
            assert_snapshot!(format!("{name}-only-{}x{}", size.0, size.1), screen.text());
        }
    }
}
