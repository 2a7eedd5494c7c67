//! Hostile text in every field of a dossier has no effect on the terminal, the screen or the reports.

use std::fs;
use std::time::{Duration, Instant};

use crate::html::{assert_inert_and_structured, parse};
use crate::support::cli::run;
use crate::support::invariants::{assert_harmless, assert_invariants, assert_problems, is_harmful};
use crate::support::program::{program, text};
use crate::support::pty::{DEADLINE, Exit, Pty};
use crate::support::terminal_checks::{Screen, Sequences};
use crate::support::{invariants, maximal_dossier};
use flank::app::{App, File, FileEvent, WatchStatus};
use flank::config::{Settings, Theme};
use flank::dossier::{BUILT_IN, Code, Dossier, Text, check, diff, read};
use flank::report::check::{Checked, data, human, short};
use flank::report::screenshot::{self, Background, Format};
use flank::report::{Briefing, Detail, HeadlessApp, UiOptions, diff as diff_report, html, panel};
use flank::terminal::opener::{OpenResult, open};
use flank::ui::symbols::Symbols;
use rstest::rstest;

const LATE: &str = "2026-11-24";

/// Returns hostile texts with their names.
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

fn headless(size: (u16, u16)) -> HeadlessApp {
    let file = File::new(Text::line("flank.toml"), WatchStatus::Live);
    let options = UiOptions {
        keymap: Settings::read(None).unwrap().keymap,
        theme: Theme::default(),
        symbols: Symbols { ascii: false },
        marker: Default::default(),
    };
    HeadlessApp::new(App::new(file, LATE.parse().unwrap(), None, None), options, size)
}

fn receive(app: &mut HeadlessApp, dossier: &str) {
    app.receive(FileEvent::Read(Box::new(read(dossier.as_bytes()))));
}

#[test]
fn maximal_dossier_is_valid() {
    let reading = read(maximal_dossier::dossier(Some(usize::MAX), "").as_bytes());
    // Every key includes both ways to write spending.
    let codes: Vec<Code> = reading.problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, [Code::SpendingTwice]);
    // The generator finds nested tables, inline tables and lists.
    let fields = maximal_dossier::fields();
    for field in
        ["the dossier.title", "state.stance.what", "votes.for", "borders.name", "treaty.also", "source.url"]
    {
        assert!(fields.iter().any(|known| known == field), "{field} in {fields:?}");
    }
}

#[test]
fn text_has_no_harmful_characters() {
    // All characters but those for private use.
    for c in (0..=0x3ffff).chain(0xe0000..=0xe0fff).filter_map(char::from_u32) {
        let raw = format!("{c}a{c}b \u{5d0}{c}\u{5d0}");
        for text in [Text::line(&raw), Text::paragraphs(&raw)] {
            let found = text.chars().find(|c| *c != '\n' && is_harmful(*c));
            assert_eq!(found, None, "U+{:04X} in {raw:?}", u32::from(c));
        }
    }
}

// A field that rejects the text has a problem that quotes it. The reports contain all other fields.
#[test]
fn reports_of_hostile_fields_are_harmless() {
    let before = read(maximal_dossier::dossier(Some(usize::MAX), "").as_bytes()).dossier.unwrap();
    let all: String = texts().into_iter().map(|(_, text)| text).collect();
    let each_in_all =
        texts().into_iter().map(|(name, text)| (name.to_owned(), maximal_dossier::dossier(None, &text)));
    let all_in_each = maximal_dossier::fields().into_iter().enumerate();
    let all_in_each = all_in_each.map(|(at, field)| (field, maximal_dossier::dossier(Some(at), &all)));
    for (what, file) in each_in_all.chain(all_in_each) {
        assert_invariants(file.as_bytes());
        let Some(dossier) = read(file.as_bytes()).dossier else { continue };
        for change in diff(&before, &dossier).iter().chain(&diff(&dossier, &before)) {
            assert_harmless(&what, &change.summary);
            assert!(!change.summary.contains('\n'), "{what}: {change:?}");
        }
        let checked = [Checked {
            name: Text::line(&what),
            problems: Ok(check(file.as_bytes(), jiff::civil::date(2026, 11, 24)).problems),
        }];
        assert_harmless(&what, &human(&checked, false, 80));
        assert_harmless(&what, &short(&checked));
        assert_harmless(&what, &flank::report::json::json(&data(&checked)));
        let files = diff_report::files(&before, &dossier);
        assert_harmless(&what, &files.text(60));
        assert_harmless(&what, &flank::report::json::json(&files));
    }
}

// The text is unescaped, in place of a key, a heading, a value or a comment.
#[test]
fn messages_about_broken_files_are_harmless() {
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

/// Keys that visit every panel and overlay. The key that opens an overlay closes it.
const TOUR: &str = "Tab Tab Tab Tab Tab Tab Tab Enter Tab Tab Tab Tab Tab Tab v s s v s Down s ! ! u u ? ? : Down Esc F Down Enter f T \
     c l c c Esc [ / a Down Esc D 1 9 0 0 Enter u";

fn tour(headless: &mut HeadlessApp, screen: &mut Screen, what: &str) {
    for (n, key) in TOUR.split_whitespace().enumerate() {
        headless.press(key).unwrap();
        let overlaid = headless.app.overlay.is_some();
        screen.show(headless.buffer(), overlaid, &format!("{what}, after key {n}, {key}"));
    }
}

#[rstest]
#[case(80, 24)]
#[case(120, 40)]
#[case(40, 12)]
#[case(67, 21)]
fn panel_borders_stay_aligned_with_hostile_text(#[case] width: u16, #[case] height: u16) {
    let before = maximal_dossier::dossier(Some(usize::MAX), "");
    let begins_a_formula = |text: &str| text.contains("=1+1") || text.len() < 20;
    for (name, text) in texts().into_iter().filter(|(_, text)| !begins_a_formula(text)) {
        let mut headless = headless((width, height));
        let mut screen = Screen::new((width, height));
        // A plain dossier first, so that changes are shown and highlighted, too.
        for dossier in [&before, &maximal_dossier::dossier(None, &text)] {
            receive(&mut headless, dossier);
            screen.show(headless.buffer(), false, name);
        }
        tour(&mut headless, &mut screen, name);
    }
}

#[test]
fn panel_borders_are_aligned_with_the_built_in_dossier() {
    let mut headless = headless((80, 24));
    receive(&mut headless, BUILT_IN);
    tour(&mut headless, &mut Screen::new((80, 24)), "the built-in dossier");
}

#[test]
fn pictures_of_hostile_text_are_harmless() {
    for (name, text) in texts() {
        let mut headless = headless((100, 30));
        receive(&mut headless, &maximal_dossier::dossier(None, &text));
        let title = headless.app.dossier.as_ref().unwrap().title.to_string();
        for keys in ["", "v", "Tab Enter"] {
            headless.send_keys(keys).unwrap();
            let svg = screenshot::render(headless.buffer(), Format::Svg, &title, Background::Dark);
            assert_harmless(name, &svg);
            roxmltree::Document::parse(&svg).unwrap_or_else(|error| panic!("{name}: {error}\n{svg}"));
            assert!(!svg.contains("<script") && !svg.contains("<img"), "{name}");
            assert_harmless(
                name,
                &screenshot::render(headless.buffer(), Format::Text, &title, Background::Dark),
            );
            let ansi = screenshot::render(headless.buffer(), Format::Ansi, &title, Background::Dark);
            Sequences::of(ansi.as_bytes()).assert_only(&["CSI m"], name);
        }
    }
}

#[test]
fn html_page_of_hostile_text_is_inert() {
    for (name, text) in texts() {
        let dossier = read(maximal_dossier::dossier(None, &text).as_bytes()).dossier.unwrap();
        let briefing = Briefing::new(&dossier, &[], LATE.parse().unwrap());
        for detail in [Detail::Full, Detail::Brief] {
            let page = html(&dossier, &briefing, detail);
            assert_harmless(name, &page);
            assert_inert_and_structured(&page);
            let page = parse(&page);
            let title = page.descendants().find(|node| node.tag_name().name() == "title").unwrap();
            let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(words(title.text().unwrap_or_default()), words(&dossier.title), "{name}");
        }
    }
}

#[test]
fn copied_panels_of_hostile_text_are_harmless() {
    for (name, text) in texts() {
        let mut headless = headless((100, 30));
        receive(&mut headless, &maximal_dossier::dossier(None, &text));
        for key in ["Tab"; 7] {
            let (title, markdown) = panel(&headless.app).unwrap();
            assert_harmless(name, &title);
            assert_harmless(name, &markdown);
            headless.press(key).unwrap();
        }
    }
}

#[test]
fn csv_cells_are_not_formulas() {
    for (name, text) in texts() {
        let dossier: Dossier = read(maximal_dossier::dossier(None, &text).as_bytes()).dossier.unwrap();
        for (form, written) in invariants::forms(&dossier, LATE.parse().unwrap()) {
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

/// Visits every panel of the program in a terminal, with all hostile text in every field.
#[test]
fn program_sends_only_intended_sequences() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a\u{1b}]0;x\u{7}\u{202e}\u{9b}2J.toml");
    let all: String = texts().into_iter().map(|(_, text)| text).collect();
    fs::write(&path, maximal_dossier::dossier(Some(usize::MAX), "")).unwrap();
    let mut pty = Pty::spawn(program(&[text(&path)]), 100, 30);
    pty.wait_for_text("live");
    fs::write(&path, maximal_dossier::dossier(None, &all)).unwrap();
    pty.wait_for_text("◆");
    pty.keys(TOUR);
    pty.keys("y");
    pty.wait_for_text("clipboard");
    fs::write(&path, format!("title = \"{all}\"\n{all}\n")).unwrap();
    pty.wait_for_text("stale");
    pty.keys("!");
    pty.wait_for_text("Problems");
    pty.keys("! C-c");
    assert_eq!(pty.wait_exit(), Exit::Code(0));
    let sent = Sequences::of(&pty.raw());
    sent.assert_only(&["CSI H", "CSI m", "CSI J", "CSI h", "CSI l", "OSC 52"], "the program");
    assert!(sent.printed.contains('◆'), "the output was parsed");
}

#[test]
fn commands_escape_file_names() {
    let dir = tempfile::tempdir().unwrap();
    let name = "a\u{1b}[31m\u{7}\n\u{202e}\u{9b}2J\u{200b}b.toml";
    fs::write(dir.path().join(name), "format = 2\n\u{1b}[2J = \u{202e}\n").unwrap();
    let missing = format!("not {name}");
    let mut length = 0;
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
        let output = run(dir.path(), &arguments);
        assert!(!output.status.success(), "{arguments:?}");
        for bytes in [&output.stdout, &output.stderr] {
            assert_harmless(&format!("{arguments:?}"), &String::from_utf8_lossy(bytes));
        }
        length += output.stderr.len();
    }
    assert!(length > 500, "each command prints a message");
}

// The URL is the last argument, unchanged.
#[test]
fn url_reaches_the_opener_without_a_shell() {
    let dir = tempfile::tempdir().unwrap();
    let (script, out) = (dir.path().join("opener"), dir.path().join("out"));
    // The script renames its output, so that the file is complete once it exists.
    fs::write(&script, "printf '%s\\n' \"$@\" > \"$1.new\" && mv \"$1.new\" \"$1\"\n").unwrap();
    let opener = format!("sh {} {} --", script.display(), out.display());
    let url = "https://example.org/?a=$(touch%20x)&b=`id`;reboot|cat>x'\"*--new-window";
    assert_eq!(open(url, Some(&opener)), OpenResult::Started);
    let deadline = Instant::now() + DEADLINE;
    while !out.exists() {
        assert!(Instant::now() < deadline, "the opener was not started");
        // Polled, because the end of a detached program causes no event.
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(fs::read_to_string(&out).unwrap(), format!("{}\n--\n{url}\n", out.display()));
}
