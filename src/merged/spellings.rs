//! Names that are one word spelt in several ways.

use std::cmp::Reverse;
use std::collections::hash_map::Entry;

use foldhash::{HashMap, HashMapExt};

use crate::facts::Facts;
use crate::facts::Term;
use crate::site::terms;

/// How often the categories, or the tags, of documents are spelt in which way.
#[derive(Debug)]
pub(super) struct Spellings {
    /// The names that a document says.
    names: fn(&Facts) -> &[Term],
    /// By language.
    known: Vec<(Option<String>, Names)>,
}

/// Names by what their spellings have in common: see [`terms::key`]. The one that is preferred stands first.
type Names = HashMap<String, Vec<Spelling>>;

/// One way to spell a name. Where it stands first tells the name.
#[derive(Clone, Copy, Debug)]
struct Spelling {
    /// How many documents spell it so.
    count: u32,
    /// The first of them, and the place among its names.
    first: (u32, u32),
}

/// The spelling of a name that most documents prefer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preferred<'f> {
    /// The name.
    pub name: &'f str,
    /// How many documents spell it so.
    pub count: u32,
}

impl Spelling {
    fn name<'f>(self, names: impl Fn(usize) -> &'f [Term]) -> &'f str {
        &names(self.first.0 as usize)[self.first.1 as usize].name
    }
}

impl Spellings {
    /// The spellings of the `names` that all documents say.
    pub(super) fn new(all: &[Facts], names: fn(&Facts) -> &[Term]) -> Spellings {
        let mut spellings = Spellings { names, known: Vec::new() };
        // Each name is folded once, not once for each of the posts that have it.
        let mut known: HashMap<(Option<&str>, &str), Spelling> = HashMap::new();
        for (at, facts) in all.iter().enumerate() {
            for (place, term) in names(facts).iter().enumerate() {
                match known.entry((facts.language.as_deref(), term.name.as_str())) {
                    Entry::Occupied(mut spelling) => spelling.get_mut().count += 1,
                    Entry::Vacant(entry) => {
                        entry.insert(Spelling { count: 1, first: (at as u32, place as u32) });
                    }
                }
            }
        }
        for ((language, name), spelling) in known {
            spellings.alike(language, terms::key(name)).push(spelling);
        }
        let alike = spellings.known.iter_mut().flat_map(|(_, known)| known.values_mut());
        alike.for_each(|alike| put_preferred_first(alike));
        spellings
    }

    /// Puts what the document with number `at` says in the place of what it said.
    pub(super) fn replace(&mut self, all: &[Facts], at: usize, new: &Facts) {
        let (names, old) = (self.names, &all[at]);
        let are_same = names(old).iter().map(|term| &term.name).eq(names(new).iter().map(|term| &term.name));
        if are_same && old.language == new.language {
            return;
        }
        for term in names(old) {
            self.forget(all, at, &term.name);
        }
        let said = |number: usize| names(if number == at { new } else { &all[number] });
        for (place, Term { name, .. }) in names(new).iter().enumerate() {
            let alike = self.alike(new.language.as_deref(), terms::key(name));
            let first = (at as u32, place as u32);
            match alike.iter_mut().find(|spelling| spelling.name(said) == name) {
                Some(spelling) => {
                    spelling.count += 1;
                    spelling.first = spelling.first.min(first);
                }
                None => alike.push(Spelling { count: 1, first }),
            }
            put_preferred_first(alike);
        }
    }

    /// Forgets that the document with number `at` says a name.
    fn forget(&mut self, all: &[Facts], at: usize, name: &str) {
        let (names, language) = (self.names, &all[at].language);
        let said = |number: usize| names(&all[number]);
        let known = self.known.iter_mut().find(|(own, _)| own == language);
        let Some(known) = known.map(|(_, known)| known) else { return };
        let Entry::Occupied(mut entry) = known.entry(terms::key(name)) else { return };
        let alike = entry.get_mut();
        let Some(own) = alike.iter().position(|spelling| spelling.name(said) == name) else { return };
        alike[own].count -= 1;
        if alike[own].count == 0 {
            alike.swap_remove(own);
        } else if alike[own].first.0 as usize == at {
            let others = (at + 1..all.len()).filter(|other| all[*other].language == *language);
            let place = |other| Some((other, said(other).iter().position(|term| term.name == name)?));
            if let Some((other, place)) = others.filter_map(place).next() {
                alike[own].first = (other as u32, place as u32);
            }
        }
        put_preferred_first(alike);
        if alike.is_empty() {
            entry.remove();
        }
    }

    /// The spellings of a language that have `key` in common.
    fn alike(&mut self, language: Option<&str>, key: String) -> &mut Vec<Spelling> {
        let at = match self.known.iter().position(|(own, _)| own.as_deref() == language) {
            Some(at) => at,
            None => {
                self.known.push((language.map(str::to_owned), Names::new()));
                self.known.len() - 1
            }
        };
        self.known[at].1.entry(key).or_default()
    }

    /// The spelling that most documents of a language prefer to `name`, if it is not that already.
    pub(super) fn preferred<'f>(
        &self,
        all: &'f [Facts],
        language: Option<&str>,
        name: &str,
    ) -> Option<Preferred<'f>> {
        let (_, known) = self.known.iter().find(|(own, _)| own.as_deref() == language)?;
        let alike = known.get(&terms::key(name)).filter(|alike| alike.len() > 1)?;
        let best = alike.first()?;
        let spelling = best.name(|number| (self.names)(&all[number]));
        (spelling != name).then_some(Preferred { name: spelling, count: best.count })
    }

    /// What the names have in common, each once a language.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.known.iter().flat_map(|(_, known)| known.keys().map(String::as_str))
    }
}

/// The spelling of most documents, and of several that have as many the one that stands first.
fn put_preferred_first(alike: &mut [Spelling]) {
    let preference = |at: &usize| {
        let Spelling { count, first: (document, place) } = alike[*at];
        (count, Reverse(document), place)
    };
    if let Some(best) = (0..alike.len()).max_by_key(preference) {
        alike.swap(0, best);
    }
}
