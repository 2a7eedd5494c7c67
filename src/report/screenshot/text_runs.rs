//! The text of a drawing: each letter at its own x.

use std::fmt::Write;

use ratatui::style::Modifier;

use super::GlyphCell;
use super::colours::Rgb;
use super::shapes::CELL;
use super::svg::{BASELINE, escaped};

/// How text is set before its own colour and weight. What is written from right to left keeps the place that the
/// screen gave it.
const TEXT: &str = "font:15px ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;\
                    white-space:pre;direction:ltr;unicode-bidi:bidi-override";

/// Collects text, row by row from left to right.
pub(super) struct TextRuns {
    /// The colour that needs no class.
    usual: Rgb,
    /// All others; each has its place for a name.
    colours: Vec<Rgb>,
    run: Option<Run>,
    xml: String,
}

/// Letters of one look that follow each other in a row.
struct Run {
    look: (Rgb, Modifier),
    y: u32,
    text: String,
    /// The x of each letter.
    places: String,
    /// The column behind the last one.
    end: u16,
}

impl TextRuns {
    /// No text yet; most of it will have this colour.
    pub fn new(usual: Rgb) -> TextRuns {
        TextRuns { usual, colours: Vec::new(), run: None, xml: String::new() }
    }

    /// Adds a sign of this row.
    pub fn add(&mut self, cell: &GlyphCell<'_>, colour: Rgb, y: u32) {
        let look = (colour, cell.style.add_modifier & (Modifier::BOLD | Modifier::ITALIC));
        let x = u32::from(cell.x) * CELL.0 as u32;
        if !is_simple(cell) {
            self.end_row();
            let (place, wide) = if cell.width > 1 {
                (x + u32::from(cell.width) * CELL.0 as u32 / 2, true)
            } else {
                (x, false)
            };
            self.write(look, wide, y, &place.to_string(), &cell.symbol);
            return;
        }
        match &mut self.run {
            Some(run) if run.look == look && cell.x - run.end <= 1 => {
                if cell.x > run.end {
                    // The blank between two words, so that they can be searched for and copied.
                    let _ = write!(run.places, " {}", x - CELL.0 as u32);
                    run.text.push(' ');
                }
                let _ = write!(run.places, " {x}");
                run.text.push_str(&cell.symbol);
                run.end = cell.x + 1;
            }
            _ => {
                self.end_row();
                let text = cell.symbol.to_string();
                self.run = Some(Run { look, y, text, places: x.to_string(), end: cell.x + 1 });
            }
        }
    }

    /// Ends what is being collected: here ends the row, or something else stands between.
    pub fn end_row(&mut self) {
        if let Some(run) = self.run.take() {
            self.write(run.look, false, run.y, &run.places, &run.text);
        }
    }

    /// The style sheet, and the text.
    pub fn finish(mut self) -> (String, String) {
        self.end_row();
        let mut styles = format!("text{{{TEXT};fill:{}}}", self.usual);
        for (class, rule) in
            [("b", "font-weight:700"), ("i", "font-style:italic"), ("w", "text-anchor:middle")]
        {
            let _ = write!(styles, ".{class}{{{rule}}}");
        }
        for (n, colour) in self.colours.iter().enumerate() {
            let _ = write!(styles, ".c{n}{{fill:{colour}}}");
        }
        (styles, self.xml)
    }

    fn write(&mut self, (colour, modifier): (Rgb, Modifier), wide: bool, y: u32, places: &str, text: &str) {
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
        let _ = writeln!(self.xml, "<text{class} y=\"{y}\" x=\"{places}\">{}</text>", escaped(text));
    }
}

/// Whether a sign is one character that stands for itself, so that each of a row of them has an x in a list: no
/// wide one, none with marks, none of a script whose letters join or run the other way.
fn is_simple(cell: &GlyphCell<'_>) -> bool {
    let mut chars = cell.symbol.chars();
    let simple = |c| matches!(c, '\u{20}'..='\u{2ff}' | '\u{370}'..='\u{58f}' | '\u{2010}'..='\u{20cf}');
    cell.width == 1 && chars.next().is_some_and(simple) && chars.next().is_none()
}
