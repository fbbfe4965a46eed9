//! The facts of all documents together: which addresses, names and spellings the site has.
//!
//! What one document says can be replaced without merging the rest again: what it said is taken out, what it says
//! now is put in, and all is as if it had been merged anew.

mod addresses;
mod listed;
mod spellings;
mod words;

use std::sync::OnceLock;

use foldhash::HashSet;

use crate::facts::Facts;
use crate::site::Site;
use crate::site::index::Index;
use crate::site::pages::Pages;

use self::addresses::Addresses;
use self::listed::Listed;
use self::spellings::Spellings;
use self::words::Words;

pub use self::listed::Unlisted;
pub use self::spellings::Preferred;

/// The facts of all documents, in one place.
#[derive(Debug)]
pub struct Merged {
    paths: Vec<String>,
    facts: Vec<Facts>,
    /// Who has an address or a title.
    index: Index,
    categories: Spellings,
    tags: Spellings,
    /// How often each spelling of a word stands in the site.
    words: Words,
    /// Whether they are all that the site has, if that has been asked.
    is_whole: OnceLock<bool>,
    /// Who has an address that several have, if that has been asked.
    addresses: OnceLock<Addresses>,
    /// Which categories pages list, if that has been asked.
    listed: OnceLock<Listed>,
}

impl Merged {
    /// Merges what the documents at `paths` said of `site`.
    pub fn new(site: &Site, paths: Vec<String>, facts: Vec<Facts>) -> Merged {
        let names = || {
            let categories = Spellings::new(&facts, |facts| &facts.categories);
            (categories, Spellings::new(&facts, |facts| &facts.tags), Words::new(&facts))
        };
        // An editor waits for it.
        let (index, (categories, tags, words)) = rayon::join(|| Index::new(site, &paths, &facts), names);
        let (is_whole, addresses, listed) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Merged { paths, facts, index, categories, tags, words, is_whole, addresses, listed }
    }

    /// Replaces what the document with number `at` said.
    pub fn replace(&mut self, site: &Site, at: usize, facts: Facts) {
        let own = &self.facts[at];
        self.index.replace(site, &self.paths[at], at, own, &facts);
        self.words.replace(own, &facts);
        if (&own.file, own.is_to_come) != (&facts.file, facts.is_to_come) {
            self.addresses = OnceLock::new();
        }
        let are_same =
            own.categories.iter().map(|term| &term.name).eq(facts.categories.iter().map(|term| &term.name));
        if !are_same || own.language != facts.language || own.listed != facts.listed {
            self.listed = OnceLock::new();
        }
        for spellings in [&mut self.categories, &mut self.tags] {
            spellings.replace(&self.facts, at, &facts);
        }
        self.facts[at] = facts;
    }

    /// Takes them apart.
    pub fn into_parts(self) -> (Vec<String>, Vec<Facts>) {
        (self.paths, self.facts)
    }

    /// The documents by path.
    pub fn paths(&self) -> &[String] {
        &self.paths
    }

    /// What each of them said, in the order of [`Merged::paths`].
    pub fn facts(&self) -> &[Facts] {
        &self.facts
    }

    /// The pages that they are in the published site.
    pub fn pages<'a>(&'a self, site: &'a Site) -> Pages<'a> {
        Pages { site, paths: &self.paths, facts: &self.facts, index: &self.index }
    }

    /// Whether every document of the site is among them.
    pub fn is_whole(&self, site: &Site) -> bool {
        *self.is_whole.get_or_init(|| {
            let read: HashSet<&str> = self.paths.iter().map(String::as_str).collect();
            site.tree().files().all(|path| read.contains(path) || !site.reads(path))
        })
    }

    /// The spelling of a category that most documents of a language prefer to `name`, if it is not that.
    pub fn preferred_category(&self, language: Option<&str>, name: &str) -> Option<Preferred<'_>> {
        self.categories.preferred(&self.facts, language, name)
    }

    /// The spelling of a tag that most documents of a language prefer to `name`, if it is not that.
    pub fn preferred_tag(&self, language: Option<&str>, name: &str) -> Option<Preferred<'_>> {
        self.tags.preferred(&self.facts, language, name)
    }

    /// The spelling of a word that the site uses most, if one is ahead of all others, and how often.
    pub fn preferred_variant(&self, group: &str) -> Option<(&str, u32)> {
        self.words.preferred(group)
    }

    /// The first page with the address of a page that is published as `file`, if several have it.
    pub fn same_address(&self, site: &Site, file: &str) -> Option<usize> {
        self.addresses(site, file)?.same(file)
    }

    /// The first page whose address differs from that of a page that is published as `file` in letter case or
    /// normalization alone.
    pub fn similar_address(&self, site: &Site, file: &str) -> Option<usize> {
        self.addresses(site, file)?.alike(&self.facts, file)
    }

    fn addresses(&self, site: &Site, file: &str) -> Option<&Addresses> {
        let pages = self.pages(site);
        pages.share(file).then(|| self.addresses.get_or_init(|| Addresses::new(pages)))
    }

    fn listed(&self) -> &Listed {
        self.listed.get_or_init(|| Listed::new(&self.facts, self.categories.keys()))
    }

    /// How a page that lists the category `name`, or one that differs from it as
    /// [`terms::key`](crate::site::terms::key) allows, spells it: the last, if several do.
    pub fn listed_as(&self, name: &str) -> Option<&str> {
        self.listed().spelling(name)
    }

    /// Whether a page lists the category `name` in this spelling.
    pub fn lists(&self, name: &str) -> bool {
        self.listed().lists(name)
    }

    /// The posts of the category `name`, if no page lists it but pages list others.
    pub fn unlisted(&self, name: &str) -> Option<Unlisted> {
        self.listed().unlisted(name)
    }

    /// How many categories there are, whatever their spelling, and of them how many pages list.
    pub fn listed_of_all(&self) -> (usize, usize) {
        self.listed().counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Term;
    use crate::span::Span;

    fn tags(names: &[&str]) -> Facts {
        Facts {
            tags: names.iter().map(|name| Term { name: (*name).to_owned(), span: Span::default() }).collect(),
            ..Facts::default()
        }
    }

    #[test]
    fn most_documents_decide_and_the_first_breaks_ties() {
        let facts = vec![tags(&["docker", "Go"]), tags(&["Docker"]), tags(&["Docker", "go"])];
        let site = Site::default();
        let paths = ["a", "b", "c"].map(str::to_owned).to_vec();
        let mut merged = Merged::new(&site, paths, facts);
        let preferred =
            |merged: &Merged, name| merged.preferred_tag(None, name).map(|own| own.name.to_owned());
        assert_eq!(preferred(&merged, "docker").as_deref(), Some("Docker"));
        assert_eq!(preferred(&merged, "Docker"), None);
        assert_eq!(preferred(&merged, "go").as_deref(), Some("Go"));
        assert_eq!((preferred(&merged, "Go"), preferred(&merged, "Rust")), (None, None));
        merged.replace(&site, 0, tags(&["docker", "go", "Go"]));
        assert_eq!(preferred(&merged, "Go").as_deref(), Some("go"));
        merged.replace(&site, 0, tags(&["docker"]));
        merged.replace(&site, 2, tags(&["docker"]));
        assert_eq!(preferred(&merged, "Docker").as_deref(), Some("docker"));
    }
}
