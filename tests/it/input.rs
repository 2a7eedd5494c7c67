//! Replies, incomplete sequences and pastes, sent to the program as by a terminal.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use rstest::rstest;

use crate::support::program::{assert_restored, dossier, program, text};
use crate::support::pty::{DEADLINE, Exit, Pty};

/// Replies to queries. Parsed as keys, each would run commands.
const REPLIES: &[&str] = &[
    "\x1b[?997;1n",
    "\x1b[?2026;2$y",
    "\x1b[?12;40;1R",
    "\x1b[24;80R",
    "\x1b[?62;4;22c",
    "\x1b[>0;276;0c",
    "\x1b[?0u",
    "\x1b[I",
    "\x1b[O",
    "\x1b[201~",
    "\x1b]11;rgb:1e1e/1e1e/2e2e\x07",
    "\x1b]10;rgb:eeee/eeee/eeee\x1b\\",
    "\x1b]4;1;rgb:cdcd/0000/0000\x1b\\",
    "\x1b]52;c;cXVpdA==\x07",
    "\x1b]lquiet queen\x1b\\",
    "\x1bP1$r0 q\x1b\\",
    "\x1bP1+r524742=38\x1b\\",
    "\x1bP>|XTerm(390)\x1b\\",
    "\x1b_Gi=31;OK\x1b\\",
    "\x1b^quit\x1b\\",
    "\x1bXquit\x1b\\",
];

/// Removes the spaces at the end of each line, which the program may write or skip.
fn trimmed(text: &str) -> String {
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// The dashboard, with an editor that creates a marker file.
struct Dashboard {
    dir: tempfile::TempDir,
    pty: Pty,
    before: String,
}

impl Dashboard {
    fn open() -> Dashboard {
        let (dir, path) = dossier();
        let script = dir.path().join("editor");
        fs::write(&script, format!("#!/bin/sh\necho edited > '{}'\n", Dashboard::marker(dir.path())))
            .unwrap();
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
        let mut command = program(&["--state", "EE", text(&path)]);
        command.env("VISUAL", script);
        let pty = Pty::spawn(command, 80, 24);
        pty.wait_for_text("flank.toml ● live");
        // The frame ends with these words.
        pty.wait_for(|screen| {
            screen.contents().contains("▌ EE Estonia") && screen.contents().contains("e edit")
        });
        let before = trimmed(&pty.screen_text());
        Dashboard { dir, pty, before }
    }

    fn marker(dir: &Path) -> String {
        dir.join("edited").to_str().unwrap().to_owned()
    }

    /// Checks that a key works and that nothing else has changed.
    #[track_caller]
    fn expect_unchanged(&mut self, what: &str) {
        self.pty.keys("Tab");
        self.pty.wait_for_text("▸ Treaty stance");
        self.pty.keys("BackTab");
        self.pty.wait_for_text("▸ States");
        assert_eq!(trimmed(&self.pty.screen_text()), self.before, "{what}");
        assert!(!Path::new(&Dashboard::marker(self.dir.path())).exists(), "{what} opens the editor");
    }

    #[track_caller]
    fn quit(mut self) {
        // Unlike `q`, Ctrl+C quits from anywhere.
        self.pty.keys("C-c");
        assert_eq!(self.pty.wait_exit(), Exit::Code(0));
        assert_restored(&self.pty);
    }
}

#[test]
fn replies_run_no_commands_and_the_next_key_works() {
    let mut dashboard = Dashboard::open();
    for reply in REPLIES {
        dashboard.pty.write(reply.as_bytes());
        dashboard.expect_unchanged(&reply.escape_debug().to_string());
    }
    dashboard.pty.write(REPLIES.concat().as_bytes());
    dashboard.expect_unchanged("all replies");
    dashboard.quit();
}

#[test]
fn replies_in_pieces_run_no_commands() {
    let mut dashboard = Dashboard::open();
    for reply in REPLIES.iter().filter(|reply| reply.len() > 8) {
        for piece in reply.as_bytes().chunks(5) {
            dashboard.pty.write(piece);
        }
        dashboard.expect_unchanged(&reply.escape_debug().to_string());
    }
    for reply in ["\x1b]11;rgb:1e1e/1e1e/2e2e\x07", "\x1bP1$r0 q quiet\x1b\\"] {
        let (one, two) = reply.split_at(9);
        dashboard.pty.write(one.as_bytes());
        // On a slow line, a pause may be longer than the timeout for a sequence.
        sleep(Duration::from_millis(400));
        dashboard.pty.write(two.as_bytes());
        dashboard.expect_unchanged(&reply.escape_debug().to_string());
    }
    dashboard.quit();
}

/// Presses `q` repeatedly, like an impatient user.
#[rstest]
#[case::alt_bracket("\x1b]")]
#[case::alt_opening_bracket("\x1b[")]
#[case::alt_capital_p("\x1bP")]
#[case::alt_capital_o("\x1bO")]
#[case::csi("\x1b[?997")]
#[case::osc("\x1b]11;rgb:1e1e/")]
#[case::dcs("\x1bP1$r0")]
#[case::apc("\x1b_Gi=31")]
#[case::lone_paste("\x1b[200~")]
#[case::paste_without_end("\x1b[200~some text")]
#[case::half_a_click("\x1b[<0;5")]
#[case::click_of_x10("\u{1b}[M ")]
#[case::several("\x1b]11;\x1bP1$r\x1b[?1\x1b[200~")]
fn unfinished_sequence_does_not_block_keys(#[case] sequence: &str) {
    let mut dashboard = Dashboard::open();
    dashboard.pty.write(sequence.as_bytes());
    let deadline = Instant::now() + DEADLINE;
    while dashboard.pty.try_exit().is_none() {
        assert!(Instant::now() < deadline, "no key has an effect");
        dashboard.pty.keys("q");
        // A person pauses between keys.
        sleep(Duration::from_millis(150));
    }
    assert_eq!(dashboard.pty.wait_exit(), Exit::Code(0));
    assert_restored(&dashboard.pty);
}

#[test]
fn escape_alone_is_the_escape_key() {
    let mut dashboard = Dashboard::open();
    dashboard.pty.keys("?");
    dashboard.pty.wait_for_text("Shift+drag");
    dashboard.pty.write(b"\x1b");
    let before = dashboard.before.clone();
    dashboard.pty.wait_for(|screen| trimmed(&screen.contents()) == before);
    dashboard.quit();
}

fn paste(text: &str) -> Vec<u8> {
    format!("\x1b[200~{text}\x1b[201~").into_bytes()
}

#[test]
fn pasted_text_goes_into_the_search_field() {
    let mut dashboard = Dashboard::open();
    dashboard.pty.keys("/");
    dashboard.pty.write(&paste("Some\rquietly\r\nquit\tnow\nq\x1b[A\x03\r"));
    dashboard.pty.wait_for_text("Some quietly quit now q␛[A␃");
    // At the cursor, and in pieces.
    dashboard.pty.keys("Home");
    for piece in paste("«é»").chunks(3) {
        dashboard.pty.write(piece);
    }
    dashboard.pty.wait_for_text("«é»Some quietly");
    dashboard.pty.keys("x");
    dashboard.pty.wait_for_text("«é»xSome quietly");
    dashboard.pty.keys("C-e C-u");
    dashboard.pty.write(&paste(&"long text ".repeat(10_000)));
    dashboard.pty.keys("C-u");
    dashboard.pty.write(&paste("Pevkur\n"));
    dashboard.pty.wait_for_text("Hanno Pevkur");
    dashboard.pty.keys("Esc");
    dashboard.quit();
}

#[test]
fn pasted_day_is_shown() {
    let mut dashboard = Dashboard::open();
    dashboard.pty.keys("t");
    dashboard.pty.write(&paste(" 2025-03-18\n"));
    dashboard.pty.wait_for_text("2025-03-18");
    dashboard.pty.keys("Enter");
    dashboard.pty.wait_for_text("18 Mar 2025");
    dashboard.quit();
}

#[test]
fn pasted_text_elsewhere_is_ignored_with_a_notice() {
    for keys in ["", "?", "s", "!", "v"] {
        let mut dashboard = Dashboard::open();
        dashboard.pty.keys(keys);
        dashboard.pty.write(&paste("Some prose, edited quietly: q\rq\x1b[Bq\n"));
        dashboard.pty.wait_for_text("pasted text is ignored");
        assert!(!Path::new(&Dashboard::marker(dashboard.dir.path())).exists());
        dashboard.quit();
    }
}

/// Starts the dashboard with the default theme in true colour, and waits until it queries the background.
fn in_true_colour() -> Pty {
    let mut command = program(&["--state", "EE"]);
    command.env("COLORTERM", "truecolor");
    Pty::spawn(command, 120, 40)
}

/// Returns whether the cell of the first state's name has this foreground.
fn has_text_colour(screen: &vt100::Screen, color: (u8, u8, u8)) -> bool {
    (0..40).flat_map(|row| (0..120).map(move |column| (row, column))).any(|(row, column)| {
        let color = vt100::Color::Rgb(color.0, color.1, color.2);
        screen.cell(row, column).is_some_and(|cell| cell.fgcolor() == color && cell.has_contents())
    })
}

/// The text colours of the themes `dark` and `light`.
const ON_DARK: (u8, u8, u8) = (0xd8, 0xde, 0xe9);
const ON_LIGHT: (u8, u8, u8) = (0x24, 0x29, 0x2f);

#[rstest]
#[case::dark("\x1b]11;rgb:1e1e/1e1e/2e2e\x07\x1b[?62;22c", ON_DARK)]
#[case::light("\x1b]11;rgb:fdfd/f6f6/e3e3\x1b\\\x1b[?62;22c", ON_LIGHT)]
fn default_theme_adapts_to_the_background(#[case] reply: &str, #[case] color: (u8, u8, u8)) {
    let mut pty = in_true_colour();
    pty.write(reply.as_bytes());
    pty.wait_for(|screen| has_text_colour(screen, color));
    // The program sets no background.
    pty.wait_for(|screen| screen.cell(39, 119).is_some_and(|cell| cell.bgcolor() == vt100::Color::Default));
    pty.keys("q");
    assert_eq!(pty.wait_exit(), Exit::Code(0));
    assert_restored(&pty);
}

#[test]
fn keys_typed_before_the_reply_are_not_lost() {
    let mut pty = in_true_colour();
    pty.write(b"l\x1b]11;rgb:0000/0000/0000\x07l\x1b[?62;22c");
    pty.wait_for_text("▌ LT Lithuania");
    pty.wait_for(|screen| has_text_colour(screen, ON_DARK));
}

#[test]
fn late_reply_adapts_the_theme_and_is_not_a_key() {
    let mut pty = in_true_colour();
    // Without a reply, the first frame has the terminal's default colours.
    pty.wait_for_text("▌ EE Estonia");
    pty.wait_for_text("q quit");
    let states =
        |text: &str| text.lines().map(|line| line.chars().take(30).collect()).collect::<Vec<String>>();
    let before = states(&pty.screen_text());
    for byte in b"\x1b]11;rgb:0000/0000/0000\x1b\\\x1b[?62;22c" {
        pty.write(&[*byte]);
    }
    pty.wait_for(|screen| has_text_colour(screen, ON_DARK));
    assert_eq!(states(&pty.screen_text()), before);
    pty.keys("C");
    pty.wait_for_text("theme: terminal");
}
