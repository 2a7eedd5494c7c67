//! The packed crate has its documents and schemas, but no tests and pictures. `.ci/package` builds it from its own
//! files.

use std::process::Command;

use crate::support::repository::root;

#[test]
fn packed_crate_has_documents_but_no_tests() {
    let run = Command::new(env!("CARGO"))
        .args(["package", "--list", "--allow-dirty", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    let message = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{message}");
    let listed = String::from_utf8(run.stdout).unwrap().replace('\\', "/");
    let listed: Vec<&str> = listed.lines().collect();

    for file in ["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE", "assets/show.schema.json"] {
        assert!(listed.contains(&file), "{file} is not packed");
    }
    for file in listed {
        assert!(!file.starts_with("tests/") && !file.starts_with("assets/pictures/"), "{file} is packed");
    }
}
