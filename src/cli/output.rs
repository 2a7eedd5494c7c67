//! Writes the results of commands, and paths in messages.

use std::fs::{self, File, Permissions};
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

/// Prints a result on standard output. A reader who closes the pipe early is not an error.
///
/// # Errors
///
/// If it cannot be written, for example because a disk is full.
pub fn print(text: &str) -> io::Result<()> {
    print_to(Output::stdout(), text)
}

/// Prints like [`print`] on a given output.
pub fn print_to(mut output: Output, text: &str) -> io::Result<()> {
    match output.write_all(text.as_bytes()) {
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
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let columns = columns.or_else(|| terminal::size().ok().map(|(columns, _)| columns.into()));
    columns.filter(|columns| *columns > 0).unwrap_or(80).clamp(20, 100)
}

/// Writes a file. A regular file is replaced as a whole, so that it is never half written. Where that is impossible, as for
/// a mount point or in a directory that must not be changed, it is overwritten. Whatever else has the name, such as a
/// pipe, a device or one of the program's own descriptors (`/dev/stdout`), is only written to.
///
/// # Errors
///
/// If it cannot be written. The error does not name the file.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    for output in [Output::stdout(), Output::stderr()] {
        if output.is_same_file(path) {
            return print_to(output, text);
        }
    }
    let path = follow_symlinks(path);
    let data = match fs::metadata(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return create(&path, text),
        data => data?,
    };
    if !data.is_file() || names_descriptor(&path) {
        // Another program may have written to it, so that is kept.
        return File::options().append(true).open(&path)?.write_all(text.as_bytes());
    }
    match replace(&path, text, data.permissions()) {
        Err(error) if cannot_replace(error.kind()) => {
            File::options().write(true).truncate(true).open(&path)?.write_all(text.as_bytes())
        }
        result => result,
    }
}

/// Writes a file that must not be there yet, whole or not at all.
///
/// # Errors
///
/// If it exists or cannot be written. The error does not name the file.
pub fn create(path: &Path, text: &str) -> io::Result<()> {
    temporary(path, text)?.persist_noclobber(path)?;
    Ok(())
}

fn replace(path: &Path, text: &str, permissions: Permissions) -> io::Result<()> {
    let file = temporary(path, text)?;
    file.as_file().set_permissions(permissions)?;
    file.persist(path)?;
    Ok(())
}

/// Whether a file may be writable although its name cannot be given to another.
fn cannot_replace(kind: io::ErrorKind) -> bool {
    use io::ErrorKind::{CrossesDevices, PermissionDenied, ReadOnlyFilesystem, ResourceBusy};
    matches!(kind, CrossesDevices | PermissionDenied | ReadOnlyFilesystem | ResourceBusy)
}

/// Creates a temporary file with this text in the directory of `path`.
fn temporary(path: &Path, text: &str) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".flank-");
    // The default of the crate is readable by the owner only.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    // The crate adds the path of the temporary file to the message.
    let file = builder.tempfile_in(directory(path)).map_err(|error| {
        let message = error.to_string();
        io::Error::new(error.kind(), message.split(" at path ").next().unwrap_or_default())
    });
    let mut file = file?;
    file.as_file_mut().write_all(text.as_bytes())?;
    Ok(file)
}

/// The directory that a file is in.
fn directory(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Returns where the symlinks of a path lead, even if nothing is there. It ends at a name that may stand for an open
/// descriptor.
fn follow_symlinks(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    // As many as Linux follows; more are a loop, which is reported when the file is written.
    for _ in 0..40 {
        match fs::read_link(&path) {
            Ok(target) if !names_descriptor(&path) => path = directory(&path).join(target),
            _ => break,
        }
    }
    path
}

/// Whether a path may stand for an open descriptor, like `/dev/stdout` and `/proc/self/fd/5`. A file of `/dev/shm` is an
/// ordinary one.
fn names_descriptor(path: &Path) -> bool {
    let Ok(directory) = fs::canonicalize(directory(path)) else { return false };
    directory.starts_with("/proc") || ["/dev", "/dev/fd"].iter().any(|name| directory == Path::new(name))
}
