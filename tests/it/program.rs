//! The whole program in a pseudo-terminal.

use std::fs;
use std::path::Path;

use crate::support::cli::{PROGRAM, expect_error, expect_ok, expect_status, run};
use crate::support::program::{assert_restored, clean, dossier, program, text};
use crate::support::pty::{Exit, Pty};
use flank::dossier::BUILT_IN;
use portable_pty::CommandBuilder;

const FIGURE: &str = "2026 = 4.68";

#[test]
fn shows_edits_from_opening_to_quitting() {
    let (_dir, path) = dossier();
    let mut pty = Pty::spawn(program(&[text(&path)]), 80, 24);
    pty.wait_for_text("flank.toml ● live");
    assert!(pty.modes().alternate_screen && pty.modes().hidden_cursor);

    pty.keys("l l l l");
    pty.wait_for_text("▌ PL Poland");

    fs::write(&path, BUILT_IN.replace(FIGURE, &FIGURE.replace("4.68", "4.90"))).unwrap();
    pty.wait_for_text("Poland, defence spending 2026 (NATO, Jul 2026): 4.68 % → 4.90 %");
    pty.wait_for_text("◆PL Poland");

    fs::write(&path, BUILT_IN.replace(FIGURE, &FIGURE.replace("4.68", "468"))).unwrap();
    pty.wait_for_text("▲ stale");
    assert!(pty.screen_text().contains("2026e 4.90"), "the last good view stays\n{}", pty.screen_text());
    pty.keys("!");
    pty.wait_for_text("out of range");
    pty.keys("Esc");

    fs::write(&path, BUILT_IN).unwrap();
    pty.wait_for_text("flank.toml ● live");
    pty.wait_for_text("2026e 4.68");
    pty.wait_for_text("◆PL Poland");

    pty.keys("q");
    assert_eq!(pty.wait_exit(), Exit::Code(0));
    assert_restored(&pty);
}

#[test]
fn settings_file_is_applied() {
    let (dir, path) = dossier();
    let settings = dir.path().join("settings.toml");
    let own = format!(
        "dossier = {:?}\njump = true\npoll = 200\n\n[colours]\nchanged = \"white on magenta\"\n\n[keys]\nquit = [\"x\"]\n",
        path.file_name().unwrap()
    );
    fs::write(&settings, own).unwrap();
    // A relative path is relative to the directory of the settings.
    fs::rename(&path, dir.path().join("flank.toml")).unwrap();
    let path = dir.path().join("flank.toml");
    let mut pty = Pty::spawn(program(&["--config", text(&settings)]), 80, 24);
    pty.wait_for_text("flank.toml ● polling");
    pty.wait_for_text("▌ FI Finland");
    fs::write(&path, BUILT_IN.replace(FIGURE, &FIGURE.replace("4.68", "4.90"))).unwrap();
    pty.wait_for_text("◆PL Poland");
    pty.wait_for_text("▸ Defence spending");
    let raw = String::from_utf8_lossy(&pty.raw()).into_owned();
    assert!(raw.contains("\x1b[38;5;15;48;5;5m"), "white on magenta\n{raw:?}");
    pty.keys("x");
    assert_eq!(pty.wait_exit(), Exit::Code(0));
    assert_restored(&pty);
}

#[test]
fn built_in_dossier_opens_without_an_argument() {
    let mut pty = Pty::spawn(program(&[]), 120, 40);
    pty.wait_for_text("Built-in dossier");
    pty.wait_for_text("FI Finland");
    pty.keys("C-c");
    assert_eq!(pty.wait_exit(), Exit::Code(0));
    assert_restored(&pty);
}

/// Returns the output up to the first screen, for these arguments and variables.
fn output(arguments: &[&str], variables: &[(&str, &str)]) -> String {
    // `env` sets the variables, because `Pty` overrides TERM.
    let mut command = CommandBuilder::new("env");
    command.env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("LANG", "C.UTF-8");
    command.args(variables.iter().map(|(name, value)| format!("{name}={value}")));
    command.arg(PROGRAM);
    command.args(arguments);
    let mut pty = Pty::spawn(command, 80, 24);
    pty.wait_for_text("FI Finland");
    pty.keys("q");
    assert_eq!(pty.wait_exit(), Exit::Code(0));
    String::from_utf8_lossy(&pty.raw()).into_owned()
}

#[test]
fn first_frame_is_drawn_on_a_cleared_screen() {
    // Without an alternate screen, earlier output would show between the words.
    let written = output(&[], &[("TERM", "xterm-256color")]);
    assert!(written.contains("\x1b[?1049h\x1b[2J"), "{written:?}");
}

#[test]
fn theme_is_reduced_to_colours_of_the_terminal() {
    let dark = ["--theme=dark"];
    let true_colour = ("COLORTERM", "truecolor");
    let (ground, near_it) = ("48;2;17;21;28m", "48;5;233m");
    let all = output(&dark, &[true_colour]);
    assert!(all.contains(ground), "{all}");
    let some = output(&dark, &[]);
    assert!(some.contains(near_it) && !some.contains(";2;"), "{some}");
    let some = output(&dark, &[true_colour, ("FORCE_COLOR", "2")]);
    assert!(some.contains(near_it) && !some.contains(";2;"), "{some}");
    // An empty NO_COLOR is ignored.
    assert!(output(&dark, &[true_colour, ("NO_COLOR", "")]).contains(ground));
}

#[test]
fn no_color_disables_colours_in_every_theme() {
    let no_color = [("COLORTERM", "truecolor"), ("NO_COLOR", "1")];
    let forced_off = [("COLORTERM", "truecolor"), ("FORCE_COLOR", "0")];
    for variables in [&no_color, &forced_off] {
        for arguments in [&[][..], &["--theme=dark"], &["--theme=terminal"]] {
            let all = output(arguments, variables);
            assert!(!all.contains("38;2;") && !all.contains("38;5;"), "{arguments:?} {variables:?}: {all}");
            assert!(!all.contains("48;2;") && !all.contains("48;5;"), "{arguments:?} {variables:?}: {all}");
            assert!(all.contains('▒'), "estimates are shaded\n{all}");
        }
    }
}

#[test]
fn suspending_without_job_control_is_refused() {
    let mut pty = Pty::spawn(program(&[]), 80, 24);
    pty.wait_for_text("FI Finland");
    pty.keys("C-z");
    pty.wait_for_text("not suspended");
    pty.keys("q");
    assert_eq!(pty.wait_exit(), Exit::Code(0));
}

#[test]
fn user_settings_are_applied_and_their_mistakes_reported() {
    let dir = tempfile::tempdir().unwrap();
    let settings = dir.path().join("flank/config.toml");
    fs::create_dir(dir.path().join("flank")).unwrap();
    fs::write(&settings, "mouse = false\n[keys]\nnext-state = ['x']\n").unwrap();
    let mut command = program(&[]);
    command.env("XDG_CONFIG_HOME", dir.path());
    let mut pty = Pty::spawn(command, 80, 24);
    pty.wait_for_text("▌ FI Finland");
    assert!(!pty.modes().mouse);
    pty.keys("x");
    pty.wait_for_text("▌ EE Estonia");
    pty.keys("q");
    assert_eq!(pty.wait_exit(), Exit::Code(0));

    let large = dir.path().join("large.toml");
    fs::write(&large, format!("# {}\n", "x".repeat(2 << 20))).unwrap();
    fs::write(&settings, "max-size = 1\n").unwrap();
    let mut pty = Pty::spawn(program(&[text(&large), "--config", text(&settings)]), 80, 24);
    pty.wait_for_text("over the limit of 1 MiB");
    pty.keys("q");
    assert_eq!(pty.wait_exit(), Exit::Code(0));

    fs::write(&settings, "mouze = false\n").unwrap();
    let mut pty = Pty::spawn(program(&["--config", text(&settings)]), 80, 24);
    assert_eq!(pty.wait_exit(), Exit::Code(2));
    let printed = pty.screen_text().replace('\n', "");
    assert!(
        printed.contains(":1:1: error: unknown key `mouze` in the settings; did you mean `mouse`?"),
        "{printed}"
    );
}

#[test]
fn copied_fact_goes_to_the_terminal_clipboard() {
    let mut pty = Pty::spawn(program(&["--state", "EE"]), 80, 24);
    pty.wait_for_text("▌ EE Estonia");
    pty.keys("y");
    pty.wait_for_text("sent to the terminal's clipboard");
    let raw = String::from_utf8_lossy(&pty.raw()).into_owned();
    // "Estonia, Ottawa" in base64.
    assert!(raw.contains("\x1b]52;c;RXN0b25pYSwgT3R0YXdh"), "{raw:?}");
    // Without a display, a URL is copied and shown.
    pty.keys("o");
    pty.wait_for_text("no display for a browser; copied https://");
    pty.keys("q");
    assert_eq!(pty.wait_exit(), Exit::Code(0));
    assert_restored(&pty);
}

#[test]
fn mouse_is_captured_unless_disabled() {
    let mut pty = Pty::spawn(program(&[]), 80, 24);
    pty.wait_for_text("▌ FI Finland");
    assert!(pty.modes().mouse);
    // A click on the third state: press and release, with cells counted from 1.
    pty.write(b"\x1b[<0;6;9M\x1b[<0;6;9m");
    pty.wait_for_text("▌ LV Latvia");
    // The date in the header.
    pty.write(b"\x1b[<0;40;1M\x1b[<0;40;1m");
    pty.wait_for_text("Go to day");
    pty.keys("Esc");
    // A double click on the treaty stance.
    pty.write(&b"\x1b[<0;50;5M\x1b[<0;50;5m".repeat(2));
    pty.wait_for_text("q back");
    pty.keys("q");
    pty.wait_for_text("q quit");
    pty.keys("q");
    assert_eq!(pty.wait_exit(), Exit::Code(0));
    assert_restored(&pty);

    let mut pty = Pty::spawn(program(&["--no-mouse"]), 80, 24);
    pty.wait_for_text("▌ FI Finland");
    assert!(!pty.modes().mouse);
    pty.keys("q");
    assert_eq!(pty.wait_exit(), Exit::Code(0));
}

#[test]
fn output_without_terminal_is_a_report() {
    let flank = |arguments: &[&str]| run(Path::new("."), arguments);
    let report = expect_ok(&flank(&["--as-of=2025-03-18", "--state=ee"]));
    assert_eq!(report, expect_ok(&flank(&["show", "EE", "--as-of=2025-03-18"])));
    expect_error(&flank(&["none.toml"]), 2);
}

/// Such as the shell of Emacs, which shows escape sequences as text.
#[test]
fn dumb_terminal_gets_a_report_without_a_pager() {
    for arguments in [&["--as-of=2025-03-18", "--state=ee"][..], &["show", "EE", "--as-of=2025-03-18"]] {
        // `env` sets the variables, because `Pty` overrides TERM.
        let mut command = clean("env");
        command.args(["TERM=dumb", "PAGER=echo paged", PROGRAM]);
        command.args(arguments);
        let mut pty = Pty::spawn(command, 80, 24);
        assert_eq!(pty.wait_exit(), Exit::Code(0));
        let shown = String::from_utf8(pty.raw()).unwrap();
        assert!(shown.starts_with("NATO's eastern flank, as known on 18 March 2025\r\n"), "{shown}");
        assert!(!shown.contains('\x1b'), "{shown}");
    }
}

#[test]
fn without_a_terminal_since_prints_what_is_new() {
    let flank = |arguments: &[&str]| expect_ok(&run(Path::new("."), arguments));
    let all = flank(&["--since", "2025-03-18", "--as-of", "2026-02-20"]);
    let days = run(Path::new("."), &["diff", "--from", "2025-03-18", "--to", "2026-02-20"]);
    assert_eq!(all, expect_status(&days, 1));
    let one = flank(&["--since", "2025-03-18", "--as-of", "2026-02-20", "--state", "ee"]);
    assert!(one.contains("Estonia, Ottawa Convention: recommends withdrawal → withdrawn"), "{one}");
    assert!(!one.contains("\nPoland.\n") && all.contains("\nPoland.\n"), "{one}");
    assert!(flank(&["--since", "today"]).contains("Nothing changed."));
    assert!(expect_error(&run(Path::new("."), &["--since", "soon"]), 2).starts_with("flank: --since: "));
}

#[test]
fn misspelled_option_gets_a_suggestion() {
    let message = expect_error(&run(Path::new("."), &["--as-off=2025-03-18"]), 2);
    assert!(message.contains("--as-of"), "{message}");
}

#[test]
fn name_after_two_dashes_is_a_file() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["show", "man", "--help"] {
        let message = expect_error(&run(dir.path(), &["--", name]), 2);
        assert_eq!(message, format!("flank: {name}: no such file\n"));
    }
}

#[test]
fn unknown_theme_gets_a_suggestion() {
    let message = expect_error(&run(Path::new("."), &["--theme=drak"]), 2);
    assert!(
        message.contains("possible values: auto, terminal, dark, light, high-contrast, mono"),
        "{message}"
    );
    assert!(message.contains("similar value exists: 'dark'"), "{message}");
}
