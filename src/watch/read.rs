//! Reads untrusted files without hanging, with limited memory, and with clear errors.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::Path;

/// The error of a file that cannot be read. Its text follows the name of the file: "notes.toml: is a directory, not a
/// dossier".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// There is no such file, or a symlink of the path is dangling.
    #[error("no such file")]
    Missing,
    /// It is a directory.
    #[error("is a directory, not a dossier")]
    Directory,
    /// It is a named pipe. Reading it would wait for a writer.
    #[error("is a pipe (FIFO), not a file")]
    Fifo,
    /// It is a named pipe, and nothing was written to it.
    #[error("is a pipe (FIFO), not a file, and nothing is written to it")]
    SilentFifo,
    /// It is a socket.
    #[error("is a socket, not a file")]
    Socket,
    /// It is a terminal, a disk or another device.
    #[error("is a device, not a file")]
    Device,
    /// There is no permission for the file or a directory of its path.
    #[error("permission denied")]
    Permission,
    /// The symlinks of the path are a loop.
    #[error("is a symlink loop")]
    SymlinkLoop,
    /// It is larger than the limit.
    #[error("is {}, over the limit of {} that `max-size` sets", Size(*size), Size(*limit))]
    TooLarge {
        /// The file's size in bytes.
        size: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// Its size was within the limit, but it yielded more bytes.
    #[error("yields more than the limit of {} that `max-size` sets", Size(*limit))]
    LimitExceeded {
        /// The limit in bytes.
        limit: u64,
    },
    /// Another error, with the message of the system.
    #[error("cannot be read: {0}")]
    Other(String),
}

impl ReadError {
    fn of(error: &io::Error) -> ReadError {
        match error.kind() {
            // With a file in place of a directory, the requested file does not exist.
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ReadError::Missing,
            io::ErrorKind::PermissionDenied => ReadError::Permission,
            io::ErrorKind::IsADirectory => ReadError::Directory,
            // `ErrorKind::FilesystemLoop` is not stable.
            #[cfg(unix)]
            _ if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) => {
                ReadError::SymlinkLoop
            }
            _ => ReadError::Other(error.to_string()),
        }
    }
}

/// Reads the whole file at `path`.
///
/// # Errors
/// If it is not a regular file, is larger than `limit` bytes, or the system refuses.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
    let size = |data: io::Result<Metadata>| {
        data.map_err(|error| ReadError::of(&error)).and_then(|data| regular_file_size(&data, limit))
    };
    // Checked before the file is opened, because opening a device may have side effects.
    size(fs::metadata(path))?;
    let file = open(path).map_err(|error| ReadError::of(&error))?;
    // Checked again, because the file may have been replaced meanwhile.
    let size = size(file.metadata())?;
    read_limited(file, Vec::with_capacity(usize::try_from(size).unwrap_or(0)), limit)
}

/// Reads a file for a command that does not watch it: a regular file like [`read`], or a named pipe to its end.
///
/// Does not wait for a pipe without a writer.
///
/// # Errors
/// As [`read`]; also if a pipe yields nothing.
pub fn read_once(path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
    match read(path, limit) {
        Err(ReadError::Fifo) => read_fifo(path, limit),
        result => result,
    }
}

/// Reads standard input to its end.
///
/// # Errors
/// If there are more than `limit` bytes, or the system refuses.
pub fn read_stdin(limit: u64) -> Result<Vec<u8>, ReadError> {
    #[cfg(unix)]
    let stdin = WaitingReader(rustix::stdio::stdin());
    #[cfg(not(unix))]
    let stdin = io::stdin();
    read_limited(stdin, Vec::new(), limit)
}

#[cfg(unix)]
fn read_fifo(path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let file = open(path).map_err(|error| ReadError::of(&error))?;
    // Waits for a writer that is just being started. Without a writer, the first read yields nothing.
    let moment = Timespec { tv_sec: 1, tv_nsec: 0 };
    let _ = poll(&mut [PollFd::new(&file, PollFlags::IN)], Some(&moment));
    let bytes = read_limited(WaitingReader(file), Vec::new(), limit)?;
    if bytes.is_empty() { Err(ReadError::SilentFifo) } else { Ok(bytes) }
}

#[cfg(not(unix))]
fn read_fifo(_: &Path, _: u64) -> Result<Vec<u8>, ReadError> {
    Err(ReadError::Fifo)
}

/// A reader that waits for input, even if its descriptor is non-blocking.
#[cfg(unix)]
struct WaitingReader<F>(F);

#[cfg(unix)]
impl<F: std::os::fd::AsFd> Read for WaitingReader<F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        use rustix::event::{PollFd, PollFlags, poll};
        use rustix::io::Errno;
        loop {
            // The caller reads again after an interrupt.
            match rustix::io::read(&self.0, &mut *buffer) {
                Err(Errno::AGAIN) => _ = poll(&mut [PollFd::new(&self.0, PollFlags::IN)], None)?,
                result => return Ok(result?),
            }
        }
    }
}

/// Reads to the end, but at most `limit` bytes.
fn read_limited(reader: impl Read, mut bytes: Vec<u8>, limit: u64) -> Result<Vec<u8>, ReadError> {
    reader.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| ReadError::of(&error))?;
    if bytes.len() as u64 > limit {
        return Err(ReadError::LimitExceeded { limit });
    }
    Ok(bytes)
}

/// Returns the size in bytes of a regular file.
fn regular_file_size(data: &Metadata, limit: u64) -> Result<u64, ReadError> {
    if data.is_dir() {
        return Err(ReadError::Directory);
    }
    if !data.is_file() {
        return Err(special_file_error(data));
    }
    if data.len() > limit {
        return Err(ReadError::TooLarge { size: data.len(), limit });
    }
    Ok(data.len())
}

#[cfg(unix)]
fn special_file_error(data: &Metadata) -> ReadError {
    use std::os::unix::fs::FileTypeExt;
    let kind = data.file_type();
    if kind.is_fifo() {
        ReadError::Fifo
    } else if kind.is_socket() {
        ReadError::Socket
    } else {
        ReadError::Device
    }
}

#[cfg(not(unix))]
fn special_file_error(_: &Metadata) -> ReadError {
    ReadError::Device
}

#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags};
    // Non-blocking, because the file may have been replaced by a FIFO, and opening that would wait for a writer.
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY;
    Ok(File::from(rustix::fs::open(path, flags, Mode::empty())?))
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// A number of bytes, displayed as `512 bytes`, `64 MiB` or `1.2 GiB`.
struct Size(u64);

impl std::fmt::Display for Size {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        const UNITS: [&str; 6] = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
        if self.0 < 1024 {
            return write!(f, "{} bytes", self.0);
        }
        let mut size = self.0 as f64 / 1024.0;
        let mut unit = 0;
        while size >= 1023.95 && unit + 1 < UNITS.len() {
            size /= 1024.0;
            unit += 1;
        }
        let text = format!("{size:.1}");
        write!(f, "{} {}", text.strip_suffix(".0").unwrap_or(&text), UNITS[unit])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(0, "0 bytes")]
    #[case(1023, "1023 bytes")]
    #[case(1024, "1 KiB")]
    #[case(64 << 20, "64 MiB")]
    #[case(1_288_490_189, "1.2 GiB")]
    #[case((1 << 20) - 1, "1 MiB")]
    #[case(u64::MAX, "16 EiB")]
    fn sizes_are_displayed_with_units(#[case] bytes: u64, #[case] text: &str) {
        assert_eq!(Size(bytes).to_string(), text);
    }

    #[test]
    fn file_at_the_limit_is_read_and_a_larger_one_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("file");
        std::fs::write(&path, "12345").unwrap();
        assert_eq!(read(&path, 5), Ok(b"12345".to_vec()));
        assert_eq!(read(&path, 4), Err(ReadError::TooLarge { size: 5, limit: 4 }));
    }

    #[test]
    fn file_without_a_size_is_limited() {
        // Files in procfs have a size of 0.
        if !Path::new("/proc/self/maps").exists() {
            return;
        }
        assert_eq!(read(Path::new("/proc/self/maps"), 10), Err(ReadError::LimitExceeded { limit: 10 }));
        assert!(matches!(read(Path::new("/proc/self/mem"), 10), Err(ReadError::Other(_))));
    }

    #[cfg(unix)]
    #[test]
    fn each_type_of_special_file_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        std::os::unix::fs::symlink("b", at("a")).unwrap();
        std::os::unix::fs::symlink("a", at("b")).unwrap();
        std::fs::write(at("file"), "").unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
        assert_eq!(read(&at("a"), 9), Err(ReadError::SymlinkLoop));
        assert_eq!(read(&at("none"), 9), Err(ReadError::Missing));
        assert_eq!(read(&at("file/below"), 9), Err(ReadError::Missing));
        assert_eq!(read(&at("socket"), 9), Err(ReadError::Socket));
        assert_eq!(read(dir.path(), 9), Err(ReadError::Directory));
        assert_eq!(read(Path::new("/dev/null"), 9), Err(ReadError::Device));
    }
}
