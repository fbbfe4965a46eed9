//! Pages that share an address.

use std::collections::hash_map::Entry;

use foldhash::{HashMap, HashMapExt};

use crate::facts::Facts;
use crate::site::names::fold;
use crate::site::pages::Pages;

/// The first pages of the addresses that several have. Those of a day to come are in nobody's way until then.
#[derive(Debug)]
pub(super) struct Addresses {
    /// By the file that it is published as: the first page.
    same: HashMap<String, usize>,
    /// By that, folded: the first page, and the first that spells it in another way.
    alike: HashMap<String, (usize, Option<usize>)>,
}

impl Addresses {
    pub(super) fn new(pages: Pages<'_>) -> Addresses {
        let mut addresses = Addresses { same: HashMap::new(), alike: HashMap::new() };
        for (at, facts) in pages.facts.iter().enumerate().filter(|(_, facts)| !facts.is_to_come) {
            let Some(file) = facts.file.as_ref().filter(|file| pages.share(file)) else { continue };
            addresses.same.entry(file.clone()).or_insert(at);
            match addresses.alike.entry(fold(file).into_owned()) {
                Entry::Vacant(entry) => _ = entry.insert((at, None)),
                Entry::Occupied(mut entry) => {
                    let (first, other) = entry.get_mut();
                    if pages.facts[*first].file.as_ref() != Some(file) {
                        other.get_or_insert(at);
                    }
                }
            }
        }
        addresses
    }

    /// The first page that is published as `file`.
    pub(super) fn same(&self, file: &str) -> Option<usize> {
        self.same.get(file).copied()
    }

    /// The first page that is published as a file that differs from `file` in letter case or normalization alone.
    pub(super) fn alike(&self, all: &[Facts], file: &str) -> Option<usize> {
        let (first, other) = *self.alike.get(&*fold(file))?;
        if all[first].file.as_deref() == Some(file) { other } else { Some(first) }
    }
}
