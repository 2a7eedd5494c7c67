//! The text of a drawing, with an x for each character.

use std::fmt::Write;

use ratatui::style::Modifier;

use super::GlyphCell;
use super::shapes::CELL;
use super::svg::{BASELINE, escaped};
use crate::config::Rgb;

/// The style of all text. Right-to-left text keeps its order on the screen.
const TEXT: &str = "font:15px ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;\
                    white-space:pre;direction:ltr;unicode-bidi:bidi-override";

/// Collects text by row, from left to right.
pub(super) struct TextRuns {
    /// The colour of text without a class.
    usual: Rgb,
    /// The other colours. Their classes are named by index.
    colours: Vec<Rgb>,
    run: Option<Run>,
    xml: String,
}

/// Adjacent characters of the same style.
struct Run {
    style: (Rgb, Modifier),
    y: u32,
    text: String,
    /// The x of each character, separated by spaces.
    xs: String,
    /// The column after the last character.
    end: u16,
}

impl TextRuns {
    /// Creates an empty collection. `usual` is the colour of most text.
    pub fn new(usual: Rgb) -> TextRuns {
        TextRuns { usual, colours: Vec::new(), run: None, xml: String::new() }
    }

    /// Adds a grapheme in row `y`.
    pub fn add(&mut self, cell: &GlyphCell<'_>, colour: Rgb, y: u32) {
        let style = (colour, cell.style.add_modifier & (Modifier::BOLD | Modifier::ITALIC));
        let x = u32::from(cell.x) * CELL.0 as u32;
        if !is_simple(cell) {
            self.end_row();
            let wide = cell.width > 1;
            let x = if wide { x + u32::from(cell.width) * CELL.0 as u32 / 2 } else { x };
            self.write(style, wide, y, &x.to_string(), &cell.symbol);
            return;
        }
        match &mut self.run {
            Some(run) if run.style == style && cell.x - run.end <= 1 => {
                if cell.x > run.end {
                    // A space between two words keeps them one text for search and copy.
                    let _ = write!(run.xs, " {}", x - CELL.0 as u32);
                    run.text.push(' ');
                }
                let _ = write!(run.xs, " {x}");
                run.text.push_str(&cell.symbol);
                run.end = cell.x + 1;
            }
            _ => {
                self.end_row();
                let text = cell.symbol.to_string();
                self.run = Some(Run { style, y, text, xs: x.to_string(), end: cell.x + 1 });
            }
        }
    }

    /// Ends the current run.
    pub fn end_row(&mut self) {
        if let Some(run) = self.run.take() {
            self.write(run.style, false, run.y, &run.xs, &run.text);
        }
    }

    /// Returns the text elements since the last call.
    pub fn take(&mut self) -> String {
        self.end_row();
        std::mem::take(&mut self.xml)
    }

    /// Returns the style sheet of all text elements.
    pub fn styles(&self) -> String {
        let mut styles = format!("text{{{TEXT};fill:{}}}", self.usual);
        for (class, rule) in
            [("b", "font-weight:700"), ("i", "font-style:italic"), ("w", "text-anchor:middle")]
        {
            let _ = write!(styles, ".{class}{{{rule}}}");
        }
        for (n, colour) in self.colours.iter().enumerate() {
            let _ = write!(styles, ".c{n}{{fill:{colour}}}");
        }
        styles
    }

    fn write(&mut self, (colour, modifier): (Rgb, Modifier), wide: bool, y: u32, xs: &str, text: &str) {
        let mut classes = Vec::new();
        if colour != self.usual {
            let known = self.colours.iter().position(|known| *known == colour);
            let n = known.unwrap_or_else(|| {
                self.colours.push(colour);
                self.colours.len() - 1
            });
            classes.push(format!("c{n}"));
        }
        let named = [
            (modifier.contains(Modifier::BOLD), "b"),
            (modifier.contains(Modifier::ITALIC), "i"),
            (wide, "w"),
        ];
        classes.extend(named.iter().filter(|(has, _)| *has).map(|(_, class)| (*class).to_owned()));
        let class =
            if classes.is_empty() { String::new() } else { format!(" class=\"{}\"", classes.join(" ")) };
        let y = y * CELL.1 as u32 + BASELINE;
        let _ = writeln!(self.xml, "<text{class} y=\"{y}\" x=\"{xs}\">{}</text>", escaped(text));
    }
}

/// Returns whether a grapheme can share a `<text>` element with others. Wide characters, combining marks, and scripts
/// with joined or right-to-left letters cannot.
fn is_simple(cell: &GlyphCell<'_>) -> bool {
    let mut chars = cell.symbol.chars();
    let simple = |c| matches!(c, '\u{20}'..='\u{2ff}' | '\u{370}'..='\u{58f}' | '\u{2010}'..='\u{20cf}');
    cell.width == 1 && chars.next().is_some_and(simple) && chars.next().is_none()
}
