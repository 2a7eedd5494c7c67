//! Checks of terminal output: panel borders are aligned, and only intended escape sequences are sent.

use std::collections::BTreeSet;

use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use crate::support::invariants::is_harmful;

/// A terminal that receives the differences between frames, as the program sends them.
pub struct Screen {
    terminal: vt100::Parser,
    before: Buffer,
}

impl Screen {
    pub fn new((width, height): (u16, u16)) -> Screen {
        let side = |n| std::num::NonZero::new(n).unwrap();
        let terminal = vt100::Parser::new(side(height), side(width), 0);
        Screen { terminal, before: Buffer::empty(Rect::new(0, 0, width, height)) }
    }

    /// Draws a frame, and checks that it is harmless and that panel borders are aligned.
    ///
    /// An overlay covers parts of borders; these are then not checked.
    pub fn show(&mut self, buffer: &Buffer, overlaid: bool, what: &str) {
        let (whole, broken) = frames(buffer, what);
        assert!(whole > 0, "{what}: no frame");
        assert!(overlaid || broken.is_empty(), "{what}: the frames at {broken:?} are broken");
        // vt100 treats U+FFFD as a decoding error and drops it.
        let mut buffer = buffer.clone();
        for cell in buffer.content.iter_mut().filter(|cell| cell.symbol() == "\u{fffd}") {
            cell.set_symbol("?");
        }
        let mut bytes = Vec::new();
        let mut backend = CrosstermBackend::new(&mut bytes);
        backend.draw(self.before.diff(&buffer).into_iter()).unwrap();
        Sequences::of(&bytes).assert_only(&["CSI H", "CSI m"], what);
        self.terminal.process(&bytes);
        self.assert_alike(&buffer, what);
        self.before = buffer;
    }

    /// Checks that borders and ASCII characters are in the same column on the terminal, which adds up the widths of
    /// single characters.
    fn assert_alike(&self, buffer: &Buffer, what: &str) {
        let screen = self.terminal.screen();
        for position in buffer.area.positions() {
            let symbol = buffer[position].symbol();
            let ours = symbol.chars().all(|c| c.is_ascii_graphic() || ('\u{2500}'..='\u{259f}').contains(&c));
            if symbol.is_empty() || !ours {
                continue;
            }
            let shown = screen.cell(position.y, position.x).unwrap().contents();
            let (x, y) = (position.x, position.y);
            assert_eq!(shown, symbol, "{what}: at {x}, {y} the terminal shows\n{}", screen.contents());
        }
    }
}

/// Returns the number of complete borders and the top right corners of the others. Checks that no cell is harmful, and
/// that no character crosses the screen's edge or covers another.
fn frames(buffer: &Buffer, what: &str) -> (usize, Vec<(u16, u16)>) {
    let area = buffer.area;
    let (mut whole, mut broken) = (0, Vec::new());
    for y in area.top()..area.bottom() {
        let mut x = area.left();
        while x < area.right() {
            let symbol = buffer[(x, y)].symbol();
            let harmful = symbol.chars().find(|c| is_harmful(*c));
            assert_eq!(harmful, None, "{what}: at {x}, {y}");
            let width = symbol.width().max(1) as u16;
            assert!(x + width <= area.right(), "{what}: {symbol} at {x}, {y} sticks out");
            for covered in x + 1..x + width {
                assert_eq!(
                    buffer[(covered, y)].symbol(),
                    " ",
                    "{what}: {symbol} at {x}, {y} covers a character"
                );
            }
            if symbol == "╮" {
                let mut below = (y + 1..area.bottom()).map(|y| buffer[(x, y)].symbol());
                match below.find(|symbol| !matches!(*symbol, "│" | "┃")) {
                    Some("╯") => whole += 1,
                    _ => broken.push((x, y)),
                }
            }
            x += width;
        }
    }
    (whole, broken)
}

/// The bytes sent to a terminal, split into sequences by an independent parser.
#[derive(Default)]
pub struct Sequences {
    /// The kinds of sequences, such as "CSI m" and "OSC 52".
    kinds: BTreeSet<String>,
    /// The printed text.
    pub printed: String,
    /// The targets of links (OSC 8), in order.
    pub links: Vec<String>,
}

impl Sequences {
    pub fn of(bytes: &[u8]) -> Sequences {
        let mut sequences = Sequences::default();
        vte::Parser::new().advance(&mut sequences, bytes);
        sequences
    }

    /// Checks that only these kinds of sequences were sent, and that the printed text is harmless.
    #[track_caller]
    pub fn assert_only(&self, meant: &[&str], what: &str) {
        let others: Vec<_> = self.kinds.iter().filter(|kind| !meant.contains(&kind.as_str())).collect();
        assert!(others.is_empty(), "{what} sends {others:?}");
        crate::support::invariants::assert_harmless(what, &self.printed);
    }
}

impl vte::Perform for Sequences {
    fn print(&mut self, c: char) {
        self.printed.push(c);
    }

    fn execute(&mut self, byte: u8) {
        if byte != b'\n' {
            self.kinds.insert(format!("control {byte:#04x}"));
        }
    }

    fn hook(&mut self, _: &vte::Params, _: &[u8], _: bool, action: char) {
        self.kinds.insert(format!("DCS {action}"));
    }

    fn osc_dispatch(&mut self, parts: &[&[u8]], _: bool) {
        let parts: Vec<_> = parts.iter().map(|part| String::from_utf8_lossy(part)).collect();
        let kind = parts.first().map_or("", |kind| kind);
        self.kinds.insert(format!("OSC {kind}"));
        if kind == "8" && parts.get(2).is_some_and(|target| !target.is_empty()) {
            self.links.push(parts[2..].join(";"));
        }
    }

    fn csi_dispatch(&mut self, _: &vte::Params, _: &[u8], _: bool, action: char) {
        self.kinds.insert(format!("CSI {action}"));
    }

    fn esc_dispatch(&mut self, _: &[u8], _: bool, byte: u8) {
        self.kinds.insert(format!("ESC {}", char::from(byte)));
    }
}
