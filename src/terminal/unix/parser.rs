//! Parses the bytes of a terminal into keys, clicks, pastes and replies.
//!
//! crossterm's own reader treats an unknown reply as the beginning of a key, so that every later key is lost, and the
//! letters of an OSC or DCS string as keys. terminput provides the same parser as a function. Here it receives only
//! complete sequences that are not strings, so it cannot wait for the rest of one. vte's state machine supports
//! strings, but not pastes, and does not report unfinished sequences, which the Escape key needs.
//!
//! A key such as Alt+] begins like a string that never ends, and a reply may arrive in pieces. Time distinguishes them:
//!
//! - An unfinished sequence that is quiet for a moment is stale. If it consists of its introducer, that was a key.
//! - A single byte after a stale sequence is a key, and the sequence is dropped. Several bytes at once continue it.
//! - A stale sequence is dropped after [`STALE`].
//!
//! The parser has no clock; its callers pass the time.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use terminput_crossterm::to_crossterm;

use super::super::{Input, Report};

/// The wait for the rest of a sequence after an escape. Terminals send both at once, and users notice a longer wait.
const ESCAPE_WAIT: Duration = Duration::from_millis(30);

/// The wait for the rest of a sequence after other bytes that may be a key: an introducer such as `ESC ]`, an escape in
/// a string, and a single byte after a stale sequence.
const KEY_WAIT: Duration = Duration::from_millis(100);

/// The pause after which any other unfinished sequence is stale.
const QUIET: Duration = Duration::from_millis(250);

/// The time in which a stale sequence can still be continued.
const STALE: Duration = Duration::from_secs(1);

/// The most bytes that are kept of a sequence. The rest is skipped.
const SEQUENCE_LIMIT: usize = 4096;

/// The most bytes that are kept of a paste. The rest is skipped.
const PASTE_LIMIT: usize = 1 << 16;

const ESC: u8 = 0x1b;
const BEL: u8 = 0x07;
const PASTE_START: &[u8] = b"\x1b[200~";
const PASTE_END: &[u8] = b"\x1b[201~";

/// The unfinished sequence at the end of the input.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum State {
    /// No sequence.
    #[default]
    Ground,
    /// A character of several bytes, perhaps after an escape.
    Utf8,
    /// An escape character.
    Escape,
    /// A control sequence: CSI, or SS3.
    Control,
    /// A click in the encoding of X10, which ends in three bytes.
    Click,
    /// An OSC, DCS, APC, PM or SOS string.
    String,
    /// A string and an escape, which may begin its terminator.
    StringEscape,
    /// A paste, with the number of received bytes of its end sequence.
    Paste(usize),
}

/// The parser of terminal input. It receives bytes and returns [`Input`]s.
#[derive(Debug, Default)]
pub struct InputParser {
    state: State,
    /// The bytes of the unfinished sequence, or the text of the paste.
    sequence: Vec<u8>,
    /// When [`on_timeout`](InputParser::on_timeout) is due.
    deadline: Option<Instant>,
    /// The time of the last bytes.
    last: Option<Instant>,
    /// The end of the time in which a stale sequence can be continued.
    stale_until: Option<Instant>,
    /// A byte after a stale sequence, which is a key unless more bytes follow at once.
    single: Option<u8>,
    inputs: VecDeque<Input>,
}

impl InputParser {
    /// Parses the bytes of one read.
    pub fn feed(&mut self, bytes: &[u8], now: Instant) {
        if let Some(until) = self.stale_until.filter(|_| !bytes.is_empty()) {
            let single = self.single.is_none() && bytes.len() == 1;
            let first = self.single.unwrap_or(bytes[0]);
            if now >= until || !self.may_continue(first) {
                self.reset();
            } else if single && !(self.state == State::String && first == BEL) {
                self.single = Some(first);
                self.deadline = Some(now + KEY_WAIT);
                return;
            }
            self.stale_until = None;
        }
        let pressed = self.single.is_none() && bytes.len() == 1;
        let before = self.wait_time();
        for byte in self.single.take().into_iter().chain(bytes.iter().copied()) {
            self.byte(byte);
        }
        // A key that is pressed repeatedly must not continue a sequence. People type more slowly than a terminal sends.
        let typed = self.last.is_some_and(|last| now.saturating_duration_since(last) > KEY_WAIT);
        let keeps = typed && pressed && before == Some(QUIET) && self.wait_time() == before;
        self.last = Some(now);
        self.deadline = self.deadline.filter(|_| keeps).or(self.wait_time().map(|time| now + time));
    }

    /// Returns the next complete input.
    pub fn next(&mut self) -> Option<Input> {
        self.inputs.pop_front()
    }

    /// Returns whether there is a complete input.
    pub fn has_input(&self) -> bool {
        !self.inputs.is_empty()
    }

    /// Returns when to call [`on_timeout`](InputParser::on_timeout) if nothing is fed before; `None` without an
    /// unfinished sequence.
    pub fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// Ends the wait for the rest of an unfinished sequence.
    pub fn on_timeout(&mut self, now: Instant) {
        self.deadline = None;
        if let Some(byte) = self.single.take() {
            self.reset();
            self.byte(byte);
            self.deadline = self.wait_time().map(|time| now + time);
            return;
        }
        match (self.state, self.sequence.as_slice()) {
            (State::Escape | State::StringEscape, _) => {
                self.reset();
                self.push_escape();
            }
            (State::Paste(0), []) => self.reset(),
            (_, &[ESC, introducer]) => {
                if let Some(Input::Key(mut key)) = parse(&[introducer]) {
                    key.modifiers |= KeyModifiers::ALT;
                    self.inputs.push_back(Input::Key(key));
                }
                self.stale_until = Some(now + STALE);
            }
            _ => self.stale_until = Some(now + STALE),
        }
    }

    /// Returns the longest pause in the unfinished sequence.
    fn wait_time(&self) -> Option<Duration> {
        match self.state {
            State::Ground | State::Utf8 => None,
            State::Escape => Some(ESCAPE_WAIT),
            State::StringEscape => Some(KEY_WAIT),
            State::Control | State::String if self.sequence.len() == 2 => Some(KEY_WAIT),
            State::Paste(0) if self.sequence.is_empty() => Some(KEY_WAIT),
            _ => Some(QUIET),
        }
    }

    /// Returns whether a byte may continue the stale sequence. An introducer alone is probably a key, so only the first
    /// bytes of replies continue it.
    fn may_continue(&self, byte: u8) -> bool {
        match self.sequence.as_slice() {
            [ESC, b'_'] => byte == b'G',
            [ESC, _] => matches!(byte, b'0'..=b'9' | b'?' | b'>' | b'=' | b'<' | b'$' | b'+' | b'!'),
            _ => true,
        }
    }

    fn reset(&mut self) {
        self.state = State::Ground;
        self.sequence.clear();
        self.stale_until = None;
    }

    /// Drops the unfinished sequence, and begins a new one with this byte.
    fn restart(&mut self, byte: u8) {
        self.reset();
        self.byte(byte);
    }

    fn push_escape(&mut self) {
        self.inputs.push_back(Input::Key(KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE)));
    }

    fn enter(&mut self, state: State, byte: u8) {
        self.state = state;
        self.keep(byte);
    }

    fn keep(&mut self, byte: u8) {
        if self.sequence.len() < SEQUENCE_LIMIT {
            self.sequence.push(byte);
        }
    }

    fn byte(&mut self, byte: u8) {
        match self.state {
            State::Ground => match byte {
                ESC => self.enter(State::Escape, byte),
                0x80.. => self.utf8(byte),
                _ => self.complete_with(byte),
            },
            State::Utf8 if (0x80..0xc0).contains(&byte) => self.utf8(byte),
            State::Utf8 => self.restart(byte),
            State::Escape => match byte {
                ESC => self.push_escape(),
                b'[' | b'O' => self.enter(State::Control, byte),
                b']' | b'P' | b'X' | b'^' | b'_' => self.enter(State::String, byte),
                0x80.. => self.utf8(byte),
                _ => self.complete_with(byte),
            },
            State::Control => match byte {
                0x20..=0x3f => self.keep(byte),
                // The function keys of the Linux console: `ESC [ [ A`.
                b'[' if self.sequence == b"\x1b[" => self.keep(byte),
                0x40..=0x7e => self.complete_with(byte),
                _ => self.restart(byte),
            },
            State::Click if byte < 0x20 => self.restart(byte),
            State::Click => {
                self.keep(byte);
                if self.sequence.len() == 6 {
                    self.complete();
                }
            }
            State::String => match byte {
                BEL => self.complete(),
                ESC => self.state = State::StringEscape,
                _ => self.keep(byte),
            },
            State::StringEscape if byte == b'\\' => self.complete(),
            State::StringEscape => {
                self.restart(ESC);
                self.byte(byte);
            }
            State::Paste(matched) => self.paste(matched, byte),
        }
    }

    fn utf8(&mut self, byte: u8) {
        self.enter(State::Utf8, byte);
        let text = self.sequence.strip_prefix(&[ESC]).unwrap_or(&self.sequence);
        match std::str::from_utf8(text) {
            Ok(_) => self.complete(),
            Err(error) if error.error_len().is_none() => {}
            Err(_) => self.reset(),
        }
    }

    fn complete_with(&mut self, byte: u8) {
        self.keep(byte);
        match self.sequence.as_slice() {
            PASTE_START => {
                self.sequence.clear();
                self.state = State::Paste(0);
            }
            b"\x1b[M" => self.state = State::Click,
            _ => self.complete(),
        }
    }

    fn complete(&mut self) {
        let is_string = matches!(self.state, State::String | State::StringEscape);
        let sequence = std::mem::take(&mut self.sequence);
        self.reset();
        if sequence.len() < SEQUENCE_LIMIT {
            let input = if is_string { None } else { parse(&sequence) };
            self.inputs.push_back(input.unwrap_or(Input::Reply(Report(sequence))));
        }
    }

    fn paste(&mut self, matched: usize, byte: u8) {
        if byte == PASTE_END[matched] {
            self.state = State::Paste(matched + 1);
            if matched + 1 == PASTE_END.len() {
                let text = String::from_utf8_lossy(&self.sequence).into_owned();
                self.reset();
                self.inputs.push_back(Input::Paste(text));
            }
            return;
        }
        // The end sequence contains one escape, so a new match can begin only at this byte.
        let begins = byte == ESC;
        let text = PASTE_END[..matched].iter().copied().chain((!begins).then_some(byte));
        let space = PASTE_LIMIT.saturating_sub(self.sequence.len());
        self.sequence.extend(text.take(space));
        self.state = State::Paste(usize::from(begins));
    }
}

/// Returns the key or the mouse event of a complete sequence; `None` for every other sequence.
fn parse(sequence: &[u8]) -> Option<Input> {
    // terminput parses the position of the cursor as F3.
    if matches!(sequence, [ESC, b'[', .., b'R']) {
        return None;
    }
    let event = terminput::Event::parse_from(sequence).ok()??;
    match to_crossterm(event).ok()? {
        Event::Key(KeyEvent { kind: KeyEventKind::Release, .. }) => None,
        Event::Key(KeyEvent { code: KeyCode::Char(c), .. }) if c.is_control() => None,
        Event::Key(key) => Some(Input::Key(key)),
        Event::Mouse(mouse) => Some(Input::Mouse(mouse)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    /// Parses reads that are separated by pauses in milliseconds, and shows the inputs: keys by their characters or
    /// names, other inputs in angle brackets.
    fn parsed(reads: &[(u64, &[u8])]) -> String {
        let mut parser = InputParser::default();
        let mut now = Instant::now();
        for (pause, bytes) in reads {
            advance(&mut parser, &mut now, Duration::from_millis(*pause));
            parser.feed(bytes, now);
        }
        advance(&mut parser, &mut now, Duration::from_secs(2));
        std::iter::from_fn(|| parser.next()).map(show).collect()
    }

    fn advance(parser: &mut InputParser, now: &mut Instant, pause: Duration) {
        let end = *now + pause;
        while let Some(deadline) = parser.deadline().filter(|deadline| *deadline <= end) {
            parser.on_timeout(deadline);
        }
        *now = end;
    }

    fn show(input: Input) -> String {
        match input {
            Input::Key(KeyEvent { code, modifiers, .. }) => {
                let shift =
                    if let KeyCode::Char(_) = code { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
                let modifiers = modifiers - shift;
                let modifiers = if modifiers.is_empty() { String::new() } else { format!("{modifiers}-") };
                match code {
                    KeyCode::Char(c) => format!("{modifiers}{c}"),
                    code => format!("{modifiers}{code} "),
                }
            }
            Input::Mouse(mouse) => format!("<{:?} {} {}>", mouse.kind, mouse.column, mouse.row),
            Input::Paste(text) => format!("<paste {text}>"),
            Input::Reply(Report(_)) => "<reply>".into(),
        }
    }

    #[rstest]
    #[case(b"aQ1?\xc3\xa9\xe6\x9d\xb1", "aQ1?é東")]
    #[case(
        b"\r\n\t\x7f\x00\x03\x08\x1f",
        "Enter Control-jTab Backspace Control- Control-cControl-hControl-7"
    )]
    #[case(b"\x1b[A\x1bOB\x1b[1;5C\x1b[H\x1bOF", "Up Down Control-Right Home End ")]
    #[case(b"\x1b[2~\x1b[3;2~\x1b[5~\x1b[6~\x1b[1~\x1b[8~", "Insert Shift-Del Page Up Page Down Home End ")]
    #[case(b"\x1bOP\x1bOR\x1b[15~\x1b[24~\x1b[[B\x1b[1;2Q", "F1 F3 F5 F12 F2 Shift-F2 ")]
    #[case(
        b"\x1b[Z\x1b[27u\x1b[97;5u\x1b[13;5u\x1b[27;5;105~\x1b[103;2u",
        "Shift-Back Tab Esc Control-aControl-Enter <reply>g"
    )]
    #[case(b"\x1bq\x1b\xc3\xa9\x1b\r\x1b\x1b", "Alt-qAlt-éAlt-Enter Esc Esc ")]
    #[case(
        b"\x1b[<0;5;3M\x1b[<0;5;3m\x1b[<65;1;1M\x1b[<35;1;1M",
        "<Down(Left) 4 2><Up(Left) 4 2><ScrollDown 0 0><Moved 0 0>"
    )]
    #[case(b"\x1b[M %#\x1b[M\x60!!", "<Down(Left) 4 2><ScrollUp 0 0>")]
    #[case(b"\x1b[97;1:3uq", "<reply>q")]
    fn keys_and_clicks(#[case] bytes: &[u8], #[case] expected: &str) {
        assert_eq!(parsed(&[(0, bytes)]), expected);
    }

    const REPLIES: &[&[u8]] = &[
        b"\x1b[?997;1n",
        b"\x1b[?2026;2$y",
        b"\x1b[?12;40;1R",
        b"\x1b[12;40R",
        b"\x1b[?62;22c",
        b"\x1b[>41;330;0c",
        b"\x1b[?1u",
        b"\x1b[8;24;80t",
        b"\x1b[I",
        b"\x1b[201~",
        b"\x1b]11;rgb:1e1e/1e1e/2e2e\x07",
        b"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
        b"\x1b]lqeditor\x1b\\",
        b"\x1bP1$r0 q\x1b\\",
        b"\x1bP>|xterm(390)\x1b\\",
        b"\x1b_Gi=31;OK\x1b\\",
        b"\x1b^quit\x1b\\",
        b"\x1bXquit\x07",
    ];

    #[test]
    fn replies_are_never_keys() {
        for reply in REPLIES {
            assert_eq!(parsed(&[(0, reply), (0, b"q")]), "<reply>q", "{reply:?}");
        }
    }

    #[test]
    fn replies_in_slow_pieces_are_never_keys() {
        for reply in REPLIES {
            // After an escape alone, the rest looks like typed text. One byte of a CSI does as well.
            for at in 2..reply.len() - 1 {
                let (one, two) = reply.split_at(at);
                let shown = parsed(&[(0, one), (400, two), (0, b"q")]);
                // The introducer alone is also a key.
                let shown = shown.trim_start_matches(|c| "Alt-[]PX^_".contains(c));
                let doubtful =
                    at == 2 && matches!(reply[1..3], [b'[', b'I'] | [b']', b'l'] | [b'X' | b'^', _]);
                assert!(
                    doubtful || shown == "<reply>q",
                    "{:?} {:?}: {shown}",
                    one.escape_ascii().to_string(),
                    two.escape_ascii().to_string()
                );
            }
        }
    }

    #[rstest]
    #[case(b"\x1b]", "Alt-]q")]
    #[case(b"\x1b[", "Alt-[q")]
    #[case(b"\x1bP", "Alt-Pq")]
    #[case(b"\x1bO", "Alt-Oq")]
    #[case(b"\x1b", "Esc q")]
    #[case(b"\x1b[200~", "q")]
    #[case(b"\x1b[200~abc", "q")]
    #[case(b"\x1b[?997", "q")]
    #[case(b"\x1b]11;rgb", "q")]
    #[case(b"\x1bP1$r", "q")]
    #[case(b"\x1b[M %", "q")]
    #[case(b"\xe6\x9d", "q")]
    #[case(b"\xff\x80", "q")]
    fn next_key_works_after_an_unfinished_sequence(#[case] bytes: &[u8], #[case] expected: &str) {
        for pause in [300, 900, 5000] {
            assert_eq!(parsed(&[(0, bytes), (pause, b"q")]), expected, "after {pause} ms");
        }
    }

    #[test]
    fn arrow_key_ends_an_unfinished_sequence() {
        for bytes in [b"\x1b]11;rgb".as_slice(), b"\x1b[?997", b"\x1bP", b"\x1b[M %"] {
            assert!(parsed(&[(0, bytes), (0, b"\x1b[A")]).ends_with("Up "), "{bytes:?}");
        }
    }

    #[test]
    fn held_key_ends_a_stale_sequence() {
        // The first repetition of a key comes after about 250 ms, the others after 30.
        let held = [(0, b"\x1b]11;".as_slice()), (600, b"q"), (250, b"q"), (30, b"q")];
        assert_eq!(parsed(&held), "qqq");
    }

    #[test]
    fn key_that_is_pressed_again_and_again_ends_an_unfinished_sequence() {
        for bytes in [b"\x1b]11;".as_slice(), b"\x1bP1$r", b"\x1b[200~abc"] {
            let pressed = [(0, bytes), (150, b"q"), (150, b"q"), (150, b"q"), (150, b"q")];
            assert_eq!(parsed(&pressed), "qqq", "{bytes:?}");
        }
    }

    #[test]
    fn replies_byte_by_byte_are_never_keys() {
        for reply in REPLIES {
            for pause in [5, 30, 90] {
                // After an escape, a pause as long as between two keys makes it one.
                let (escape, rest) = reply.split_at(1);
                let start = [(pause, escape), (pause.min(20), &rest[..1])];
                let rest = rest[1..].chunks(1).map(|byte| (pause, byte));
                let bytes: Vec<(u64, &[u8])> = start.into_iter().chain(rest).collect();
                assert_eq!(parsed(&bytes), "<reply>", "{reply:?}, {pause} ms");
            }
        }
    }

    #[test]
    fn lone_escape_is_a_key_after_a_moment() {
        assert_eq!(parsed(&[(0, b"\x1b"), (20, b"[A")]), "Up ");
        assert_eq!(parsed(&[(0, b"\x1b"), (40, b"[A")]), "Esc [A");
    }

    #[test]
    fn pastes_are_text() {
        let paste = "one\rq\u{3}\x1b[A\x1b]0;e\x07\x1b[201 \x1b[20é";
        let bytes = [PASTE_START, paste.as_bytes(), PASTE_END, b"l"].concat();
        let expected = format!("<paste {paste}>l");
        for at in 0..bytes.len() {
            assert_eq!(parsed(&[(0, &bytes[..at]), (0, &bytes[at..])]), expected);
        }
        // The pause is longer than the beginning alone may be quiet.
        let (one, two) = bytes.split_at(12);
        assert_eq!(parsed(&[(0, one), (900, two)]), expected);
    }

    #[test]
    fn long_sequences_are_skipped_to_their_end() {
        let body = vec![b'q'; 1_000_000];
        for (start, end, expected) in [
            ("\x1b]", "\x07", "l"),
            ("\x1bP", "\x1b\\", "l"),
            ("\x1b[", "m", "l"),
            ("\x1b[200~", "\x1b[201~", "<paste"),
        ] {
            let body = if start == "\x1b[" { vec![b'1'; 1_000_000] } else { body.clone() };
            let mut parser = InputParser::default();
            for piece in [start.as_bytes(), &body, end.as_bytes(), b"l"].concat().chunks(1024) {
                parser.feed(piece, Instant::now());
            }
            assert!(parser.sequence.capacity() <= 2 * PASTE_LIMIT);
            let shown: String = std::iter::from_fn(|| parser.next()).map(show).collect();
            assert!(shown.starts_with(expected) && shown.ends_with('l'), "{start:?}");
        }
    }

    proptest! {
        #[test]
        fn strings_in_any_pieces_are_never_keys(
            introducer in prop::sample::select(b"]PX^_".to_vec()),
            body in prop::collection::vec(any::<u8>().prop_filter("ends the string", |b| ![ESC, BEL].contains(b)), 0..40),
            end in prop::sample::select(vec![b"\x07".to_vec(), b"\x1b\\".to_vec()]),
            cuts in prop::collection::vec(0..50_usize, 0..8),
            pause in 0..90_u64,
        ) {
            let bytes = [&[ESC, introducer], body.as_slice(), &end, b"q"].concat();
            // An escape alone waits for a shorter time.
            let cuts = cuts.into_iter().map(|cut| cut.min(bytes.len())).filter(|cut| *cut != 1);
            let mut cuts: Vec<usize> = cuts.collect();
            cuts.extend([0, bytes.len()]);
            cuts.sort_unstable();
            let reads: Vec<(u64, &[u8])> = cuts.windows(2).map(|cut| (pause, &bytes[cut[0]..cut[1]])).collect();
            prop_assert_eq!(parsed(&reads), "<reply>q");
        }

        #[test]
        fn any_control_sequence_is_one_input_at_most(
            introducer in prop::sample::select(b"[O".to_vec()),
            parameters in prop::collection::vec(0x20..0x40_u8, 0..20),
            end in 0x40..0x7f_u8,
        ) {
            let bytes = [&[ESC, introducer], parameters.as_slice(), &[end]].concat();
            prop_assume!(bytes != b"\x1b[M" && bytes != b"\x1b[[" && bytes != PASTE_START);
            let mut parser = InputParser::default();
            parser.feed(&bytes, Instant::now());
            prop_assert!(parser.next().is_some() && parser.next().is_none());
        }

        #[test]
        fn next_key_works_after_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            // A paste or a string needs a pause to end.
            let shown = parsed(&[(0, &bytes), (2000, b"q")]);
            prop_assert!(shown.ends_with('q'), "{}", shown);
        }
    }
}
