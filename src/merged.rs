//! The facts of all documents together: which addresses, names and spellings the site has.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::hash::Hash;
use std::sync::OnceLock;

use foldhash::{HashMap, HashMapExt, HashSet};

use crate::facts::Facts;
use crate::site::Site;
use crate::site::bundles::Bundles;
use crate::site::names::fold;
use crate::site::pages::{Page, Pages};
use crate::site::terms::Term;

/// The facts of all documents, in one place.
#[derive(Debug)]
pub struct Merged<'f> {
    /// The documents by path, in the order of [`Merged::facts`].
    pub paths: &'f [String],
    /// What each of them said.
    pub facts: &'f [Facts],
    /// Documents by the file they are published as, without regard to case and normalization, where that
    /// is the same for several.
    pub by_file: HashMap<Cow<'f, str>, Vec<usize>>,
    /// Posts by language and title, where several have the same.
    pub by_title: HashMap<(Option<&'f str>, &'f str), Vec<usize>>,
    /// What the categories are called.
    pub categories: Spellings<'f>,
    /// What the tags are called.
    pub tags: Spellings<'f>,
    /// The categories that pages list, by name, folded.
    pub listed: HashMap<String, &'f str>,
    /// How often each spelling of a word stands in the site.
    pub variants: HashMap<&'f str, Vec<(&'f str, u32)>>,
    /// The pages of the published site; none where no document has a link to one.
    pub pages: Pages<'f>,
    /// The folders that move with pages.
    pub bundles: Bundles<'f>,
    /// Whether they are all that the site has, if that has been asked.
    is_whole: OnceLock<bool>,
}

/// Names that are one word spelt in several ways, by language and what they have in common.
#[derive(Debug, Default)]
pub struct Spellings<'f>(HashMap<(Option<&'f str>, String), Vec<Spelling<'f>>>);

/// One way to spell a name.
#[derive(Clone, Copy, Debug)]
pub struct Spelling<'f> {
    /// The name.
    pub name: &'f str,
    /// How many documents spell it so.
    pub count: usize,
    /// The first of them.
    pub first: usize,
}

impl<'f> Merged<'f> {
    /// Merges what the documents at `paths` said of `site`.
    pub fn new(site: &'f Site, paths: &'f [String], facts: &'f [Facts]) -> Merged<'f> {
        let mut by_file = Several::new(facts.len());
        let mut by_title = Several::new(facts.len());
        let mut listed = HashMap::new();
        for (at, facts) in facts.iter().enumerate() {
            if let Some(file) = &facts.file {
                by_file.add(fold(file), at);
            }
            if let Some((title, _)) = &facts.title {
                by_title.add((facts.language.as_deref(), title.as_str()), at);
            }
            listed.extend(facts.listed.iter().map(|name| (Spellings::key(name), name.as_str())));
        }
        let (by_file, by_title) = (by_file.several(), by_title.several());
        let words = || {
            let mut variants: HashMap<&str, Vec<(&str, u32)>> = HashMap::new();
            for variant in facts.iter().flat_map(|facts| &facts.variants) {
                let words = variants.entry(&variant.group).or_default();
                match words.iter_mut().find(|(word, _)| *word == variant.word) {
                    Some((_, count)) => *count += variant.count,
                    None => words.push((&variant.word, variant.count)),
                }
            }
            let categories = Spellings::new(facts.iter().map(|facts| (facts, &facts.categories)));
            let tags = Spellings::new(facts.iter().map(|facts| (facts, &facts.tags)));
            (variants, categories, tags)
        };
        let addresses = || {
            let of_document = |(path, facts): (&'f String, &'f Facts)| Page {
                path,
                file: facts.file.as_deref(),
                aliases: &facts.aliases,
            };
            let links = || facts.iter().flat_map(|facts| &facts.links);
            let mut pages = Pages::default();
            if links().next().is_some() {
                pages = Pages::new(site, paths.iter().zip(facts).map(of_document));
                pages.learn(site, links().map(|link| link.target.as_str()));
            }
            (pages, Bundles::new(site, paths.iter().zip(facts).map(of_document)))
        };
        // An editor waits for it.
        let ((variants, categories, tags), (pages, bundles)) = rayon::join(words, addresses);
        let is_whole = OnceLock::new();
        Merged {
            paths,
            facts,
            by_file,
            by_title,
            categories,
            tags,
            listed,
            variants,
            pages,
            bundles,
            is_whole,
        }
    }

    /// Whether every document of the site is among them.
    pub fn is_whole(&self, site: &Site) -> bool {
        *self.is_whole.get_or_init(|| {
            let read: HashSet<&str> = self.paths.iter().map(String::as_str).collect();
            site.tree().files().all(|path| read.contains(path) || !site.reads(path))
        })
    }

    /// The spelling of a word that the site uses most, if one is ahead of all others, and how often.
    pub fn preferred_variant(&self, group: &str) -> Option<(&'f str, u32)> {
        let words = self.variants.get(group)?;
        let (word, count) = words.iter().max_by_key(|(word, count)| (*count, *word))?;
        let is_ahead = words.iter().all(|(other, less)| other == word || less < count);
        is_ahead.then_some((*word, *count))
    }
}

/// What several documents have. What only one has is not kept: nobody asks for it, and there are thousands.
struct Several<K> {
    first: HashMap<K, usize>,
    several: HashMap<K, Vec<usize>>,
}

impl<K: Clone + Eq + Hash> Several<K> {
    fn new(documents: usize) -> Several<K> {
        Several { first: HashMap::with_capacity(documents), several: HashMap::new() }
    }

    fn add(&mut self, key: K, document: usize) {
        match self.first.entry(key) {
            Entry::Vacant(entry) => _ = entry.insert(document),
            Entry::Occupied(entry) => {
                let several = self.several.entry(entry.key().clone());
                several.or_insert_with(|| vec![*entry.get()]).push(document);
            }
        }
    }

    /// What several have; the rest is gone before more is merged.
    fn several(self) -> HashMap<K, Vec<usize>> {
        self.several
    }
}

impl<'f> Spellings<'f> {
    fn new(documents: impl Iterator<Item = (&'f Facts, &'f Vec<Term>)>) -> Self {
        // Each name is folded once, not once for each of the posts that have it.
        let mut known: Vec<(Option<&str>, Spelling<'f>)> = Vec::new();
        let mut places: HashMap<(Option<&str>, &str), usize> = HashMap::new();
        for (at, (facts, terms)) in documents.enumerate() {
            let language = facts.language.as_deref();
            for Term { name, .. } in terms {
                let place = *places.entry((language, name)).or_insert(known.len());
                match known.get_mut(place) {
                    Some((_, spelling)) => spelling.count += 1,
                    None => known.push((language, Spelling { name, count: 1, first: at })),
                }
            }
        }
        let mut spellings: HashMap<_, Vec<Spelling<'f>>> = HashMap::new();
        for (language, spelling) in known {
            spellings.entry((language, Self::key(spelling.name))).or_default().push(spelling);
        }
        Spellings(spellings)
    }

    /// The spelling that most documents of a language prefer to `name`, if it is not that already.
    pub fn preferred(&self, language: Option<&'f str>, name: &str) -> Option<Spelling<'f>> {
        let known = self.0.get(&(language, Self::key(name))).filter(|known| known.len() > 1)?;
        let best = known.iter().max_by_key(|known| (known.count, std::cmp::Reverse(known.first)))?;
        (best.name != name).then_some(*best)
    }

    /// What the names have in common, each once.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(|(_, key)| key.as_str())
    }

    /// What the spellings of a name have in common: letters without case, and digits. A separator between
    /// digits counts: `1-1` is not `11`.
    pub fn key(name: &str) -> String {
        let folded = fold(name);
        let is_separator = |c: char| matches!(c, ' ' | '-' | '_');
        if !folded.contains(is_separator) {
            return folded.into_owned();
        }
        let mut key = String::with_capacity(folded.len());
        for (at, c) in folded.char_indices() {
            let after = folded[at + c.len_utf8()..].chars().next();
            let between_digits =
                key.ends_with(|c: char| c.is_ascii_digit()) && after.is_some_and(|c| c.is_ascii_digit());
            if !is_separator(c) || between_digits {
                key.push(c);
            }
        }
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    #[test]
    fn spellings_of_one_name_share_a_key() {
        for (a, b) in [("Docker", "docker"), ("Spring Boot", "spring-boot"), ("회고 록", "회고록")] {
            assert_eq!(Spellings::key(a), Spellings::key(b));
        }
        for (a, b) in [("C", "C++"), ("1-1", "11"), ("자바", "자바스크립트")] {
            assert_ne!(Spellings::key(a), Spellings::key(b));
        }
    }

    #[test]
    fn most_documents_decide_and_the_first_breaks_ties() {
        let tags = |names: &[&str]| Facts {
            tags: names.iter().map(|name| Term { name: (*name).to_owned(), span: Span::default() }).collect(),
            ..Facts::default()
        };
        let facts = [tags(&["docker", "Go"]), tags(&["Docker"]), tags(&["Docker", "go"])];
        let site = Site::default();
        let paths = ["a", "b", "c"].map(str::to_owned);
        let merged = Merged::new(&site, &paths, &facts);
        let preferred = |name| merged.tags.preferred(None, name).map(|spelling| spelling.name);
        assert_eq!((preferred("docker"), preferred("Docker")), (Some("Docker"), None));
        assert_eq!((preferred("Go"), preferred("go"), preferred("Rust")), (None, Some("Go"), None));
    }
}
