//! Checks the README's tables, examples and counts against the program.

use crate::support::facts_of;
use crate::support::repository::{root, text as file};
use flank::config::{Command, SETTINGS, Settings};
use flank::dossier::model::{Certainty, Position};
use flank::dossier::{BUILT_IN, Text, check, read};
use flank::report::check::{Checked, human};

fn readme() -> String {
    file("README.md")
}

/// Returns the first code block of a language.
fn block(text: &str, language: &str) -> String {
    let start = text.find(&format!("```{language}\n")).unwrap() + language.len() + 4;
    let end = text[start..].find("```").unwrap();
    text[start..start + end].to_owned()
}

#[test]
fn example_dossier_is_valid() {
    let text = readme();
    let format = text.split_once("## A dossier of your own").unwrap().1;
    let edition = format.split_once("An edition is one block").unwrap().1;
    let text = format!("{}\n{}", block(format, "toml"), block(edition, "toml"));
    assert_eq!(read(text.as_bytes()).problems, []);
}

#[test]
fn example_settings_are_valid() {
    let text = readme();
    let settings = text.split_once("## Settings").unwrap().1;
    let read = Settings::read(Some(&block(settings, "toml")));
    assert!(read.is_ok(), "{:?}", read.unwrap_err());
    for setting in SETTINGS.keys() {
        assert!(
            settings.contains(&format!("{}`", setting.key))
                || settings.contains(&format!("[{}]`", setting.key))
        );
    }
}

#[test]
fn positions_are_explained_in_order() {
    let text = readme();
    let mut last = 0;
    for position in Position::ALL {
        let row = format!("\n| `{}` |", position.word());
        let at = text.find(&row).unwrap_or_else(|| panic!("{} is not explained", position.word()));
        assert!(at > last, "{} is out of order", position.word());
        last = at;
    }
}

#[test]
fn keys_match_the_keymap() {
    let keymap = Settings::read(None).unwrap().keymap;
    let mut table = String::from("| key | does |\n|---|---|\n");
    for command in Command::ALL.iter().filter(|command| command.is_essential()) {
        let keys: Vec<String> = keymap.keys(*command).map(|key| format!("`{key}`")).collect();
        table += &format!("| {} | {} |\n", keys.join(" "), command.label());
    }
    assert!(readme().contains(&table), "the README should have:\n{table}");
}

#[test]
fn example_problem_matches_its_message() {
    let text = readme();
    let format = text.split_once("## A dossier of your own").unwrap().1;
    let slipped = block(format, "toml").replace("against = 1", "agianst = 1");
    let problems = check(slipped.as_bytes(), jiff::civil::date(2026, 11, 24)).problems;
    let message = human(&[Checked { name: Text::line("my.toml"), problems: Ok(problems) }], false, 100);
    assert!(text.contains(&format!("```text\n{message}```\n")), "the README should have:\n{message}");
}

#[test]
fn counts_of_facts_are_right() {
    let dossier = read(BUILT_IN.as_bytes()).dossier.unwrap();
    let facts = facts_of::all(&dossier);
    let states = dossier.state_ids().map(|id| &dossier[id]);
    let borders = states.flat_map(|state| &state.borders).map(|border| &border.evidence);
    let evidence: Vec<_> = facts.iter().filter_map(|fact| dossier.evidence(*fact)).chain(borders).collect();
    let of = |certainty| evidence.iter().filter(|evidence| evidence.certainty == certainty).count();
    let sentence = format!(
        "Of its {} facts, borders among them, {} name two sources or more. {} are marked as resting on a single source, or \
         on several of one family, and {} as disputed, with a note that says how.",
        evidence.len(),
        evidence.iter().filter(|evidence| evidence.sources.len() > 1).count(),
        of(Certainty::SingleSource),
        of(Certainty::Disputed),
    );
    let words: Vec<String> = readme().split_whitespace().map(str::to_owned).collect();
    assert!(words.join(" ").contains(&sentence), "the README should have: {sentence}");
}

#[test]
fn promises_name_existing_tests() {
    let text = readme();
    let promises = text.split_once("## What it promises").unwrap().1.split_once("\n## ").unwrap().0;
    let rows: Vec<&str> = promises.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    assert!(rows.len() > 10);
    for row in rows {
        let held = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        for path in held.split(", ") {
            let path = path.trim_matches('`');
            let is_checked = path.starts_with("tests/") || path == "benches/compare";
            assert!(is_checked && root().join(path).exists(), "{path} in {row}");
        }
    }
}

#[test]
fn links_point_to_existing_files() {
    let text = readme();
    let links = text.split("](").skip(1).map(|rest| rest.split(')').next().unwrap());
    let headings: Vec<String> = text
        .lines()
        .filter_map(|line| Some(line.strip_prefix("## ")?.to_lowercase().replace(' ', "-")))
        .collect();
    for link in links {
        match link.strip_prefix('#') {
            Some(heading) => assert!(headings.iter().any(|known| known == heading), "{link}"),
            None => assert!(root().join(link).exists(), "{link}"),
        }
    }
}
