//! The terminal comes back exactly as it was, whatever ends the program: seen from the other side of a pseudo-terminal.
//!
//! The program is a small one in this file, [`probe`]; the test binary starts itself again to run it. The ways in which the
//! real program ends are in `tests/it/endings.rs`.

use std::io::{Write, stdout};
use std::thread;
use std::time::Duration;

use crate::support::pty::{Exit, Modes, Pty};
use flank::terminal::suspend::{Suspended, suspend};
use flank::terminal::{Options, Session, Waiter, end, input, install_panic_hook, tty};
use portable_pty::CommandBuilder;
use ratatui::crossterm::event::{Event, KeyCode};
use ratatui::crossterm::terminal::size;
use rstest::rstest;
use rustix::process::Signal;

const OURS: Modes = Modes { alternate_screen: true, hidden_cursor: true, mouse: true, bracketed_paste: true };
const AS_IT_WAS: Modes =
    Modes { alternate_screen: false, hidden_cursor: false, mouse: false, bracketed_paste: false };

/// What a terminal program does, at its smallest: shows what it was told, and does what the keys say.
#[test]
#[ignore = "this is the program that the others start"]
fn probe() {
    install_panic_hook();
    let session = Session::enter(Options { mouse: true, paste: true }).unwrap();
    let (mut waiter, waker) = Waiter::new().unwrap();
    let mut events = Vec::new();
    let mut heard = String::new();
    let mut wakings = 0;
    loop {
        // One write, so that no test sees half of it; and its own number, so that each can be told apart.
        let (cols, rows) = size().unwrap_or_else(|_| gone());
        let text = format!("\x1b[H\x1b[2J{wakings}: {heard}\r\n{cols} by {rows}.\r\n");
        if stdout().write_all(text.as_bytes()).and_then(|()| stdout().flush()).is_err() {
            gone();
        }
        let woken = waiter.wait(None).unwrap();
        wakings += 1;
        if woken.gone {
            gone();
        }
        if let Some(signal) = woken.ended {
            end::die_by(signal);
        }
        if woken.woken {
            heard.push_str(" woken");
        }
        if woken.continued {
            session.renew().unwrap();
            heard.push_str(" continued");
        }
        if woken.suspend && suspend(&session, &mut waiter).unwrap() == Suspended::NoJobControl {
            heard.push_str(" stays");
        }
        events.clear();
        if woken.input || woken.resized {
            while let Some(event) = input::next().unwrap_or_else(|_| gone()) {
                events.push(event);
            }
        }
        for event in &events {
            match event {
                Event::Key(key) => match key.code {
                    KeyCode::Char('q') => return,
                    KeyCode::Char('w') => {
                        let waker = waker.clone();
                        thread::spawn(move || waker.wake());
                    }
                    KeyCode::Char('z') => match suspend(&session, &mut waiter).unwrap() {
                        Suspended::Continued => heard.push_str(" back"),
                        Suspended::NoJobControl => heard.push_str(" stays"),
                    },
                    KeyCode::Char('p') => panic!("a fault of the main thread"),
                    KeyCode::Char('P') => {
                        let lock = stdout().lock();
                        thread::spawn(|| panic!("a fault of another thread")).join().unwrap_err();
                        drop(lock);
                    }
                    KeyCode::Char('c') => {
                        session.leave();
                        let mut cat = std::process::Command::new("sh");
                        cat.args(["-c", "read line; echo child got $line"]).stdin(tty::for_child().unwrap());
                        assert!(cat.status().unwrap().success());
                        waiter.forget_keyboard();
                        session.resume().unwrap();
                        heard.push_str(" child done");
                    }
                    KeyCode::Char(other) => heard.push_str(&format!(" {other}")),
                    other => heard.push_str(&format!(" {other}")),
                },
                Event::Paste(text) => heard.push_str(&format!(" pasted {}", text.len())),
                Event::Mouse(mouse) => heard.push_str(&format!(" {:?}", mouse.kind)),
                _ => {}
            }
        }
    }
}

/// The terminal may be gone at any moment, whatever is being done with it.
fn gone() -> ! {
    end::die_by(Signal::HUP.as_raw())
}

/// The command line of the program.
fn program() -> Vec<String> {
    let this = std::env::current_exe().unwrap().into_os_string().into_string().unwrap();
    [&this, "terminal::probe", "--exact", "--ignored", "--nocapture", "--quiet"].map(String::from).to_vec()
}

fn start() -> Pty {
    let program = program();
    let mut command = CommandBuilder::new(&program[0]);
    // So that the message of a panic fits on the screen.
    command.env("RUST_BACKTRACE", "0");
    command.args(&program[1..]);
    let pty = Pty::spawn(command, 60, 12);
    pty.wait_for_text("60 by 12.");
    assert_eq!(pty.modes(), OURS);
    assert_ne!(&pty.line(), pty.line_before());
    pty
}

#[track_caller]
fn is_as_it_was(pty: &Pty) {
    assert_eq!(pty.modes(), AS_IT_WAS);
    assert_eq!(&pty.line(), pty.line_before());
}

#[test]
fn quitting_gives_the_terminal_back() {
    let mut pty = start();
    pty.keys("q");
    assert_eq!(pty.wait_exit(), Exit::Code(0));
    is_as_it_was(&pty);
}

#[rstest]
#[case("p", "a fault of the main thread")]
#[case("P", "a fault of another thread")]
fn a_panic_is_reported_on_the_users_own_screen(#[case] key: &str, #[case] message: &str) {
    let mut pty = start();
    pty.keys(key);
    assert_eq!(pty.wait_exit(), Exit::Code(101));
    is_as_it_was(&pty);
    assert!(pty.screen_text().contains(message), "{}", pty.screen_text());
}

#[test]
fn keys_sizes_pastes_and_clicks_arrive() {
    let mut pty = start();
    pty.keys("l h Up PgDn C-x Esc");
    pty.wait_for_text("l h Up Page Down x Esc");
    pty.resize(70, 10);
    pty.wait_for_text("70 by 10.");
    pty.write(b"\x1b[<0;5;3M");
    pty.wait_for_text("Down(Left)");
    pty.keys("w");
    pty.wait_for_text("woken");
}

#[test]
fn many_keys_at_once_are_all_taken() {
    let mut pty = start();
    // More than crossterm reads at a time, and none of them may wait for the next key.
    pty.write(&[b'x'; 3000]);
    pty.write(b"w");
    pty.wait_for_text("woken");
    pty.write(b"\x1b[200~");
    pty.write(&[b'y'; 9000]);
    pty.write(b"\x1b[201~");
    pty.wait_for_text("pasted 9000");
}

#[test]
fn half_a_key_holds_nothing_up() {
    let mut pty = start();
    pty.write(b"\x1b[");
    // It would wait for the rest, and not see this.
    thread::sleep(Duration::from_millis(100));
    pty.signal(Signal::TERM);
    assert_eq!(pty.wait_exit(), Exit::Signal(15));
    is_as_it_was(&pty);
}

#[test]
fn a_terminal_that_goes_away_in_the_middle_of_a_key_ends_it() {
    let mut pty = start();
    pty.write(b"\x1b[200~half a paste");
    assert_eq!(pty.hang_up(), Exit::Signal(1));
}

#[test]
fn without_job_control_it_stays() {
    let mut pty = start();
    pty.keys("z");
    pty.wait_for_text("stays");
    pty.signal(Signal::TSTP);
    pty.wait_for_text("stays stays");
    assert_eq!(pty.modes(), OURS);
}

#[test]
fn a_child_gets_the_terminal_as_it_was_and_every_key() {
    let mut pty = start();
    pty.keys("c");
    // On the main screen now, and in the line mode of before: the line is the child's.
    pty.wait_for(|screen| !screen.alternate_screen());
    pty.wait_for_line_before();
    pty.keys("q q q Enter");
    pty.wait_for_text("child done");
    assert_eq!(pty.modes(), OURS);
    pty.keys("q");
    assert_eq!(pty.wait_exit(), Exit::Code(0));
    assert!(pty.screen_text().contains("child got qqq"), "{}", pty.screen_text());
    is_as_it_was(&pty);
}

/// A shell with job control, and the program as its job.
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
fn is_at_the_prompt(pty: &Pty) {
    pty.wait_for(|screen| {
        let text = screen.contents();
        !screen.alternate_screen() && text.trim_end().ends_with("PROMPT>")
    });
    assert_eq!(pty.modes(), AS_IT_WAS);
}

#[test]
fn suspended_and_continued_by_a_shell() {
    let mut pty = start_in_a_shell();
    let mut heard = String::from(": ");
    for _ in 0..3 {
        pty.keys("z");
        is_at_the_prompt(&pty);
        assert_eq!(&pty.line(), pty.line_before());
        pty.resize(66, 12);
        pty.write(b"clear; fg\r");
        pty.wait_for_text("66 by 12.");
        pty.keys("w");
        heard.push_str(" back woken");
        pty.wait_for_text(&heard);
        assert_eq!(pty.modes(), OURS);
    }
    // In the background it is stopped by the terminal before it can draw.
    pty.keys("z");
    is_at_the_prompt(&pty);
    pty.write(b"clear; bg\r");
    thread::sleep(Duration::from_millis(100));
    pty.write(b"echo in-between\r");
    pty.wait_for_text("in-between");
    assert_eq!(pty.modes(), AS_IT_WAS);
    pty.write(b"clear; fg\r");
    heard.push_str(" back");
    pty.wait_for_text(&heard);
    pty.keys("q");
    is_at_the_prompt(&pty);
    pty.write(b"clear; echo status $?\r");
    pty.wait_for_text("status 0");
    assert_eq!(&pty.line(), pty.line_before());
}

#[test]
fn suspended_and_stopped_from_outside() {
    let mut pty = start_in_a_shell();
    let job = pty.foreground();
    rustix::process::kill_process(job, Signal::TSTP).unwrap();
    is_at_the_prompt(&pty);
    pty.write(b"clear; fg\r");
    pty.wait_for(|screen| screen.alternate_screen() && screen.contents().contains("60 by 12."));
    // Stopped without being asked, it leaves the terminal as it stands. In raw mode Enter is no end of line.
    rustix::process::kill_process(job, Signal::STOP).unwrap();
    pty.wait_for_text("PROMPT>");
    pty.write(b"fg\n");
    pty.wait_for_text("continued");
    assert_eq!(pty.modes(), OURS);
    pty.write(b"q");
    is_at_the_prompt(&pty);
    assert_eq!(&pty.line(), pty.line_before());
}
