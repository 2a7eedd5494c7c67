//! Shows a text in a pager, as git does.

use std::env;
use std::io::{self, Seek, SeekFrom, Write};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::shell;

/// The pager without `$PAGER`.
const DEFAULT: &str = "less";
/// The options of `less` without `$LESS`, as in git: print what fits on the screen, pass on colours, keep the screen.
const LESS: &str = "FRX";

/// A program that shows text page by page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pager {
    program: String,
    arguments: Vec<String>,
}

impl Pager {
    /// Returns the pager of the user: `$PAGER`, else `less`. `None` if it is empty or `cat`, which both mean none.
    pub fn from_environment() -> Option<Pager> {
        let command = env::var("PAGER").unwrap_or_else(|_| DEFAULT.to_owned());
        let mut words = shell::split(&command)?.into_iter();
        let program = words.next().filter(|program| program != "cat")?;
        Some(Pager { program, arguments: words.collect() })
    }

    /// Returns whether it passes on links, which other pagers than `less` show as garbage.
    pub fn passes_links(&self) -> bool {
        self.program.rsplit('/').next() == Some(DEFAULT)
    }

    /// Shows a text until the user quits the pager. A pager that quits before it has read everything, or with an error,
    /// is not an error.
    ///
    /// # Errors
    ///
    /// If it cannot be started, for example because it is not installed.
    pub fn show(&self, text: &str) -> io::Result<()> {
        // The pager reads a file instead of a pipe: it may quit early, and need not be fed while it is waited for.
        let mut file = tempfile::tempfile()?;
        file.write_all(text.as_bytes())?;
        file.seek(SeekFrom::Start(0))?;
        let mut command = Command::new(&self.program);
        if self.passes_links() {
            // The user's `$LESS` may lack this option, without which links are shown as garbage.
            command.arg("-R");
        }
        command.args(&self.arguments).stdin(Stdio::from(file));
        if env::var_os("LESS").is_none() {
            command.env("LESS", LESS);
        }
        // Ignored from before the start, since the first key may arrive at once.
        let default_action = Arc::new(AtomicBool::new(false));
        leave_interrupts(&default_action)?;
        let child = command.spawn();
        default_action.store(child.is_err(), Ordering::SeqCst);
        // The status is unknown if the program was started with SIGCHLD ignored.
        let _ = child?.wait();
        Ok(())
    }
}

/// Leaves Ctrl-C to the pager, which shares the process group. Without a handler it would end this process and return
/// the keyboard to the shell while the pager still reads it. Once `default_action` is set, it ends this process again.
#[cfg(unix)]
fn leave_interrupts(default_action: &Arc<AtomicBool>) -> io::Result<()> {
    use signal_hook::consts::{SIGINT, SIGQUIT};
    for signal in [SIGINT, SIGQUIT] {
        signal_hook::flag::register_conditional_default(signal, Arc::clone(default_action))?;
    }
    Ok(())
}

#[cfg(windows)]
fn leave_interrupts(default_action: &Arc<AtomicBool>) -> io::Result<()> {
    let ends = Arc::clone(default_action);
    let handler = move || {
        if ends.load(Ordering::SeqCst) {
            super::die_of_hangup();
        }
    };
    ctrlc::set_handler(handler).map_err(io::Error::other)
}
