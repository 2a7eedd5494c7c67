//! Checks the dependencies between the folders of `src` by their `use` lines.

use std::collections::BTreeMap;
use std::fs;

use crate::support::repository::{root, rust_sources};

/// The allowed dependencies of each part.
const DEPENDENCIES: &[(&str, &[&str])] = &[
    ("decode", &[]),
    ("clock", &[]),
    ("shell", &[]),
    ("dossier", &["decode"]),
    ("config", &["decode", "shell"]),
    ("watch", &[]),
    ("terminal", &["shell"]),
    ("app", &["dossier", "config"]),
    ("ui", &["dossier", "config", "app"]),
    ("report", &["dossier", "config", "app", "ui"]),
    ("runtime", &["clock", "dossier", "config", "app", "ui", "report", "terminal", "watch"]),
    (
        "cli",
        &[
            "decode", "clock", "shell", "dossier", "config", "app", "ui", "report", "terminal", "watch",
            "runtime",
        ],
    ),
];

/// Crates and modules for input and output, which the core must not use.
const FORBIDDEN: &[(&str, &[&str])] = &[
    ("decode", &["std::fs", "std::io", "std::env", "ratatui", "crossterm", "notify", "rustix"]),
    ("dossier", &["std::fs", "std::io", "std::env", "ratatui", "crossterm", "notify", "rustix"]),
    ("app", &["std::fs", "std::io", "std::env", "ratatui", "crossterm", "notify", "rustix"]),
    ("ui", &["std::fs", "std::io", "std::env", "crossterm", "notify", "rustix"]),
    ("report", &["std::fs", "std::io", "std::env", "crossterm", "notify", "rustix"]),
    ("config", &["std::fs", "std::io", "std::env", "crossterm", "notify", "rustix"]),
];

/// Returns the path and text of every source file by part.
fn sources() -> BTreeMap<String, Vec<(String, String)>> {
    let root = root().join("src");
    let mut parts: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for file in rust_sources() {
        let inner = file.strip_prefix(&root).unwrap();
        let first = inner.components().next().unwrap().as_os_str().to_str().unwrap();
        let part = first.trim_end_matches(".rs").to_owned();
        // Unit tests may use anything.
        let text = fs::read_to_string(&file).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap().to_owned();
        parts.entry(part).or_default().push((inner.display().to_string(), text));
    }
    parts
}

#[test]
fn every_source_folder_has_declared_dependencies() {
    let known: Vec<&str> = DEPENDENCIES.iter().map(|(part, _)| *part).chain(["lib", "main"]).collect();
    for part in sources().keys() {
        assert!(known.contains(&part.as_str()), "src/{part} is not a known part");
    }
}

#[test]
fn parts_use_only_declared_dependencies() {
    let sources = sources();
    let parts: Vec<&str> = DEPENDENCIES.iter().map(|(part, _)| *part).collect();
    for (part, allowed) in DEPENDENCIES {
        for (file, text) in &sources[*part] {
            for other in parts.iter().filter(|other| *other != part && !allowed.contains(other)) {
                for name in
                    [format!("crate::{other}::"), format!("crate::{other};"), format!("crate::{{{other}")]
                {
                    assert!(!text.contains(&name), "src/{file} uses {other}");
                }
            }
            assert!(
                !text.contains("use crate::{"),
                "src/{file}: write one `use` per part, which this test can read"
            );
        }
    }
}

#[test]
fn only_terminal_and_watch_depend_on_the_system() {
    for (part, files) in sources().iter().filter(|(part, _)| !["terminal", "watch"].contains(&part.as_str()))
    {
        for (file, text) in files {
            for name in ["rustix", "signal_hook", "ctrlc", "std::os::fd", "std::os::windows"] {
                assert!(!text.contains(name), "src/{file}, of {part}, names {name}");
            }
        }
    }
}

#[test]
fn core_uses_no_terminal_and_no_files() {
    let sources = sources();
    for (part, forbidden) in FORBIDDEN {
        for (file, text) in &sources[*part] {
            for name in *forbidden {
                assert!(!text.contains(name), "src/{file} names {name}");
            }
        }
    }
}
