//! The list of problems: its contents, its selection, and its updates by saves.

use flank::app::{Effect, FileEvent};
use flank::dossier::BUILT_IN;
use insta::assert_snapshot;

use crate::screens::screen::{LATE, Screen};

/// Returns the built-in dossier with these parts replaced.
fn edited(edits: &[(&str, &str)]) -> String {
    edits.iter().fold(BUILT_IN.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    })
}

/// Returns a dossier with several kinds of errors.
fn broken() -> String {
    edited(&[
        ("percent = 2.77,", "percnt = 2.77,"),
        ("publisher = \"Kyiv Post\"", "publisher = \"Kyiv Post"),
        ("id = \"pap-0318\"", "id = \"ft-2025-03-18\""),
        ("position = \"notified-withdrawal\"", "position = \"notifyed-withdrawal\""),
        ("code = \"PL\"", "code = \"Poland\""),
    ])
}

/// Returns a dossier with many warnings.
fn warned() -> String {
    let quotes = "\n[[quote]]\nspeaker = \"Somebody \u{202e}\"\ntext = \"\\tThe same\"\ncertainty = \"single-source\"\n\
                  sources = [\"ft-2025-03-18\"]\n";
    BUILT_IN.to_owned() + &quotes.repeat(12)
}

#[test]
fn problems_are_shown_with_their_lines() {
    let screen = Screen::new((80, 24), LATE).edit(&broken()).keys("!");
    assert_snapshot!("problems-80x24", screen.text());
    assert_snapshot!("problems-80x24-second", screen.keys("j").text());
    assert_snapshot!("problems-120x40", Screen::new((120, 40), LATE).edit(&broken()).keys("! j j").text());
    assert_snapshot!("problems-40x12", Screen::new((40, 12), LATE).edit(&broken()).keys("! G").text());
}

#[test]
fn warnings_are_only_in_the_list() {
    let screen = Screen::new((80, 24), LATE).edit(&warned());
    let rows = screen.rows();
    assert!(rows[0].ends_with("● live"), "{}", rows[0]);
    let screen = screen.keys("Esc");
    assert!(screen.rows()[23].contains("! warnings"), "{}", screen.rows()[23]);
    assert_snapshot!("problems-warnings", screen.keys("!").text());
}

#[test]
fn selected_problem_is_always_visible() {
    let mut screen = Screen::new((80, 24), LATE).edit(&warned()).keys("!");
    let count = screen.app.file.problems.len();
    assert_eq!(count, 23, "twelve names, and all quotations but the first");
    let mut seen = Vec::new();
    loop {
        let problem = screen.app.selected_problem().expect("no problem is selected").clone();
        let place = format!(" {} ", problem.location);
        let edge: Vec<String> = screen.rows_with("▌ ·");
        assert!(edge.len() == 1 && edge[0].contains(&place), "{place} is selected\n{}", screen.text());
        if seen.last() == Some(&problem.location) {
            break;
        }
        seen.push(problem.location);
        screen = screen.keys("Down");
    }
    assert_eq!(seen.len(), count);
    assert!(screen.keys("g").text().contains("1 of 23 problems"));
}

#[test]
fn page_down_does_not_skip_problems() {
    let mut screen = Screen::new((80, 24), LATE).edit(&warned()).keys("!");
    let mut before = 0;
    while before < 22 {
        screen = screen.keys("PageDown");
        let now = screen.app.panels.problems.selected().unwrap();
        assert!((before + 1..before + 8).contains(&now), "from {before} to {now}");
        before = now;
    }
    assert!(screen.keys("PageUp").app.panels.problems.selected() < Some(22));
}

#[test]
fn reload_keeps_selected_problem() {
    let mut screen = Screen::new((80, 24), LATE).edit(&broken()).keys("!");
    let selected = "unknown key `percnt` in a figure";
    while screen.app.selected_problem().unwrap().message != selected {
        screen = screen.keys("j");
    }
    // An edit fixes an error above the selected one, and adds lines.
    let fixed = broken()
        .replace("id = \"ft-2025-03-18\"\npublisher = \"PAP\"", "id = \"pap-0318\"\npublisher = \"PAP\"");
    let screen = screen.edit(&format!("# one\n# two\n{fixed}"));
    assert_eq!(screen.app.selected_problem().unwrap().message, selected);
    assert_eq!(screen.rows_with("▌ ▲").len(), 1, "{}", screen.text());
    // An edit fixes the selected error.
    let screen = screen.edit(&fixed.replace("percnt = 2.77,", "percent = 2.77,"));
    assert!(screen.app.selected_problem().is_some(), "the next problem is selected\n{}", screen.text());
    let screen = screen.edit(BUILT_IN);
    assert!(screen.app.selected_problem().is_none());
    assert!(screen.text().contains("Nothing is wrong with the file."), "{}", screen.text());
}

#[test]
fn reload_distinguishes_equal_problems_by_line() {
    let misspelt = |figures: &[&str]| {
        let right: Vec<_> = figures.iter().map(|figure| format!("percent = {figure}\n")).collect();
        let wrong: Vec<_> = figures.iter().map(|figure| format!("percnt = {figure}\n")).collect();
        edited(&right.iter().zip(&wrong).map(|(one, other)| (&**one, &**other)).collect::<Vec<_>>())
    };
    let line = |screen: &Screen| screen.app.selected_problem().unwrap().excerpt.clone().unwrap().text;
    let screen = Screen::new((80, 24), LATE).edit(&misspelt(&["5.4", "4.91"])).keys("! j j");
    let selected = line(&screen);
    assert!(selected.contains("percnt = 4.91"), "{selected}");
    assert_eq!(line(&screen.edit(&misspelt(&["2.5", "5.4", "4.91"]))), selected);
}

#[test]
fn warnings_return_with_the_file() {
    let screen = Screen::new((80, 24), LATE).edit(&warned()).keys("! G");
    let screen = screen.event(FileEvent::Unreadable("no such file".into()));
    assert!(screen.app.selected_problem().is_none());
    let screen = screen.event(FileEvent::Unchanged);
    assert_eq!(screen.app.file.problems.len(), 23);
    let screen = screen.edit("format = ").event(FileEvent::Unchanged);
    assert_eq!(screen.app.file.problems.len(), 23, "the problems of the broken file are gone");
}

#[test]
fn keys_select_problems_without_a_dossier() {
    let screen = Screen::empty((80, 24), LATE).edit("one = 1\ntwo = 2\nthree = 3\n").keys("j j");
    assert!(screen.text().contains("3 of 6 problems"), "{}", screen.text());
}

#[test]
fn list_of_problems_is_limited() {
    let keys: Vec<String> = (0..3000).map(|n| format!("key-{n} = 1\n")).collect();
    let screen = Screen::empty((80, 24), LATE).edit(&keys.concat()).keys("G");
    let text = screen.text();
    assert!(text.contains("501 of 501 problems") && text.contains("and 2503 more errors"), "{text}");
    assert!(screen.keys("j j").app.selected_problem().is_some());
}

#[test]
fn editor_opens_at_selected_problem() {
    let screen = Screen::new((80, 24), LATE).edit(&broken()).keys("! j j");
    let place = screen.app.selected_problem().unwrap().location;
    let screen = screen.keys("Enter");
    assert_eq!(screen.effect, Some(Effect::Edit(place)));
    assert!(screen.app.file.problems[0].location != place, "the selected problem is not the first one");
}
