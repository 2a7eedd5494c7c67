//! Screenshots in every format, also of hostile text.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use flank::app::{App, File, FileEvent, WatchStatus};
use flank::config::{Settings, Theme};
use flank::dossier::{BUILT_IN, Text, read};
use flank::report::screenshot::{Background, Format, animate, is_drawn, render};
use flank::report::{HeadlessApp, KeyError, UiOptions};
use flank::ui::symbols::Symbols;
use insta::assert_snapshot;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use roxmltree::{Document, Node};
use unicode_width::UnicodeWidthChar;

use crate::support::cli::{expect_error, expect_ok, run};
use crate::support::invariants::errors;

/// A dossier of one state.
const TINY: &str = r#"
format = 1
title = "Tiny"
[[source]]
id = "s"
publisher = "P"
title = "T"
[[treaty]]
id = "ottawa"
name = "Ottawa Convention"
subject = "anti-personnel landmines"
sources = ["s"]
[[state]]
code = "EE"
name = "Estonia"
nato_since = 2004-03-29
sources = ["s"]
[[state.stance]]
treaty = "ottawa"
position = "party"
date = 2004-05-12
what = "Estonia accedes"
sources = ["s"]
[[state.spending]]
year = 2023
percent = 2.98
sources = ["s"]
[[state.spending]]
year = 2024
percent = 3.37
estimate = true
sources = ["s"]
"#;

fn headless(dossier: &str, size: (u16, u16)) -> HeadlessApp {
    let file = File::new(Text::line("tiny.toml"), WatchStatus::Live);
    let state = App::new(file, "2026-11-24".parse().unwrap(), None, None);
    let options = UiOptions {
        keymap: Settings::read(None).unwrap().keymap,
        theme: Theme::default(),
        symbols: Symbols { ascii: false },
        marker: Default::default(),
    };
    let mut app = HeadlessApp::new(state, options, size);
    let reading = read(dossier.as_bytes());
    assert_eq!(errors(&reading).count(), 0, "{:?}", reading.problems);
    app.receive(FileEvent::Read(Box::new(reading)));
    app
}

fn svg(buffer: &Buffer) -> String {
    render(buffer, Format::Svg, "A title", Background::Dark)
}

/// Returns every `<text>` element with its x positions.
fn texts<'a>(svg: &Document<'a>) -> Vec<(String, String)> {
    let texts = svg.descendants().filter(|node: &Node<'_, '_>| node.has_tag_name("text"));
    let place = |node: Node<'_, '_>| node.attribute("x").unwrap_or_default().to_owned();
    texts.map(|node| (place(node), node.text().unwrap_or_default().to_owned())).collect()
}

fn parse(svg: &str) -> Document<'_> {
    Document::parse(svg).unwrap_or_else(|error| panic!("{error}\n{svg}"))
}

#[test]
fn small_screen_in_every_format() {
    let mut app = headless(TINY, (40, 12));
    app.send_keys("Tab Tab").unwrap();
    assert_snapshot!("tiny.svg", svg(app.buffer()));
    assert_snapshot!("tiny-light.svg", render(app.buffer(), Format::Svg, "Tiny", Background::Light));
    assert_snapshot!("tiny.txt", render(app.buffer(), Format::Text, "", Background::Dark));
    let ansi = render(app.buffer(), Format::Ansi, "", Background::Dark);
    assert_snapshot!("tiny.ans", ansi.replace('\x1b', "␛"));
    parse(&svg(app.buffer()));
}

#[test]
fn ansi_shows_the_screen_on_a_terminal() {
    let mut app = headless(BUILT_IN, (120, 40));
    app.send_keys("4").unwrap();
    let ansi = render(app.buffer(), Format::Ansi, "", Background::Dark);
    let side = |n| std::num::NonZero::new(n).unwrap();
    let mut terminal = vt100::Parser::new(side(40), side(120), 0);
    terminal.process(ansi.trim_end_matches('\n').replace('\n', "\r\n").as_bytes());
    let screen = terminal.screen();
    for (y, row) in app.rows().iter().enumerate() {
        assert_eq!(screen.contents_between(y as u16, 0, y as u16, 120).trim_end(), row);
    }
    for y in 0..40 {
        for x in 0..120 {
            let (cell, shown) = (&app.buffer()[(x, y)], screen.cell(y, x).unwrap());
            if cell.symbol() == " " {
                continue;
            }
            assert_eq!(shown.bold(), cell.modifier.contains(Modifier::BOLD), "{x} {y}");
            assert_eq!(shown.italic(), cell.modifier.contains(Modifier::ITALIC), "{x} {y}");
            let colour = |colour: Color| match colour {
                Color::Reset => vt100::Color::Default,
                Color::Red => vt100::Color::Idx(1),
                Color::Green => vt100::Color::Idx(2),
                Color::Magenta => vt100::Color::Idx(5),
                Color::Cyan => vt100::Color::Idx(6),
                Color::Black => vt100::Color::Idx(0),
                Color::DarkGray => vt100::Color::Idx(8),
                Color::LightBlue => vt100::Color::Idx(12),
                other => panic!("{other} is not covered by this test"),
            };
            assert_eq!((shown.fgcolor(), shown.bgcolor()), (colour(cell.fg), colour(cell.bg)), "{x} {y}");
        }
    }
}

#[test]
fn letters_are_at_their_columns() {
    let buffer = Buffer::with_lines(["ab 漢字 e\u{301}x é", "─a─"]);
    let drawn = svg(&buffer);
    let svg = parse(&drawn);
    let expected = [
        ("0 9", "ab"),
        // Centred in two cells, because fonts differ in width.
        ("36", "漢"),
        ("54", "字"),
        ("72", "e\u{301}"),
        ("81 90 99", "x é"),
        ("9", "a"),
    ];
    assert_eq!(texts(&svg), expected.map(|(x, text)| (x.to_owned(), text.to_owned())));
    assert_eq!(svg.root_element().attribute("width"), Some("124"));
    let text = render(&buffer, Format::Text, "", Background::Dark);
    assert_eq!(text, "ab 漢字 e\u{301}x é\n─a─\n");
}

#[test]
fn styles_are_drawn() {
    let mut buffer = Buffer::with_lines(["abcdefg"]);
    for (x, modifier) in [
        Modifier::BOLD,
        Modifier::ITALIC,
        Modifier::UNDERLINED,
        Modifier::REVERSED,
        Modifier::CROSSED_OUT,
        Modifier::HIDDEN,
    ]
    .into_iter()
    .enumerate()
    {
        buffer[(x as u16, 0)].set_style(Style::new().add_modifier(modifier));
    }
    buffer[(6, 0)].set_style(Style::new().fg(Color::Rgb(1, 2, 3)).bg(Color::Rgb(250, 251, 252)));
    let drawn = svg(&buffer);
    parse(&drawn);
    for part in [
        r#"<text class="b" y="14" x="0">a</text>"#,
        r#"<text class="i" y="14" x="9">b</text>"#,
        "M18 16h9v1h-9z",
        r##"<path fill="#d5dbe5" d="M27 0h9v18h-9z"/>"##,
        "M36 9h9v1h-9z",
        r##"<path fill="#fafbfc" d="M54 0h9v18h-9z"/>"##,
        "fill:#010203",
    ] {
        assert!(drawn.contains(part), "{part} is missing in\n{drawn}");
    }
    assert!(!drawn.contains(">f<"), "hidden text is drawn\n{drawn}");
}

#[test]
fn margin_has_the_background_of_the_screen() {
    let mut buffer = Buffer::with_lines(["abc", "def"]);
    buffer.set_style(buffer.area, Style::new().bg(Color::Rgb(1, 2, 3)));
    // The sea of a map that fills most of the screen is not the background.
    buffer.set_style(Rect::new(0, 1, 3, 1), Style::new().bg(Color::Rgb(4, 5, 6)));
    buffer.set_style(Rect::new(2, 0, 1, 1), Style::new().bg(Color::Rgb(4, 5, 6)));
    let drawn = svg(&buffer);
    assert!(drawn.contains(r##"rx="6" fill="#010203"/>"##), "{drawn}");
    assert_eq!(drawn.matches("#010203").count(), 1, "the background is drawn twice\n{drawn}");
}

const HOSTILE: [&str; 5] = [
    "<script>alert(1)</script>",
    "]]> --> <!-- &lt; &#60;",
    "\\u001b[31m\\u009b2J",
    "\\\"'&amp;",
    "\\uFFFD\\u0001",
];

/// The visible content of a drawing: characters with position and colour, pixels covered by rectangles, and shapes.
#[derive(Debug, Default, PartialEq)]
struct Shown {
    letters: BTreeSet<(String, String, char, String)>,
    pixels: BTreeSet<(String, i32, i32)>,
    shapes: BTreeSet<(String, String)>,
}

/// Returns the visible content of a drawing, without hidden groups.
fn shown(svg: &Document<'_>, is_hidden: impl Fn(&str) -> bool) -> Shown {
    let style = svg.descendants().find(|node| node.has_tag_name("style")).unwrap().text().unwrap();
    let mut shown = Shown::default();
    let hidden =
        |node: &Node<'_, '_>| node.ancestors().any(|node| node.attribute("class").is_some_and(&is_hidden));
    let nodes = || svg.descendants().filter(|node| !hidden(node));
    for node in nodes().filter(|node| node.has_tag_name("text")) {
        let class = node.attribute("class").unwrap_or_default();
        // The numbers of colours differ between drawings.
        let look: Vec<String> = class
            .split(' ')
            .map(|name| match style.split_once(&format!(".{name}{{fill:")) {
                Some((_, rest)) => rest.split('}').next().unwrap().to_owned(),
                None => name.to_owned(),
            })
            .collect();
        let (places, text) = (node.attribute("x").unwrap().split(' '), node.text().unwrap());
        for (x, letter) in places.zip(text.chars()).filter(|(_, letter)| *letter != ' ') {
            let y = node.attribute("y").unwrap();
            shown.letters.insert((y.to_owned(), x.to_owned(), letter, look.join(" ")));
        }
    }
    for node in nodes().filter(|node| node.has_tag_name("path")) {
        let colour = node.attribute("fill").or(node.attribute("stroke")).unwrap();
        for part in node.attribute("d").unwrap().split('M').skip(1) {
            let numbers: Option<Vec<f32>> = part.strip_suffix('z').and_then(|part| {
                part.replace('-', "").split([' ', 'h', 'v']).map(|number| number.parse().ok()).collect()
            });
            let Some([x, y, width, height, _]) = numbers.as_deref() else {
                shown.shapes.insert((colour.to_owned(), part.to_owned()));
                continue;
            };
            let eighths = |from: f32, length: f32| (from * 8.0) as i32..((from + length) * 8.0) as i32;
            let pixels = eighths(*y, *height).flat_map(|y| eighths(*x, *width).map(move |x| (x, y)));
            // Every eighth pixel suffices, because cells consist of whole pixels.
            let pixels = pixels.filter(|(x, y)| x % 8 == 4 && y % 8 == 4);
            shown.pixels.extend(pixels.map(|(x, y)| (colour.to_owned(), x / 8, y / 8)));
        }
    }
    shown
}

#[test]
fn each_step_of_an_animation_is_the_single_picture() {
    let screens = headless(BUILT_IN, (80, 24)).record_screens("l Tab Enter s Esc v").unwrap();
    assert_eq!(screens.len(), 7);
    let written = animate(&screens, "A title", Background::Dark, 2.0);
    let animation = parse(&written);
    let style = animation.descendants().find(|node| node.has_tag_name("style")).unwrap().text().unwrap();
    assert!(
        style.contains("prefers-reduced-motion:reduce") && style.contains("16s step-end infinite"),
        "{style}"
    );
    // The last of the seven screens takes two steps.
    for (n, screen) in screens.iter().enumerate() {
        let percent = n as f32 * 100.0 / 8.0;
        let is_hidden = |class: &str| {
            let Some((_, steps)) = style.split_once(&format!("@keyframes {class}{{")) else { return false };
            let steps = steps.split("}}").next().unwrap().split('}');
            let due = steps
                .filter_map(|step| step.split_once('%'))
                .take_while(|(at, _)| at.parse::<f32>().is_ok_and(|at| at <= percent + 0.01));
            due.last().is_some_and(|(_, state)| state.contains("hidden"))
        };
        let single = svg(screen);
        let (moving, still) = (shown(&animation, is_hidden), shown(&parse(&single), |_| false));
        assert!(still.letters.len() > 100 && !still.shapes.is_empty());
        assert_eq!(moving, still, "screen {n}");
    }
    // Without motion, the last screen is shown.
    let is_hidden = |class: &str| style.contains(&format!(".{class}{{visibility:hidden"));
    let last = svg(&screens[6]);
    assert_eq!(shown(&animation, is_hidden), shown(&parse(&last), |_| false));
    let singles: usize = screens.iter().map(|screen| svg(screen).len()).sum();
    assert!(written.len() < singles, "{} for pictures of {singles} bytes", written.len());
}

#[test]
fn animation_of_one_screen_is_its_picture() {
    let app = headless(TINY, (40, 12));
    let animation = animate(&[app.buffer().clone()], "A title", Background::Dark, 2.0);
    assert_eq!(animation, svg(app.buffer()));
}

#[test]
fn only_svg_is_animated() {
    let dir = tempfile::tempdir().unwrap();
    let said = expect_error(&run(dir.path(), &["picture", "a.txt", "--play"]), 2);
    assert!(said.contains("`--play` is for pictures in SVG"), "{said}");
    let said = expect_error(&run(dir.path(), &["picture", "a.svg", "--play=0"]), 2);
    assert!(said.contains("a pause is from 0.1 to 60 seconds"), "{said}");
    expect_ok(&run(dir.path(), &["picture", "a.svg", "--keys", "l", "--play=0.5", "--size=60x20"]));
    let written = fs::read_to_string(dir.path().join("a.svg")).unwrap();
    assert!(written.contains("1.5s step-end infinite"), "{written}");
}

#[test]
fn hostile_text_has_no_effect() {
    for text in HOSTILE {
        let dossier = TINY
            .replace("title = \"Tiny\"", &format!("title = \"{text}\""))
            .replace("Estonia accedes", text)
            .replace("name = \"Estonia\"", &format!("name = \"{text}\""));
        let mut headless = headless(&dossier, (120, 40));
        let title = headless.app.dossier.as_ref().unwrap().title.to_string();
        headless.send_keys("Tab").unwrap();
        let drawn = render(headless.buffer(), Format::Svg, &title, Background::Dark);
        let svg = parse(&drawn);
        let known = ["svg", "title", "style", "rect", "g", "path", "text"];
        for node in svg.descendants().filter(Node::is_element) {
            assert!(known.contains(&node.tag_name().name()), "{node:?} from {text}");
            assert!(node.attributes().all(|a| !a.name().starts_with("on") && !a.name().contains("href")));
        }
        let shown = svg.descendants().find(|node| node.has_tag_name("title")).and_then(|node| node.text());
        assert_eq!(shown, Some(title.as_str()));
        for format in [Format::Text, Format::Ansi] {
            let written = render(headless.buffer(), format, &title, Background::Dark);
            let controls = written.chars().filter(|c| c.is_control() && *c != '\n' && *c != '\x1b').count();
            assert_eq!(controls, 0, "{written:?}");
            let colours = written.split('\x1b').skip(1).all(|rest| {
                let rest = rest.strip_prefix('[').unwrap_or("?");
                rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').starts_with('m')
            });
            assert!(colours, "{written:?}");
        }
    }
}

#[test]
fn control_characters_in_cells_are_replaced() {
    let mut buffer = Buffer::with_lines(["abc"]);
    buffer[(0, 0)].set_symbol("\x1b[2J");
    buffer[(1, 0)].set_symbol("\u{ffff}");
    buffer[(2, 0)].set_symbol("");
    let drawn = render(&buffer, Format::Svg, "\x1b]0;x\x07 \u{ffff}", Background::Dark);
    parse(&drawn);
    assert!(!drawn.contains('\x1b') && !drawn.contains('\u{ffff}'));
    assert!(!render(&buffer, Format::Ansi, "", Background::Dark).contains("[2J"));
}

/// Returns whether every common font has a character. All other symbols must be drawn.
fn is_in_every_font(c: char) -> bool {
    c.is_ascii() || c.is_alphanumeric() || "·…–—‘’“”†‡×°§±".contains(c)
}

#[test]
fn symbols_of_the_dashboard_do_not_depend_on_fonts() {
    let mut symbols: BTreeSet<char> = BTreeSet::new();
    // Symbols in the source code.
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui")];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = fs::read_to_string(path).unwrap();
            let code = source.split("#[cfg(test)]").next().unwrap().lines();
            let code = code.map(|line| line.split("//").next().unwrap_or_default());
            symbols.extend(code.flat_map(str::chars));
        }
    }
    // Symbols on screens that the source code does not contain literally.
    for keys in ["", "v", "Enter", "Tab Enter", "Tab Tab Enter", "Shift+Tab Enter", "?", "!"] {
        let mut app = headless(BUILT_IN, (160, 50));
        app.send_keys(keys).unwrap();
        symbols.extend(app.rows().concat().chars());
    }
    assert!(symbols.contains(&'◑') && symbols.contains(&'╭'), "{symbols:?}");
    // Combining marks and other scripts occur only in tests of widths.
    let unknown: Vec<char> = symbols
        .into_iter()
        .filter(|c| !is_in_every_font(*c) && c.width() == Some(1) && !is_drawn(&c.to_string()))
        .collect();
    assert!(unknown.is_empty(), "give these an outline in src/report/screenshot/glyphs.rs: {unknown:?}");
}

#[test]
fn unknown_unbound_and_quitting_keys_are_errors() {
    let mut app = headless(TINY, (40, 12));
    let said = |error: Result<(), KeyError>| error.unwrap_err().to_string();
    assert!(said(app.send_keys("Tab Foo")).starts_with("`Foo` is not a key; "));
    assert_eq!(said(app.send_keys("F9")), "the key `F9` is not bound to a command");
    assert_eq!(said(app.send_keys("q")), "the key `q` would quit or suspend the dashboard");
    assert!(said(app.send_keys("Ctrl+z")).contains("`Ctrl+z`"));
    assert_eq!(app.send_keys(" r  Ctrl+l\tTab "), Ok(()));
}
