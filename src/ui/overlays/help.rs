//! The keys, from the keymap itself, and what the signs mean.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::{App, Extent, View, WatchStatus};
use crate::config::{Command, Group, Role};
use crate::dossier::model::{Certainty, Position};
use crate::ui::RenderContext;
use crate::ui::panels::position_role;
use crate::ui::text::DisplayWidth;

/// DisplayWidth of the keys.
const KEYS: usize = 12;
/// DisplayWidth of a column of the help: keys, and what they do.
const COLUMN: u16 = 38;

/// Draws the help, in as many columns as there is room for, about equally long.
pub fn draw(state: &App, look: &RenderContext<'_>, body: Rect, buf: &mut Buffer) -> Extent {
    let blocks = blocks(state, look);
    let columns = usize::from((body.width.saturating_sub(4) / COLUMN).clamp(1, 3));
    // A blank line parts each block from the next.
    let total: usize = blocks.iter().map(|block| block.len() + 1).sum();
    let mut filled: Vec<Vec<Line<'_>>> = vec![Vec::new()];
    let mut so_far = 0;
    for block in blocks {
        let half = so_far + block.len() / 2;
        if half * columns >= total * filled.len() && filled.len() < columns {
            filled.push(Vec::new());
        }
        so_far += block.len() + 1;
        if let Some(column) = filled.last_mut() {
            if !column.is_empty() {
                column.push(Line::default());
            }
            column.extend(block);
        }
    }
    let rows = filled.iter().map(Vec::len).max().unwrap_or(0);
    let lines: Vec<Line<'_>> = (0..rows).map(|row| across(&filled, row)).collect();
    let width = COLUMN * filled.len() as u16 + 4;
    super::in_the_middle("Help", "", width, &lines, state, (look, body, buf))
}

/// One row of all columns.
fn across<'a>(columns: &[Vec<Line<'a>>], row: usize) -> Line<'a> {
    let mut line = Line::default();
    for (n, column) in columns.iter().enumerate() {
        let start = n * usize::from(COLUMN);
        let gap = start.saturating_sub(line.display_width());
        line.spans.push(Span::raw(" ".repeat(gap)));
        line.spans.extend(column.get(row).cloned().unwrap_or_default().spans);
    }
    line
}

/// What belongs together, each under its heading.
fn blocks<'a>(state: &App, look: &RenderContext<'_>) -> Vec<Vec<Line<'a>>> {
    let mut blocks: Vec<Vec<Line<'a>>> = Group::ALL.iter().map(|group| keys(*group, state, look)).collect();
    // Of a group without keys there is only its heading.
    blocks.retain(|block| block.len() > 1);
    blocks.extend([mouse(look), positions(look), marks(look), timeline(look)]);
    blocks
}

fn heading<'a>(text: &str, look: &RenderContext<'_>) -> Line<'a> {
    Line::from(Span::styled(text.to_owned(), look.style(Role::Focus)))
}

fn keys<'a>(group: Group, state: &App, look: &RenderContext<'_>) -> Vec<Line<'a>> {
    let applies = |command: Command| applies(command, state);
    let listed = look.keymap.listed(group, |key| look.symbols.key(key), look.symbols.ellipsis());
    let entries = listed.iter().filter(|(command, _)| applies(*command));
    let entries = entries.map(|(command, keys)| entry(keys, command.does(), look));
    std::iter::once(heading(group.name(), look)).chain(entries).collect()
}

/// Whether a key does anything where the help was opened. What leads to a sentence that says why not is left out too.
fn applies(command: Command, state: &App) -> bool {
    let wall = state.view == View::Wall;
    match command {
        // What is compiled in has no file to edit.
        Command::Edit => state.file.watch_status != WatchStatus::BuiltIn,
        // Where there is no dossier, its problems can be read, and what is wrong with it be mended.
        Command::PreviousState
        | Command::NextState
        | Command::DayBack
        | Command::DayForward
        | Command::Today
        | Command::GoToDay
        | Command::NextPanel
        | Command::PreviousPanel
        | Command::Wall
        | Command::Sort
        | Command::Filter
        | Command::Find
        | Command::Sources
        | Command::Open
        | Command::Copy
        | Command::Changes
            if state.dossier.is_none() =>
        {
            false
        }
        Command::Sort => wall,
        Command::Filter => !wall,
        Command::NextPanel | Command::PreviousPanel => !wall,
        Command::Treaty => state.dossier.as_ref().is_some_and(|dossier| dossier.treaties.len() > 1),
        Command::NextMatch | Command::PreviousMatch => !state.found.is_empty(),
        _ => true,
    }
}

fn entry<'a>(key: &str, does: &str, look: &RenderContext<'_>) -> Line<'a> {
    Line::from(vec![
        Span::styled(format!("{key:<KEYS$} "), look.style(Role::Key)),
        Span::styled(does.to_owned(), look.style(Role::Text)),
    ])
}

fn mouse<'a>(look: &RenderContext<'_>) -> Vec<Line<'a>> {
    vec![
        heading("Mouse", look),
        entry("click", "selects", look),
        entry("wheel", "scrolls", look),
        entry("Shift+drag", "selects text", look),
    ]
}

fn sign<'a>(sign: &str, means: &'static str, role: Role, look: &RenderContext<'_>) -> Line<'a> {
    Line::from(vec![
        Span::styled(format!("{sign} "), look.style(role)),
        Span::styled(means, look.style(Role::Text)),
    ])
}

fn positions<'a>(look: &RenderContext<'_>) -> Vec<Line<'a>> {
    let each = Position::ALL.iter().map(|position| {
        sign(look.symbols.position(*position), position.name(), position_role(*position), look)
    });
    std::iter::once(heading("Positions", look)).chain(each).collect()
}

fn timeline<'a>(look: &RenderContext<'_>) -> Vec<Line<'a>> {
    let symbols = look.symbols;
    vec![
        heading("In the timeline", look),
        sign(symbols.quotes().0, "quotation", Role::Text, look),
        sign("%", "target", Role::Proposal, look),
        sign(symbols.aim(), "aim", Role::Text, look),
        sign(symbols.event(), "event", Role::Text, look),
        sign(symbols.lines().0, "benchmark", Role::Goal, look),
        sign(symbols.many(), "several states", Role::Text, look),
    ]
}

fn marks<'a>(look: &RenderContext<'_>) -> Vec<Line<'a>> {
    let symbols = look.symbols;
    vec![
        heading("Marks", look),
        sign(symbols.certainty(Certainty::SingleSource), "one source, or one publisher", Role::Strong, look),
        sign(symbols.certainty(Certainty::Disputed), "sources differ; see the note", Role::Strong, look),
        sign("~", "date derived, or about right", Role::Strong, look),
        sign("e", "estimate", Role::Strong, look),
        sign(symbols.target().0, "target at its level and year", Role::Proposal, look),
        sign(symbols.changed(), "changed by the last edit or step", Role::Changed, look),
    ]
}
