//! Checks the README's tables, examples and counts, and the links of every page.

use crate::support::facts_of;
use crate::support::repository::{root, text as file};
use flank::config::{Command, Settings};
use flank::dossier::model::{Certainty, Position};
use flank::dossier::{BUILT_IN, read};

fn readme() -> String {
    file("README.md")
}

/// Returns the first code block of a language.
fn block(text: &str, language: &str) -> String {
    let start = text.find(&format!("```{language}\n")).unwrap() + language.len() + 4;
    let end = text[start..].find("```").unwrap();
    text[start..start + end].to_owned()
}

/// Returns the README's text under a heading.
fn section(heading: &str) -> String {
    let text = readme();
    let (_, section) = text.split_once(&format!("\n## {heading}\n")).unwrap();
    section.split("\n## ").next().unwrap().to_owned()
}

/// Returns the rows of a table as their cells, without the header.
fn rows(text: &str) -> Vec<Vec<String>> {
    let lines = text.lines().skip_while(|line| !line.starts_with("|--")).skip(1);
    let rows = lines.take_while(|line| line.starts_with('|'));
    let cells = |row: &str| {
        let row = row.trim_start_matches('|').trim_end_matches('|');
        row.split('|').map(|cell| cell.trim().to_owned()).collect()
    };
    rows.map(cells).collect()
}

#[test]
fn example_dossier_is_valid() {
    let text = block(&section("Your own dossier"), "toml");
    assert_eq!(read(text.as_bytes()).problems, []);
}

#[test]
fn example_settings_are_valid() {
    let read = Settings::read(Some(&block(&section("Using it"), "toml")));
    assert!(read.is_ok(), "{:?}", read.unwrap_err());
}

#[test]
fn positions_are_listed_in_order() {
    let words: Vec<String> = Position::ALL.iter().map(|position| format!("`{}`", position.word())).collect();
    let (last, others) = words.split_last().unwrap();
    let sentence = format!("The positions are, in order, {} and {last}.", others.join(", "));
    let text: Vec<String> = readme().split_whitespace().map(str::to_owned).collect();
    assert!(text.join(" ").contains(&sentence), "the README should have: {sentence}");
}

#[test]
fn keys_match_the_keymap() {
    let keymap = Settings::read(None).unwrap().keymap;
    let commands = Command::ALL.iter().filter(|command| command.is_essential());
    let cells: Vec<String> = commands
        .map(|command| {
            let keys: Vec<String> = keymap.keys(*command).map(|key| format!("`{key}`")).collect();
            format!("{} | {}", keys.join(" "), command.label())
        })
        .collect();
    let mut table = String::from("| key | does | key | does |\n|---|---|---|---|\n");
    for pair in cells.chunks(2) {
        table += &format!("| {} |\n", pair.join(" | "));
    }
    assert!(readme().contains(&table), "the README should have:\n{table}");
}

#[test]
fn speed_table_is_part_of_full_table() {
    let (short, full) = (rows(&section("How fast it is")), rows(&file("benches/README.md")));
    assert!(!short.is_empty() && short.len() <= 12, "{} rows", short.len());
    for row in short {
        assert!(full.contains(&row), "benches/README.md has no row {row:?}");
    }
}

#[test]
fn counts_of_facts_are_up_to_date() {
    let dossier = read(BUILT_IN.as_bytes()).dossier.unwrap();
    let facts = facts_of::all(&dossier);
    let states = dossier.state_ids().map(|id| &dossier[id]);
    let borders = states.flat_map(|state| &state.borders).map(|border| &border.evidence);
    let evidence: Vec<_> = facts.iter().filter_map(|fact| dossier.evidence(*fact)).chain(borders).collect();
    let of = |certainty| evidence.iter().filter(|evidence| evidence.certainty == certainty).count();
    let sentence = format!(
        "Of its {} facts, {} cite at least two sources. {} are marked as single-source, since their sources are not \
         independent of each other or there is only one, and {} as disputed, with a note that says how.",
        evidence.len(),
        evidence.iter().filter(|evidence| evidence.sources.len() > 1).count(),
        of(Certainty::SingleSource),
        of(Certainty::Disputed),
    );
    let words: Vec<String> = readme().split_whitespace().map(str::to_owned).collect();
    assert!(words.join(" ").contains(&sentence), "the README should have: {sentence}");
}

#[test]
fn every_promise_has_tests() {
    let promises = section("What it promises");
    let promises: Vec<&str> =
        promises.lines().filter_map(|line| line.strip_prefix("- **")?.split("**").next()).collect();
    let tests = file("tests/README.md");
    let tests = rows(tests.split_once("\n## Promises\n").unwrap().1);
    let tested: Vec<&str> = tests.iter().map(|row| row[0].as_str()).collect();
    let promises: Vec<&str> = promises.iter().map(|promise| promise.trim_end_matches('.')).collect();
    assert!(promises.len() > 10);
    assert_eq!(promises, tested, "left: README.md; right: tests/README.md");
    for path in tests.iter().flat_map(|row| row[1].split(", ")) {
        let path = path.trim_matches('`');
        let is_checked = path.starts_with("tests/") || path == "benches/compare";
        assert!(is_checked && root().join(path).exists(), "tests/README.md names {path}");
    }
}

#[test]
fn links_point_to_existing_files_and_headings() {
    let anchor = |line: &str| line.strip_prefix('#').map(|_| line.trim_start_matches('#').trim().to_owned());
    for page in ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "tests/README.md", "benches/README.md"] {
        let text = file(page);
        let links = text.split("](").skip(1).map(|rest| rest.split(')').next().unwrap());
        for link in links.filter(|link| !link.contains("://")) {
            let (path, heading) = link.split_once('#').unwrap_or((link, ""));
            let path =
                if path.is_empty() { root().join(page) } else { root().join(page).with_file_name(path) };
            assert!(path.exists(), "{page}: {link}");
            if !heading.is_empty() {
                let target = std::fs::read_to_string(&path).unwrap();
                let mut headings = target.lines().filter_map(anchor);
                assert!(
                    headings.any(|known| known.to_lowercase().replace(' ', "-") == heading),
                    "{page}: {link}"
                );
            }
        }
    }
}
