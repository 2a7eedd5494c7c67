//! The descriptors of the terminal.

use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::os::fd::{BorrowedFd, OwnedFd};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Stdio;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::{Errno, fcntl_dupfd_cloexec};
use rustix::stdio::{stderr, stdin, stdout};
use rustix::termios::{isatty, tcdrain, tcgetwinsize};

const CONTROLLING: &str = "/dev/tty";

/// Opens the terminal for input: standard input or, if that is not a terminal, the controlling terminal.
///
/// A program in the background stops here, until it is in the foreground. Until then, the shell has set modes for its
/// own prompt, which must not be taken for those to restore.
///
/// # Errors
///
/// If there is no terminal, or if the program is in the background of a shell that has exited.
pub fn open() -> io::Result<OwnedFd> {
    let terminal = if isatty(stdin()) { fcntl_dupfd_cloexec(stdin(), 3)? } else { open_controlling()? };
    // The first call for which the system stops a program in the background. It changes nothing.
    tcdrain(&terminal)?;
    Ok(terminal)
}

/// Returns the terminal as the standard input of a program, such as an editor.
///
/// # Errors
///
/// If there is no terminal.
pub fn for_child() -> io::Result<Stdio> {
    if isatty(stdin()) { Ok(Stdio::inherit()) } else { Ok(open_controlling()?.into()) }
}

fn open_controlling() -> io::Result<OwnedFd> {
    Ok(File::options().read(true).write(true).open(CONTROLLING)?.into())
}

/// Returns the columns and rows that the terminal reports, which may be 0.
///
/// # Errors
///
/// If standard output is not a terminal.
pub fn reported_size() -> io::Result<(u16, u16)> {
    let size = tcgetwinsize(stdout())?;
    Ok((size.ws_col, size.ws_row))
}

/// Standard output or standard error, without a buffer and without a lock, so that a panicking thread can write to it.
///
/// Another program may have made the terminal non-blocking. A write then waits until it is possible.
#[derive(Debug)]
pub struct Output(BorrowedFd<'static>);

impl Output {
    /// Returns standard output.
    pub fn stdout() -> Output {
        Output(stdout())
    }

    /// Returns standard error.
    pub fn stderr() -> Output {
        Output(stderr())
    }

    /// Whether a path is that of the open file, pipe or device.
    pub fn is_same_file(&self, path: &Path) -> bool {
        let open = self.0.try_clone_to_owned().and_then(|fd| File::from(fd).metadata());
        let id = |data: Metadata| (data.dev(), data.ino());
        open.is_ok_and(|open| fs::metadata(path).is_ok_and(|named| id(named) == id(open)))
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            // The caller writes again after an interrupt.
            match rustix::io::write(self.0, bytes) {
                Err(Errno::AGAIN) => _ = poll(&mut [PollFd::new(&self.0, PollFlags::OUT)], None)?,
                result => return Ok(result?),
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
