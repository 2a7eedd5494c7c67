//! The problems of the file.

use ratatui::macros::line;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::app::{App, EntryListState};
use crate::config::Role;
use crate::dossier::{Diagnostic, Related, Severity, SourceExcerpt};
use crate::ui::RenderContext;
use crate::ui::text::{truncate, wrap, wrap_hanging};
use crate::ui::widgets::entry_list::EntryList;

use super::{Layer, Window};

/// The largest useful width of the window.
const WIDTH: u16 = 110;
/// Columns for the mark of the selected problem.
const MARGIN: u16 = 2;

/// Renders all problems, or the reason why there are none.
pub fn render(app: &App, state: &mut EntryListState<usize>, layer: &mut Layer<'_>) {
    let (ctx, body) = (layer.ctx, layer.body);
    let width = body.width.min(WIDTH);
    let problems = &app.file.problems;
    let mut list = EntryList::new();
    if let Some(error) = &app.file.read_error {
        let hint = match app.dossier.is_some() {
            true => "It is shown as soon as it can be read.",
            false => "It is shown as soon as it can be read. `flank init` writes one to start with.",
        };
        let text = format!("{}: {error}.\n\n{hint}", app.file.name);
        list.lines(wrap(&text, width.saturating_sub(4)).into_iter().map(Line::from));
    } else if problems.is_empty() {
        let text = if app.dossier.is_some() { "Nothing is wrong with the file." } else { "Reading …" };
        list.lines([Line::from(text)]);
    }
    let digits = problems.iter().map(|problem| problem.location.to_string().len()).max().unwrap_or(0);
    for (n, problem) in problems.iter().enumerate() {
        list.gap();
        list.entry(n, entry(problem, digits, width.saturating_sub(4 + MARGIN), ctx));
    }
    state.clamp_selection(problems.len());
    let right = match problems.len() {
        0 => String::new(),
        1 => "1 problem".into(),
        count => format!("{} of {count} problems", state.selected().unwrap_or(0) + 1),
    };
    let title = format!("Problems in {}", app.file.name);
    let margin = if problems.is_empty() { 0 } else { MARGIN };
    Window { title: &title, right: &right, width, margin }.render(list, state, layer);
}

/// Returns the location, the message, the excerpt, the expectation and the suggestion.
fn entry<'a>(problem: &Diagnostic, digits: usize, width: u16, ctx: &RenderContext<'_>) -> Vec<Line<'a>> {
    let (symbol, role) = match problem.severity {
        Severity::Error => (ctx.symbols.alert(), Role::Alert),
        Severity::Warning => (ctx.symbols.dot(), Role::Strong),
    };
    let indent = " ".repeat(digits + 3);
    let location = format!("{:>digits$} ", problem.location.to_string());
    let first = line![
        Span::styled(format!("{symbol} "), ctx.style(role)),
        Span::styled(location, ctx.style(Role::Strong)),
    ];
    let mut lines = wrap_hanging(first, &problem.message, ctx.style(Role::Strong), width);
    if let Some(excerpt) = &problem.excerpt {
        let available = usize::from(width).saturating_sub(indent.len() + 2);
        let (text, before, marked) = fit(excerpt, available, ctx.symbols.ellipsis());
        let beside_edge = |text: String, role: Role| {
            let edge = format!("{indent}{} ", ctx.symbols.edge());
            line![Span::styled(edge, ctx.style(Role::Frame)), Span::styled(text, ctx.style(role))]
        };
        if !text.trim().is_empty() {
            lines.push(beside_edge(text, Role::Text));
            lines.push(beside_edge(format!("{}{}", " ".repeat(before), "^".repeat(marked)), role));
        }
    }
    let expected = problem.expected.as_ref().map(|expected| (format!("expected {expected}"), Role::Text));
    let related = problem.related.as_ref();
    let related = related.map(|Related { location, what, .. }| (format!("{what} at {location}"), Role::Text));
    let suggestion = problem.suggestion.as_ref();
    let suggestion = suggestion.map(|suggestion| (format!("did you mean `{suggestion}`?"), Role::Strong));
    for (text, role) in [expected, related, suggestion].into_iter().flatten() {
        lines.extend(wrap_hanging(Line::from(indent.clone()), &text, ctx.style(role), width));
    }
    lines
}

/// Truncates an excerpt to `width` columns, so that the beginning of its mark is visible. Returns the text, the columns
/// before the mark, and the width of the mark, at least 1.
fn fit(excerpt: &SourceExcerpt, width: usize, ellipsis: &str) -> (String, usize, usize) {
    let (before, rest) = excerpt.text.split_at(excerpt.mark.start);
    let marked = &excerpt.text[excerpt.mark.clone()];
    // The beginning of the line is cut off if the marked text would not be visible.
    let max_before = width.saturating_sub(marked.width().max(width / 3)).max(width / 3);
    let mut kept = String::new();
    if before.width() > max_before {
        let mut start = before.len();
        let mut columns = ellipsis.width();
        for (at, grapheme) in before.grapheme_indices(true).rev() {
            columns += grapheme.width();
            if columns > max_before {
                break;
            }
            start = at;
        }
        kept = format!("{ellipsis}{}", &before[start..]);
    } else {
        kept.push_str(before);
    }
    let column = kept.width();
    let text = truncate(&format!("{kept}{rest}"), width, ellipsis);
    let mark_width = marked.width().min(text.width().saturating_sub(column)).max(1);
    (text, column, mark_width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpt_fits_and_keeps_its_mark_in_place() {
        let text = format!("a = [\"東京\"] {} key = 1 # {}", "x".repeat(40), "y".repeat(40));
        let at = text.find("key").unwrap();
        let excerpt = SourceExcerpt { text, mark: at..at + 3 };
        for width in 12..120 {
            let (text, before, marked) = fit(&excerpt, width, "…");
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
    fn mark_may_be_after_the_end_or_wider_than_the_window() {
        let at_end = SourceExcerpt { text: "title =".into(), mark: 7..7 };
        assert_eq!(fit(&at_end, 20, "…"), ("title =".into(), 7, 1));
        let wide = SourceExcerpt { text: "x".repeat(80), mark: 0..80 };
        assert_eq!(fit(&wide, 10, "…"), (format!("{}…", "x".repeat(9)), 0, 10));
    }
}
