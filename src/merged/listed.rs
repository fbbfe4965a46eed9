//! Categories, and the pages that list them.

use foldhash::{HashMap, HashMapExt, HashSet};

use crate::facts::Facts;
use crate::site::terms;

/// Which categories pages list, and which posts have one that none lists.
#[derive(Debug)]
pub(super) struct Listed {
    /// The names that pages list, as they spell them.
    names: HashSet<String>,
    /// By what the spellings of a name have in common, see [`terms::key`]: how the last page spells it.
    spellings: HashMap<String, String>,
    /// By the names that no page lists.
    unlisted: HashMap<String, Unlisted>,
    /// How many categories there are, whatever their spelling, and of them how many are listed.
    pub(super) counts: (usize, usize),
}

/// The posts of a category that no page lists.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unlisted {
    /// How many they are.
    pub posts: usize,
    /// The first of which no page lists any category.
    pub first: Option<usize>,
    /// The last that has been counted: one may name it twice.
    last: Option<usize>,
}

impl Listed {
    /// The `keys` are those of the categories.
    pub(super) fn new<'k>(all: &[Facts], keys: impl Iterator<Item = &'k str>) -> Listed {
        let names = || all.iter().flat_map(|facts| &facts.listed);
        let spellings: HashMap<String, String> =
            names().map(|name| (terms::key(name), name.clone())).collect();
        let mut unlisted: HashMap<String, Unlisted> = HashMap::new();
        // Most blogs have no page for a category.
        for (at, facts) in all.iter().enumerate().filter(|_| !spellings.is_empty()) {
            let is_listed = |name: &str| spellings.contains_key(&terms::key(name));
            let none_is_listed = !facts.categories.iter().any(|own| is_listed(&own.name));
            for own in facts.categories.iter().filter(|own| !is_listed(&own.name)) {
                let posts = unlisted.entry(own.name.clone()).or_default();
                posts.posts += usize::from(posts.last.replace(at) != Some(at));
                posts.first = posts.first.or(none_is_listed.then_some(at));
            }
        }
        let counts = keys
            .fold((0, 0), |(all, listed), key| (all + 1, listed + usize::from(spellings.contains_key(key))));
        Listed { names: names().cloned().collect(), spellings, unlisted, counts }
    }

    /// Whether a page lists the category `name` in this spelling.
    pub(super) fn lists(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// How a page that lists the category `name`, or one that differs from it as [`terms::key`] allows, spells
    /// it: the last, if several do.
    pub(super) fn spelling(&self, name: &str) -> Option<&str> {
        self.spellings.get(&terms::key(name)).map(String::as_str)
    }

    /// The posts of the category `name`, if no page lists it.
    pub(super) fn unlisted(&self, name: &str) -> Option<Unlisted> {
        self.unlisted.get(name).copied()
    }
}
