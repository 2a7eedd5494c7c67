//! Writes the cells of a frame that differ from what the terminal shows.
//!
//! `ratatui::Terminal` is not used, since it writes even if nothing changed, asks for the cursor's position (`ESC[6n`)
//! when it clears the screen, which competes with the keys for the input, and writes to a closed terminal when it is
//! dropped.

use std::io::{self, BufWriter, Write};

use ratatui::backend::{Backend, ClearType, CrosstermBackend};
use ratatui::buffer::{Buffer, Cell};
use ratatui::crossterm::queue;
use ratatui::crossterm::style::{Attribute, SetAttribute};
use ratatui::crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::Output;

/// Bytes that are written at once, more than most frames have.
const CAPACITY: usize = 1 << 16;

/// Cells of a row that link to an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The first column.
    pub x: u16,
    /// The row.
    pub y: u16,
    /// The number of columns.
    pub width: u16,
    /// The address, the same in each row that has a part of it.
    pub url: String,
}

impl Link {
    fn contains(&self, x: u16, y: u16) -> bool {
        y == self.y && (self.x..self.x.saturating_add(self.width)).contains(&x)
    }

    /// Returns whether it is a web address of printable ASCII characters, which cannot end the sequence around it.
    ///
    /// A host with percent-encoded letters is not linked, since it may look like another host.
    fn is_allowed(&self) -> bool {
        let Some((scheme, rest)) = self.url.split_once("://") else { return false };
        let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
        matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https")
            && !host.contains('%')
            && self.url.bytes().all(|b| b.is_ascii_graphic())
    }
}

/// The screen of the terminal. It keeps the cells that are shown, and writes those that change.
#[derive(Debug)]
pub struct Screen<W: Write = BufWriter<Output>> {
    backend: CrosstermBackend<W>,
    shown: Buffer,
    /// The cells of the frame before, reused for the next one.
    spare: Buffer,
    /// The links of the last frame.
    links: Vec<Link>,
    /// Whether the terminal may show something else.
    invalid: bool,
}

impl Default for Screen {
    /// Returns the empty screen of a [session](super::Session).
    fn default() -> Screen {
        Screen::on(BufWriter::with_capacity(CAPACITY, Output::stdout()))
    }
}

impl<W: Write> Screen<W> {
    fn on(writer: W) -> Screen<W> {
        Screen {
            backend: CrosstermBackend::new(writer),
            shown: Buffer::default(),
            spare: Buffer::default(),
            links: Vec::new(),
            invalid: false,
        }
    }

    /// Shows what `render` draws into an empty buffer, with the links that it returns, as one synchronized update. Writes
    /// nothing if the terminal already shows it.
    ///
    /// # Errors
    ///
    /// If the terminal cannot be written, probably because it was closed.
    pub fn draw(&mut self, area: Rect, render: impl FnOnce(&mut Buffer) -> Vec<Link>) -> io::Result<()> {
        let mut frame = std::mem::take(&mut self.spare);
        frame.resize(area);
        frame.reset();
        let links = render(&mut frame);
        self.set_links(links);
        let result = self.show(&frame);
        self.spare = std::mem::replace(&mut self.shown, frame);
        result
    }

    /// Sets the links of the next frame. The same characters may be linked to another address, so the cells of links that
    /// change are written again.
    fn set_links(&mut self, mut links: Vec<Link>) {
        links.retain(Link::is_allowed);
        if links != self.links {
            for link in self.links.iter().chain(&links) {
                for x in link.x..link.x.saturating_add(link.width) {
                    if let Some(cell) = self.shown.cell_mut((x, link.y)) {
                        cell.modifier = Modifier::all();
                    }
                }
            }
        }
        self.links = links;
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
        let updates: Vec<(u16, u16, &Cell)> = updates.collect();
        let link_at = |(x, y, _): &(u16, u16, &Cell)| self.links.iter().find(|link| link.contains(*x, *y));
        for run in updates.chunk_by(|one, next| link_at(one) == link_at(next)) {
            let link = run.first().and_then(link_at);
            if let Some(link) = link {
                write!(self.backend, "\x1b]8;;{}\x1b\\", link.url)?;
            }
            self.backend.draw(run.iter().copied())?;
            if link.is_some() {
                write!(self.backend, "\x1b]8;;\x1b\\")?;
            }
        }
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
            let render = |buffer: &mut Buffer| {
                buffer.clone_from(frame);
                Vec::new()
            };
            self.draw(frame.area, render).unwrap();
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
    fn only_web_addresses_are_linked() {
        let links = |urls: [&str; 2]| {
            let links = (0..).zip(urls).map(|(y, url)| Link { x: 0, y, width: 7, url: url.to_owned() });
            links.collect::<Vec<_>>()
        };
        let buffer = lines(["Estonia", "Latvia"]);
        let written = |urls: [[&str; 2]; 2]| {
            let mut bytes = Vec::new();
            let mut screen = Screen::on(&mut bytes);
            for urls in urls {
                let render = |frame: &mut Buffer| {
                    frame.clone_from(&buffer);
                    links(urls)
                };
                screen.draw(buffer.area, render).unwrap();
            }
            drop(screen);
            String::from_utf8(bytes).unwrap()
        };
        let (one, other) = ("https://a.example/?b;c", "HTTP://d.example");
        let count = |text: &str, url: &str| text.matches(&format!("\x1b]8;;{url}\x1b\\")).count();
        // The second row has another address in the second frame, so it alone is written again.
        let text = written([[one, one], [one, other]]);
        assert_eq!([count(&text, one), count(&text, other), count(&text, "")], [3, 1, 4], "{text:?}");
        for hostile in
            ["javascript:alert(1)", "file:///x", "https://a\x1b\\b", "https://a b", "https://%C3%A4/b", ""]
        {
            let text = written([[hostile, hostile]; 2]);
            assert!(!text.contains("\x1b]8"), "{text:?}");
        }
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
