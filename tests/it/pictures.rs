//! The README's pictures are up to date.
//!
//! `FLANK_UPDATE=1 cargo test --test it pictures::` redraws them with the script that readers use.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

const FOLDER: &str = "assets/pictures";
const SCRIPT: &str = "assets/pictures/draw.sh";
const DOSSIER: &str = "assets/eastern-flank.toml";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the names of the pictures in a folder.
fn pictures(folder: &Path) -> BTreeSet<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.ends_with(".svg")).collect()
}

#[test]
fn pictures_are_up_to_date() {
    let update = std::env::var_os("FLANK_UPDATE").is_some();
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join(FOLDER)).unwrap();
    for file in [SCRIPT, DOSSIER] {
        fs::copy(root().join(file), dir.path().join(file)).unwrap();
    }
    let beside = Path::new(env!("CARGO_BIN_EXE_flank")).parent().unwrap();
    let run = Command::new("sh")
        .arg(SCRIPT)
        .current_dir(dir.path())
        .env_clear()
        .env("PATH", std::env::join_paths([beside, "/usr/bin".as_ref(), "/bin".as_ref()]).unwrap())
        .output()
        .unwrap();
    assert!(run.status.success() && run.stderr.is_empty(), "{run:?}");

    let (kept, drawn) = (root().join(FOLDER), dir.path().join(FOLDER));
    if update {
        for left_over in pictures(&kept).difference(&pictures(&drawn)) {
            fs::remove_file(kept.join(left_over)).unwrap();
        }
        for name in pictures(&drawn) {
            fs::copy(drawn.join(&name), kept.join(&name)).unwrap();
        }
    }
    assert_eq!(pictures(&kept), pictures(&drawn), "left: committed pictures; right: drawn pictures");
    for name in pictures(&drawn) {
        let text = |folder: &Path| fs::read_to_string(folder.join(&name)).unwrap();
        assert!(
            text(&kept) == text(&drawn),
            "{name} is out of date; `FLANK_UPDATE=1 cargo test --test it pictures::` renews it"
        );
    }
}

#[test]
fn readme_shows_every_picture_dark_and_light() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    for name in pictures(&root().join(FOLDER)) {
        let shown = if name.ends_with("-light.svg") { "srcset" } else { "src" };
        assert!(readme.contains(&format!(r#"{shown}="{FOLDER}/{name}""#)), "the README does not show {name}");
    }
}

#[test]
fn pictures_are_small() {
    for name in pictures(&root().join(FOLDER)) {
        let bytes = fs::metadata(root().join(FOLDER).join(&name)).unwrap().len();
        // The animated picture has all the screens that it shows, and the page has the coasts of its map.
        let limit = if name.starts_with("tour-") || name == "page.svg" { 160_000 } else { 60_000 };
        assert!(bytes < limit, "{name} has {bytes} bytes");
    }
}
