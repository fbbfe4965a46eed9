//! Words that are spelt in one of several ways.

use foldhash::{HashMap, HashMapExt};

use crate::facts::{Facts, Variant};

/// How often each spelling of a word stands in all documents, by what the spellings share.
#[derive(Debug)]
pub(super) struct Words(HashMap<String, Vec<(String, u32)>>);

impl Words {
    /// The words of all documents.
    pub(super) fn new(all: &[Facts]) -> Words {
        let mut words = Words(HashMap::new());
        all.iter().flat_map(|facts| &facts.variants).for_each(|own| *words.count(own) += own.count);
        words
    }

    /// Puts what a document says in the place of what it said.
    pub(super) fn replace(&mut self, old: &Facts, new: &Facts) {
        for own in &old.variants {
            *self.count(own) -= own.count;
        }
        for own in &new.variants {
            *self.count(own) += own.count;
        }
    }

    fn count(&mut self, own: &Variant) -> &mut u32 {
        let spellings = self.0.entry(own.group.clone()).or_default();
        let at = spellings.iter().position(|(word, _)| *word == own.word).unwrap_or_else(|| {
            spellings.push((own.word.clone(), 0));
            spellings.len() - 1
        });
        &mut spellings[at].1
    }

    /// The spelling of a word that is used most, if one is ahead of all others, and how often.
    pub(super) fn preferred(&self, group: &str) -> Option<(&str, u32)> {
        let words = self.0.get(group)?;
        let (word, count) = words.iter().max_by_key(|(word, count)| (*count, word))?;
        let is_ahead = words.iter().all(|(other, less)| other == word || less < count);
        (is_ahead && *count > 0).then_some((word, *count))
    }
}
