//! The packed crate holds what it is built from, and no more than that.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file of the source.
fn sources(dir: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// A path without `..`, seen from the root of the crate.
fn plain(path: &Path) -> String {
    let mut parts = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    parts.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/")
}

#[test]
fn packed_crate_has_every_source_file() {
    let run = Command::new(env!("CARGO"))
        .args(["package", "--list", "--allow-dirty", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
    let listed = String::from_utf8(run.stdout).unwrap().replace('\\', "/");
    let listed: Vec<&str> = listed.lines().collect();

    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    for file in &files {
        assert!(listed.contains(&plain(file).as_str()), "{} is not packed", file.display());
        let text = fs::read_to_string(file).unwrap();
        for included in text.split("include_str!(\"").skip(1) {
            let path = file.parent().unwrap().join(included.split('"').next().unwrap());
            assert!(listed.contains(&plain(&path).as_str()), "{} is not packed", path.display());
        }
    }
    for file in ["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE", "assets/show.schema.json"] {
        assert!(listed.contains(&file), "{file} is not packed");
    }
    for file in listed {
        assert!(!file.starts_with("tests/") && !file.starts_with("assets/pictures/"), "{file} is packed");
    }
}
