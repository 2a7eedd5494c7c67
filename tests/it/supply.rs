//! Dependencies: `Cargo.toml` explains each direct one, and none uses the network.

#[cfg(target_os = "linux")]
use std::{collections::BTreeSet, process::Command};

use crate::support::repository::{root, text as file};
use toml::de::DeTable;

/// Returns the lines of `Cargo.toml` that name a dependency of the program, each with the comment above it.
fn dependencies() -> Vec<(String, String)> {
    let manifest = file("Cargo.toml");
    let mut dependencies = Vec::new();
    let (mut inside, mut comment) = (false, String::new());
    for line in manifest.lines() {
        if let Some(text) = line.strip_prefix("# ") {
            comment = format!("{comment} {text}");
            continue;
        }
        if line.starts_with('[') {
            inside = line.trim_end_matches(']').ends_with("dependencies") && line != "[dev-dependencies]";
        } else if let Some((name, _)) = line.split_once(" = ").filter(|_| inside) {
            dependencies.push((name.to_owned(), comment.trim().to_owned()));
        }
        comment.clear();
    }
    dependencies
}

#[test]
fn manifest_explains_every_dependency() {
    let dependencies = dependencies();
    assert!(dependencies.len() > 30, "{dependencies:?}");
    for (name, purpose) in &dependencies {
        assert!(
            purpose.split_whitespace().count() >= 2 && purpose.ends_with('.'),
            "Cargo.toml has no comment above `{name}` with its purpose"
        );
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

// A new dependency must earn its weight.
#[cfg(target_os = "linux")]
#[test]
fn program_has_at_most_130_crates() {
    let built_in = built_in();
    assert!(built_in.len() <= 130, "there are {}: {built_in:?}", built_in.len());
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
