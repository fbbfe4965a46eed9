//! The posts around those that are checked: read for what they tell of the blog, never for what is wrong with
//! them.
//!
//! A hook names the files of a commit, an editor pipes one text; whether their addresses, titles, tags, words and
//! links fit the blog only the other posts tell. What is said is what a run over the whole blog would say, but
//! little of the others is read: their front matter, and the bodies of those that
//!
//! - hold a spelling of a word that one of the checked posts spells, as it is written in the file;
//! - have the place that one of the checked posts links to;
//! - may tell where a page was that is gone, if one of the checked posts links to it: that is all of them.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use regex::Regex;

use super::Engine;
use crate::assets::Assets;
use crate::checks::link::{self, Asked};
use crate::checks::{self, TextRules, variants};
use crate::diagnostic::{RuleId, Severity};
use crate::document::Document;
use crate::document::encoding;
use crate::document::front;
use crate::facts::Facts;
use crate::files::Files;
use crate::merged::Merged;
use crate::rule::Check;
use crate::rule::check::{LinkCase, Variants};
use crate::site::Site;
use crate::suppress::Suppressions;

/// Posts that are not checked. What was read of them once is kept.
#[derive(Debug, Default)]
pub struct Around<'p> {
    paths: &'p [String],
    known: Mutex<Known>,
}

/// What is known of the posts around.
#[derive(Debug, Default)]
struct Known {
    /// In the order of the paths; empty if they have not been read.
    facts: Vec<Facts>,
    /// Whether a body was read, or only the front matter.
    is_read: Vec<bool>,
    /// The words whose spellings were looked for.
    words: BTreeSet<String>,
}

/// All documents, in the order of their paths, and the numbers of those that are checked.
pub(super) struct Together {
    pub(super) all: Merged,
    pub(super) wanted: Vec<usize>,
}

impl<'p> Around<'p> {
    /// The posts at `paths`, sorted, none of them checked.
    pub fn new(paths: &'p [String]) -> Around<'p> {
        Around { paths, ..Around::default() }
    }

    /// Puts the checked posts at `paths`, sorted, which said `facts`, among the others.
    pub(super) fn among(
        &self,
        engine: &Engine<'_>,
        site: &Site,
        paths: &[String],
        facts: Vec<Facts>,
        files: &impl Files,
    ) -> Together {
        if self.paths.is_empty() || !engine.asks_others(site, &facts) {
            let wanted = (0..paths.len()).collect();
            return Together { all: Merged::new(site, paths.to_vec(), facts), wanted };
        }
        let reader = Reader { engine, variants: engine.variants_alone(), site, files };
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.read(self.paths, &reader, engine.words(&facts));
        let mut together = Together::new(site, paths, facts, self.paths, &known.facts);
        for at in engine.linked(site, &together) {
            // Where it stands among the others: so many of those before it are checked.
            let other = at - together.wanted.partition_point(|own| *own < at);
            if !known.is_read[other] {
                known.facts[other] = reader.body(&self.paths[other]);
                known.is_read[other] = true;
            }
            together.all.replace(site, at, known.facts[other].clone());
        }
        together
    }
}

impl Known {
    /// Reads what has not been read and is asked for.
    fn read(&mut self, paths: &[String], reader: &Reader<'_, impl Files>, words: BTreeSet<String>) {
        let is_first = self.facts.is_empty();
        if !is_first && words.is_subset(&self.words) {
            return;
        }
        let spelling = reader.engine.spelling(&words);
        if is_first {
            self.facts = vec![Facts::default(); paths.len()];
            self.is_read = vec![false; paths.len()];
        }
        self.words.extend(words);
        let known = self.facts.par_iter_mut().zip(&mut self.is_read);
        paths.par_iter().zip(known).filter(|(_, (_, is_read))| !**is_read).for_each(
            |(path, (facts, is_read))| {
                let text = reader.text(path);
                *is_read = spelling.as_ref().is_some_and(|spelling| spelling.is_match(&text));
                if *is_read {
                    *facts = reader.facts(path, text);
                } else if is_first {
                    *facts = reader.facts_of_front(path, &text);
                }
            },
        );
    }
}

impl Together {
    fn new(site: &Site, paths: &[String], facts: Vec<Facts>, others: &[String], known: &[Facts]) -> Together {
        let mut own = paths.iter().zip(facts).peekable();
        let mut others = others.iter().zip(known).peekable();
        let (mut all_paths, mut all_facts, mut wanted) = (Vec::new(), Vec::new(), Vec::new());
        loop {
            let is_own = match (own.peek(), others.peek()) {
                (Some((own, _)), Some((other, _))) => own < other,
                (own, _) => own.is_some(),
            };
            let next = if is_own {
                wanted.push(all_paths.len());
                own.next()
            } else {
                others.next().map(|(path, facts)| (path, facts.clone()))
            };
            let Some((path, facts)) = next else { break };
            all_paths.push(path.clone());
            all_facts.push(facts);
        }
        Together { all: Merged::new(site, all_paths, all_facts), wanted }
    }
}

impl<'b> Engine<'b> {
    /// The facts of many documents that are not checked themselves; `None` if they are not wanted any more, as
    /// `goes_on` says.
    pub fn facts(
        &self,
        site: &Site,
        paths: &[String],
        files: &impl Files,
        goes_on: impl Fn() -> bool + Sync,
    ) -> Option<Vec<Facts>> {
        let reader = Reader { engine: self, variants: self.variants_alone(), site, files };
        paths.par_iter().map(|path| goes_on().then(|| reader.body(path))).collect()
    }

    fn site_checks(&self) -> impl Iterator<Item = &'b Check> {
        self.on_sites.iter().map(|rule| &self.book.rule(*rule).check)
    }

    fn groups(&self) -> impl Iterator<Item = &'b Variants> {
        self.site_checks()
            .filter_map(|check| if let Check::Variants(words) = check { Some(words) } else { None })
    }

    /// Whether what is said of documents with these facts depends on other posts.
    fn asks_others(&self, site: &Site, facts: &[Facts]) -> bool {
        let asks = |check: &Check| match check {
            Check::Twin(_) | Check::Spelling(_) | Check::Listed(_) | Check::Link(_) => true,
            // Folders may move with pages.
            Check::Image(_) => site.generator().is_some(),
            _ => false,
        };
        self.site_checks().any(asks) || !self.words(facts).is_empty()
    }

    /// The words that documents with these facts spell in one of several ways.
    fn words(&self, facts: &[Facts]) -> BTreeSet<String> {
        let words = facts.iter().flat_map(|facts| &facts.variants).map(|variant| variant.group.clone());
        words.filter(|word| self.groups().any(|words| words.has(word))).collect()
    }

    /// A pattern of all spellings of some words; `None` if there are none.
    fn spelling(&self, words: &BTreeSet<String>) -> Option<Regex> {
        let is_asked = |group: &&Vec<String>| Variants::name(group).is_some_and(|name| words.contains(name));
        let groups = self.groups().flat_map(|words| &words.groups).filter(is_asked);
        let spellings = groups.flatten().map(|spelling| regex::escape(spelling.trim_start_matches('^')));
        let spellings: Vec<String> = spellings.collect();
        if spellings.is_empty() { None } else { Regex::new(&spellings.join("|")).ok() }
    }

    /// The posts among the others whose bodies the links of the checked ones ask for.
    fn linked(&self, site: &Site, together: &Together) -> Vec<usize> {
        let Together { all, wanted } = together;
        let is_link = |check: &Check| {
            matches!(check, Check::Link(LinkCase::Missing | LinkCase::Anchor | LinkCase::Localhost))
        };
        if !self.site_checks().any(is_link) || wanted.iter().all(|at| all.facts()[*at].links.is_empty()) {
            return Vec::new();
        }
        let assets = Assets::default();
        let others = (0..all.paths().len()).filter(|at| wanted.binary_search(at).is_err());
        let asked = wanted.iter().map(|&at| {
            let missing = &OnceCell::new();
            link::asked(checks::SiteContext { site, all, at, assets: &assets, missing })
        });
        let mut bodies = BTreeSet::new();
        for asked in asked {
            match asked {
                Asked::Everything => return others.collect(),
                Asked::Pages(pages) => bodies.extend(pages),
            }
        }
        others.filter(|at| bodies.contains(at)).collect()
    }

    /// The rules about words that are spelt in several ways: what they find is a fact first.
    fn variants_alone(&self) -> TextRules<'b> {
        let is_on = self.on_sites.iter().filter(|id| self.is_variant(**id));
        TextRules::new(self.rules, is_on.copied())
    }

    fn is_variant(&self, rule: RuleId) -> bool {
        matches!(self.book.rule(rule).check, Check::Variants(_))
    }
}

/// What reads posts for their facts alone.
struct Reader<'e, F> {
    engine: &'e Engine<'e>,
    variants: TextRules<'e>,
    site: &'e Site,
    files: &'e F,
}

impl<F: Files> Reader<'_, F> {
    /// The text of a file; empty, if it is none.
    fn text(&self, path: &str) -> String {
        self.files.read(path).ok().and_then(|bytes| encoding::decode(bytes).ok()).unwrap_or_default()
    }

    fn facts_of_front(&self, path: &str, text: &str) -> Facts {
        let front = front::read(text, &self.site.syntax(path));
        checks::facts_of_front(self.site, path, &front, text)
    }

    /// The facts of a file, front matter and body.
    fn body(&self, path: &str) -> Facts {
        self.facts(path, self.text(path))
    }

    fn facts(&self, path: &str, text: String) -> Facts {
        let Reader { engine, site, .. } = *self;
        let document = Document::parse(text, site.syntax(path));
        let tables: Vec<_> = site.field_tables(engine.book).collect();
        let context = checks::Context::new(&document, path, site, engine.book, &tables);
        let alone = |rule| if engine.is_variant(rule) { engine.severity(rule) } else { Severity::Off };
        let mut found = Vec::new();
        self.variants.run(&document, engine.lexicon, &alone, &mut found);
        if !found.is_empty() {
            // Something worse may be wrong in the same place.
            found.clear();
            engine.text.run(&document, engine.lexicon, &|rule| engine.severity(rule), &mut found);
            found.retain(|diagnostic| {
                engine.is_variant(diagnostic.rule) && !engine.is_own_word(&document.text, diagnostic)
            });
        }
        let variants = variants::facts(found.into_iter());
        Facts { variants, ..checks::facts(context, Suppressions::default()) }
    }
}
