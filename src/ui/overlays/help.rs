//! The keys, from the keymap itself.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::config::{Command, Group, Role};
use crate::dashboard::{Extent, State};
use crate::dossier::model::{Certainty, Position};
use crate::ui::Look;

/// Columns of the keys.
const KEYS: usize = 16;
/// Columns of one half of the help: keys, and what they do.
const HALF: u16 = 40;

/// Draws the help: in two halves where there is room.
pub fn draw(state: &State, look: &Look<'_>, body: Rect, buf: &mut Buffer) -> Extent {
    let (keys, signs) = (keys(look), signs(look));
    let two = body.width >= 2 * HALF;
    let lines: Vec<Line<'_>> = if two {
        let count = keys.len().max(signs.len());
        let mut signs = signs.into_iter();
        let mut keys = keys.into_iter();
        (0..count)
            .map(|_| {
                let mut line = keys.next().unwrap_or_default();
                let gap = usize::from(HALF).saturating_sub(line.width());
                line.spans.push(Span::raw(" ".repeat(gap)));
                line.spans.extend(signs.next().unwrap_or_default().spans);
                line
            })
            .collect()
    } else {
        keys.into_iter().chain(std::iter::once(Line::default())).chain(signs).collect()
    };
    let width = if two { 2 * HALF } else { HALF + 4 };
    super::in_the_middle("Help", "", width, &lines, state, (look, body, buf))
}

fn heading<'a>(text: &str, look: &Look<'_>) -> Line<'a> {
    Line::from(Span::styled(text.to_owned(), look.style(Role::Focus)))
}

fn keys<'a>(look: &Look<'_>) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    for group in Group::ALL {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.push(heading(group.name(), look));
        for command in Command::ALL.iter().filter(|command| command.group() == group) {
            let keys: Vec<String> = look.keymap.keys(*command).map(|key| look.glyphs.key(&key)).collect();
            if !keys.is_empty() {
                lines.push(entry(&keys.join(" "), command.does(), look));
            }
        }
        if group == Group::States {
            let digit = |n| look.key(Command::State(n));
            if let (Some(first), Some(last)) = (digit(1), digit(9)) {
                lines.push(entry(
                    &format!("{first} {} {last}", look.glyphs.cut()),
                    Command::State(1).does(),
                    look,
                ));
            }
        }
    }
    lines
}

fn entry<'a>(key: &str, does: &str, look: &Look<'_>) -> Line<'a> {
    Line::from(vec![
        Span::styled(format!("{key:<KEYS$} "), look.style(Role::Key)),
        Span::styled(does.to_owned(), look.style(Role::Text)),
    ])
}

fn signs<'a>(look: &Look<'_>) -> Vec<Line<'a>> {
    let mut lines = vec![heading("Positions", look)];
    for position in Position::ALL {
        let sign = look.glyphs.position(*position);
        lines.push(Line::from(vec![
            Span::styled(format!("{sign} "), look.style(crate::ui::panels::position_role(*position))),
            Span::styled(position.name(), look.style(Role::Text)),
        ]));
    }
    lines.push(Line::default());
    lines.push(heading("Marks", look));
    let mut mark = |sign: &str, means: &'static str, role: Role| {
        lines.push(Line::from(vec![
            Span::styled(format!("{sign} "), look.style(role)),
            Span::styled(means, look.style(Role::Text)),
        ]));
    };
    mark(look.glyphs.certainty(Certainty::SingleSource), "one source, or one publisher", Role::Strong);
    mark(look.glyphs.certainty(Certainty::Disputed), "sources differ; see the note", Role::Strong);
    mark("~", "about right", Role::Strong);
    mark("e", "estimate", Role::Strong);
    mark(look.glyphs.changed(), "changed by the last edit", Role::Changed);
    lines
}
