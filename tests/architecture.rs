//! The arrows between the parts run one way. This reads the `use` lines and keeps them so.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// For each part, the parts that it may lean on.
const MAY_LEAN_ON: &[(&str, &[&str])] = &[
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

/// What a part must not name, since it would be an edge in the core.
const OUT_OF_BOUNDS: &[(&str, &[&str])] = &[
    ("dossier", &["std::fs", "std::io", "std::env", "ratatui", "crossterm", "notify", "rustix"]),
    ("app", &["std::fs", "std::io", "std::env", "ratatui", "crossterm", "notify", "rustix"]),
    ("ui", &["std::fs", "std::io", "std::env", "crossterm", "notify", "rustix"]),
    ("report", &["std::fs", "std::io", "std::env", "crossterm", "notify", "rustix"]),
    ("config", &["std::fs", "std::io", "std::env", "crossterm", "notify", "rustix"]),
];

/// Every source file by its part.
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
        // What tests at the foot of a file need is their own business.
        let text = fs::read_to_string(&file).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap().to_owned();
        parts.entry(part).or_default().push((inner.display().to_string(), text));
    }
    parts
}

#[test]
fn every_part_is_known_here() {
    let known: Vec<&str> = MAY_LEAN_ON.iter().map(|(part, _)| *part).chain(["lib", "main"]).collect();
    for part in sources().keys() {
        assert!(known.contains(&part.as_str()), "src/{part} has no place among the parts");
    }
}

#[test]
fn parts_lean_only_on_those_below_them() {
    let sources = sources();
    let parts: Vec<&str> = MAY_LEAN_ON.iter().map(|(part, _)| *part).collect();
    for (part, allowed) in MAY_LEAN_ON {
        for (file, text) in &sources[*part] {
            for other in parts.iter().filter(|other| *other != part && !allowed.contains(other)) {
                for name in
                    [format!("crate::{other}::"), format!("crate::{other};"), format!("crate::{{{other}")]
                {
                    assert!(!text.contains(&name), "src/{file} leans on {other}");
                }
            }
            assert!(
                !text.contains("use crate::{"),
                "src/{file}: one `use` for each part, so that this can read it"
            );
        }
    }
}

/// Elsewhere the program builds and tells in words; watching has another way where there is no Unix.
#[test]
fn only_terminal_and_watch_lean_on_unix() {
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
fn the_core_knows_no_terminal_and_no_file() {
    let sources = sources();
    for (part, forbidden) in OUT_OF_BOUNDS {
        for (file, text) in &sources[*part] {
            for name in *forbidden {
                assert!(!text.contains(name), "src/{file} names {name}");
            }
        }
    }
}
