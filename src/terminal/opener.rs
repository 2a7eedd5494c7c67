//! Opening a web address outside of the terminal: only http and https, never through a shell.

use std::process::{Command, Stdio};

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenResult {
    /// A program was started with it.
    Started,
    /// There is no display here that a browser could open on.
    NoDisplay,
    /// It is no web address, or no program could be started.
    Failed,
}

/// Opens an address with the system's own opener, or with `own`, a program and its arguments as a shell splits
/// them; the address comes last.
pub fn open(url: &str, own: Option<&str>) -> OpenResult {
    let web = url.starts_with("https://") || url.starts_with("http://");
    if !web || url.contains(|c: char| c.is_control() || c.is_whitespace()) {
        return OpenResult::Failed;
    }
    if let Some(own) = own {
        let mut words = shell_words::split(own).unwrap_or_default().into_iter();
        let Some(program) = words.next() else { return OpenResult::Failed };
        let mut command = Command::new(program);
        command.args(words).arg(url);
        return start(command);
    }
    if !has_display() {
        return OpenResult::NoDisplay;
    }
    // The first that starts; whether it finds a browser shows only there.
    for command in ::open::commands(url) {
        if start(command) == OpenResult::Started {
            return OpenResult::Started;
        }
    }
    OpenResult::Failed
}

/// Starts a program that neither reads from nor writes to our terminal, and is not waited for.
fn start(mut command: Command) -> OpenResult {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    match command.spawn() {
        Ok(mut child) => {
            // Somebody has to take note of its end, or it stays as a zombie.
            std::thread::spawn(move || child.wait());
            OpenResult::Started
        }
        Err(_) => OpenResult::Failed,
    }
}

/// Over SSH a browser would open at the other end, where nobody sits.
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

    #[test]
    fn only_web_addresses_are_opened() {
        for url in
            ["javascript:alert(1)", "file:///etc/passwd", "--version", "https://a b", "https://a\n", ""]
        {
            assert_eq!(open(url, Some("true")), OpenResult::Failed, "{url}");
        }
        assert_eq!(open("https://example.org/?q=$(x)", Some("true")), OpenResult::Started);
        assert_eq!(open("https://example.org", Some("/nonexistent/program")), OpenResult::Failed);
        assert_eq!(open("https://example.org", Some("sh -c 'exit 0'")), OpenResult::Started);
        assert_eq!(open("https://example.org", Some(" ")), OpenResult::Failed);
        assert_eq!(open("https://example.org", Some("'true")), OpenResult::Failed);
    }
}
