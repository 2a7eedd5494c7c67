//! The trees that the parser makes of pieces; of many pieces on other threads, just ahead of who reads them.

use std::ops::ControlFlow;
use std::sync::mpsc::{self, Receiver};
use std::thread;

use toml::de::DeTable;

use super::pieces::Piece;

/// From so many pieces on, half a megabyte of text, threads for them are worth what they cost.
const WORTH_THREADS: usize = 8;

/// Threads that parse. What they make is ten times as large as the text, so they are few.
const PARSERS: usize = 2;

/// A piece and what the parser made of it.
pub(super) struct Parsed<'t> {
    /// Where in the whole text the piece begins, in bytes.
    pub offset: usize,
    /// The text of the piece.
    pub text: &'t str,
    /// See [`Piece::dense`].
    pub dense: bool,
    /// Its tree; `None` where there is something wrong with it, for someone with more patience to find out what.
    pub tree: Option<DeTable<'t>>,
}

fn parse<'t>(text: &'t str, piece: &Piece) -> Parsed<'t> {
    let (offset, dense, text) = (piece.at.start, piece.dense, text.get(piece.at.clone()).unwrap_or_default());
    let tree = if dense { None } else { DeTable::parse(text).ok().map(|tree| tree.into_inner()) };
    Parsed { offset, text, dense, tree }
}

/// Parses the pieces of a text, and has each taken in turn.
pub(super) fn each<'t>(text: &'t str, pieces: &[Piece], take: impl FnMut(Parsed<'t>) -> ControlFlow<()>) {
    thread::scope(|scope| {
        // Every so manieth piece, none of which is begun before the last was taken.
        let spawn = |nth: usize| -> Option<Receiver<Parsed<'t>>> {
            let (send, parsed) = mpsc::sync_channel(0);
            let mut own = pieces.iter().skip(nth).step_by(PARSERS);
            let parse_own = move || own.try_for_each(|piece| send.send(parse(text, piece)));
            let thread = thread::Builder::new().name("flank-parse".into());
            thread.spawn_scoped(scope, parse_own).ok().map(|_| parsed)
        };
        let parsers = if pieces.len() < WORTH_THREADS { 0 } else { PARSERS };
        let _ = match (0..parsers).map(spawn).collect::<Option<Vec<_>>>() {
            Some(parsed) if parsers > 0 => {
                parsed.iter().cycle().map_while(|parsed| parsed.recv().ok()).try_for_each(take)
            }
            // There are few, or there can be no threads.
            _ => pieces.iter().map(|piece| parse(text, piece)).try_for_each(take),
        };
    });
}
