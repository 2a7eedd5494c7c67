//! Room for what a large dossier has very many of.

use smallvec::SmallVec;

/// A list of so many bytes gets room by itself rather than among what is small, where what it leaves behind is a gap.
const LARGE: usize = 16 << 10;

/// The least room for a large list, in bytes, of which only what is filled is taken. Where anything from 128 KiB up to
/// 32 MiB was freed, the C library of Linux keeps twice its size from then on instead of giving it back: each save of a
/// large dossier left some of the last one behind.
const ROOM: usize = 33 << 20;

/// An empty list for `count` items.
pub(crate) fn list<T>(count: usize) -> Vec<T> {
    Vec::with_capacity(capacity::<T>(count))
}

fn capacity<T>(count: usize) -> usize {
    let size = size_of::<T>().max(1);
    let large = count.saturating_mul(size) >= LARGE;
    if large { count.max(ROOM / size) } else { count }
}

/// Puts items behind those of a list, which gets room as [`list`] gives it.
pub(crate) fn extend<T>(items: &mut SmallVec<[T; 1]>, more: SmallVec<[T; 1]>) {
    let count = items.len() + more.len();
    if count > items.capacity() {
        items.grow(capacity::<T>(count.max(2 * items.len())));
    }
    items.extend(more);
}

/// Sorts by a key; what has the same stays in its order. [`slice::sort_by_key`] takes room for as many items besides, of
/// which a part is kept as [`ROOM`] tells.
pub(crate) fn sort_by_key<T: Copy, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    let mut order = list(items.len());
    order.extend(items.iter().enumerate().map(|(n, item)| (key(item), n)));
    order.sort_unstable();
    let mut sorted = list(items.len());
    sorted.extend(order.into_iter().filter_map(|(_, n)| items.get(n).copied()));
    *items = sorted;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_list_has_the_room_it_needs_and_a_long_one_more_than_is_kept() {
        assert_eq!(list::<u64>(3).capacity(), 3);
        assert!(list::<u64>(LARGE / 8).capacity() * 8 > 32 << 20);
        assert!(list::<u64>(ROOM).capacity() >= ROOM);
        assert_eq!(list::<()>(3).len(), 0);
    }
}
