//! Runs editors from the program: installed ones, and scripts in place of one.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::support::cli::{PROGRAM, installed};
use crate::support::program::{assert_restored, program};
use crate::support::pty::{DEADLINE, Exit, Modes, Pty};
use flank::dossier::BUILT_IN;
use portable_pty::CommandBuilder;
use rstest::rstest;
use rustix::process::{Pid, Signal, test_kill_process};

const FIGURE: &str = "2026 = 4.68";

const OURS: Modes = Modes { alternate_screen: true, hidden_cursor: true, mouse: true, bracketed_paste: true };
const NONE: Modes =
    Modes { alternate_screen: false, hidden_cursor: false, mouse: false, bracketed_paste: false };

/// A temporary directory with a dossier, and a script as the editor.
struct TempWorkspace {
    dir: tempfile::TempDir,
}

impl TempWorkspace {
    fn new() -> TempWorkspace {
        let workspace = TempWorkspace { dir: tempfile::tempdir().unwrap() };
        fs::create_dir(workspace.path("in")).unwrap();
        fs::write(workspace.dossier(), BUILT_IN).unwrap();
        workspace
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn dossier(&self) -> PathBuf {
        self.path("in/flank.toml")
    }

    /// Writes an editor as a shell script, in which `$workspace` is the directory, and returns its path.
    fn script(&self, does: &str) -> String {
        let path = self.path("editor");
        let text = format!("#!/bin/sh\nworkspace='{}'\n{does}\n", self.dir.path().display());
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Returns a command that opens the dossier, with this editor.
    fn command(&self, editor: &str) -> CommandBuilder {
        let mut command = program(&["--state", "PL", self.dossier().to_str().unwrap()]);
        command.env("HOME", self.dir.path());
        command.env("VISUAL", editor);
        command
    }

    fn open(&self, editor: &str) -> Pty {
        let pty = Pty::spawn(self.command(editor), 80, 24);
        pty.wait_for_text("flank.toml ● live");
        pty
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }
}

fn quit(mut pty: Pty) {
    pty.keys("q");
    assert_eq!(pty.wait_exit(), Exit::Code(0));
    assert_restored(&pty);
}

/// Returns the number of the line that contains `text`.
fn line_of(text: &str) -> usize {
    BUILT_IN.lines().position(|line| line.contains(text)).unwrap() + 1
}

#[test]
fn editor_gets_the_terminal_and_selection_is_kept() {
    let workspace = TempWorkspace::new();
    let script = workspace.script(
        r#"for word; do echo "$word"; done > "$workspace/words"
        stty -a > "$workspace/line"
        sed -i 's/2026 = 4.68/2026 = 4.90/' "$workspace/in/flank.toml"
        echo the editor runs
        read answer; echo "$answer" > "$workspace/answer""#,
    );
    let mut pty = workspace.open(&format!("{script} -a 'b c'"));
    // The last figure of Poland's spending.
    pty.keys("Tab Tab");
    pty.wait_for_text("▸ Defence spending");
    pty.keys("e");
    pty.wait_for_text("the editor runs");
    assert_eq!(pty.modes(), NONE);
    pty.wait_for_termios_before();
    // Each of these is a key of the dashboard.
    pty.write(b"qqqlll]v2?uT/x");
    pty.write(b"\r");
    pty.wait_for(|screen| screen.alternate_screen() && screen.contents().contains("4.68 % → 4.90 %"));
    pty.wait_for_text("▏◆PL Poland");
    assert!(pty.screen_text().contains("▸ Defence spending"), "{}", pty.screen_text());
    assert_eq!(pty.modes(), OURS);
    assert_eq!(workspace.read("answer"), "qqqlll]v2?uT/x\n");
    let line = line_of(FIGURE);
    assert_eq!(workspace.read("words"), format!("-a\nb c\n+{line}\n{}\n", workspace.dossier().display()));
    quit(pty);
}

#[test]
fn editor_gets_every_typed_key() {
    let workspace = TempWorkspace::new();
    let script = workspace.script(
        r#"stty raw -echo; printf ready
        dd bs=1 count=10000 2>/dev/null > "$workspace/keys""#,
    );
    let mut pty = workspace.open(&script);
    pty.keys("e");
    pty.wait_for_text("ready");
    let typed: Vec<u8> = b"q\x03\x1a\x1c\x1b[Al2".iter().copied().cycle().take(10_000).collect();
    for piece in typed.chunks(500) {
        pty.write(piece);
    }
    pty.wait_for(|screen| screen.alternate_screen() && screen.contents().contains("▌ PL Poland"));
    assert_eq!(fs::read(workspace.path("keys")).unwrap(), typed);
    assert_eq!(pty.modes(), OURS);
    quit(pty);
}

#[test]
fn keys_after_the_editor_key_do_not_reach_the_dashboard() {
    let workspace = TempWorkspace::new();
    let script = workspace.script("echo ready; read answer");
    let mut pty = workspace.open(&script);
    pty.write(b"elllq");
    pty.wait_for_text("ready");
    pty.write(b"\r");
    pty.wait_for(|screen| screen.alternate_screen() && screen.contents().contains("▌ PL Poland"));
    quit(pty);
}

/// The letters of the reply contain `e`, which would open the editor again.
#[test]
fn late_reply_to_a_query_of_the_editor_runs_no_command() {
    let workspace = TempWorkspace::new();
    let script = workspace.script(r#"echo run >> "$workspace/runs"; printf '\033]11;?\007'; exit 3"#);
    let mut pty = workspace.open(&script);
    pty.keys("e");
    pty.wait_for_text("ended with status 3");
    pty.write(b"\x1b]11;rgb:1e1e/");
    pty.write(b"1e1e/2e2e\x07h");
    pty.wait_for_text("▌ LT Lithuania");
    assert_eq!(workspace.read("runs"), "run\n");
    quit(pty);
}

#[rstest]
#[case::interrupt("C-c")]
#[case::quit("C-\\")]
fn keyboard_signals_go_to_the_editor(#[case] key: &str) {
    let workspace = TempWorkspace::new();
    let script = workspace.script(
        r#"trap 'echo heard' INT QUIT
        echo ready
        until read answer && [ "$answer" = end ]; do :; done"#,
    );
    let mut pty = workspace.open(&script);
    pty.keys("e");
    pty.wait_for_text("ready");
    pty.wait_for_termios_before();
    pty.keys(key);
    pty.wait_for_text("heard");
    pty.write(b"end\r");
    pty.wait_for(|screen| screen.alternate_screen() && screen.contents().contains("▌ PL Poland"));
    quit(pty);
}

#[rstest]
#[case::status("exit 3", "ended with status 3")]
#[case::crash("kill -SEGV $$", "was ended by signal 11, SIGSEGV")]
#[case::interrupted("kill -INT $$", "was ended by signal 2, SIGINT")]
fn editor_failure_is_reported_and_screen_is_restored(#[case] end: &str, #[case] message: &str) {
    let workspace = TempWorkspace::new();
    let script = workspace.script(&format!(
        r#"stty raw -echo -isig
        printf '\033[?1049h\033[?25l\033[?1003h\033[?2004h\033[31m\033[5;10rgarbage'
        {end}"#
    ));
    let mut pty = workspace.open(&script);
    pty.keys("e");
    pty.wait_for_text(message);
    pty.wait_for_text("▌ PL Poland");
    assert_eq!(pty.modes(), OURS);
    assert!(!pty.screen_text().contains("garbage"), "{}", pty.screen_text());
    pty.wait_for(|screen| screen.cell(0, 1).is_some_and(|cell| cell.fgcolor() == vt100::Color::Default));
    quit(pty);
}

#[rstest]
#[case("/nonexistent/editor", "$VISUAL names the editor `/nonexistent/editor`, which was not found")]
#[case("/dev/null", "$VISUAL names the editor `/dev/null`, which cannot be run: Permis")]
#[case("vim 'x", "$VISUAL has a quotation mark that is not closed: vim 'x")]
#[case("x\u{1b}[31my", "$VISUAL names the editor `x")]
fn editor_that_cannot_start_is_reported(#[case] editor: &str, #[case] message: &str) {
    let workspace = TempWorkspace::new();
    let mut pty = workspace.open(editor);
    pty.keys("e");
    pty.wait_for_text(message);
    assert_eq!(pty.modes(), OURS);
    quit(pty);
}

#[test]
fn missing_editor_is_reported() {
    let workspace = TempWorkspace::new();
    let mut command = workspace.command("");
    command.env("EDITOR", " ");
    command.env("PATH", "/nonexistent");
    let mut pty = Pty::spawn(command, 80, 24);
    pty.wait_for_text("flank.toml ● live");
    pty.keys("e");
    pty.wait_for_text("$VISUAL and $EDITOR name no editor, and `vi` was not found");
    quit(pty);
}

#[test]
fn saves_in_one_editor_run_are_one_edit() {
    let workspace = TempWorkspace::new();
    // The pauses are longer than the debounce of 300 ms in total, so that the watcher sees each state of the file.
    let script = workspace.script(
        r#"cd "$workspace/in"
        sed -i 's/2026 = 4.68/2026 = 4.90/' flank.toml; sleep 0.2
        echo 'broken' >> flank.toml; sleep 0.5
        sed -i '$d' flank.toml; sleep 0.2
        sed -i 's/km = 324/km = 338/' flank.toml; sleep 0.2"#,
    );
    let mut pty = workspace.open(&script);
    pty.keys("e");
    pty.wait_for_text("all changes");
    pty.keys("u");
    pty.wait_for_text("2 changes");
    pty.wait_for_text("4.68 % → 4.90 %");
    pty.wait_for_text("324 km → Russia about 338 km");
    pty.keys("Esc");
    quit(pty);
}

/// Returns whether a process exists and is not a zombie.
fn is_running(pid: &str) -> bool {
    let there = test_kill_process(Pid::from_raw(pid.parse().unwrap()).unwrap()).is_ok();
    there && !fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| stat.contains(") Z "))
}

#[test]
fn signal_ends_the_editor_too() {
    for signal in [Signal::TERM, Signal::HUP] {
        let workspace = TempWorkspace::new();
        // The script waits for another program, which must also exit.
        let script = workspace
            .script("sh -c 'echo $$ > \"$1\"; echo ready; stty raw; cat' - \"$workspace/pid\"; echo after");
        let mut pty = workspace.open(&script);
        pty.keys("e");
        pty.wait_for_text("ready");
        let pid = workspace.read("pid");
        let deadline = Instant::now() + DEADLINE;
        pty.signal(signal);
        assert_eq!(pty.wait_exit(), Exit::Signal(signal.as_raw()));
        assert_restored(&pty);
        while is_running(pid.trim()) {
            assert!(Instant::now() < deadline, "{pid} is still running");
            // Polled, because the process is not a child of the test.
            sleep(Duration::from_millis(20));
        }
    }
}

/// The problem comes after letters of several bytes, a wide one and one outside the basic plane.
#[rstest]
#[case("vim", "+call cursor({line}, {bytes})")]
#[case("nano", "+{line},{screen}")]
#[case("hx", "flank.toml:{line}:{characters}")]
#[case("code", "flank.toml:{line}:{utf16}")]
fn editor_opens_at_column_in_its_unit(#[case] editor: &str, #[case] expected: &str) {
    let workspace = TempWorkspace::new();
    let before = "borders = [{ with = \"RU\", name = \"Šešupė 漢 😀\", ";
    let source = "[[source]]\nid = \"s\"\npublisher = \"P\"\ntitle = \"T\"\n";
    let state = "[[state]]\ncode = \"LT\"\nname = \"L\"\nsources = [\"s\"]\n";
    let broken = format!("format = 1\ntitle = \"T\"\n{source}{state}{before}kn = 3 }}]\n");
    let line = broken.lines().count();
    let script = workspace.script("printf '%s\\n' \"$@\" > \"$workspace/arguments\"");
    let named = workspace.path(editor);
    fs::rename(script, &named).unwrap();
    fs::write(workspace.dossier(), broken).unwrap();
    let mut pty = Pty::spawn(workspace.command(named.to_str().unwrap()), 80, 24);
    pty.wait_for_text("unknown key `kn`");
    pty.keys("e");
    pty.wait_for(|_| workspace.read("arguments").ends_with('\n'));
    // Four letters take two bytes. Each wide character takes two columns.
    let (bytes, characters, utf16) = (before.len(), before.chars().count(), before.encode_utf16().count());
    let columns =
        [("bytes", bytes), ("characters", characters), ("utf16", utf16), ("screen", characters + 2)];
    let mut wanted = expected.replace("{line}", &line.to_string());
    for (unit, column) in columns {
        wanted = wanted.replace(&format!("{{{unit}}}"), &(column + 1).to_string());
    }
    let arguments = workspace.read("arguments");
    assert!(arguments.lines().any(|argument| argument.ends_with(&wanted)), "{wanted}: {arguments}");
    pty.wait_for_text("unknown key `kn`");
    quit(pty);
}

#[test]
fn editor_that_ignores_sigterm_is_killed() {
    let workspace = TempWorkspace::new();
    let script = workspace.script("trap '' TERM; stty raw; printf ready; while :; do read answer; done");
    let mut pty = workspace.open(&script);
    pty.keys("e");
    pty.wait_for_text("ready");
    pty.signal(Signal::TERM);
    assert_eq!(pty.wait_exit(), Exit::Signal(Signal::TERM.as_raw()));
    assert_restored(&pty);
}

/// Starts a shell with job control.
fn shell(workspace: &TempWorkspace) -> Pty {
    let mut shell = workspace.command("");
    shell.get_argv_mut().clear();
    shell.get_argv_mut().extend(["sh".into(), "-i".into()]);
    shell.env("PS1", "prompt$ ");
    let pty = Pty::spawn(shell, 80, 24);
    pty.wait_for_text("prompt$");
    pty
}

#[test]
fn ctrl_z_in_the_editor_stops_both_and_fg_resumes_both() {
    let workspace = TempWorkspace::new();
    let script = workspace.script("echo ready; read answer; echo \"$answer\" > \"$workspace/answer\"");
    let mut pty = shell(&workspace);
    pty.write(format!("VISUAL={script} {PROGRAM} --state PL {}\n", workspace.dossier().display()).as_bytes());
    pty.wait_for_text("▌ PL Poland");
    for _ in 0..2 {
        pty.keys("e");
        pty.wait_for_text("ready");
        pty.wait_for(|screen| !screen.alternate_screen());
        pty.keys("C-z");
        pty.wait_for(|screen| screen.contents().trim_end().ends_with("prompt$"));
        pty.write(b"echo $((6 * 7))\n");
        pty.wait_for_text("42");
        pty.write(b"fg\n");
        pty.wait_for(|screen| screen.contents().trim_end().ends_with("flank.toml"));
        pty.write(b"hello\r");
        pty.wait_for(|screen| screen.alternate_screen() && screen.contents().contains("▌ PL Poland"));
        assert_eq!(workspace.read("answer"), "hello\n");
        fs::remove_file(workspace.path("answer")).unwrap();
        pty.write(b"q");
        pty.wait_for(|screen| !screen.alternate_screen());
        pty.write(b"clear; ");
        pty.write(
            format!("VISUAL={script} {PROGRAM} --state PL {}\n", workspace.dossier().display()).as_bytes(),
        );
        pty.wait_for(|screen| screen.alternate_screen() && screen.contents().contains("▌ PL Poland"));
    }
    pty.keys("q");
    pty.wait_for(|screen| !screen.alternate_screen());
}

#[test]
fn ctrl_z_in_vim_stops_both() {
    if !installed("vim") {
        return;
    }
    let workspace = TempWorkspace::new();
    let mut pty = shell(&workspace);
    let program = format!("VISUAL='vim -Nu NONE' {PROGRAM} --state PL {}\n", workspace.dossier().display());
    pty.write(program.as_bytes());
    pty.wait_for_text("▌ PL Poland");
    pty.keys("e");
    // vim may miss a key while it draws. It prints the number of bytes last.
    pty.wait_for(|screen| {
        let shown = screen.contents();
        shown.contains("[[state.stance]]") && shown.trim_end().ends_with('B')
    });
    pty.keys("C-z");
    pty.wait_for(|screen| !screen.alternate_screen() && screen.contents().trim_end().ends_with("prompt$"));
    pty.write(b"fg\n");
    pty.wait_for(|screen| screen.alternate_screen() && screen.contents().contains("[[state.stance]]"));
    pty.write(b":q!\r");
    pty.wait_for_text("▌ PL Poland");
    assert_eq!(pty.modes(), OURS);
    pty.keys("q");
    pty.wait_for(|screen| !screen.alternate_screen());
}

#[test]
fn closed_window_ends_both() {
    let workspace = TempWorkspace::new();
    let script = workspace.script("echo $$ > \"$workspace/pid\"; echo ready; read answer");
    let mut pty = workspace.open(&script);
    pty.keys("e");
    pty.wait_for_text("ready");
    assert_eq!(pty.hang_up(), Exit::Signal(Signal::HUP.as_raw()));
    assert!(!is_running(workspace.read("pid").trim()));
}

/// Each editor opens at the line of the figure, changes it, saves and exits.
#[rstest]
#[case("vim -Nu NONE", ":s/4.68/4.90/\r:wq\r")]
#[case("nvim -u NONE", ":s/4.68/4.90/\r:wq\r")]
#[case("vi", ":s/4.68/4.90/\r:wq\r")]
// These have no common substitute command, so they append a comment.
#[case("nano -I", "\x05 # changed by hand\x0f\r\x18")]
#[case("emacs -nw -Q", "\x05 # changed by hand\x18\x13\x18\x03")]
#[case("micro", "\x1b[F # changed by hand\x13\x11")]
fn installed_editors_open_at_the_selected_line(#[case] editor: &str, #[case] keys: &str) {
    if !installed(editor.split(' ').next().unwrap()) {
        return;
    }
    let workspace = TempWorkspace::new();
    let mut pty = workspace.open(editor);
    pty.keys("Tab Tab");
    pty.wait_for_text("▸ Defence spending");
    pty.keys("e");
    pty.wait_for(|screen| screen.contents().contains("2026 = 4.68"));
    for key in keys.split_inclusive(['\r', '\x13', '\x0f']) {
        pty.write(key.as_bytes());
    }
    pty.wait_for(|screen| screen.alternate_screen() && screen.contents().contains("▸ Defence spending"));
    let line = line_of(FIGURE);
    let now = fs::read_to_string(workspace.dossier()).unwrap();
    let changed: Vec<usize> = now
        .lines()
        .zip(BUILT_IN.lines())
        .enumerate()
        .filter(|(_, (a, b))| a != b)
        .map(|(n, _)| n + 1)
        .collect();
    assert_eq!(changed, [line], "{editor}");
    assert_eq!(pty.modes(), OURS, "{editor}");
    quit(pty);
}
