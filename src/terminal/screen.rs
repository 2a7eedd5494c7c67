//! Writes the cells of a frame that differ from what the terminal shows.
//!
//! `ratatui::Terminal` is not used, since it writes even if nothing changed, asks for the cursor's position (`ESC[6n`)
//! when it clears the screen, which competes with the keys for the input, and writes to a closed terminal when it is
//! dropped.

use std::io::{self, BufWriter, Write};

use ratatui::backend::{Backend, ClearType, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::crossterm::queue;
use ratatui::crossterm::style::{Attribute, SetAttribute};
use ratatui::crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::layout::Rect;

use super::{Output, size};

/// Bytes that are written at once, more than most frames have.
const CAPACITY: usize = 1 << 16;

/// The screen of the terminal. It keeps the cells that are shown, and writes those that change.
#[derive(Debug)]
pub struct Screen<W: Write = BufWriter<Output>> {
    backend: CrosstermBackend<W>,
    shown: Buffer,
    /// The cells of the frame before, reused for the next one.
    spare: Buffer,
    /// Whether the terminal may show something else.
    invalid: bool,
}

impl Screen {
    /// Creates the empty screen of a [session](super::Session).
    pub fn new() -> Screen {
        Screen::on(BufWriter::with_capacity(CAPACITY, Output::stdout()))
    }

    /// Returns its current area.
    ///
    /// # Errors
    ///
    /// If the terminal does not report its size.
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
        Screen {
            backend: CrosstermBackend::new(writer),
            shown: Buffer::default(),
            spare: Buffer::default(),
            invalid: false,
        }
    }

    /// Shows what `render` draws into an empty buffer, as one synchronized update. Writes nothing if the terminal already
    /// shows it.
    ///
    /// # Errors
    ///
    /// If the terminal cannot be written, probably because it was closed.
    pub fn draw(&mut self, area: Rect, render: impl FnOnce(&mut Buffer)) -> io::Result<()> {
        let mut frame = std::mem::take(&mut self.spare);
        frame.resize(area);
        frame.reset();
        render(&mut frame);
        let result = self.show(&frame);
        self.spare = std::mem::replace(&mut self.shown, frame);
        result
    }

    /// Writes the cells of a frame that differ from those that are shown.
    fn show(&mut self, frame: &Buffer) -> io::Result<()> {
        // A resized terminal may do anything with its cells. Before the first frame there are none.
        let resized = self.shown.area != frame.area;
        let clear = self.invalid || (resized && !self.shown.area.is_empty());
        if self.invalid || resized {
            self.shown = Buffer::empty(frame.area);
            self.invalid = false;
        }
        let mut updates = self.shown.diff_iter(frame).peekable();
        if updates.peek().is_none() && !clear {
            return Ok(());
        }
        queue!(self.backend, BeginSynchronizedUpdate)?;
        if clear {
            // Many terminals clear with the current colour, which another program may have set.
            queue!(self.backend, SetAttribute(Attribute::Reset))?;
            self.backend.clear_region(ClearType::All)?;
        }
        self.backend.draw(updates)?;
        queue!(self.backend, EndSynchronizedUpdate)?;
        Backend::flush(&mut self.backend)
    }

    /// Makes the next [`draw`](Screen::draw) write every cell, since the terminal may show something else.
    pub fn invalidate(&mut self) {
        self.invalid = true;
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

    /// A terminal, and the number of bytes written to it.
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

        /// Returns the rows that it shows.
        fn rows(&self) -> Vec<String> {
            let screen = &self.0.borrow();
            let (_, columns) = screen.0.screen().size();
            screen.0.screen().rows(0, columns.into()).collect()
        }

        /// Returns the number of bytes written since the last call.
        fn written(&self) -> usize {
            std::mem::take(&mut self.0.borrow_mut().1)
        }
    }

    impl Screen<Terminal> {
        fn draw_frame(&mut self, frame: &Buffer) {
            self.draw(frame.area, |buffer| buffer.clone_from(frame)).unwrap();
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
            screen.draw_frame(&lines(rows));
            assert_eq!(terminal.rows(), rows);
            written.push(terminal.written());
        }
        assert!(written[1] < written[0], "{written:?}");
        assert_eq!(written[2], 0, "an unchanged frame writes nothing");
    }

    #[test]
    fn style_changes_alone_are_written() {
        let (terminal, mut screen) = Terminal::new(7);
        let plain = lines(["Estonia", ""]);
        let strong = Buffer::with_lines([Line::from("Estonia".bold()), Line::default()]);
        for (buffer, bold) in [(&plain, false), (&strong, true), (&plain, false)] {
            screen.draw_frame(buffer);
            assert_eq!(terminal.0.borrow().0.screen().cell(0, 3).unwrap().bold(), bold);
        }
    }

    #[test]
    fn wide_characters_come_and_go() {
        let texts = ["abcdef", "東京ef", "a東def", "ab京ef", "a京 ef", "      "];
        for [one, two, three] in texts
            .map(|one| texts.map(|two| texts.map(|three| [one, two, three])))
            .into_iter()
            .flatten()
            .flatten()
        {
            let (terminal, mut screen) = Terminal::new(6);
            for text in [one, two, three] {
                screen.draw_frame(&lines([text, ""]));
                assert_eq!(terminal.rows()[0].trim_end(), text.trim_end(), "{one:?}, {two:?}, {three:?}");
            }
        }
    }

    #[test]
    fn character_of_three_columns_is_erased() {
        let (terminal, mut screen) = Terminal::new(6);
        for text in ["abcdef", "त्रिdef", "abcdef"] {
            screen.draw_frame(&lines([text, ""]));
        }
        assert_eq!(terminal.rows()[0], "abcdef");
    }

    #[test]
    fn invalid_screen_is_written_again() {
        let (terminal, mut screen) = Terminal::new(7);
        let buffer = lines(["Estonia", "Latvia"]);
        screen.draw_frame(&buffer);
        // Another program writes there.
        terminal.clone().write_all(b"\x1b[1;1HLogin:").unwrap();
        screen.draw_frame(&buffer);
        assert_eq!(terminal.rows(), ["Login:a", "Latvia"]);
        screen.invalidate();
        screen.draw_frame(&buffer);
        assert_eq!(terminal.rows(), ["Estonia", "Latvia"]);
    }

    #[test]
    fn resize_erases_the_old_frame() {
        let (terminal, mut screen) = Terminal::new(14);
        screen.draw_frame(&lines(["Estonia  party", "Latvia   party"]));
        screen.draw_frame(&lines(["Estonia", "Latvia"]));
        assert_eq!(terminal.rows(), ["Estonia", "Latvia"]);
    }
}
