//! Numbers by what they belong to.

use std::hash::{BuildHasher, Hash};

use foldhash::quality::FixedState;

/// Numbers by the hash of what they belong to, sorted. Of thousands of documents most say what no other says:
/// a table of lists would be mostly room, and this is as quick to ask and soon changed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pairs<T>(Vec<(u64, T)>);

/// The hash of a key: the same in every run.
pub(super) fn hash(key: impl Hash) -> u64 {
    FixedState::default().hash_one(key)
}

impl<T: Copy + Ord> Pairs<T> {
    pub(super) fn new(mut pairs: Vec<(u64, T)>) -> Pairs<T> {
        pairs.sort_unstable();
        Pairs(pairs)
    }

    fn of(&self, key: u64) -> &[(u64, T)] {
        let from = self.0.partition_point(|(own, _)| *own < key);
        let rest = &self.0[from..];
        // Hardly ever more than a few.
        let several = rest.iter().take(8).take_while(|(own, _)| *own == key).count();
        &rest[..if several < 8 { several } else { rest.partition_point(|(own, _)| *own == key) }]
    }

    /// The numbers of a key, sorted.
    pub(super) fn get(&self, key: u64) -> impl DoubleEndedIterator<Item = T> {
        self.of(key).iter().map(|(_, number)| *number)
    }

    /// How many they are.
    pub(super) fn count(&self, key: u64) -> usize {
        self.of(key).len()
    }

    /// All of them, those of one key together.
    pub(super) fn groups(&self) -> impl Iterator<Item = &[(u64, T)]> {
        self.0.chunk_by(|a, b| a.0 == b.0)
    }

    /// Puts some in the place of others; whether they are others.
    pub(super) fn replace(&mut self, old: Vec<(u64, T)>, new: Vec<(u64, T)>) -> bool {
        let (old, new) = (Pairs::new(old).0, Pairs::new(new).0);
        if old == new {
            return false;
        }
        for pair in &old {
            if let Ok(at) = self.0.binary_search(pair) {
                self.0.remove(at);
            }
        }
        for pair in new {
            let (Ok(at) | Err(at)) = self.0.binary_search(&pair);
            self.0.insert(at, pair);
        }
        true
    }
}
