//! What the terminal shows, and how it comes to show something else.

use std::io::{self, BufWriter, Stdout, Write};

use ratatui::backend::{Backend, ClearType, CrosstermBackend};
use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::crossterm::queue;
use ratatui::crossterm::style::{Attribute, SetAttribute};
use ratatui::layout::Rect;

use super::size;

/// Bytes that are written at once; more than a frame has.
const ROOM: usize = 1 << 16;

/// The screen of the terminal, of which only what changes is written. `ratatui`'s own begins every frame with an empty
/// buffer; here a frame goes on from the last one.
#[derive(Debug)]
pub struct Screen<W: Write = BufWriter<Stdout>> {
    backend: CrosstermBackend<W>,
    shown: Buffer,
    /// Whether anything else may be there.
    invalid: bool,
}

impl Screen {
    /// The screen of the [session](super::Session), which has nothing on it yet.
    pub fn new() -> Screen {
        Screen::on(BufWriter::with_capacity(ROOM, io::stdout()))
    }

    /// Its columns and rows by now.
    ///
    /// # Errors
    /// Where the terminal does not say.
    pub fn area(&self) -> io::Result<Rect> {
        let (columns, rows) = size()?;
        Ok(Rect::new(0, 0, columns, rows))
    }
}

impl Default for Screen {
    fn default() -> Screen {
        Screen::new()
    }
}

impl<W: Write> Screen<W> {
    fn on(writer: W) -> Screen<W> {
        Screen { backend: CrosstermBackend::new(writer), shown: Buffer::default(), invalid: false }
    }

    /// Shows what is in a buffer.
    ///
    /// # Errors
    /// Where the terminal cannot be written to; it is gone, most likely.
    pub fn show(&mut self, wanted: &Buffer) -> io::Result<()> {
        // What a terminal does with its cells when it gets another size is its own business. Before the first frame there
        // are none.
        let other_size = self.shown.area != wanted.area;
        if self.invalid || (other_size && !self.shown.area.is_empty()) {
            // Many terminals clear with the colour that somebody has left.
            queue!(self.backend, SetAttribute(Attribute::Reset))?;
            self.backend.clear_region(ClearType::All)?;
        }
        if self.invalid || other_size {
            self.shown = Buffer::empty(wanted.area);
            self.invalid = false;
        }
        let area = wanted.area;
        // From where to where something changes in each row.
        let mut changed = vec![(area.right(), area.left()); area.height.into()];
        self.backend.draw(self.shown.diff_iter(wanted).inspect(|(x, y, cell)| {
            let (first, end) = &mut changed[usize::from(y - area.y)];
            (*first, *end) = ((*first).min(*x), x.saturating_add(most_columns(cell)).min(area.right()));
        }))?;
        Backend::flush(&mut self.backend)?;
        for ((first, end), y) in changed.into_iter().zip(area.y..).filter(|((first, end), _)| first < end) {
            let at = wanted.index_of(first, y);
            let cells = at..at + usize::from(end - first);
            self.shown.content[cells.clone()].clone_from_slice(&wanted.content[cells]);
        }
        Ok(())
    }

    /// Forgets what is shown, so that next time all of it is written.
    pub fn invalidate(&mut self) {
        self.invalid = true;
    }
}

/// As many columns a sign may take; to find out how many it does takes longer, and seldom matters.
fn most_columns(cell: &Cell) -> u16 {
    match cell.symbol().len() {
        0..4 => 2,
        _ => cell.cell_width().max(2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;
    use std::num::NonZeroU16;
    use std::rc::Rc;

    use ratatui::style::Stylize;
    use ratatui::text::Line;

    /// A terminal that is written to, and how many bytes were.
    #[derive(Clone)]
    struct Terminal(Rc<RefCell<(vt100::Parser, usize)>>);

    impl Write for Terminal {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let (parser, written) = &mut *self.0.borrow_mut();
            parser.process(bytes);
            *written += bytes.len();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Terminal {
        fn new(columns: u16) -> (Terminal, Screen<Terminal>) {
            let [rows, columns] = [2, columns].map(|n| NonZeroU16::new(n).unwrap());
            let terminal = Terminal(Rc::new(RefCell::new((vt100::Parser::new(rows, columns, 0), 0))));
            (terminal.clone(), Screen::on(terminal))
        }

        /// What it shows.
        fn rows(&self) -> Vec<String> {
            let screen = &self.0.borrow();
            let (_, columns) = screen.0.screen().size();
            screen.0.screen().rows(0, columns.into()).collect()
        }

        /// Bytes written since this was asked last.
        fn written(&self) -> usize {
            std::mem::take(&mut self.0.borrow_mut().1)
        }
    }

    fn lines(lines: [&str; 2]) -> Buffer {
        Buffer::with_lines(lines.map(|line| Line::from(line.to_owned())))
    }

    #[test]
    fn only_what_changes_is_written() {
        let (terminal, mut screen) = Terminal::new(14);
        let rows = [["Estonia  party", "Latvia   party"], ["Estonia  party", "Latvia   PARTY"]];
        let mut written = Vec::new();
        for rows in [rows[0], rows[1], rows[1], rows[0]] {
            screen.show(&lines(rows)).unwrap();
            assert_eq!(terminal.rows(), rows);
            written.push(terminal.written());
        }
        assert!(written[1] < written[0] && written[2] < written[1], "{written:?}");
    }

    #[test]
    fn styles_change_without_their_signs() {
        let (terminal, mut screen) = Terminal::new(7);
        let plain = lines(["Estonia", ""]);
        let strong = Buffer::with_lines([Line::from("Estonia".bold()), Line::default()]);
        for (buffer, bold) in [(&plain, false), (&strong, true), (&plain, false)] {
            screen.show(buffer).unwrap();
            assert_eq!(terminal.0.borrow().0.screen().cell(0, 3).unwrap().bold(), bold);
        }
    }

    #[test]
    fn wide_signs_come_and_go() {
        let texts = ["abcdef", "東京ef", "a東def", "ab京ef", "a京 ef", "      "];
        for [one, two, three] in texts
            .map(|one| texts.map(|two| texts.map(|three| [one, two, three])))
            .into_iter()
            .flatten()
            .flatten()
        {
            let (terminal, mut screen) = Terminal::new(6);
            for text in [one, two, three] {
                screen.show(&lines([text, ""])).unwrap();
                assert_eq!(terminal.rows()[0].trim_end(), text.trim_end(), "{one:?}, {two:?}, {three:?}");
            }
        }
    }

    #[test]
    fn of_a_sign_of_three_columns_nothing_is_left() {
        let (terminal, mut screen) = Terminal::new(6);
        for text in ["abcdef", "त्रिdef", "abcdef"] {
            screen.show(&lines([text, ""])).unwrap();
        }
        assert_eq!(terminal.rows()[0], "abcdef");
    }

    #[test]
    fn what_was_forgotten_is_written_again() {
        let (terminal, mut screen) = Terminal::new(7);
        let buffer = lines(["Estonia", "Latvia"]);
        screen.show(&buffer).unwrap();
        // Somebody else writes there.
        terminal.clone().write_all(b"\x1b[1;1HLogin:").unwrap();
        screen.show(&buffer).unwrap();
        assert_eq!(terminal.rows(), ["Login:a", "Latvia"]);
        screen.invalidate();
        screen.show(&buffer).unwrap();
        assert_eq!(terminal.rows(), ["Estonia", "Latvia"]);
    }

    #[test]
    fn on_another_size_nothing_is_left_of_the_last() {
        let (terminal, mut screen) = Terminal::new(14);
        screen.show(&lines(["Estonia  party", "Latvia   party"])).unwrap();
        screen.show(&lines(["Estonia", "Latvia"])).unwrap();
        assert_eq!(terminal.rows(), ["Estonia", "Latvia"]);
    }
}
