//! The README says nothing that the program does not.

use std::fs;
use std::path::Path;

use flank::config::{Command, SETTINGS, Settings};
use flank::dossier::model::Position;
use flank::dossier::{Text, check, read};
use flank::report::check::{Checked, human};

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

/// The first fenced block of a language.
fn block(text: &str, language: &str) -> String {
    let start = text.find(&format!("```{language}\n")).unwrap() + language.len() + 4;
    let end = text[start..].find("```").unwrap();
    text[start..start + end].to_owned()
}

#[test]
fn the_example_of_the_file_format_is_a_dossier() {
    let text = readme();
    let format = text.split_once("## The dossier").unwrap().1;
    let reading = read(block(format, "toml").as_bytes());
    assert_eq!(reading.problems, []);
}

#[test]
fn the_example_of_settings_is_one() {
    let text = readme();
    let settings = text.split_once("## Settings").unwrap().1;
    let read = Settings::read(Some(&block(settings, "toml")));
    assert!(read.is_ok(), "{:?}", read.unwrap_err());
    for setting in SETTINGS {
        assert!(
            settings.contains(&format!("{}`", setting.key))
                || settings.contains(&format!("[{}]`", setting.key))
        );
    }
}

#[test]
fn every_position_is_explained_in_order() {
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
fn the_keys_are_those_of_the_keymap() {
    let keymap = Settings::read(None).unwrap().keymap;
    let mut table = String::from("| key | does |\n|---|---|\n");
    for command in Command::ALL {
        let keys: Vec<String> = keymap.keys(*command).map(|key| format!("`{key}`")).collect();
        table += &format!("| {} | {} |\n", keys.join(" "), command.does());
        if *command == Command::NextState {
            table += &format!("| `1` … `9` | {} |\n", Command::State(1).does());
        }
    }
    assert!(readme().contains(&table), "the README should have:\n{table}");
}

#[test]
fn the_example_of_a_problem_is_what_is_said_of_it() {
    let text = readme();
    let format = text.split_once("## The dossier").unwrap().1;
    let slipped = block(format, "toml").replace("against = 1", "agianst = 1");
    let problems = check(slipped.as_bytes(), jiff::civil::date(2026, 11, 24)).problems;
    let said = human(&[Checked { name: Text::line("my.toml"), problems: Ok(problems) }], false, 100);
    assert!(text.contains(&format!("```text\n{said}```\n")), "the README should have:\n{said}");
}
