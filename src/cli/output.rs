//! Where a command's result goes, and how paths are written in what it says.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::dossier::Text;
use crate::shell;
use crate::terminal::{self, Output};

/// A path for a sentence.
pub fn shown(path: &Path) -> Text {
    Text::line(&path.to_string_lossy())
}

/// Whether a name ends as that of a dossier does.
pub fn ends_in_toml(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"))
}

/// Returns a path quoted for a shell.
pub fn shell_quoted(path: &Path) -> String {
    shell::quote(&shown(path)).into_owned()
}

/// Prints a result. That whoever reads it has seen enough is no error.
pub fn print(text: &str) -> io::Result<()> {
    match Output::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Reports on standard error why something was not done. Without standard error, the exit status remains.
pub fn eprint_error(why: impl std::fmt::Display) {
    let _ = Output::stderr().write_all(format!("flank: {why}\n").as_bytes());
}

/// The columns that words for standard output may take: what COLUMNS says, else the terminal's own, else 80; lines
/// of more than 100 are hard to read.
pub fn width() -> usize {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let said = said.or_else(|| terminal::size().ok().map(|(columns, _)| columns.into()));
    said.filter(|columns| *columns > 0).unwrap_or(80).clamp(20, 100)
}

/// Writes a file so that it is there whole or not at all: what stood there before stays until then.
///
/// A link is followed. What is no file, such as a pipe, is written to as it is.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    // Of a link that leads nowhere the link itself is replaced.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let before = fs::metadata(&path).ok();
    if before.as_ref().is_some_and(|data| !data.is_file()) {
        return fs::write(&path, text);
    }
    let file = beside(&path, text)?;
    if let Some(data) = before {
        file.as_file().set_permissions(data.permissions())?;
    }
    file.persist(&path)?;
    Ok(())
}

/// Writes a file that must not be there yet, whole or not at all.
pub fn create(path: &Path, text: &str) -> io::Result<()> {
    beside(path, text)?.persist_noclobber(path)?;
    Ok(())
}

/// The text in a file of another name in the same directory, to be given its own.
fn beside(path: &Path, text: &str) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".flank-");
    // Only the owner may read what the crate makes, which is not meant here.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(directory(path))?;
    file.write_all(text.as_bytes())?;
    Ok(file)
}

/// The directory that a file is in.
fn directory(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}
