//! Input, suspension and panics of `flank::terminal` in a pseudo-terminal.
//!
//! The program is [`probe`], for which the test binary starts itself again. `tests/it/endings.rs` ends the real
//! program.

use std::io::{Write, stdout};
use std::os::unix::process::ExitStatusExt;
use std::thread;

use crate::support::pty::{Exit, Modes, Pty};
use flank::terminal::{
    EventSource, Input, Session, Suspended, delay_signals, die_by, install_panic_hook, suspend,
};
use portable_pty::CommandBuilder;
use ratatui::crossterm::event::KeyCode;
use ratatui::crossterm::terminal::size;
use rustix::process::{Signal, getpid, kill_process};

const OURS: Modes = Modes { alternate_screen: true, hidden_cursor: true, mouse: true, bracketed_paste: true };
const INITIAL: Modes =
    Modes { alternate_screen: false, hidden_cursor: false, mouse: false, bracketed_paste: false };

/// A minimal terminal program. It shows its events, and each key runs an action.
#[test]
#[ignore = "the other tests start this program"]
fn probe() {
    install_panic_hook();
    let session = Session::enter(true).unwrap();
    let (mut source, waker) = EventSource::new().unwrap();
    let mut events = Vec::new();
    let mut shown = String::new();
    let mut wakings = 0;
    loop {
        // A single write avoids partial screens. The number makes each screen unique.
        let (cols, rows) = size().unwrap_or_else(|_| end_as_hung_up());
        let text = format!("\x1b[H\x1b[2J{wakings}: {shown}\r\n{cols} by {rows}.\r\n");
        if stdout().write_all(text.as_bytes()).and_then(|()| stdout().flush()).is_err() {
            end_as_hung_up();
        }
        let wakeup = source.wait(None).unwrap();
        wakings += 1;
        if wakeup.hung_up {
            end_as_hung_up();
        }
        if let Some(signal) = wakeup.terminate {
            die_by(signal);
        }
        if wakeup.notified {
            shown.push_str(" woken");
        }
        if wakeup.continued {
            session.reenter().unwrap();
            shown.push_str(" continued");
        }
        if wakeup.suspend && suspend(&session, &mut source).unwrap() == Suspended::NoJobControl {
            shown.push_str(" stays");
        }
        events.clear();
        if wakeup.input {
            while let Some(event) = source.next_input().unwrap_or_else(|_| end_as_hung_up()) {
                events.push(event);
            }
        }
        for event in &events {
            match event {
                Input::Key(key) => match key.code {
                    KeyCode::Char('q') => return,
                    KeyCode::Char('w') => {
                        let waker = waker.clone();
                        thread::spawn(move || waker.wake());
                    }
                    KeyCode::Char('z') => match suspend(&session, &mut source).unwrap() {
                        Suspended::Continued => shown.push_str(" back"),
                        Suspended::NoJobControl => shown.push_str(" stays"),
                    },
                    KeyCode::Char('P') => {
                        let lock = stdout().lock();
                        thread::spawn(|| panic!("a fault of another thread")).join().unwrap_err();
                        drop(lock);
                    }
                    KeyCode::Char(other) => shown.push_str(&format!(" {other}")),
                    other => shown.push_str(&format!(" {other}")),
                },
                Input::Paste(text) => shown.push_str(&format!(" pasted {}", text.len())),
                Input::Mouse(mouse) => shown.push_str(&format!(" {:?}", mouse.kind)),
                Input::Reply(_) => {}
            }
        }
    }
}

/// A program that gets a signal during work that it has to finish.
#[test]
#[ignore = "another test starts this program"]
fn delay_probe() {
    delay_signals(|| {
        kill_process(getpid(), Signal::TERM).unwrap();
        println!("finished");
    });
}

#[test]
fn delayed_signal_ends_the_program_after_its_work() {
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    let output =
        command.args(["terminal::delay_probe", "--exact", "--ignored", "--nocapture"]).output().unwrap();
    assert_eq!(output.status.signal(), Some(Signal::TERM.as_raw()));
    assert!(String::from_utf8_lossy(&output.stdout).contains("finished"), "{output:?}");
}

/// Exits as on a hang-up. The terminal may be closed during any call.
fn end_as_hung_up() -> ! {
    die_by(Signal::HUP.as_raw())
}

/// Returns the command line of the program.
fn program() -> Vec<String> {
    let this = std::env::current_exe().unwrap().into_os_string().into_string().unwrap();
    [&this, "terminal::probe", "--exact", "--ignored", "--nocapture", "--quiet"].map(String::from).to_vec()
}

fn start() -> Pty {
    let program = program();
    let mut command = CommandBuilder::new(&program[0]);
    // Without a backtrace, a panic message fits on the screen.
    command.env("RUST_BACKTRACE", "0");
    command.args(&program[1..]);
    let pty = Pty::spawn(command, 60, 12);
    pty.wait_for_text("60 by 12.");
    assert_eq!(pty.modes(), OURS);
    assert_ne!(&pty.termios(), pty.termios_before());
    pty
}

#[track_caller]
fn expect_restored(pty: &Pty) {
    assert_eq!(pty.modes(), INITIAL);
    assert_eq!(&pty.termios(), pty.termios_before());
}

#[test]
fn panic_with_locked_stdout_is_reported() {
    let mut pty = start();
    pty.keys("P");
    assert_eq!(pty.wait_exit(), Exit::Code(101));
    expect_restored(&pty);
    assert!(pty.screen_text().contains("a fault of another thread"), "{}", pty.screen_text());
}

#[test]
fn keys_resizes_clicks_and_wakeups_arrive() {
    let mut pty = start();
    pty.keys("l h Up PgDn C-x Esc");
    pty.wait_for_text("l h Up Page Down x Esc");
    pty.write(b"\x1b");
    pty.wait_for_text("Esc Esc");
    pty.resize(70, 10);
    pty.wait_for_text("70 by 10.");
    pty.write(b"\x1b[<0;5;3M");
    pty.wait_for_text("Down(Left)");
    pty.keys("w");
    pty.wait_for_text("woken");
}

#[test]
fn all_keys_of_a_large_burst_arrive() {
    let mut pty = start();
    // The burst exceeds crossterm's read buffer. No key may wait for the next one.
    pty.write(&[b'x'; 3000]);
    pty.write(b"w");
    pty.wait_for_text("woken");
    pty.write(b"\x1b[200~");
    pty.write(&[b'y'; 9000]);
    pty.write(b"\x1b[201~");
    pty.wait_for_text("pasted 9000");
}

#[test]
fn incomplete_key_does_not_block_signals() {
    let mut pty = start();
    // The program has read both once it shows the first.
    pty.write(b"x\x1b[");
    pty.wait_for_text(" x");
    pty.signal(Signal::TERM);
    assert_eq!(pty.wait_exit(), Exit::Signal(15));
    expect_restored(&pty);
}

#[test]
fn suspend_without_job_control_has_no_effect() {
    let mut pty = start();
    pty.keys("z");
    pty.wait_for_text("stays");
    pty.signal(Signal::TSTP);
    pty.wait_for_text("stays stays");
    assert_eq!(pty.modes(), OURS);
}

/// Starts a shell with job control, and the program as its job.
fn start_in_a_shell() -> Pty {
    let mut command = CommandBuilder::new("sh");
    command.args(["-i"]);
    command.env("PS1", "PROMPT> ");
    command.env_remove("ENV");
    let mut pty = Pty::spawn(command, 60, 12);
    pty.wait_for_text("PROMPT> ");
    pty.write(format!("{}\r", program().join(" ")).as_bytes());
    pty.wait_for_text("60 by 12.");
    assert_eq!(pty.modes(), OURS);
    pty
}

#[track_caller]
fn expect_prompt(pty: &Pty) {
    pty.wait_for(|screen| {
        let text = screen.contents();
        !screen.alternate_screen() && text.trim_end().ends_with("PROMPT>")
    });
    assert_eq!(pty.modes(), INITIAL);
}

#[test]
fn waker_works_after_each_suspension() {
    let mut pty = start_in_a_shell();
    let mut shown = String::from(": ");
    for _ in 0..3 {
        pty.keys("z");
        expect_prompt(&pty);
        pty.write(b"clear; fg\r");
        pty.wait_for_text("60 by 12.");
        pty.keys("w");
        shown.push_str(" back woken");
        pty.wait_for_text(&shown);
        assert_eq!(pty.modes(), OURS);
    }
    pty.keys("q");
    expect_prompt(&pty);
    assert_eq!(&pty.termios(), pty.termios_before());
}

#[test]
fn sigstop_keeps_the_modes_and_fg_resumes() {
    let mut pty = start_in_a_shell();
    let job = pty.foreground();
    // SIGSTOP cannot be handled, so the modes stay set. In raw mode, Enter does not end a line.
    rustix::process::kill_process(job, Signal::STOP).unwrap();
    pty.wait_for_text("PROMPT>");
    pty.write(b"fg\n");
    pty.wait_for_text("continued");
    assert_eq!(pty.modes(), OURS);
    pty.write(b"q");
    expect_prompt(&pty);
    assert_eq!(&pty.termios(), pty.termios_before());
}
