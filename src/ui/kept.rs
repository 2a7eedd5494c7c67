//! Results that the next frames may need again.

use std::collections::VecDeque;
use std::rc::Rc;

/// The last results of a function, each under everything that it depends on: that is the whole of the key, and nothing
/// else may go into the result.
pub struct Kept<K, V> {
    results: VecDeque<(K, Rc<V>)>,
    most: usize,
}

impl<K: PartialEq, V> Kept<K, V> {
    /// Keeps the results of the `most` keys that were asked for last.
    pub const fn new(most: usize) -> Kept<K, V> {
        Kept { results: VecDeque::new(), most }
    }

    /// Forgets the results of all other keys, which will not be asked for again.
    pub fn retain(&mut self, wanted: impl Fn(&K) -> bool) {
        self.results.retain(|(key, _)| wanted(key));
    }

    /// The result for a key, made now if it is not among those that are kept.
    pub fn get(&mut self, key: K, make: impl FnOnce(&K) -> V) -> Rc<V> {
        let place = self.results.iter().position(|(kept, _)| *kept == key);
        let (key, result) = place.and_then(|place| self.results.remove(place)).unwrap_or_else(|| {
            let result = Rc::new(make(&key));
            (key, result)
        });
        self.results.truncate(self.most.saturating_sub(1));
        self.results.push_front((key, Rc::clone(&result)));
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_for_last_is_kept_and_nothing_else() {
        let mut kept = Kept::new(2);
        let mut made = Vec::new();
        for key in [1, 2, 1, 3, 1, 2] {
            let result = kept.get(key, |key| {
                made.push(*key);
                key * 10
            });
            assert_eq!(*result, key * 10);
        }
        assert_eq!(made, [1, 2, 3, 2]);
        kept.retain(|key| *key == 1);
        assert_eq!((*kept.get(1, |_| 0), *kept.get(2, |_| 0)), (10, 0));
    }
}
