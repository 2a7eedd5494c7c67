//! The code does not depend on the subject of the built-in dossier.

use std::fs;
use std::path::PathBuf;

use crate::support::repository::{root, rust_sources};
use flank::dossier::{BUILT_IN, read};
use flank::report;
use flank::ui::map::world::World;
use insta::assert_snapshot;

/// Returns the code without tests, comments and the examples of the help.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap();
    let mut lines = text.lines();
    let mut code = String::new();
    while let Some(line) = lines.next() {
        if line.trim_start().starts_with("//") {
            continue;
        }
        if line.contains("examples!(") {
            // Skips to the closing parenthesis on its own line.
            let _ = lines.find(|line| line.trim_start().starts_with(')'));
            continue;
        }
        code += line;
        code.push('\n');
    }
    code
}

/// Returns the names of the built-in dossier, and its ids and codes in quotation marks.
fn words() -> Vec<String> {
    let dossier = read(BUILT_IN.as_bytes()).dossier.unwrap();
    let mut words = Vec::new();
    for state in &dossier.states {
        words.push(format!("\"{}\"", state.code));
        words.push(state.name.to_string());
        words.extend(state.capital.as_ref().map(ToString::to_string));
    }
    for treaty in &dossier.treaties {
        words.push(format!("\"{}\"", treaty.id));
        words.push(treaty.name.to_string());
    }
    words.extend(dossier.quotes.iter().map(|quote| quote.speaker.to_string()));
    words.extend(dossier.sources.iter().map(|source| format!("\"{}\"", source.id)));
    words
}

#[test]
fn code_does_not_name_the_subject() {
    let words = words();
    assert!(words.contains(&"Estonia".to_owned()) && words.contains(&"\"ottawa\"".to_owned()));
    // The examples of the lints are lines of a dossier.
    let is_lint = |file: &PathBuf| file.components().any(|part| part.as_os_str() == "lint");
    let is_test = |file: &PathBuf| file.ends_with("tests.rs");
    let files: Vec<_> = rust_sources().into_iter().filter(|file| !is_lint(file) && !is_test(file)).collect();
    assert!(files.len() > 100);
    for file in files {
        let code = code(&fs::read_to_string(&file).unwrap());
        for word in &words {
            assert!(!code.contains(word.as_str()), "{} contains {word}", file.display());
        }
    }
}

/// Returns whether a text has a name that is not part of a longer word.
fn has_name(text: &str, name: &str) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(name).any(|(start, _)| {
        !is_letter(text[..start].chars().next_back()) && !is_letter(text[start + name.len()..].chars().next())
    })
}

#[test]
fn code_names_no_state_of_the_world() {
    let areas: Vec<_> = World::coarse().areas.iter().filter(|area| !area.code.is_empty()).collect();
    assert!(areas.len() > 200);
    let is_lint = |file: &PathBuf| file.components().any(|part| part.as_os_str() == "lint");
    let is_test = |file: &PathBuf| file.ends_with("tests.rs");
    for file in rust_sources().into_iter().filter(|file| !is_lint(file) && !is_test(file)) {
        let code = code(&fs::read_to_string(&file).unwrap());
        for area in &areas {
            let quoted = format!("\"{}\"", area.code);
            // Elsewhere such words are units and macros.
            let is_about_states = ["app", "dossier", "report", "ui"]
                .iter()
                .any(|part| file.strip_prefix(root().join("src")).is_ok_and(|file| file.starts_with(part)));
            assert!(!is_about_states || !code.contains(&quoted), "{} has the code {quoted}", file.display());
            assert!(!has_name(&code, area.name), "{} names {}", file.display(), area.name);
        }
    }
}

#[test]
fn report_works_for_another_subject() {
    let text = fs::read_to_string("tests/dossiers/valid/nordic.toml").unwrap();
    let dossier = read(text.as_bytes()).dossier.unwrap();
    let briefing = report::Briefing::new(&dossier, &[], "2025-06-01".parse().unwrap());
    assert_snapshot!("nordic", report::markdown(&briefing, report::Detail::Full));
}
