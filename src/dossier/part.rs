//! Parts of one list: what each state has of a kind lies one behind the other in a single room.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

use super::room;

/// A part of a list that others have parts of, too; it is read as a slice.
///
/// Hundreds of states have hundreds of short lists. In rooms of their own they lie strewn among what reading a dossier
/// leaves behind, none of which is then given back to the system.
#[derive(Clone)]
pub struct Part<T> {
    whole: Arc<Vec<T>>,
    start: u32,
    end: u32,
}

impl<T> Part<T> {
    fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl<T> Deref for Part<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        self.whole.get(self.range()).unwrap_or_default()
    }
}

impl<T> Default for Part<T> {
    fn default() -> Part<T> {
        Part::from_iter([])
    }
}

impl<T> FromIterator<T> for Part<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Part<T> {
        let whole = Vec::from_iter(items);
        let end = place(whole.len());
        Part { whole: Arc::new(whole), start: 0, end }
    }
}

impl<'a, T> IntoIterator for &'a Part<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: PartialEq> PartialEq for Part<T> {
    fn eq(&self, other: &Part<T>) -> bool {
        **self == **other
    }
}

impl<T: Eq> Eq for Part<T> {}

impl<T: fmt::Debug> fmt::Debug for Part<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// A list that is being filled, part by part.
#[derive(Debug)]
pub(crate) struct Whole<T> {
    items: Vec<T>,
    /// Where each part ends and the next begins.
    ends: Vec<u32>,
}

impl<T> Default for Whole<T> {
    fn default() -> Whole<T> {
        Whole::with_room(0)
    }
}

impl<T> Whole<T> {
    /// An empty one, with room for `count` items.
    pub fn with_room(count: usize) -> Whole<T> {
        Whole { items: room::list(count), ends: Vec::new() }
    }

    /// Puts the next part behind those that it has.
    pub fn add(&mut self, part: impl IntoIterator<Item = T>) {
        self.items.extend(part);
        self.ends.push(place(self.items.len()));
    }

    /// Its parts, in the order in which they were added.
    pub fn parts(self) -> impl Iterator<Item = Part<T>> {
        let Whole { items, ends } = self;
        let whole = Arc::new(items);
        let mut start = 0;
        ends.into_iter().map(move |end| {
            let part = Part { whole: Arc::clone(&whole), start, end };
            start = end;
            part
        })
    }
}

/// A file of 4 GiB is refused long before this could overflow.
fn place(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_what_was_added() {
        let mut whole = Whole::with_room(3);
        for part in [&[1, 2][..], &[], &[3]] {
            whole.add(part.iter().copied());
        }
        let parts: Vec<Part<i32>> = whole.parts().collect();
        assert_eq!(parts, [Part::from_iter([1, 2]), Part::default(), Part::from_iter([3])]);
        assert_eq!(format!("{:?}", parts[0]), "[1, 2]");
    }
}
