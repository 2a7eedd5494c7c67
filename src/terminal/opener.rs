//! Opens web addresses in a browser: only http and https, and never through a shell.

use std::io;
use std::process::{Command, Stdio};

use crate::shell;

/// A flag of Windows that keeps Ctrl-C from the program.
#[cfg(windows)]
const CREATE_NEW_PROCESS_GROUP: u32 = 0x200;

/// The result of [`open()`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenResult {
    /// A program was started.
    Started,
    /// There is no display on which a browser could open.
    NoDisplay,
    /// It is not a web address, or no program could be started.
    Failed,
}

/// Opens an address with the opener of the system or with `custom`, a program and its arguments, split as by a shell.
/// The address is added as the last argument.
pub fn open(url: &str, custom: Option<&str>) -> OpenResult {
    let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    let web = matches!(scheme.as_deref(), Some("http" | "https"));
    if !web || url.contains(|c: char| c.is_control() || c.is_whitespace()) {
        return OpenResult::Failed;
    }
    let commands = match custom {
        Some(custom) => command(custom, url).into_iter().collect(),
        None if !has_display() => return OpenResult::NoDisplay,
        None => commands(url),
    };
    // The first program that starts is enough, because it does not report whether it finds a browser.
    if commands.into_iter().any(|command| start(command).is_ok()) {
        OpenResult::Started
    } else {
        OpenResult::Failed
    }
}

/// Returns the user's own command, with the address as its last argument.
fn command(custom: &str, url: &str) -> Option<Command> {
    let mut words = shell::split(custom)?.into_iter();
    let mut command = Command::new(words.next()?);
    command.args(words).arg(url);
    Some(command)
}

/// Returns the commands that open an address in the user's browser.
#[cfg(unix)]
fn commands(url: &str) -> Vec<Command> {
    ::open::commands(url)
}

/// Returns the command that opens an address in the user's browser. `start` needs a shell, in which `&` would start
/// another command.
#[cfg(windows)]
fn commands(url: &str) -> Vec<Command> {
    let mut command = Command::new("rundll32");
    command.args(["url.dll,FileProtocolHandler", url]);
    vec![command]
}

/// Starts a program without waiting for it. The program does not use the terminal. It has its own process group, so
/// that Ctrl-Z does not stop it, and a closed window does not end it.
fn start(mut command: Command) -> io::Result<()> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    #[cfg(windows)]
    std::os::windows::process::CommandExt::creation_flags(&mut command, CREATE_NEW_PROCESS_GROUP);
    let mut child = command.spawn()?;
    // Without a wait, the process would become a zombie. If no thread can be started, that is harmless.
    let _ = std::thread::Builder::new().spawn(move || child.wait());
    Ok(())
}

/// Returns whether there is a display for a browser. Over SSH, a browser would open on the remote machine.
fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if set("SSH_CONNECTION") || set("SSH_TTY") {
        return false;
    }
    !cfg!(all(unix, not(target_os = "macos"))) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A program that ignores its arguments.
    const PROGRAM: &str = if cfg!(windows) { "hostname" } else { "true" };

    #[test]
    fn only_web_addresses_are_opened() {
        for url in
            ["javascript:alert(1)", "file:///etc/passwd", "--version", "https://a b", "https://a\n", ""]
        {
            assert_eq!(open(url, Some(PROGRAM)), OpenResult::Failed, "{url}");
        }
        assert_eq!(open("https://example.org/?q=$(x)", Some(PROGRAM)), OpenResult::Started);
        assert_eq!(open("https://example.org", Some("/nonexistent/program")), OpenResult::Failed);
        if cfg!(unix) {
            assert_eq!(open("https://example.org", Some("sh -c 'exit 0'")), OpenResult::Started);
        }
        assert_eq!(open("https://example.org", Some(" ")), OpenResult::Failed);
        assert_eq!(open("https://example.org", Some("'true")), OpenResult::Failed);
    }
}
