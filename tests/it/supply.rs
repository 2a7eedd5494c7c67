//! The dependencies: the README explains each direct one, and none uses the network.

use std::collections::BTreeSet;
use std::process::Command;

use crate::support::repository::{root, text as file};
use toml::de::DeTable;

/// Returns the direct dependencies on every system, sorted.
fn direct() -> Vec<String> {
    let manifest = file("Cargo.toml");
    let manifest = DeTable::parse(&manifest).unwrap();
    let manifest = manifest.get_ref();
    let systems = manifest.get("target").and_then(|targets| targets.get_ref().as_table());
    let systems = systems.into_iter().flatten().map(|(_, system)| system.get_ref().as_table().unwrap());
    let tables = std::iter::once(manifest).chain(systems).filter_map(|table| table.get("dependencies"));
    let names = tables.flat_map(|table| table.get_ref().as_table().unwrap().keys());
    names.map(|name| name.get_ref().to_string()).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Returns the rows of the README's table of crates.
fn explained() -> Vec<(String, String)> {
    let readme = file("README.md");
    let (_, table) =
        readme.split_once("| crate | for |\n|---|---|\n").expect("the README has a table of crates");
    let rows = table.lines().take_while(|line| line.starts_with('|'));
    let cells = rows.map(|row| row.trim_matches('|').split_once('|').expect("two cells"));
    cells.map(|(name, why)| (name.trim().trim_matches('`').to_owned(), why.trim().to_owned())).collect()
}

#[test]
fn readme_explains_every_dependency() {
    let explained = explained();
    let names: Vec<&String> = explained.iter().map(|(name, _)| name).collect();
    let direct = direct();
    assert_eq!(names, direct.iter().collect::<Vec<_>>(), "left: the README's table; right: Cargo.toml");
    for (name, why) in &explained {
        assert!(why.split_whitespace().count() >= 3, "{name} is for {why:?}");
    }
}

/// Returns every crate that is built into the program, from `cargo tree`.
#[cfg(target_os = "linux")]
fn built_in() -> BTreeSet<String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let output = Command::new(cargo)
        .args(["tree", "--locked", "--offline", "--edges", "normal", "--prefix", "none"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    let named = lines.lines().map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" "));
    named.filter(|line| !line.is_empty() && !line.starts_with("flank ")).collect()
}

#[cfg(target_os = "linux")]
#[test]
fn readme_counts_the_dependencies() {
    let count = built_in().len();
    assert!(
        file("README.md").contains(&format!("On Linux it is built from {count} crates")),
        "there are {count}"
    );
}

/// The list of crates that use the network is in `deny.toml`.
#[cfg(target_os = "linux")]
#[test]
fn no_dependency_uses_the_network() {
    let rules = file("deny.toml");
    let rules = DeTable::parse(&rules).unwrap();
    let rules = rules.get_ref()["bans"].get_ref()["deny"].get_ref().as_array().unwrap();
    let names = rules.iter().map(|rule| rule.get_ref()["crate"].get_ref().as_str().unwrap().to_owned());
    let denied: Vec<String> = names.collect();
    assert!(denied.iter().any(|name| name == "reqwest"));
    for built in built_in() {
        let name = built.split(' ').next().unwrap_or_default().to_owned();
        assert!(!denied.contains(&name), "{built} is denied");
    }
}

#[test]
fn no_unsafe_code_and_no_build_script() {
    for root in ["src/lib.rs", "src/main.rs"] {
        assert!(file(root).contains("\n#![forbid(unsafe_code)]\n"), "{root}");
    }
    let manifest = file("Cargo.toml");
    let manifest = DeTable::parse(&manifest).unwrap();
    assert!(!manifest.get_ref()["package"].get_ref().as_table().unwrap().contains_key("build"));
    assert!(!root().join("build.rs").exists());
}
