//! The README's pictures are what the program draws now.
//!
//! `FLANK_UPDATE=1 cargo test --test pictures` draws them anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// One picture, and all that it depends on.
struct Picture {
    file: &'static str,
    size: &'static str,
    keys: &'static str,
    as_of: &'static str,
    theme: &'static str,
}

/// Every picture.
#[rustfmt::skip]
const PICTURES: &[Picture] = &[
    Picture { file: "dashboard-dark.svg",  size: "150x46", keys: "2",   as_of: "2025-03-18", theme: "dark" },
    Picture { file: "dashboard-light.svg", size: "150x46", keys: "2",   as_of: "2025-03-18", theme: "light" },
    Picture { file: "wall-dark.svg",       size: "150x30", keys: "v l", as_of: "2025-06-20", theme: "dark" },
    Picture { file: "wall-light.svg",      size: "150x30", keys: "v l", as_of: "2025-06-20", theme: "light" },
];

/// The day that all of them call today; any day after the last fact will do.
const TODAY: &str = "2026-11-24";
const FOLDER: &str = "assets/pictures";
const DOSSIER: &str = "assets/eastern-flank.toml";

impl Picture {
    /// The arguments that write this picture to `out`.
    fn arguments(&self, out: &str) -> Vec<String> {
        let fixed = ["picture", out, "-d", DOSSIER, "--today", TODAY];
        let own = ["--as-of", self.as_of, "--size", self.size, "--keys", self.keys, "--theme", self.theme];
        fixed.iter().chain(&own).map(|argument| (*argument).to_owned()).collect()
    }

    /// The same as one would type it.
    fn command(&self) -> String {
        let quoted = |argument: String| {
            if argument.contains(' ') { format!("'{argument}'") } else { argument }
        };
        let arguments: Vec<String> =
            self.arguments(&format!("{FOLDER}/{}", self.file)).into_iter().map(quoted).collect();
        format!("flank {}", arguments.join(" "))
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn pictures_are_up_to_date() {
    let update = std::env::var_os("FLANK_UPDATE").is_some();
    let dir = tempfile::tempdir().unwrap();
    let mut old = Vec::new();
    for picture in PICTURES {
        let kept = root().join(FOLDER).join(picture.file);
        let out = if update { kept.clone() } else { dir.path().join(picture.file) };
        fs::create_dir_all(root().join(FOLDER)).unwrap();
        let run = Command::new(env!("CARGO_BIN_EXE_flank"))
            .current_dir(root())
            .args(picture.arguments(out.to_str().unwrap()))
            .output()
            .unwrap();
        assert!(run.status.success(), "{}: {run:?}", picture.file);
        if fs::read_to_string(&kept).ok() != fs::read_to_string(&out).ok() {
            old.push(picture.command());
        }
    }
    assert!(
        old.is_empty(),
        "out of date; `FLANK_UPDATE=1 cargo test --test pictures` renews them, or each of:\n{}",
        old.join("\n")
    );
}

#[test]
fn no_picture_is_left_over_and_none_is_unused() {
    let kept: BTreeSet<String> = fs::read_dir(root().join(FOLDER))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let known: BTreeSet<String> = PICTURES.iter().map(|picture| picture.file.to_owned()).collect();
    assert_eq!(kept, known);
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    for file in known {
        assert!(readme.contains(&format!("{FOLDER}/{file}")), "the README does not show {file}");
    }
}

#[test]
fn the_readme_tells_how_its_picture_is_made() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap().replace(" \\\n  ", " ");
    assert!(readme.contains(&PICTURES[0].command()), "the README should have: {}", PICTURES[0].command());
}
