//! Hostile text: whatever a dossier holds, in whichever field, it can do nothing but be shown.

#[path = "support/full.rs"]
mod full;
#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test target uses its own part of what they share")]
mod pty;
#[path = "support/sound.rs"]
mod sound;
#[path = "support/squares.rs"]
mod squares;

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use flank::app::{App, File, FileEvent, WatchStatus};
use flank::config::{Settings, Theme};
use flank::dossier::{BUILT_IN, Dossier, Text, check, diff, read};
use flank::report::check::{Checked, data, human, short};
use flank::report::picture::{Format, Ground, picture};
use flank::report::{Setting, Stage, diff as told};
use flank::terminal::opener::{Opened, open};
use flank::ui::symbols::Symbols;
use portable_pty::CommandBuilder;
use pty::{Exit, Pty};
use rstest::rstest;
use sound::{assert_harmless, assert_problems, assert_sound, is_harmful};
use squares::{Screen, Sequences};

const PROGRAM: &str = env!("CARGO_BIN_EXE_flank");
const LATE: &str = "2026-11-24";

/// What must do no harm, by name.
fn texts() -> Vec<(&'static str, String)> {
    let all = |ranges: &[std::ops::RangeInclusive<u32>], around: fn(char) -> String| -> String {
        ranges.iter().cloned().flatten().filter_map(char::from_u32).map(around).collect()
    };
    vec![
        ("controls", all(&[0..=0x1f, 0x7f..=0x9f], |c| format!("a{c}b "))),
        (
            "sequences",
            "\u{1b}]8;;http://evil.example\u{1b}\\link\u{1b}]8;;\u{1b}\\ \u{1b}]52;c;aGk=\u{7} \u{1b}]0;title\u{7} \
             \u{1b}[2J\u{1b}[H\u{1b}[31m\u{1b}[?1049l\u{1b}[6n \u{1b}P$q\"p\u{1b}\\ \u{1b}c \u{9b}31m \
             \u{9d}52;c;aGk=\u{9c} \u{90}q\u{9c} \u{1b}_G\u{1b}\\ \u{1b}^x\u{1b}\\ end"
                .into(),
        ),
        (
            "bidi",
            all(&[0x61c..=0x61c, 0x200e..=0x200f, 0x202a..=0x202e, 0x2066..=0x2069], |c| format!("a{c}b ")),
        ),
        (
            "hidden",
            all(&[0xad..=0xad, 0x200b..=0x200d, 0x2028..=0x2029, 0x2060..=0x206f, 0xfeff..=0xfeff], |c| {
                format!("a{c}b ")
            }),
        ),
        ("tags", format!("flag\u{1f3f4}{} end", all(&[0xe0020..=0xe007f], |c| c.to_string()))),
        ("zero widths", format!("a{}b", "\u{200b}\u{200d}\u{feff}".repeat(1000))),
        ("marks", format!("a{}b", "\u{301}\u{20dd}".repeat(1000))),
        ("joiners", format!("a{}", "\u{1f468}\u{200d}".repeat(300))),
        (
            "zalgo",
            "Z\u{351}\u{36b}\u{343}\u{32a}\u{302}\u{36b}\u{33d}A\u{34e}\u{315}\u{332}\u{352}LGO\u{327}\u{321}".repeat(20),
        ),
        (
            "emoji",
            "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{200d}\u{1f466} \u{1f1ea}\u{1f1ea}\u{1f1eb}\u{1f1ee} 1\u{fe0f}\u{20e3} \
             \u{1f44d}\u{1f3fd}\u{2764}\u{fe0f}\u{200d}\u{1f525}\u{263a}\u{fe0f}\u{2714}\u{fe0f}\u{270c}\u{1f3ff} "
                .repeat(6),
        ),
        ("cjk", "北大西洋公約組織東翼、「第一」한국어 조약 ｆｕｌｌ　ｗｉｄｔｈ ".repeat(4)),
        ("arabic", "الأمن والسلام لا إله الاتفاقية الإسلامية لآخر بِسْمِ ٱللَّهِ ﷽ ".repeat(5)),
        ("scripts", "ניצן עברית हिन्दी क्षत्रिय ไทยน้ำ བོད་ ᄀᄀᄀ각ᆨᆨ தமிழ் ".repeat(4)),
        ("a word", "Donaudampfschifffahrts".repeat(200)),
        ("a wide word", "東".repeat(500)),
        ("markup", "<script>alert(1)</script> ]]> --> <!-- &lt; &#60; <img src=x onerror=y> \"'` \\".into()),
        ("formula", "=cmd|' /C calc'!A0".into()),
        ("plus", "+1".into()),
        ("minus", "-1+1".into()),
        ("at", "@SUM(A1)".into()),
        ("tab", "\t=1+1".into()),
        ("return", "\r=1+1\r\n@x".into()),
        ("hidden formula", "\u{feff}\u{200b}=1+1".into()),
    ]
}

fn stage(size: (u16, u16)) -> Stage {
    let file = File::new(Text::line("flank.toml"), WatchStatus::Live);
    let setting = Setting {
        keymap: Settings::read(None).unwrap().keymap,
        theme: Theme::default(),
        symbols: Symbols { ascii: false },
        marker: Default::default(),
    };
    Stage::new(App::new(file, LATE.parse().unwrap(), None, None), setting, size)
}

fn tell(stage: &mut Stage, dossier: &str) {
    stage.tell(FileEvent::Read(Box::new(read(dossier.as_bytes()))));
}

#[test]
fn the_full_dossier_is_a_valid_one() {
    let reading = read(full::dossier(Some(usize::MAX), "").as_bytes());
    assert_eq!(reading.problems, []);
    // That the walk finds what it should: a table in a table, a key in braces, a list.
    let fields = full::fields();
    for field in
        ["the dossier.title", "state.stance.what", "votes.for", "borders.name", "treaty.also", "source.url"]
    {
        assert!(fields.iter().any(|known| known == field), "{field} in {fields:?}");
    }
}

#[test]
fn every_character_is_harmless_once_it_is_text() {
    // All that are assigned or may yet be, but for those of private use.
    for c in (0..=0x3ffff).chain(0xe0000..=0xe0fff).filter_map(char::from_u32) {
        let raw = format!("{c}a{c}b \u{5d0}{c}\u{5d0}");
        for text in [Text::line(&raw), Text::paragraphs(&raw)] {
            let found = text.chars().find(|c| *c != '\n' && is_harmful(*c));
            assert_eq!(found, None, "U+{:04X} in {raw:?}", u32::from(c));
        }
    }
}

/// In a field that takes no such text it is quoted in what is said of it; in all others it is told.
#[test]
fn no_field_hands_on_what_could_harm() {
    let before = read(full::dossier(Some(usize::MAX), "").as_bytes()).dossier.unwrap();
    let all: String = texts().into_iter().map(|(_, text)| text).collect();
    let each_in_all = texts().into_iter().map(|(name, text)| (name.to_owned(), full::dossier(None, &text)));
    let all_in_each = full::fields().into_iter().enumerate();
    let all_in_each = all_in_each.map(|(at, field)| (field, full::dossier(Some(at), &all)));
    for (what, file) in each_in_all.chain(all_in_each) {
        assert_sound(file.as_bytes());
        let Some(dossier) = read(file.as_bytes()).dossier else { continue };
        for change in diff(&before, &dossier).iter().chain(&diff(&dossier, &before)) {
            assert_harmless(&what, &change.words);
            assert!(!change.words.contains('\n'), "{what}: {change:?}");
        }
        let checked = [Checked {
            name: Text::line(&what),
            problems: Ok(check(file.as_bytes(), jiff::civil::date(2026, 11, 24)).problems),
        }];
        assert_harmless(&what, &human(&checked, false, 80));
        assert_harmless(&what, &short(&checked));
        assert_harmless(&what, &flank::report::json::json(&data(&checked)));
        let files = told::files(&before, &dossier);
        assert_harmless(&what, &files.text(60));
        assert_harmless(&what, &flank::report::json::json(&files));
    }
}

/// As it is, not escaped: where a key, a heading, a value, a text or a comment belongs.
#[test]
fn no_sentence_about_a_broken_file_hands_on_what_could_harm() {
    for (_, text) in texts() {
        for around in [
            ("", "\n"),
            ("", " = 1\n"),
            ("\"", "\" = 1\n"),
            ("'", "' = 1\n"),
            ("[[", "]]\n"),
            ("[", "]\n[a]\n"),
            ("title = ", "\n"),
            ("title = \"", "\"\n"),
            ("title = \"\"\"", "\"\"\"\n"),
            ("revised = ", "\n"),
            ("format = 1\n# ", "\n"),
            ("source = [{ ", " = 1 }]\n"),
            ("source = [", "]\n"),
        ] {
            let file = format!("{}{text}{}", around.0, around.1);
            let reading = read(file.as_bytes());
            assert_problems(file.as_bytes(), &reading);
        }
    }
}

/// Keys that lead past every panel and overlay; an overlay is closed by the key that opened it.
const TOUR: &str =
    "Tab Tab Tab Tab Tab Tab Tab Enter Tab Tab Tab Tab Tab Tab v s s v s Down s ! ! u u ? ? f T [";

fn tour(stage: &mut Stage, screen: &mut Screen, what: &str) {
    for (n, key) in TOUR.split_whitespace().enumerate() {
        stage.press(key).unwrap();
        let overlaid = stage.state.overlay.is_some();
        screen.show(stage.buffer(), overlaid, &format!("{what}, after key {n}, {key}"));
    }
}

#[rstest]
#[case(80, 24)]
#[case(120, 40)]
#[case(40, 12)]
#[case(67, 21)]
fn frames_stay_square_with_each_text_in_every_field(#[case] width: u16, #[case] height: u16) {
    let before = full::dossier(Some(usize::MAX), "");
    let begins_a_formula = |text: &str| text.contains("=1+1") || text.len() < 20;
    for (name, text) in texts().into_iter().filter(|(_, text)| !begins_a_formula(text)) {
        let mut stage = stage((width, height));
        let mut screen = Screen::new((width, height));
        // A plain one first, so that what changed is told, and marked, too.
        for dossier in [&before, &full::dossier(None, &text)] {
            tell(&mut stage, dossier);
            screen.show(stage.buffer(), false, name);
        }
        tour(&mut stage, &mut screen, name);
    }
}

#[test]
fn the_dossier_that_ships_is_square_too() {
    let mut stage = stage((80, 24));
    tell(&mut stage, BUILT_IN);
    tour(&mut stage, &mut Screen::new((80, 24)), "the built-in dossier");
}

#[test]
fn pictures_hand_on_nothing_that_could_harm() {
    for (name, text) in texts() {
        let mut stage = stage((100, 30));
        tell(&mut stage, &full::dossier(None, &text));
        let title = stage.state.dossier.as_ref().unwrap().title.to_string();
        for keys in ["", "v", "Tab Enter"] {
            stage.play(keys).unwrap();
            let svg = picture(stage.buffer(), Format::Svg, &title, Ground::Dark);
            assert_harmless(name, &svg);
            roxmltree::Document::parse(&svg).unwrap_or_else(|error| panic!("{name}: {error}\n{svg}"));
            assert!(!svg.contains("<script") && !svg.contains("<img"), "{name}");
            assert_harmless(name, &picture(stage.buffer(), Format::Text, &title, Ground::Dark));
            let ansi = picture(stage.buffer(), Format::Ansi, &title, Ground::Dark);
            Sequences::of(ansi.as_bytes()).assert_only(&["CSI m"], name);
        }
    }
}

#[test]
fn no_row_of_a_table_is_a_formula() {
    for (name, text) in texts() {
        let dossier: Dossier = read(full::dossier(None, &text).as_bytes()).dossier.unwrap();
        for (form, written) in sound::forms(&dossier, LATE.parse().unwrap()) {
            if !["stances", "spending", "targets", "quotes"].contains(&form) {
                continue;
            }
            let mut reader = csv::Reader::from_reader(written.as_bytes());
            let columns = reader.headers().unwrap().len();
            for row in reader.records().map(Result::unwrap) {
                assert_eq!(row.len(), columns, "{name} in {form}");
                for cell in &row {
                    let formula = cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']);
                    assert!(!formula, "{name} in {form}: {cell:?}");
                }
            }
        }
    }
}

/// The real program in a terminal, with everything hostile in every field, past every panel: all that it sends are
/// sequences that it means to send.
#[test]
fn the_program_sends_no_sequence_that_it_does_not_mean() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a\u{1b}]0;x\u{7}\u{202e}\u{9b}2J.toml");
    let all: String = texts().into_iter().map(|(_, text)| text).collect();
    fs::write(&path, full::dossier(Some(usize::MAX), "")).unwrap();
    let mut command = CommandBuilder::new(PROGRAM);
    command.arg(&path);
    command.env_clear();
    command.env("LANG", "C.UTF-8");
    command.env("XDG_CONFIG_HOME", "/nonexistent");
    let mut pty = Pty::spawn(command, 100, 30);
    pty.wait_for_text("live");
    fs::write(&path, full::dossier(None, &all)).unwrap();
    pty.wait_for_text("◆");
    pty.keys(TOUR);
    pty.keys("y");
    pty.wait_for_text("clipboard");
    fs::write(&path, format!("title = \"{all}\"\n{all}\n")).unwrap();
    pty.wait_for_text("stale");
    pty.keys("!");
    pty.wait_for_text("Problems");
    pty.keys("! q");
    assert_eq!(pty.wait_exit(), Exit::Code(0));
    let sent = Sequences::of(&pty.raw());
    sent.assert_only(&["CSI H", "CSI m", "CSI J", "CSI h", "CSI l", "OSC 52"], "the program");
    assert!(sent.printed.contains('◆'), "all of it was looked at");
}

/// Whatever a file is called, and whatever is wrong with it.
#[test]
fn no_command_says_a_file_name_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let name = "a\u{1b}[31m\u{7}\n\u{202e}\u{9b}2J\u{200b}b.toml";
    fs::write(dir.path().join(name), "format = 2\n\u{1b}[2J = \u{202e}\n").unwrap();
    let missing = format!("not {name}");
    let mut said = 0;
    for arguments in [
        vec!["show", "-d", name],
        vec!["show", "-d", &missing],
        vec![name],
        vec![&missing],
        vec![name, "show"],
        vec!["diff", name, name],
        vec!["diff", "/dev/null", &missing],
        vec!["diff", "--from", "2025-01-01", "--to", "2025-01-02", "-d", &missing],
        vec!["check", name, &missing],
        vec!["check", "--format", "short", name],
        vec!["check", "--format", "json", name],
        vec!["check", "--explain", name],
        vec!["config", "--config", name],
        vec!["config", "--config", &missing],
        vec!["picture", "-d", name],
        vec!["picture", "-d", &missing],
        vec!["picture", &missing],
        vec!["picture", "--config", name],
        vec!["picture", "--config", &missing],
        vec!["init", name],
        vec!["show", name],
        vec!["show", "--as-of", name],
        vec!["picture", "--keys", name],
    ] {
        let mut command = Command::new(PROGRAM);
        command.args(&arguments).current_dir(dir.path()).env_clear().stdin(Stdio::null());
        let output = command.output().unwrap();
        assert!(!output.status.success(), "{arguments:?}");
        for bytes in [&output.stdout, &output.stderr] {
            assert_harmless(&format!("{arguments:?}"), &String::from_utf8_lossy(bytes));
        }
        said += output.stderr.len();
    }
    assert!(said > 500, "each says something");
}

/// The address is one argument, whole and last, whatever it holds.
#[test]
fn an_address_is_handed_over_without_a_shell() {
    let dir = tempfile::tempdir().unwrap();
    let (script, out) = (dir.path().join("opener"), dir.path().join("out"));
    // Renamed, so that it is there only once it is whole.
    fs::write(&script, "printf '%s\\n' \"$@\" > \"$1.new\" && mv \"$1.new\" \"$1\"\n").unwrap();
    let opener = format!("sh {} {} --", script.display(), out.display());
    let url = "https://example.org/?a=$(touch%20x)&b=`id`;reboot|cat>x'\"*--new-window";
    assert_eq!(open(url, Some(&opener)), Opened::Started);
    let deadline = Instant::now() + Duration::from_secs(20);
    while !out.exists() {
        assert!(Instant::now() < deadline, "the opener was not started");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(fs::read_to_string(&out).unwrap(), format!("{}\n--\n{url}\n", out.display()));
}
