//! The trees that the parser makes of pieces; of many pieces most on another thread, just ahead of who reads them.

use std::ops::ControlFlow;
use std::sync::mpsc;
use std::thread;

use toml::de::DeTable;

use super::pieces::Piece;

/// From so many pieces on, a quarter of a megabyte of text, a thread for them is worth what it costs.
const WORTH_A_THREAD: usize = 128;

/// One in so many is parsed by who takes them all, who has other work to do.
const SHARE: usize = 3;

/// What the parser makes is ten times as large as the text, so that no more of it waits to be taken.
const AHEAD: usize = 4;

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
    let is_given_away = |n: usize| !n.is_multiple_of(SHARE);
    thread::scope(|scope| {
        let (send, parsed) = mpsc::sync_channel(AHEAD);
        let given_away = move || {
            let mut pieces = pieces.iter().enumerate().filter(|(n, _)| is_given_away(*n));
            pieces.try_for_each(|(_, piece)| send.send(parse(text, piece)))
        };
        let thread = thread::Builder::new().name("flank-parse".into());
        // Where there can be no thread, everything is done here.
        let helped = pieces.len() >= WORTH_A_THREAD && thread.spawn_scoped(scope, given_away).is_ok();
        let mut all = pieces.iter().enumerate().map_while(|(n, piece)| match helped && is_given_away(n) {
            true => parsed.recv().ok(),
            false => Some(parse(text, piece)),
        });
        let _ = all.try_for_each(take);
    });
}
