//! The packed crate, and the manifests for package managers. `.ci/package` builds the crate from its own files.

use std::process::Command;

use crate::support::repository::{root, text as file};

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

/// A plain text of YAML ends at `: ` and ` #`, and a workflow that is not YAML is never run.
#[test]
fn workflows_quote_commands_that_yaml_would_split() {
    for path in [".github/workflows/ci.yml", ".github/workflows/release.yml"] {
        for line in file(path).lines() {
            let Some((_, command)) = line.split_once("run: ") else { continue };
            let is_quoted = command.starts_with(['\'', '"', '|', '>']);
            assert!(is_quoted || !(command.contains(": ") || command.contains(" #")), "{path}: {line}");
        }
    }
}

/// The script runs only on Linux, as part of a release.
#[cfg(target_os = "linux")]
mod manifests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;
    use std::process::{Command, Output};

    use crate::support::repository::{root, text as file};

    /// Returns the archives that the release workflow builds, each with an invented checksum.
    fn archives() -> Vec<(String, String)> {
        let workflow = file(".github/workflows/release.yml");
        let targets = workflow.lines().filter_map(|line| line.trim().strip_prefix("target: "));
        let targets: Vec<&str> = targets.filter(|target| !target.contains('{')).collect();
        let archive = |(number, target): (usize, &&str)| {
            let extension = if target.contains("windows") { "zip" } else { "tar.gz" };
            (
                format!("flank-{}-{target}.{extension}", env!("CARGO_PKG_VERSION")),
                format!("{:064x}", number + 10),
            )
        };
        targets.iter().enumerate().map(archive).collect()
    }

    fn write_manifests(archives: &[(String, String)], dir: &Path) -> Output {
        let lines: Vec<String> = archives.iter().map(|(name, sum)| format!("{sum}  {name}\n")).collect();
        fs::write(dir.join("SHA256SUMS"), lines.concat()).unwrap();
        let script = root().join(".ci/manifests");
        Command::new("bash").arg(script).args(["SHA256SUMS", "out"]).current_dir(dir).output().unwrap()
    }

    /// Returns the texts of the formula and of the three files for winget.
    fn texts(dir: &Path) -> (String, Vec<String>) {
        let formula = fs::read_to_string(dir.join("out/flank.rb")).unwrap();
        let winget = fs::read_dir(dir.join("out/winget")).unwrap();
        (formula, winget.map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap()).collect())
    }

    #[test]
    fn every_archive_is_named_with_its_checksum() {
        let (archives, dir) = (archives(), tempfile::tempdir().unwrap());
        assert!(archives.len() >= 5, "{archives:?}");
        let run = write_manifests(&archives, dir.path());
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));

        let (formula, winget) = texts(dir.path());
        let all = format!("{formula}{}", winget.concat());
        let lines: Vec<&str> = all.lines().map(str::trim).collect();
        let mut named = BTreeSet::new();
        for pair in lines.windows(2) {
            let url = pair[0].strip_prefix("url ").or_else(|| pair[0].strip_prefix("InstallerUrl: "));
            let Some(url) = url else { continue };
            let sum = pair[1].strip_prefix("sha256 ").or_else(|| pair[1].strip_prefix("InstallerSha256: "));
            let sum = sum.unwrap_or_else(|| panic!("{url} has no checksum"));
            let (address, name) = url.trim_matches('"').rsplit_once('/').unwrap();
            let downloads = format!("{}/releases/download/v", env!("CARGO_PKG_REPOSITORY"));
            assert_eq!(address, downloads + env!("CARGO_PKG_VERSION"));
            named.insert((name.to_owned(), sum.trim_matches('"').to_lowercase()));
        }
        assert_eq!(named, archives.into_iter().collect());
    }

    #[test]
    fn files_are_well_formed() {
        let dir = tempfile::tempdir().unwrap();
        write_manifests(&archives(), dir.path());
        let (formula, winget) = texts(dir.path());

        let is_opening =
            |line: &&str| line.ends_with(" do") || line.starts_with("class ") || line.starts_with("def ");
        let opened = formula.lines().map(str::trim).filter(is_opening).count();
        assert_eq!(opened, formula.lines().filter(|line| line.trim() == "end").count(), "{formula}");
        assert!(formula.contains(&format!("desc \"{}\"", env!("CARGO_PKG_DESCRIPTION"))), "{formula}");

        assert_eq!(winget.len(), 3);
        for text in winget {
            let mut keys = BTreeSet::new();
            for line in text.lines().filter(|line| !line.starts_with('#')) {
                let (key, value) = line.split_once(':').unwrap_or_else(|| panic!("{line} in\n{text}"));
                assert!(keys.insert(key.to_owned()), "{key} is twice in\n{text}");
                // Only lists have values on separate lines.
                assert!(value.len() > 1 || ["NestedInstallerFiles", "Installers"].contains(&key), "{line}");
            }
            for key in ["PackageIdentifier", "PackageVersion", "ManifestType", "ManifestVersion"] {
                assert!(keys.contains(key), "no {key} in\n{text}");
            }
        }
    }

    #[test]
    fn missing_checksum_is_an_error() {
        let archives = archives();
        for missing in 0..archives.len() {
            let dir = tempfile::tempdir().unwrap();
            let mut others = archives.clone();
            let (name, _) = others.remove(missing);
            let run = write_manifests(&others, dir.path());
            let message = String::from_utf8_lossy(&run.stderr).into_owned();
            assert!(!run.status.success() && message.contains(&name), "{name}: {message}");
        }
    }
}
