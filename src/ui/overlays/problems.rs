//! Every problem of the file, in full and with its line; one of them is selected.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::app::{App, Extent};
use crate::config::Role;
use crate::dossier::{Diagnostic, Related, Severity, SourceExcerpt};
use crate::ui::RenderContext;
use crate::ui::text::{truncate, wrap, wrap_hanging};

/// Draws all problems, or says that there are none; `entries` takes in the lines of each.
pub fn draw(
    state: &App,
    look: &RenderContext<'_>,
    body: Rect,
    buf: &mut Buffer,
    entries: &mut Vec<Range<usize>>,
) -> Extent {
    let width = body.width.min(110);
    let room = width.saturating_sub(4);
    let mut lines: Vec<Line<'_>> = Vec::new();
    if let Some(why) = &state.read_error {
        lines.extend(wrap(&format!("{}: {why}.", state.file.name), room).into_iter().map(Line::from));
        lines.push(Line::default());
        let hint = match state.dossier.is_some() {
            true => "It is read as soon as it is there and can be.",
            false => "It is read as soon as it is there and can be. `flank init` writes one to begin from.",
        };
        lines.extend(wrap(hint, room).into_iter().map(Line::from));
    } else if state.problems.is_empty() {
        let text = if state.dossier.is_some() { "Nothing is wrong with the file." } else { "Reading …" };
        lines.push(Line::from(text));
    }
    let digits = state.problems.iter().map(|problem| problem.location.to_string().len()).max().unwrap_or(0);
    for (n, problem) in state.problems.iter().enumerate() {
        if n > 0 {
            lines.push(Line::default());
        }
        let from = lines.len();
        lines.extend(entry(problem, n == state.problem, digits, room, look));
        entries.push(from..lines.len());
    }
    let right = match state.problems.len() {
        0 => String::new(),
        1 => "1 problem".into(),
        count => format!("{} of {count} problems", state.problem + 1),
    };
    let title = format!("Problems in {}", state.file.name);
    super::in_the_middle(&title, &right, width, &lines, state, (look, body, buf))
}

/// The place, and beside it what was found, the line itself, what was expected and the nearest right thing. The
/// selected one has an edge.
fn entry<'a>(
    problem: &Diagnostic,
    selected: bool,
    digits: usize,
    width: u16,
    look: &RenderContext<'_>,
) -> Vec<Line<'a>> {
    let edge = if selected { look.symbols.selected() } else { " " };
    let edge = Span::styled(format!("{edge} "), look.style(Role::Focus));
    let (sign, role) = match problem.severity {
        Severity::Error => (look.symbols.alarm(), Role::Alarm),
        Severity::Warning => (look.symbols.dot(), Role::Strong),
    };
    let room = width.saturating_sub(2);
    let indent = " ".repeat(digits + 3);
    let first = Line::from(vec![
        Span::styled(format!("{sign} "), look.style(role)),
        Span::styled(format!("{:>digits$} ", problem.location.to_string()), look.style(Role::Strong)),
    ]);
    let mut lines = wrap_hanging(first, &problem.message, look.style(Role::Strong), room);
    if let Some(snippet) = &problem.excerpt {
        let beside = usize::from(room).saturating_sub(indent.len() + 2);
        let (text, before, marked) = fit(snippet, beside, look.symbols.ellipsis());
        let bar = || Span::styled(format!("{indent}{} ", look.symbols.bar()), look.style(Role::Frame));
        if !text.trim().is_empty() {
            lines.push(Line::from(vec![bar(), Span::styled(text, look.style(Role::Text))]));
            let mark = format!("{}{}", " ".repeat(before), "^".repeat(marked));
            lines.push(Line::from(vec![bar(), Span::styled(mark, look.style(role))]));
        }
    }
    let mut more = |text: String, role: Role| {
        lines.extend(wrap_hanging(Line::from(indent.clone()), &text, look.style(role), room));
    };
    if let Some(expected) = &problem.expected {
        more(format!("expected {expected}"), Role::Text);
    }
    if let Some(Related { location: place, what, .. }) = &problem.related {
        more(format!("{what} at {place}"), Role::Text);
    }
    if let Some(nearest) = &problem.suggestion {
        more(format!("did you mean `{nearest}`?"), Role::Strong);
    }
    for line in &mut lines {
        line.spans.insert(0, edge.clone());
    }
    lines
}

/// The line in at most `width` columns, so that the beginning of its mark is seen: the columns before the mark, and
/// those under it, at least one.
fn fit(snippet: &SourceExcerpt, width: usize, cut_mark: &str) -> (String, usize, usize) {
    let (before, rest) = snippet.text.split_at(snippet.mark.start);
    let marked = &snippet.text[snippet.mark.clone()];
    // What stands before the mark gives way where not all of what counts would be seen.
    let most = width.saturating_sub(marked.width().max(width / 3)).max(width / 3);
    let mut kept = String::new();
    if before.width() > most {
        let mut start = before.len();
        let mut wide = cut_mark.width();
        for (at, grapheme) in before.grapheme_indices(true).rev() {
            wide += grapheme.width();
            if wide > most {
                break;
            }
            start = at;
        }
        kept = format!("{cut_mark}{}", &before[start..]);
    } else {
        kept.push_str(before);
    }
    let column = kept.width();
    let text = truncate(&format!("{kept}{rest}"), width, cut_mark);
    let under = marked.width().min(text.width().saturating_sub(column)).max(1);
    (text, column, under)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_fits_and_its_mark_stays_under_what_it_means() {
        let text = format!("a = [\"東京\"] {} key = 1 # {}", "x".repeat(40), "y".repeat(40));
        let at = text.find("key").unwrap();
        let snippet = SourceExcerpt { text, mark: at..at + 3 };
        for width in 12..120 {
            let (text, before, marked) = fit(&snippet, width, "…");
            assert!(text.width() <= width, "at {width}: {text}");
            let (mut column, mut under) = (0, String::new());
            for grapheme in text.graphemes(true) {
                if (before..before + marked).contains(&column) {
                    under.push_str(grapheme);
                }
                column += grapheme.width();
            }
            assert_eq!(under, "key", "at {width}: {text}");
        }
    }

    #[test]
    fn a_mark_may_be_behind_the_end_or_wider_than_there_is_room() {
        let at_end = SourceExcerpt { text: "title =".into(), mark: 7..7 };
        assert_eq!(fit(&at_end, 20, "…"), ("title =".into(), 7, 1));
        let wide = SourceExcerpt { text: "x".repeat(80), mark: 0..80 };
        assert_eq!(fit(&wide, 10, "…"), (format!("{}…", "x".repeat(9)), 0, 10));
    }
}
