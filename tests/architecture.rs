//! Dependencies between the parts run one way. These tests read the `use` lines.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The parts that each part may use.
const MAY_USE: &[(&str, &[&str])] = &[
    ("dossier", &[]),
    ("config", &[]),
    ("clock", &["dossier"]),
    ("watch", &[]),
    ("terminal", &[]),
    ("app", &["dossier", "config"]),
    ("ui", &["dossier", "config", "app"]),
    ("report", &["dossier", "config", "app", "ui"]),
    ("runtime", &["clock", "dossier", "config", "app", "ui", "terminal", "watch"]),
    ("cli", &["clock", "dossier", "config", "app", "ui", "report", "terminal", "watch", "runtime"]),
];

/// What a part must not name, because it would depend on the outside world.
const FORBIDDEN: &[(&str, &[&str])] = &[
    ("dossier", &["std::fs", "std::io", "std::env", "ratatui", "crossterm", "notify", "rustix"]),
    ("app", &["std::fs", "std::io", "std::env", "ratatui", "crossterm", "notify", "rustix"]),
    ("ui", &["std::fs", "std::io", "std::env", "crossterm", "notify", "rustix"]),
    ("report", &["std::fs", "std::io", "std::env", "crossterm", "notify", "rustix"]),
    ("config", &["std::fs", "std::io", "std::env", "crossterm", "notify", "rustix"]),
];

/// Returns the source files of each part, without their tests.
fn sources() -> BTreeMap<String, Vec<(String, String)>> {
    fn walk(dir: &Path, files: &mut Vec<String>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, files);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path.to_str().unwrap().to_owned());
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    walk(&root, &mut files);
    let mut parts: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for file in files {
        let inner = Path::new(&file).strip_prefix(&root).unwrap();
        let first = inner.components().next().unwrap().as_os_str().to_str().unwrap();
        let part = first.trim_end_matches(".rs").to_owned();
        let text = fs::read_to_string(&file).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap().to_owned();
        parts.entry(part).or_default().push((inner.display().to_string(), text));
    }
    parts
}

#[test]
fn every_part_is_listed() {
    let known: Vec<&str> = MAY_USE.iter().map(|(part, _)| *part).chain(["lib", "main"]).collect();
    for part in sources().keys() {
        assert!(known.contains(&part.as_str()), "src/{part} is not listed in MAY_USE");
    }
}

#[test]
fn parts_use_only_those_below_them() {
    let sources = sources();
    let parts: Vec<&str> = MAY_USE.iter().map(|(part, _)| *part).collect();
    for (part, allowed) in MAY_USE {
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
                "src/{file}: write one `use` for each part, so that this test can read it"
            );
        }
    }
}

/// Everything but the dashboard builds on Windows, too.
#[test]
fn only_terminal_and_watch_use_unix() {
    for (part, files) in sources().iter().filter(|(part, _)| !["terminal", "watch"].contains(&part.as_str()))
    {
        for (file, text) in files {
            for name in ["rustix", "signal_hook", "std::os::fd"] {
                assert!(!text.contains(name), "src/{file}, of {part}, names {name}");
            }
        }
    }
}

#[test]
fn core_uses_neither_terminal_nor_files() {
    let sources = sources();
    for (part, forbidden) in FORBIDDEN {
        for (file, text) in &sources[*part] {
            for name in *forbidden {
                assert!(!text.contains(name), "src/{file} names {name}");
            }
        }
    }
}
