//! The terminal that keys are read from, under a descriptor of our own.
//!
//! crossterm reads standard input, and reads on when half a key has come: with a descriptor that blocks, everything
//! would stand still until the next key. Setting the shared one non-blocking would set it so for the shell, too, and for
//! what writes to it. So the terminal is opened once more, and takes the place of standard input.

use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::Stdio;
use std::sync::OnceLock;

use rustix::fs::{Mode, OFlags};
use rustix::io::{Errno, fcntl_dupfd_cloexec};
use rustix::stdio::{dup2_stdin, stdin};
use rustix::termios::{isatty, ttyname};

const CONTROLLING: &str = "/dev/tty";

/// What standard input was before; only what a terminal was is kept.
static BEFORE: OnceLock<Option<OwnedFd>> = OnceLock::new();

/// Makes standard input a descriptor of our own of the terminal: of the one that it already is, or else of the
/// controlling one. Does nothing the second time. Programs that we start must be given [`for_child`].
///
/// # Errors
/// Where there is no terminal.
pub fn open_private_tty() -> io::Result<()> {
    if BEFORE.get().is_some() {
        return Ok(());
    }
    let terminal = isatty(stdin());
    match reopen(terminal) {
        Ok(ours) => {
            let before = if terminal { Some(fcntl_dupfd_cloexec(stdin(), 3)?) } else { None };
            dup2_stdin(ours)?;
            let _ = BEFORE.set(before);
            Ok(())
        }
        // It may be another user's, after `su`, with no controlling terminal: the shared one must do.
        Err(_) if terminal => Ok(()),
        Err(error) => Err(error),
    }
}

/// Standard input for a program that is to have the terminal, such as an editor: one that blocks, as programs expect.
///
/// # Errors
/// Where there is no terminal.
pub fn for_child() -> io::Result<Stdio> {
    match BEFORE.get() {
        None => Ok(Stdio::inherit()),
        Some(Some(before)) => Ok(fcntl_dupfd_cloexec(before, 3)?.into()),
        Some(None) => Ok(File::options().read(true).write(true).open(CONTROLLING)?.into()),
    }
}

/// A descriptor of our own of what [`open_private_tty`] has set up, to wait on.
pub(super) fn handle() -> io::Result<OwnedFd> {
    Ok(fcntl_dupfd_cloexec(stdin().as_fd(), 3)?)
}

fn reopen(terminal: bool) -> io::Result<OwnedFd> {
    // By its own name where it has one: macOS cannot wait on the other.
    if terminal
        && let Ok(name) = ttyname(stdin(), Vec::new())
        && let Ok(ours) = open(Path::new(OsStr::from_bytes(name.to_bytes())))
    {
        return Ok(ours);
    }
    Ok(open(Path::new(CONTROLLING))?)
}

fn open(path: &Path) -> Result<OwnedFd, Errno> {
    let flags = OFlags::RDWR | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let ours = rustix::fs::open(path, flags, Mode::empty())?;
    if isatty(&ours) { Ok(ours) } else { Err(Errno::NOTTY) }
}

/// The columns and rows of the terminal that standard output is.
///
/// # Errors
/// Where it is none.
pub fn size() -> io::Result<(u16, u16)> {
    let size = rustix::termios::tcgetwinsize(rustix::stdio::stdout())?;
    Ok((size.ws_col, size.ws_row))
}

/// Writes straight to the descriptor: a thread that panics may hold the lock of standard output itself, or wait for
/// ever for the one that does.
pub fn write_past_locks(mut codes: &[u8]) {
    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::io::Errno;
    let stdout = rustix::stdio::stdout();
    while !codes.is_empty() {
        match rustix::io::write(stdout, codes) {
            Ok(written) => codes = &codes[written..],
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => {
                let _ = poll(&mut [PollFd::new(&stdout, PollFlags::OUT)], None);
            }
            Err(_) => return,
        }
    }
}
