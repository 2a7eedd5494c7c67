//! Exits and suspensions: the terminal is restored, the exit status is right, and no process is left.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::support::cli::PROGRAM;
use crate::support::program::{assert_restored, clean, dossier, program, text};
use crate::support::pty::{DEADLINE, Exit, Pty};
use portable_pty::CommandBuilder;
use rstest::rstest;
use rustix::process::{Pid, Signal, kill_process};
use signal_hook::consts::SIGUSR1;

/// Returns the processes of a session that have not exited.
fn alive(session: Pid) -> Vec<String> {
    let session = session.as_raw_nonzero().to_string();
    let stats = fs::read_dir("/proc").into_iter().flatten().flatten();
    let stats = stats.filter_map(|entry| fs::read_to_string(entry.path().join("stat")).ok());
    // After the name in parentheses: state, parent, group, session.
    let of_session = |stat: &String| {
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        fields.get(3) == Some(&session.as_str()) && fields[0] != "Z"
    };
    stats.filter(of_session).collect()
}

/// Returns whether a process is stopped. On a system without `/proc`, every process counts as stopped.
fn is_stopped(process: Pid) -> bool {
    let stat = fs::read_to_string(format!("/proc/{}/stat", process.as_raw_nonzero()));
    stat.map_or(true, |stat| stat.contains(") T "))
}

/// Waits until no process of the session is left, orphans included.
#[track_caller]
fn assert_nothing_left(session: Pid) {
    let deadline = Instant::now() + DEADLINE;
    while !alive(session).is_empty() {
        assert!(Instant::now() < deadline, "still there: {:?}", alive(session));
        // Polled, because the end of a process that is not a child causes no event.
        sleep(Duration::from_millis(5));
    }
}

fn plain(path: &Path) -> CommandBuilder {
    program(&[text(path)])
}

/// Starts the program by a shell script, in which `FLANK` replaces the shell with the program.
fn shell(path: &Path, script: &str) -> CommandBuilder {
    let mut command = clean("sh");
    let exec = format!("exec '{PROGRAM}' '{}'", text(path));
    command.args(["-c", &script.replace("FLANK", &exec)]);
    command
}

fn ignoring_hangups(path: &Path) -> CommandBuilder {
    shell(path, "trap '' HUP; FLANK")
}

fn without_input(path: &Path) -> CommandBuilder {
    shell(path, "FLANK < /dev/null")
}

fn with_input_closed(path: &Path) -> CommandBuilder {
    shell(path, "FLANK <&-")
}

fn with_errors_closed(path: &Path) -> CommandBuilder {
    shell(path, "FLANK 2>&-")
}

// The file takes long to read.
fn while_reading(path: &Path) -> CommandBuilder {
    fs::write(path, (0..300_000).map(|n| format!("key-{n} = {n}\n")).collect::<String>()).unwrap();
    plain(path)
}

#[cfg(debug_assertions)]
fn panic_in_main(path: &Path) -> CommandBuilder {
    let mut command = plain(path);
    command.env("FLANK_PANIC", "main");
    command
}

#[cfg(debug_assertions)]
fn panic_in_the_watch(path: &Path) -> CommandBuilder {
    let mut command = plain(path);
    command.env("FLANK_PANIC", "watch");
    command
}

fn with_an_editor_that_crashes(path: &Path) -> CommandBuilder {
    let mut command = plain(path);
    command.env("VISUAL", "sh -c 'printf \"\\033[?1003h\"; stty raw; kill -SEGV $$'");
    command
}

fn quit_after_the_editor(pty: &mut Pty) {
    pty.keys("e");
    pty.wait_for_text("was ended by signal 11");
    pty.keys("q");
}

fn quit(pty: &mut Pty) {
    pty.keys("q");
}

fn quit_from_an_overlay(pty: &mut Pty) {
    pty.keys("? C-c");
}

/// Every key renders a frame, so a longer burst would take minutes on a busy machine.
fn quit_among_other_keys(pty: &mut Pty) {
    pty.write(&[&b"lhjk"[..]; 50].concat());
    pty.keys("q l l l");
}

fn interrupt(pty: &mut Pty) {
    pty.keys("C-c");
}

fn signal<const NUMBER: i32>(pty: &mut Pty) {
    pty.signal(Signal::from_named_raw(NUMBER).unwrap());
}

fn signals_in_a_row(pty: &mut Pty) {
    for _ in 0..20 {
        pty.signal(Signal::TERM);
    }
}

fn nothing(_: &mut Pty) {}

#[rstest]
#[case::quit(plain, quit, Exit::Code(0))]
#[case::quit_from_an_overlay(plain, quit_from_an_overlay, Exit::Code(0))]
#[case::quit_among_other_keys(plain, quit_among_other_keys, Exit::Code(0))]
#[case::quit_while_reading(while_reading, quit, Exit::Code(0))]
#[case::quit_without_input(without_input, quit, Exit::Code(0))]
#[case::quit_with_input_closed(with_input_closed, quit, Exit::Code(0))]
#[case::quit_with_errors_closed(with_errors_closed, quit, Exit::Code(0))]
#[case::quit_after_an_editor_crashed(with_an_editor_that_crashes, quit_after_the_editor, Exit::Code(0))]
#[case::interrupt(plain, interrupt, Exit::Code(0))]
#[case::sigint(plain, signal::<2>, Exit::Signal(2))]
#[case::sigterm(plain, signal::<15>, Exit::Signal(15))]
#[case::sighup(plain, signal::<1>, Exit::Signal(1))]
#[case::sigquit(plain, signal::<3>, Exit::Signal(3))]
#[case::sigalrm(plain, signal::<14>, Exit::Signal(14))]
#[case::sigusr1(plain, signal::<SIGUSR1>, Exit::Signal(SIGUSR1))]
#[case::sigterm_while_reading(while_reading, signal::<15>, Exit::Signal(15))]
#[case::sigterm_again_and_again(plain, signals_in_a_row, Exit::Signal(15))]
#[cfg_attr(debug_assertions, case::panic_in_the_main_thread(panic_in_main, nothing, Exit::Code(101)))]
#[cfg_attr(debug_assertions, case::panic_in_another_thread(panic_in_the_watch, nothing, Exit::Code(101)))]
fn terminal_is_restored(
    #[case] start: fn(&Path) -> CommandBuilder,
    #[case] end: fn(&mut Pty),
    #[case] exit: Exit,
) {
    let (_temp, path) = dossier();
    let mut pty = Pty::spawn(start(&path), 80, 24);
    if exit == Exit::Code(101) {
        // The program may exit before its first frame is seen.
    } else {
        pty.wait_for_text("flank.toml ");
        let modes = pty.modes();
        assert!(modes.alternate_screen && modes.hidden_cursor && modes.mouse, "{modes:?}");
        assert_ne!(&pty.termios(), pty.termios_before());
        end(&mut pty);
    }
    assert_eq!(pty.wait_exit(), exit);
    assert_restored(&pty);
    assert_nothing_left(pty.pid());
    let screen = pty.screen_text();
    if exit == Exit::Code(101) {
        assert!(screen.contains("forced in the"), "the message is on the main screen\n{screen}");
    } else {
        assert_eq!(screen.trim(), "", "nothing is left on the screen");
    }
}

fn half_a_key(pty: &mut Pty) {
    pty.write(b"\x1b[");
}

fn half_a_paste(pty: &mut Pty) {
    pty.write(b"\x1b[200~half a paste");
}

#[rstest]
#[case::at_rest(plain, nothing)]
#[case::in_the_middle_of_a_key(plain, half_a_key)]
#[case::in_the_middle_of_a_paste(plain, half_a_paste)]
#[case::among_keys(plain, open_and_close_an_overlay)]
#[case::while_reading(while_reading, nothing)]
#[case::ignoring_hangups(ignoring_hangups, nothing)]
#[case::without_input(without_input, nothing)]
fn closed_terminal_ends_the_program(
    #[case] start: fn(&Path) -> CommandBuilder,
    #[case] before: fn(&mut Pty),
) {
    let (_temp, path) = dossier();
    let mut pty = Pty::spawn(start(&path), 80, 24);
    pty.wait_for_text("flank.toml ");
    before(&mut pty);
    assert_eq!(pty.hang_up(), Exit::Signal(1));
    assert_nothing_left(pty.pid());
}

fn open_and_close_an_overlay(pty: &mut Pty) {
    pty.write(&[&b"?\x1b[A\x1b[B?v"[..]; 200].concat());
}

/// Standard output is a file, closed, or a pipe without a reader.
#[rstest]
#[case::closed(">&-", "")]
#[case::a_reader_that_leaves("| head -n 1", "NATO's eastern flank")]
#[case::a_reader_that_never_reads("| true", "")]
#[case::a_file("> /dev/null", "")]
fn output_without_terminal_prints_report_and_exits(#[case] output: &str, #[case] says: &str) {
    let (_temp, path) = dossier();
    let script = format!("{{ '{PROGRAM}' '{}'; echo status $? >&2; }} {output}", text(&path));
    let run = Command::new("sh").args(["-c", &script]).stdin(Stdio::null()).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&run.stderr), "status 0\n");
    let stdout = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(stdout.contains(says) && stdout.lines().count() <= 1, "{stdout}");
}

/// Starts a shell with job control and the program as its job, with Estonia selected.
fn start_in_a_shell(arguments: &str) -> (Pty, Pid) {
    let mut command = clean("sh");
    command.arg("-i");
    command.env("PS1", "prompt$ ");
    let mut pty = Pty::spawn(command, 80, 24);
    pty.wait_for_text("prompt$");
    pty.write(format!("'{PROGRAM}' --state EE {arguments}\n").as_bytes());
    pty.wait_for_text("▌ EE Estonia");
    let job = pty.foreground();
    (pty, job)
}

/// Waits for the shell's prompt on a restored terminal.
#[track_caller]
fn at_the_prompt(pty: &Pty) {
    pty.wait_for(|screen| !screen.alternate_screen() && screen.contents().trim_end().ends_with("prompt$"));
    assert_restored(pty);
}

fn by_key(pty: &mut Pty, _: Pid) {
    pty.keys("C-z");
}

fn by_signal(_: &mut Pty, job: Pid) {
    kill_process(job, Signal::TSTP).unwrap();
}

fn leave_alone(_: &mut Pty, _: Pid) {}

fn resize(pty: &mut Pty, _: Pid) {
    pty.resize(100, 30);
}

/// Changes modes like a program that does not restore them.
fn change_modes(pty: &mut Pty, _: Pid) {
    pty.write(b"printf '\\033[?25h\\033[?1000l'; clear\n");
}

/// Continues the program in the background, where the terminal stops it before it can draw.
fn to_the_background_and_back(pty: &mut Pty, job: Pid) {
    pty.write(b"clear; bg; echo $((6 * 7))\n");
    pty.wait_for_text("42");
    let deadline = Instant::now() + DEADLINE;
    while !is_stopped(job) {
        assert!(Instant::now() < deadline, "the terminal does not stop the job");
        // Polled, because the job is a child of the shell.
        sleep(Duration::from_millis(5));
    }
    pty.write(b"clear\n");
    at_the_prompt(pty);
}

#[rstest]
fn suspension_returns_the_terminal_to_the_shell(
    #[values(by_key, by_signal)] stop: fn(&mut Pty, Pid),
    #[values(leave_alone, resize, change_modes, to_the_background_and_back)] between: fn(&mut Pty, Pid),
) {
    let (mut pty, job) = start_in_a_shell("");
    for _ in 0..2 {
        stop(&mut pty, job);
        at_the_prompt(&pty);
        between(&mut pty, job);
        pty.write(b"fg\n");
        pty.wait_for(|screen| screen.alternate_screen() && screen.contents().contains("▌ EE Estonia"));
        // The frame has the terminal's width.
        pty.wait_for(|screen| {
            let widest = screen.contents().lines().map(|row| row.chars().count()).max();
            widest == Some(usize::from(screen.size().1.get()))
        });
        assert!(pty.modes().hidden_cursor && pty.modes().mouse);
    }
    pty.keys("q");
    pty.wait_for(|screen| !screen.alternate_screen());
    pty.write(b"clear; echo status $?\n");
    pty.wait_for_text("status 0");
    assert!(!pty.modes().hidden_cursor && !pty.modes().mouse);
}

/// A shell script that starts the program in the background, with other modes, as a shell has at its prompt. Once the
/// system has stopped the program, the script restores the modes and runs `then`.
fn in_the_background(dossier: &Path, then: &str) -> CommandBuilder {
    let jobs = dossier.with_file_name("jobs");
    let script = format!(
        "set -m; modes=$(stty -g); stty susp undef -echo; '{PROGRAM}' '{}' & \
         until jobs > '{jobs}'; grep -iq stopped '{jobs}'; do sleep 0.05; done; stty \"$modes\"; {then}",
        text(dossier),
        jobs = text(&jobs),
    );
    let mut command = clean("sh");
    command.args(["-c", &script]);
    command
}

#[test]
fn program_started_in_the_background_restores_the_modes_of_the_foreground() {
    let (_temp, path) = dossier();
    let mut pty = Pty::spawn(in_the_background(&path, "fg"), 80, 24);
    pty.wait_for_text("flank.toml ● live");
    pty.keys("q");
    assert_eq!(pty.wait_exit(), Exit::Code(0));
    assert_restored(&pty);
}

#[test]
fn signal_ends_a_program_started_in_the_background() {
    let (_temp, path) = dossier();
    // `wait` also returns for a stopped job, with this status.
    let then = "kill -TERM $!; kill -CONT $!; status=150; \
                while [ $status = 150 ]; do sleep 0.05; wait $!; status=$?; done; echo status $status";
    let mut pty = Pty::spawn(in_the_background(&path, then), 80, 24);
    pty.wait_for_text("status 143");
    assert_eq!(pty.wait_exit(), Exit::Code(0));
    assert!(!String::from_utf8_lossy(&pty.raw()).contains("\x1b[?1049h"), "it draws in the background");
    assert_restored(&pty);
}

#[test]
fn opened_program_survives_suspension_and_a_closed_window() {
    let dir = tempfile::tempdir().unwrap();
    let (settings, pid) = (dir.path().join("settings.toml"), dir.path().join("pid"));
    let script = format!("echo $$ > {}; exec sleep 1000", text(&pid));
    fs::write(&settings, format!("opener = \"sh -c '{script}'\"\n")).unwrap();
    let (mut pty, job) = start_in_a_shell(&format!("--config '{}'", text(&settings)));
    pty.keys("o");
    pty.wait_for_text("opening https://");
    let deadline = Instant::now() + DEADLINE;
    let opened = loop {
        let written = fs::read_to_string(&pid).ok();
        if let Some(opened) = written.and_then(|pid| Pid::from_raw(pid.trim().parse().ok()?)) {
            break opened;
        }
        assert!(Instant::now() < deadline, "the opener does not run");
        // Polled, because the opener is not a child of the test.
        sleep(Duration::from_millis(5));
    };
    pty.keys("C-z");
    at_the_prompt(&pty);
    assert!(is_stopped(job) && (!is_stopped(opened) || !Path::new("/proc").exists()));
    pty.hang_up();
    assert!(kill_process(opened, Signal::KILL).is_ok(), "the opener has ended");
}

#[test]
fn signal_ends_a_stopped_program() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT] {
        let (mut pty, job) = start_in_a_shell("");
        pty.keys("C-z");
        at_the_prompt(&pty);
        kill_process(job, signal).unwrap();
        kill_process(job, Signal::CONT).unwrap();
        let deadline = Instant::now() + DEADLINE;
        while alive(pty.pid()).len() > 1 {
            assert!(Instant::now() < deadline, "{signal:?}: still there: {:?}", alive(pty.pid()));
            // Polled, because the job is a child of the shell.
            sleep(Duration::from_millis(5));
        }
        assert_restored(&pty);
    }
}

#[test]
fn closed_terminal_ends_a_stopped_program() {
    let (mut pty, _) = start_in_a_shell("");
    pty.keys("C-z");
    at_the_prompt(&pty);
    pty.hang_up();
    assert_nothing_left(pty.pid());
}
