//! The trees that the parser makes of pieces; of many pieces most on another thread, just ahead of who reads them.

use std::ops::ControlFlow;
use std::panic::resume_unwind;
use std::sync::mpsc;
use std::thread::{self, Builder, ScopedJoinHandle};

use toml::de::DeTable;

use super::pieces::Piece;

/// From so many pieces on, a quarter of a megabyte of text, threads for them are worth what they cost.
const WORTH_A_THREAD: usize = 128;

/// One in so many is parsed by who takes them all, who has other work to do.
const SHARE: usize = 3;

/// What the parser makes is ten times as large as the text, so that no more of it waits to be taken.
const AHEAD: usize = 4;

/// A piece and what the parser made of it.
pub(crate) struct Parsed<'t> {
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
pub(crate) fn each<'t>(text: &'t str, pieces: &[Piece], take: impl FnMut(Parsed<'t>) -> ControlFlow<()>) {
    let is_given_away = |n: usize| !n.is_multiple_of(SHARE);
    thread::scope(|scope| {
        let (send, parsed) = mpsc::sync_channel(AHEAD);
        let given_away = move || {
            let mut pieces = pieces.iter().enumerate().filter(|(n, _)| is_given_away(*n));
            let _ = pieces.try_for_each(|(_, piece)| send.send(parse(text, piece)));
        };
        let helper = Builder::new().name("flank-parse".into());
        // Where there can be no thread, everything is done here.
        let helper = if are_many(pieces) { helper.spawn_scoped(scope, given_away).ok() } else { None };
        let mut all = pieces.iter().enumerate().map_while(|(n, piece)| match helper {
            Some(_) if is_given_away(n) => parsed.recv().ok(),
            _ => Some(parse(text, piece)),
        });
        let _ = all.try_for_each(take);
        drop(parsed);
        helper.map(ended);
    });
}

/// Does what is to be done with the pieces, on a thread of its own where they are many. The C library of Linux gives each
/// thread an arena for what is small. So what a reading needs for a while lies nowhere among what outlives it, and all of
/// it is given back.
pub(crate) fn aside<T: Send>(pieces: &[Piece], work: impl Fn() -> T + Send + Copy) -> T {
    thread::scope(|scope| {
        let aside = Builder::new().name("flank-read".into());
        let aside = if are_many(pieces) { aside.spawn_scoped(scope, work).ok() } else { None };
        aside.map_or_else(work, ended)
    })
}

fn are_many(pieces: &[Piece]) -> bool {
    pieces.len() >= WORTH_A_THREAD
}

/// Waits for the end of a thread, when the next one may have its arena; one that begins before that is given another.
fn ended<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
}
