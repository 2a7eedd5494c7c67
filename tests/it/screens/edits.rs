//! Edits of the dossier, and their effect on the screen.

use flank::app::{Effect, Overlay, Panel, WatchStatus};
use flank::dossier::{BUILT_IN, Text};
use insta::assert_snapshot;
use rstest::rstest;

use crate::screens::screen::{ARTICLE, LATE, Screen};

/// Returns the built-in dossier with one part replaced.
fn edited(from: &str, to: &str) -> String {
    assert!(BUILT_IN.contains(from), "the dossier has no {from:?}");
    BUILT_IN.replacen(from, to, 1)
}

const FIGURE: &str = "2026 = 5.10";

#[test]
fn changed_figure_is_reported_and_marked() {
    let screen = Screen::new((80, 24), LATE).keys("2").edit(&edited(FIGURE, &FIGURE.replace("5.10", "5.50")));
    assert_snapshot!("edit-figure", screen.text());
    let screen = screen.keys("Esc");
    assert!(!screen.text().contains('◆'), "Esc removes the highlights\n{}", screen.text());
    assert!(screen.text().contains("2026e 5.50"), "Esc keeps the figure\n{}", screen.text());
}

const STEP: &str = r#"[[state.stance]]
treaty = "ottawa"
position = "debating"
date = 2025-01-18
what = "New"
sources = ["err-0604"]

"#;
const QUOTE: &str = r#"[[quote]]
speaker = "A"
states = ["EE"]
date = 2026-01-01
text = "New"
sources = ["err-0604"]

"#;
const EVENT: &str = r#"[[event]]
what = "New"
date = 2025-12-28
sources = ["err-0604"]

"#;

#[rstest]
#[case(
    "2 Tab g j j j",
    STEP,
    "[[state.stance]]\ntreaty = \"ottawa\"\nposition = \"recommends-withdrawal\"",
    "▌  24 Apr"
)]
#[case("2 Tab Tab Tab j", QUOTE, "[[quote]]", "▌§ “Leaving the convention gives")]
#[case("2 Shift+Tab Shift+Tab k", EVENT, "[[event]]", "▌ 29 Sep")]
fn reload_keeps_selection_when_a_fact_is_inserted_above(
    #[case] keys: &str,
    #[case] new: &str,
    #[case] before: &str,
    #[case] seen: &str,
) {
    let estonia = BUILT_IN.find("code = \"EE\"").unwrap();
    let place = estonia + BUILT_IN[estonia..].find(before).unwrap();
    let text = format!("{}{new}{}", &BUILT_IN[..place], &BUILT_IN[place..]);
    let statement =
        |screen: &Screen| screen.app.dossier.as_ref().unwrap().statement(screen.app.selected_fact().unwrap());

    let screen = Screen::new((120, 40), LATE).keys(keys);
    let before_edit = statement(&screen);
    let screen = screen.edit(&text);
    assert_eq!(screen.app.change_set.changes.len(), 1, "{}", screen.text());
    assert_eq!(statement(&screen), before_edit, "{}", screen.text());
    assert_eq!(screen.rows_with(seen).len(), 1, "selected and visible\n{}", screen.text());
}

#[test]
fn reload_keeps_search_hits() {
    let figure = edited(FIGURE, &FIGURE.replace("5.10", "5.50"));
    let find = "/ p e v k u r Enter";
    let straight = Screen::new((120, 40), LATE).keys(find).keys("n").app.selected_fact();
    let screen = Screen::new((120, 40), LATE).keys(find).edit(&figure).keys("n");
    assert_eq!(screen.app.selected_fact(), straight, "{}", screen.text());
    assert!(screen.text().contains("2 of "), "{}", screen.text());
    // A new hit before the selected one only changes its index.
    let text =
        BUILT_IN.replacen("[[quote]]", &format!("{}[[quote]]", QUOTE.replace("\"A\"", "\"A Pevkur\"")), 1);
    let screen = Screen::new((120, 40), LATE).keys(find).edit(&text).keys("n");
    assert!(screen.text().contains("3 of "), "{}", screen.text());
    // With the prompt open, the selected hit stays selected.
    let screen = Screen::new((120, 40), LATE).keys("/ p e v k u r Down Down").edit(&figure);
    assert!(screen.text().contains("3 of "), "{}", screen.text());
}

#[test]
fn overview_marks_changed_states() {
    let screen =
        Screen::new((120, 40), LATE).keys("v").edit(&edited(FIGURE, &FIGURE.replace("5.10", "5.50")));
    assert!(screen.text().contains("◆Estonia "), "{}", screen.text());
}

/// Creates a dashboard that follows edits.
fn following(size: (u16, u16), day: &str) -> Screen {
    Screen::new(size, day).with(|screen| screen.app.follow_edits = true)
}

#[test]
fn follow_edits_jumps_to_the_change() {
    let words = "what = \"Sejm passes the denunciation act\"";
    let quiet = Screen::new((80, 24), LATE).keys("1 Tab Tab Tab").edit(&edited(words, "what = \"Out\""));
    assert!(
        quiet.rows_with("FI Finland")[0].starts_with("│▏"),
        "without the setting, the selection stays\n{}",
        quiet.text()
    );

    let screen = following((80, 24), LATE).keys("1 v").edit(&edited(words, "what = \"Sejm votes to leave\""));
    assert!(
        screen.rows_with("PL Poland")[0].starts_with("│▏"),
        "the state of the change is selected\n{}",
        screen.text()
    );
    assert_eq!(screen.app.focus, Panel::Stance);
    assert_snapshot!("jump-to-a-step", screen.text());
    // Keys act on the changed fact.
    assert_eq!(screen.app.selected_fact(), screen.app.change_set.changes[0].fact);
}

#[test]
fn follow_edits_scrolls_to_the_change() {
    let words = "To mitigate any possible humanitarian";
    let text = edited(words, "Changed: to mitigate any possible humanitarian");
    let screen = following((80, 24), LATE).edit(&text);
    assert!(screen.rows_with("LT Lithuania")[0].starts_with("│▏"), "{}", screen.text());
    assert_eq!(screen.app.focus, Panel::Quotes);
    assert!(screen.text().contains("Changed: "), "{}", screen.text());
}

#[test]
fn follow_edits_does_not_jump_to_hidden_changes() {
    let late = "what = \"Withdrawal takes effect: Finland is no longer legally bound\"";
    let later = following((120, 40), ARTICLE).keys("3").edit(&edited(late, "what = \"Out\""));
    assert_eq!(later.app.focus, Panel::States, "the fact is not yet known on the day");
    assert!(later.rows_with("LV Latvia")[0].starts_with("│▌"), "{}", later.text());
    let title = following((80, 24), LATE).keys("3").edit(&edited("NATO's eastern flank", "Another flank"));
    assert_eq!(title.app.focus, Panel::States, "no panel shows the title");
    let typing = following((80, 24), LATE).keys("3 /").edit(&edited(FIGURE, &FIGURE.replace("5.10", "5.50")));
    assert_eq!(typing.app.focus, Panel::States, "the prompt stays open");
    let broken = following((80, 24), LATE).keys("3").edit("format = ").edit(BUILT_IN);
    assert_eq!(broken.app.focus, Panel::States, "nothing has changed");
}

#[test]
fn footer_shows_the_day_of_a_hidden_change() {
    let late = "what = \"Withdrawal takes effect: Finland is no longer legally bound\"";
    let screen = Screen::new((120, 40), ARTICLE).edit(&edited(late, "what = \"Out\""));
    let footer = screen.rows().pop().unwrap();
    assert!(footer.contains("known from 10 Jan 2026"), "{footer}");
}

#[test]
fn broken_edit_keeps_last_good_view() {
    let good = Screen::new((80, 24), LATE).keys("4 Tab Tab");
    let before = good.rows();
    let screen = good.edit(&edited("percent = 2.77,", "percnt = 2.77,"));
    let after = screen.rows();
    assert_eq!(before[1..23], after[1..23], "the view stays");
    assert!(after[0].ends_with("▲ stale"), "{}", after[0]);
    assert!(after[23].contains("unknown key `percnt`"), "{}", after[23]);
    assert_snapshot!("broken-edit-problems", screen.keys("!").text());
}

#[test]
fn fixed_edit_restores_the_view() {
    let before = Screen::new((80, 24), LATE).keys("4 Tab").text();
    let screen = Screen::new((80, 24), LATE).keys("4 Tab").edit("format = ").edit(BUILT_IN);
    assert_eq!(before, screen.text());
}

#[test]
fn broken_file_opens_on_its_problems() {
    let screen = Screen::empty((80, 24), LATE).edit("format = 1\ntitle = \"x\"\n[[state]]\ncode = \"ee\"\n");
    assert_snapshot!("broken-from-the-start", screen.text());
    let screen = screen.edit(BUILT_IN);
    assert_eq!(screen.text(), Screen::new((80, 24), LATE).text());
}

#[test]
fn reload_keeps_selected_state_by_code() {
    let finland = BUILT_IN.find("[[state]]\ncode = \"FI\"").unwrap();
    let estonia = BUILT_IN.find("[[state]]\ncode = \"EE\"").unwrap();
    let latvia = BUILT_IN.find("[[state]]\ncode = \"LV\"").unwrap();
    let moved =
        [&BUILT_IN[..finland], &BUILT_IN[estonia..latvia], &BUILT_IN[finland..estonia], &BUILT_IN[latvia..]]
            .concat();
    let screen = Screen::new((80, 24), LATE).keys("2 Tab Tab Tab j j");
    let panels = |screen: &Screen| {
        screen.rows().iter().map(|row| row.chars().skip(30).collect()).collect::<Vec<String>>()
    };
    let before = panels(&screen);
    let screen = screen.edit(&moved);
    assert_eq!(before[1..23], panels(&screen)[1..23], "the same state at the same offset");
    assert!(screen.rows()[2].starts_with("│▏ EE"), "Estonia is now first in the list\n{}", screen.text());
}

#[test]
fn removed_state_leaves_a_valid_selection() {
    let poland = BUILT_IN.find("[[state]]\ncode = \"PL\"").unwrap();
    let quotes = BUILT_IN.find("[[quote]]").unwrap();
    let without: String = [&BUILT_IN[..poland], &BUILT_IN[quotes..]]
        .concat()
        .replace(", \"PL\"", "")
        .replace("\"PL\"", "\"FI\"");
    let is_figure = |line: &&str| !line.starts_with("PL = ");
    let without: String = without.lines().filter(is_figure).map(|line| format!("{line}\n")).collect();
    let screen = Screen::new((80, 24), LATE).keys("5").edit(&without);
    assert!(screen.rows_with("LT Lithuania")[0].starts_with("│▌"), "{}", screen.text());
}

#[test]
fn changes_overlay_lists_every_change() {
    let text = edited(FIGURE, &FIGURE.replace("5.10", "5.50")).replace("km = 324", "km = 338");
    let text = text.replace("Legally bound no longer", "Out");
    let screen = Screen::new((80, 24), LATE).keys("2").edit(&text).keys("u");
    assert_snapshot!("edit-changes", screen.text());
    let screen = screen.keys("Esc Esc u");
    assert!(screen.text().contains("No edit has changed a fact since"), "{}", screen.text());
}

/// Returns the line, from 1, at which the editor opens after these keys.
fn edited_line(screen: Screen, keys: &str) -> Option<usize> {
    match screen.keys(keys).effect {
        Some(Effect::Edit(place)) => Some(place.line as usize),
        effect => {
            assert_eq!(effect, None);
            None
        }
    }
}

/// Returns the line of `text`, from 1, with the first `part` after `after`.
fn line(text: &str, after: &str, part: &str) -> usize {
    let from = text.find(after).unwrap();
    let at = from + text[from..].find(part).unwrap();
    text[..at].matches('\n').count() + 1
}

#[test]
fn editor_opens_at_selected_fact() {
    let screen = || Screen::new((80, 24), LATE).keys("2");
    let at = |keys: &str| edited_line(screen(), keys);
    let estonia = "code = \"EE\"";
    // In the list of states, the editor opens at the last step on the treaty in view.
    let of_estonia = BUILT_IN.find(estonia).unwrap();
    let left = BUILT_IN[of_estonia..].find("position = \"withdrawn\"").unwrap() + of_estonia;
    let step = BUILT_IN[..left].rfind("[[state.stance]]").unwrap();
    assert_eq!(at("e"), Some(BUILT_IN[..step].matches('\n').count() + 1));
    assert_eq!(at("Tab Tab e"), Some(line(BUILT_IN, "id = \"nato-2026-07\"", "EE = ")));
    assert_eq!(at("Tab Tab k e"), Some(line(BUILT_IN, "id = \"nato-2026-07\"", "EE = ")));
    // In the list of sources, the editor opens at the selected source.
    let sources = screen().keys("s j");
    let dossier = sources.app.dossier.clone().unwrap();
    let second = dossier.evidence(sources.app.selected_fact().unwrap()).unwrap().sources[1];
    let id = format!("id = \"{}\"", dossier[second].id);
    assert_eq!(edited_line(sources, "e"), Some(line(BUILT_IN, &id, "id = ") - 1));
}

#[test]
fn editor_opens_at_first_error_of_broken_file() {
    let broken = edited("percent = 2.77,", "percnt = 2.77,");
    let screen = || Screen::new((80, 24), LATE).edit(&broken);
    let wrong = line(&broken, "", "percnt");
    for keys in ["e", "Tab Tab e", "! e", "! Enter"] {
        assert_eq!(edited_line(screen(), keys), Some(wrong), "{keys}");
    }
    let without_a_state = "format = 1\ntitle = \"x\"\nstate = 5\n";
    for keys in ["e", "Enter"] {
        let screen = Screen::empty((80, 24), LATE).edit(without_a_state);
        assert_eq!(edited_line(screen, keys), Some(3), "{keys}");
    }
    // Without problems there is nothing to edit.
    assert_eq!(edited_line(Screen::new((80, 24), LATE), "! Enter"), None);
}

#[test]
fn built_in_dossier_cannot_be_edited() {
    let screen =
        || Screen::new((80, 24), LATE).with(|screen| screen.app.file.watch_status = WatchStatus::BuiltIn);
    assert_eq!(Screen::new((120, 40), LATE).keys("?").rows_with(" edit ").len(), 1);
    assert!(screen().resize(120, 40).keys("?").rows_with(" edit ").is_empty());
    let screen = screen().keys("e");
    assert_eq!(screen.effect, None);
    let footer = screen.rows().pop().unwrap();
    assert!(footer.contains("no file; `flank init` writes one to edit"), "{footer}");
}

#[test]
fn header_shows_how_the_file_is_watched() {
    let polling = WatchStatus::Polling("it was requested".into());
    let cases =
        [(WatchStatus::Live, "● live"), (WatchStatus::Unclosed, "▲ unclosed"), (polling, "● polling")];
    for (status, shown) in cases {
        let screen = Screen::new((80, 24), LATE).with(|screen| screen.app.file.watch_status = status);
        let rows = screen.rows();
        assert!(rows[0].ends_with(&format!("flank.toml {shown}")), "{}", rows[0]);
    }
}

#[test]
fn long_name_of_the_file_does_not_hide_its_status() {
    let name = "a-very-long-name-of-a-dossier-".repeat(8);
    for width in [60, 80, 120, 200] {
        let screen = || {
            let name = Text::line(&name);
            Screen::new((width, 30), LATE).with(|screen| screen.app.file.name = name)
        };
        let live = screen().rows().swap_remove(0);
        assert!(live.ends_with("… ● live") && live.contains(" a-ver"), "{live}");
        let stale = screen().edit("broken").rows().swap_remove(0);
        assert!(stale.ends_with("… ▲ stale") && stale.contains(" a-ver"), "{stale}");
    }
}

/// Returns an edit that adds, removes and changes facts.
fn large_edit() -> String {
    let text = edited(FIGURE, &FIGURE.replace("5.10", "5.50")).replace("km = 324", "km = 338");
    let text =
        text.replacen("[[event]]", "[[event]]\nwhat = \"A new thing\"\ndate = 2025-02-03\n\n[[event]]", 1);
    let step =
        "what = \"President Alar Karis promulgates the withdrawal act\"\ncertainty = \"single-source\"";
    assert!(text.contains(step));
    let text = text.replacen(step, "what = \"The president promulgates it\"\ncertainty = \"disputed\"", 1);
    let quote = text.rfind("[[quote]]").unwrap();
    let end = quote + text[quote + 1..].find("\n[[").unwrap() + 2;
    format!("{}{}", &text[..quote], &text[end..])
}

#[test]
fn enter_jumps_to_the_fact_of_a_change() {
    let edit = large_edit();
    let screen = || Screen::new((80, 24), LATE).keys("4").edit(&edit).keys("u");
    assert_snapshot!("edit-changes-in-full", screen().text());
    let changes = screen().app.change_set.changes.clone();
    let to = |part: &str| {
        let n = changes.iter().position(|change| change.summary.contains(part)).unwrap();
        screen().keys(&"j ".repeat(n))
    };
    // The figure of another state, in another panel.
    let figure = to("5.10 %").keys("Enter");
    assert_snapshot!("edit-change-reached", figure.text());
    assert_eq!(edited_line(to("5.10 %"), "e"), Some(line(&edit, "id = \"nato-2026-07\"", "EE = ")));
    // The highlights stay until Esc.
    let again = figure.keys("u").text();
    assert!(again.contains(&format!("{} changes", changes.len())), "{again}");
    // A removed fact cannot be jumped to.
    for key in ["Enter", "e"] {
        let removed = to("removed").keys(key);
        assert_eq!(removed.effect, None);
        assert!(removed.text().contains("it was removed from the file"), "{}", removed.text());
        assert!(removed.text().contains("What the last edit changed"), "{}", removed.text());
    }
}

#[test]
fn reload_of_same_file_keeps_changes() {
    let edit = edited(FIGURE, &FIGURE.replace("5.10", "5.50"));
    let once = Screen::new((80, 24), LATE).edit(&edit);
    let before = once.text();
    assert!(before.contains("5.10 % → 5.50 %"), "{before}");
    assert_eq!(once.edit(&edit).text(), before);
}

#[test]
fn jump_to_hidden_change_shows_its_day() {
    let late = "what = \"Withdrawal takes effect: Finland is no longer legally bound\"";
    let screen = Screen::new((120, 40), ARTICLE).edit(&edited(late, "what = \"Out\"")).keys("u Enter");
    assert!(screen.rows()[0].contains("As of 10 Jan 2026"), "{}", screen.text());
    assert!(screen.text().contains("Treaty stance"), "{}", screen.text());
    assert_eq!(screen.app.change_set.changes.len(), 1, "{}", screen.text());
    assert!(screen.text().contains('◆'), "{}", screen.text());
}

#[test]
fn selected_change_is_always_visible() {
    let edit = BUILT_IN.replace("estimates_from = 2025", "estimates_from = 2026");
    let mut screen = Screen::new((80, 24), LATE).edit(&edit).keys("u");
    let changes = screen.app.change_set.changes.len();
    assert!(changes > 4, "{}", screen.text());
    for key in ["j", "k", "PageDown", "PageUp", "G", "g"] {
        for _ in 0..changes + 2 {
            screen = screen.keys(key);
            let edges = screen.rows().iter().skip(1).filter(|row| row.starts_with("│ ▌")).count();
            assert!(edges > 0, "{key}\n{}", screen.text());
        }
        let Some(Overlay::Changes(list)) = &screen.app.overlay else { panic!("{}", screen.text()) };
        let at = list.selected().unwrap();
        assert_eq!(at, if ["j", "PageDown", "G"].contains(&key) { changes - 1 } else { 0 }, "{key}");
    }
}

#[test]
fn added_edition_is_one_change_per_state() {
    let edition = "[[edition]]\nid = \"new\"\npublisher = \"NATO\"\ntitle = \"Tables\"\npublished = 2026-11-20\n\
                   estimates_from = 2026\nsources = [\"nato-defexp-2026\"]\n[edition.percent]\n\
                   EE = { 2025 = 3.93, 2026 = 5.2 }\nPL = { 2025 = 4.2, 2026 = 4.68 }\n\n[[state]]";
    let screen = Screen::new((120, 40), LATE).keys("2").edit(&edited("[[state]]", edition)).keys("u");
    assert_snapshot!("edit-adds-an-edition", screen.text());
    let back = screen.edit(BUILT_IN);
    assert_eq!(back.app.change_set.changes.len(), 1, "{}", back.text());
}

#[test]
fn changes_are_those_of_the_last_edit() {
    let first = BUILT_IN.replacen("2026 = 5.10", "2026 = 5.50", 1);
    let second = first.replacen("capital = \"Tallinn\"", "capital = \"Tartu\"", 1);
    let screen = Screen::new((80, 24), LATE).edit(&first).edit(&second).keys("u");
    let text = screen.text();
    assert!(text.contains("What the last edit changed") && text.contains("Tartu"), "{text}");
    assert!(!text.contains("→ 5.50"), "{text}");
}
