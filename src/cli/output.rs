//! Writes the results of commands, and formats paths for messages.

use std::borrow::Cow;
use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use tempfile::NamedTempFile;

use crate::dossier::Text;
use crate::report;
use crate::shell;
use crate::terminal::{self, Output, Pager};

/// Returns a path that is safe to display.
pub fn shown(path: &Path) -> Text {
    Text::line(&path.to_string_lossy())
}

/// Whether a path has the extension of a dossier.
pub fn ends_in_toml(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"))
}

/// Returns a path quoted for a shell.
pub fn shell_quoted(path: &Path) -> String {
    shell::quote(&shown(path)).into_owned()
}

/// Prints a result on standard output. A closed pipe is not an error.
///
/// # Errors
///
/// If it cannot be written, for example because a disk is full.
pub fn print(text: &str) -> io::Result<()> {
    print_to(Output::stdout(), text)
}

/// Prints the text that a command is for, and returns its exit status. `what` names the text in an error.
///
/// # Errors
///
/// As [`print`].
pub fn print_result(text: &str, what: &str) -> anyhow::Result<ExitCode> {
    print(text).with_context(|| format!("cannot print {what}"))?;
    Ok(ExitCode::SUCCESS)
}

/// Prints a text for readers: in the user's pager if the terminal can draw a screen and `paged`, and with links where the
/// terminal supports them.
///
/// # Errors
///
/// If it cannot be written.
pub fn print_for_reader(text: &str, paged: bool) -> io::Result<()> {
    let pager = Pager::from_environment().filter(|_| paged && terminal::draws_screens());
    let links = supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout)
        && pager.as_ref().is_none_or(Pager::passes_links);
    let text = if links { Cow::Owned(report::with_hyperlinks(text)) } else { Cow::Borrowed(text) };
    // If the pager is not installed, the text is printed directly.
    match pager.map(|pager| pager.show(&text)) {
        Some(Ok(())) => Ok(()),
        Some(Err(_)) | None => print(&text),
    }
}

/// Prints to an output, like [`print`].
pub fn print_to(mut output: Output, text: &str) -> io::Result<()> {
    match output.write_all(text.as_bytes()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Prints an error message. If standard error is closed, the exit status is enough.
pub fn eprint_error(why: impl std::fmt::Display) {
    let _ = Output::stderr().write_all(format!("flank: {why}\n").as_bytes());
}

/// Returns the width of text on standard output in columns, from 20 to 100: `COLUMNS`, or else the terminal's width, or
/// else 80. Longer lines are hard to read.
pub fn width() -> usize {
    let variable = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let columns = variable.filter(|columns| *columns > 0);
    let columns = columns.or_else(|| terminal::size().ok().map(|(columns, _)| columns.into()));
    columns.unwrap_or(80).clamp(20, 100)
}

/// Writes a file. A regular file is replaced atomically, or overwritten if that is impossible, for example at a mount
/// point or in a read-only directory. Text is appended to anything else, such as a pipe, a device or one of the
/// program's own descriptors (`/dev/stdout`).
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
        // Appended, because another program may have written to it.
        return File::options().append(true).open(&path)?.write_all(text.as_bytes());
    }
    match replace(&path, text, data.permissions()) {
        Err(error) if cannot_replace(error.kind()) => {
            File::options().write(true).truncate(true).open(&path)?.write_all(text.as_bytes())
        }
        result => result,
    }
}

/// Creates a file atomically.
///
/// # Errors
///
/// If it exists or cannot be written. The error does not name the file.
pub fn create(path: &Path, text: &str) -> io::Result<()> {
    terminal::delay_signals(|| {
        if temporary(path, text)?.persist_noclobber(path).is_ok() {
            return Ok(());
        }
        // Some shared folders can neither link a file nor rename it without replacing another.
        File::create_new(path)?.write_all(text.as_bytes()).inspect_err(|_| {
            let _ = fs::remove_file(path);
        })
    })
}

fn replace(path: &Path, text: &str, permissions: Permissions) -> io::Result<()> {
    terminal::delay_signals(|| {
        let file = temporary(path, text)?;
        file.as_file().set_permissions(permissions)?;
        file.persist(path)?;
        Ok(())
    })
}

/// Whether a file that cannot be replaced may still be writable.
fn cannot_replace(kind: io::ErrorKind) -> bool {
    use io::ErrorKind::{CrossesDevices, PermissionDenied, ReadOnlyFilesystem, ResourceBusy, Unsupported};
    matches!(kind, CrossesDevices | PermissionDenied | ReadOnlyFilesystem | ResourceBusy | Unsupported)
}

/// Creates a temporary file with this text in the directory of `path`. By itself, the crate would make the file
/// readable by the owner only.
fn temporary(path: &Path, text: &str) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    let mut file = builder.prefix(".flank-").make_in(directory(path), |path| File::create_new(path))?;
    file.as_file_mut().write_all(text.as_bytes())?;
    Ok(file)
}

/// Returns the directory of a file.
pub fn directory(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Returns the target of the symlinks at a path, even if it does not exist. A name that may be an open descriptor is
/// not followed.
fn follow_symlinks(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    // Linux follows 40 symlinks. More are an error when the file is written.
    for _ in 0..40 {
        match fs::read_link(&path) {
            Ok(target) if !names_descriptor(&path) => path = directory(&path).join(target),
            _ => break,
        }
    }
    path
}

/// Whether a path may be the name of an open descriptor, such as `/dev/stdout` and `/proc/self/fd/5`. Files in
/// `/dev/shm` are ordinary ones.
fn names_descriptor(path: &Path) -> bool {
    let Ok(directory) = fs::canonicalize(directory(path)) else { return false };
    directory.starts_with("/proc") || ["/dev", "/dev/fd"].iter().any(|name| directory == Path::new(name))
}
