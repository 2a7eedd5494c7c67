//! The reports of `show` and `diff` in every format, on the built-in dossier and on hostile ones.

use flank::dossier::model::StateId;
use flank::dossier::{BUILT_IN, Date, Day, Dossier, read};
use flank::report::json::json;
use flank::report::{Briefing, Detail, csv, diff, markdown, text};
use jiff::civil::date;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use rstest::rstest;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

const ARTICLE: Day = date(2025, 3, 18);
const LATE: Day = date(2026, 2, 20);

fn dossier() -> Dossier {
    read(BUILT_IN.as_bytes()).dossier.unwrap()
}

/// Returns the JSON Schema of a briefing.
fn schema() -> String {
    json(&schemars::schema_for!(Briefing))
}

fn estonia(dossier: &Dossier) -> [StateId; 1] {
    [dossier.state_by_code("EE").unwrap()]
}

/// A briefing in every format, by name.
fn formats(briefing: &Briefing) -> Vec<(&'static str, String)> {
    use csv::Table::{Quotes, Spending, Stances, Targets};
    let mut formats = vec![
        ("text", text(briefing, Detail::Full, 100)),
        ("markdown", markdown(briefing, Detail::Full)),
        ("json", json(briefing)),
    ];
    for (name, table) in
        [("stances", Stances), ("spending", Spending), ("targets", Targets), ("quotes", Quotes)]
    {
        formats.push((name, csv::csv(briefing, table).unwrap()));
    }
    formats
}

#[test]
fn one_state_in_every_format() {
    let dossier = dossier();
    for (when, day) in [("article", ARTICLE), ("late", LATE)] {
        for (form, written) in formats(&Briefing::new(&dossier, &estonia(&dossier), day)) {
            insta::assert_snapshot!(format!("estonia-{when}.{form}"), written);
        }
    }
}

#[test]
fn all_states_as_text_and_markdown() {
    let dossier = dossier();
    for (when, day) in [("article", ARTICLE), ("late", LATE)] {
        let briefing = Briefing::new(&dossier, &[], day);
        insta::assert_snapshot!(format!("all-{when}.text"), text(&briefing, Detail::Full, 80));
        insta::assert_snapshot!(format!("all-{when}.markdown"), markdown(&briefing, Detail::Full));
    }
}

#[test]
fn diff_between_two_days() {
    let days = diff::days(&dossier(), ARTICLE, LATE, &[]);
    insta::assert_snapshot!("days.text", days.text(100));
    let again: diff::Days = serde_json::from_str(&json(&days)).unwrap();
    assert_eq!(again, days);
    let same = diff::days(&dossier(), LATE, LATE, &[]);
    assert!(same.is_empty() && same.text(80).contains("Nothing changed."));
}

/// Collects every date in the JSON with its key.
fn dates(value: &serde_json::Value, found: &mut Vec<(String, Date)>) {
    match value {
        serde_json::Value::Object(map) => {
            for (key, value) in map {
                if let Some(date) = value.as_str().and_then(Date::parse) {
                    found.push((key.clone(), date));
                }
                if key != "sources" && key != "dossier" {
                    dates(value, found);
                }
            }
        }
        serde_json::Value::Array(list) => list.iter().for_each(|value| dates(value, found)),
        _ => {}
    }
}

#[test]
fn briefing_has_no_later_dates() {
    let dossier = dossier();
    for day in [date(1996, 1, 1), date(2003, 6, 1), date(2024, 12, 31), ARTICLE, LATE] {
        let briefing = Briefing::new(&dossier, &[], day);
        let mut found = Vec::new();
        dates(&serde_json::to_value(&briefing).unwrap(), &mut found);
        assert!(!found.is_empty());
        for (key, date) in found {
            assert!(date.last_day() <= day, "{day}: {key} is {date}");
        }
        for source in &briefing.sources {
            let later = source.date.is_some_and(|date| date.0.last_day() > day);
            assert_eq!(source.appeared_later, later, "{day}: {source:?}");
        }
    }
}

#[test]
fn every_quotation_is_complete_and_attributed() {
    let dossier = dossier();
    let briefing = Briefing::new(&dossier, &[], LATE);
    assert_eq!(briefing.quotes.len(), dossier.quotes.len());
    let flow = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let formats = [
        ("text", flow(text(&briefing, Detail::Full, 40))),
        ("markdown", flow(markdown(&briefing, Detail::Full))),
    ];
    for quote in &dossier.quotes {
        for (form, page) in &formats {
            let words = flow(format!("“{}”", quote.text));
            // Markdown would read brackets as a link.
            let words = if *form == "text" { words } else { words.replace('[', "\\[").replace(']', "\\]") };
            assert_eq!(page.matches(&words).count(), 1, "{form}: {words}");
            assert!(page.contains(quote.speaker.as_str()), "{form}: {}", quote.speaker);
        }
    }
}

/// Screen readers skip symbols or say "right arrow", read `3.43e` as "three point four three e", and do not pause after a
/// line without punctuation.
#[test]
fn text_can_be_read_aloud() {
    const PUNCTUATION: &str = ".,:;!?…'’“”\"()[]/&%-–—_";
    let dossier = dossier();
    for (day, detail) in [(LATE, Detail::Full), (ARTICLE, Detail::WithoutSources), (LATE, Detail::Brief)] {
        let written = text(&Briefing::new(&dossier, &[], day), detail, 100_000);
        let lines: Vec<&str> = written.lines().collect();
        for pair in lines.windows(2).filter(|pair| !pair[1].is_empty()) {
            let last = pair[0].split(' ').next_back().unwrap_or_default();
            let is_ended = last.is_empty() || last.ends_with(['.', '!', '?', '…', '”', ')']);
            assert!(is_ended || last.starts_with("http"), "{}", pair[0]);
        }
        for word in written.split_whitespace().filter(|word| !word.starts_with("http")) {
            let is_spoken = word.chars().all(|c| c.is_alphanumeric() || PUNCTUATION.contains(c));
            let figure = word.trim_end_matches(|c: char| PUNCTUATION.contains(c)).strip_suffix('e');
            let is_marked = figure.is_some_and(|figure| figure.ends_with(|c: char| c.is_ascii_digit()));
            assert!(is_spoken && !is_marked, "{word} in {detail:?}");
        }
    }
}

#[test]
fn json_round_trips_and_matches_its_schema() {
    let dossier = dossier();
    let schema: serde_json::Value = serde_json::from_str(&schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for day in [date(1900, 1, 1), ARTICLE, LATE] {
        let briefing = Briefing::new(&dossier, &[], day);
        let written = json(&briefing);
        assert_eq!(serde_json::from_str::<Briefing>(&written).unwrap(), briefing);
        let value = serde_json::from_str(&written).unwrap();
        let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert_eq!(errors, [""; 0], "{day}");
    }
    assert!(!validator.is_valid(&serde_json::json!({ "format": 1 })), "the schema has required keys");
}

#[test]
fn shipped_schema_is_up_to_date() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/show.schema.json");
    if std::env::var_os("FLANK_UPDATE").is_some() {
        std::fs::write(&path, schema()).unwrap();
    }
    let shipped = std::fs::read_to_string(path).unwrap_or_default();
    assert!(shipped == schema(), "run FLANK_UPDATE=1 cargo test --test it reports::");
}

/// Returns a dossier with this many quotations, each with its own source.
fn many_quotes(count: usize) -> Dossier {
    let mut toml = String::from("format = 1\ntitle = \"Many\"\n");
    for n in 0..count {
        toml += &format!("[[source]]\nid = \"s{n}\"\npublisher = \"Publisher {n}\"\ntitle = \"Title {n}\"\n");
    }
    toml += "[[state]]\ncode = \"EE\"\nname = \"Estonia\"\nsources = [\"s0\"]\n";
    for n in 0..count {
        toml += &format!("[[quote]]\nspeaker = \"Speaker {n}\"\nstates = [\"EE\"]\ntext = \"Words {n}\"\n");
        // Reversed, so that the order of citations differs from that of the sources.
        toml += &format!("sources = [\"s{}\"]\n", count - 1 - n);
    }
    read(toml.as_bytes()).dossier.unwrap()
}

#[test]
fn each_of_many_facts_cites_its_source() {
    let count = 1000;
    let briefing = Briefing::new(&many_quotes(count), &[], LATE);
    assert_eq!((briefing.quotes.len(), briefing.sources.len()), (count, count));
    let (text, page) = (text(&briefing, Detail::Full, 100), markdown(&briefing, Detail::Full));
    let table = csv::csv(&briefing, csv::Table::Quotes).unwrap();
    for n in 0..count {
        let source = count - 1 - n;
        assert!(text.contains(&format!(
            "  “Words {n}”\n  By Speaker {n}, undated. Source: Publisher {source}, undated.\n"
        )));
        assert!(text.contains(&format!("\n  Publisher {source}, undated: Title {source}.\n")));
        // Number 1 is the source of the state, which the last quotation also cites.
        let number = if source == 0 { 1 } else { n + 2 };
        assert!(page.contains(&format!("> “Words {n}”\n>\n> Speaker {n}, undated. \\[{number}\\]\n")));
        assert!(page.contains(&format!("\n{number}. Publisher {source}, undated: Title {source}.\n")));
        assert!(table.contains(&format!(",Words {n},,confirmed,,s{source},Publisher {source}\r\n")));
    }
}

const HOSTILE: &str = r##"
format = 1
title = "# <script>alert(1)</script>"
[[source]]
id = "s"
publisher = "=cmd|' /C calc'!A0"
title = "[x](javascript:alert(1)) | `y` *z* _w_"
date = 2025-01-01
url = "https://example.org/a)b*c_d"
[[treaty]]
id = "t"
name = "- T | U"
sources = ["s"]
[[state]]
code = "EE"
name = "=1+1"
sources = ["s"]
[[state.stance]]
treaty = "t"
position = "party"
date = 2025-01-01
what = "@SUM(A1), \"quoted\"\u001B[2J\u202Ereversed"
note = "1. first | <img src=x onerror=y>"
sources = ["s"]
[[state.spending]]
year = 2024
percent = 2
sources = ["s"]
[[quote]]
speaker = "+Somebody"
states = ["EE"]
date = 2025-01-01
text = """
- one, "two"
# three

<b>four</b> &lt; $5"""
sources = ["s"]
"##;

#[test]
fn hostile_dossier_does_not_break_formats() {
    let reading = read(HOSTILE.as_bytes());
    let dossier = reading.dossier.unwrap_or_else(|| panic!("{:?}", reading.problems));
    let briefing = Briefing::new(&dossier, &[], LATE);
    for (form, written) in formats(&briefing) {
        let bad = |c: char| (c.is_control() && c != '\n' && c != '\r') || c == '\u{202e}';
        assert!(!written.contains(bad), "{form}: {written:?}");
        insta::assert_snapshot!(format!("hostile.{form}"), written);
    }
    // Markdown takes these characters literally after a backslash.
    let page = markdown(&briefing, Detail::Full);
    for mark in ["<script", "<img", "<b>", "[x]", "`y`", "*z*", "| U", "&lt;"] {
        for (at, _) in page.match_indices(mark) {
            assert!(page[..at].ends_with('\\'), "{mark} in {page}");
        }
    }
    let files = diff::files(&Dossier::default(), &dossier);
    assert!(!files.text(80).contains('\u{1b}'));
}

/// A dossier with a text in a quotation, its context, a step, a note, a target, an aim, an event, a treaty's name and a
/// row of a table. In the quotation it is also a separate paragraph.
fn with_text_everywhere(text: &str) -> Dossier {
    // TOML has the escapes of JSON.
    let quote = serde_json::to_string(&format!("{text}\n{text}\n\n{text}")).unwrap();
    let text = serde_json::to_string(text).unwrap();
    let toml = format!(
        r#"
format = 1
title = "Texts"
source = [{{ id = "s", publisher = "P", title = "T" }}]
treaty = [{{ id = "t", name = "N", formal = {text}, sources = ["s"] }}]
event = [{{ date = 2025-01-01, what = {text}, sources = ["s"] }}]
quote = [{{ speaker = "S", states = ["EE"], context = {text}, text = {quote}, sources = ["s"] }}]
[[state]]
code = "EE"
name = "E"
sources = ["s"]
stance = [{{ treaty = "t", position = "party", date = 2025-01-01, what = {text}, note = {text}, sources = ["s"] }}]
spending = [{{ year = 2024, percent = 2, note = {text}, sources = ["s"] }}]
target = [{{ percent = 2, kind = "goal", date = 2025-01-01, who = {text}, sources = ["s"] }}]
aim = [{{ text = {text}, date = 2025-01-01, sources = ["s"] }}]
"#
    );
    let reading = read(toml.as_bytes());
    reading.dossier.unwrap_or_else(|| panic!("{:?}", reading.problems))
}

/// The number of occurrences of the text in [`with_text_everywhere`].
const PLACES: usize = 11;

/// Parses Markdown as GitHub does. Fails if it contains anything that a report does not write itself.
#[track_caller]
fn markdown_events(page: &str) -> Vec<Event<'_>> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_GFM
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_MATH;
    let events: Vec<Event<'_>> = Parser::new_ext(page, options).collect();
    for event in &events {
        let allowed = match event {
            Event::Start(tag) => !matches!(
                tag,
                Tag::CodeBlock(_)
                    | Tag::HtmlBlock
                    | Tag::FootnoteDefinition(_)
                    | Tag::Strikethrough
                    | Tag::Image { .. }
                    | Tag::BlockQuote(Some(_))
            ),
            Event::End(_) | Event::Text(_) => true,
            _ => false,
        };
        assert!(allowed, "{event:?} in\n{page}");
    }
    events
}

#[rstest]
#[case("see https://example.org/a_b_c now", "https://example.org/a_b_c")]
#[case("https://example.org/*a*~b~`c`", "https://example.org/*a*~b~`c`")]
#[case("(https://example.org/x_(y)), and", "https://example.org/x_(y)")]
#[case("[label](https://example.org/a_b)", "https://example.org/a_b")]
#[case("https://example.org/a|b, | c", "https://example.org/a%7Cb")]
#[case("https://example.org/?a=1&lt;=2#x_y.", "https://example.org/?a=1&lt%3B=2#x_y")]
#[case("<https://example.org/a_b>", "https://example.org/a_b")]
#[case("at www.example.org/a_b|c!", "http://www.example.org/a_b%7Cc")]
#[case("1. https://example.org/$a$", "https://example.org/$a$")]
fn web_address_in_text_is_a_working_link(#[case] text: &str, #[case] address: &str) {
    let page = markdown(&Briefing::new(&with_text_everywhere(text), &[], LATE), Detail::Full);
    let links: Vec<String> = markdown_events(&page)
        .into_iter()
        .filter_map(|event| match event {
            Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.to_string()),
            _ => None,
        })
        .collect();
    assert_eq!(links, vec![address; PLACES], "{page}");
}

#[rstest]
#[case("let x = 1;")]
#[case("- item")]
#[case("1. item")]
#[case("> quotation")]
#[case("# heading")]
#[case("---")]
#[case("===")]
#[case("```")]
#[case("| a | b |")]
#[case("<b>bold</b> &amp; [x]: y [^1] $z$ ~~no~~ **no** `no`")]
fn indented_text_is_an_ordinary_paragraph(#[case] text: &str) {
    for indent in ["", " ", "    ", "\t", "  \t  "] {
        // The first line of a text has no indent, so the tested line is the second.
        let dossier = with_text_everywhere(&format!("x\n{indent}{text}"));
        let page = markdown(&Briefing::new(&dossier, &[], LATE), Detail::Full);
        let events = markdown_events(&page);
        let mut depth = 0;
        let mut paragraphs = vec![String::new()];
        for event in events {
            match event {
                Event::Start(Tag::BlockQuote(_)) => depth += 1,
                Event::End(TagEnd::BlockQuote(_)) => depth -= 1,
                Event::Start(Tag::Paragraph) if depth > 0 => paragraphs.push(String::new()),
                Event::Start(Tag::Heading { .. } | Tag::List(_)) => assert_eq!(depth, 0, "{page}"),
                Event::Text(text) if depth > 0 => paragraphs.last_mut().unwrap().push_str(&text),
                _ => {}
            }
        }
        let last = format!("{text}”");
        let expected = ["", "“x", text, "x", text, "x", &last, "S, undated. [1]"];
        assert_eq!(paragraphs, expected, "{page}");
    }
}

#[rstest]
#[case("我们将根据区域内的团结与协调作出有关《渥太华公约》的决定我们将根据区域内的团结与协调作出有关决定")]
#[case("การตัดสินใจเกี่ยวกับอนุสัญญาออตตาวาควรกระทำด้วยความเป็นน้ำหนึ่งใจเดียวกันภายในภูมิภาค")]
fn words_longer_than_a_line_are_broken(#[case] words: &str) {
    let briefing = Briefing::new(&with_text_everywhere(words), &[], LATE);
    for width in [20, 40, 80] {
        let page = text(&briefing, Detail::Full, width);
        for line in page.lines() {
            assert!(line.width() <= width, "{line:?} is wider than {width}");
            assert!(
                !line.trim_start().starts_with(|c: char| c.width() == Some(0)),
                "{line:?} begins with a mark"
            );
        }
        let joined: String = page.split_whitespace().collect();
        assert_eq!(joined.matches(words).count(), PLACES, "{page}");
    }
    let address = format!("{words}https://example.org/{}", "a".repeat(100));
    let page = text(&Briefing::new(&with_text_everywhere(&address), &[], LATE), Detail::Full, 40);
    assert_eq!(page.matches(&address[words.len()..]).count(), PLACES, "{page}");
}

#[test]
fn csv_round_trips_without_formulas() {
    use csv::Table::{Quotes, Spending, Stances, Targets};
    let hostile = read(HOSTILE.as_bytes()).dossier.unwrap();
    for (dossier, tables) in
        [(&dossier(), &[Stances, Spending, Targets, Quotes][..]), (&hostile, &[Stances, Quotes])]
    {
        for table in tables {
            let written = csv::csv(&Briefing::new(dossier, &[], LATE), *table).unwrap();
            let mut reader = ::csv::Reader::from_reader(written.as_bytes());
            let columns = reader.headers().unwrap().len();
            let rows: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            assert!(!rows.is_empty() && rows.iter().all(|row| row.len() == columns), "{table:?}");
            for field in rows.iter().flatten() {
                assert!(!field.starts_with(['=', '+', '-', '@', '\t']), "{field}");
            }
        }
    }
    let written = csv::csv(&Briefing::new(&hostile, &[], LATE), Quotes).unwrap();
    let row = ::csv::Reader::from_reader(written.as_bytes()).records().next().unwrap().unwrap();
    assert_eq!(&row[6], "'- one, \"two\"\n# three\n\n<b>four</b> &lt; $5");
}

#[test]
fn diff_between_two_files() {
    let old = dossier();
    let edited = BUILT_IN.replacen("2024 = 3.37", "2024 = { percent = 3.4, estimate = false }", 1);
    assert_ne!(edited, BUILT_IN);
    let files = diff::files(&old, &read(edited.as_bytes()).dossier.unwrap());
    assert_eq!(
        files.text(80),
        "Estonia, defence spending 2024 (NATO, Aug 2025): 3.37 % → 3.40 %, and 1 more\n  percent, before: 3.37 %\n  percent, now: 3.40 %\n  \
         estimate, before: true\n  estimate, now: false\n"
    );
    assert_eq!(serde_json::from_str::<diff::Files>(&json(&files)).unwrap(), files);
    let removed =
        BUILT_IN.replacen("capital = \"Tallinn\"\n", "", 1).replacen("nato_since = 2004-03-29\n", "", 1);
    assert_eq!(
        diff::files(&old, &read(removed.as_bytes()).dossier.unwrap()).text(80),
        "Estonia: capital removed, and 1 more\n  capital, before: Tallinn\n  capital, now: none\n  in NATO since, before: \
         2004-03-29\n  in NATO since, now: none\n"
    );
    assert_eq!(diff::files(&old, &old).text(80), "Nothing changed.\n");
}
