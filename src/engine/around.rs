//! The posts around those that are checked: read for what they tell of the blog, never for what is wrong with
//! them.
//!
//! A hook names the files of a commit, an editor has one open; whether their addresses, titles, tags and links
//! fit the blog only the other posts tell. Most of it stands in their front matter, which is read much faster
//! than a whole post; the bodies are read only where one of the checked posts asks for what stands in them.

use std::sync::OnceLock;

use rayon::prelude::*;

use super::Engine;
use crate::assets::Files;
use crate::checks::{self, TextRules, variants};
use crate::diagnostic::{RuleId, Severity};
use crate::document::Document;
use crate::document::encoding;
use crate::document::front;
use crate::facts::Facts;
use crate::rule::Check;
use crate::rule::check::LinkCase;
use crate::site::Site;
use crate::suppress::Suppressions;

/// Posts that are not checked, each read once at most.
#[derive(Debug, Default)]
pub struct Around<'p> {
    paths: &'p [String],
    of_fronts: OnceLock<Vec<Facts>>,
    of_bodies: OnceLock<Vec<Facts>>,
}

/// What site checks ask of the other posts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Asked {
    Nothing,
    /// What their front matter tells.
    Fronts,
    /// What their bodies tell, too.
    Bodies,
}

impl<'p> Around<'p> {
    /// The posts at `paths`, sorted, none of them checked.
    pub fn new(paths: &'p [String]) -> Around<'p> {
        Around { paths, ..Around::default() }
    }

    /// The checked posts at `paths`, sorted, with these facts, among the others: all paths and facts, in the
    /// order of the paths, and where the checked ones stand in it.
    pub(super) fn among(
        &self,
        engine: &Engine<'_>,
        site: &Site,
        paths: &[String],
        facts: Vec<Facts>,
        files: &impl Files,
    ) -> (Vec<String>, Vec<Facts>, Vec<usize>) {
        let others = self.facts(engine, site, &facts, files);
        let mut own = paths.iter().cloned().zip(facts).peekable();
        let mut others = self.paths.iter().zip(others).peekable();
        let (mut all_paths, mut all_facts, mut wanted) = (Vec::new(), Vec::new(), Vec::new());
        loop {
            let is_own = match (own.peek(), others.peek()) {
                (Some((own, _)), Some((other, _))) => own < *other,
                (own, _) => own.is_some(),
            };
            let next = if is_own {
                wanted.push(all_paths.len());
                own.next()
            } else {
                others.next().map(|(path, facts)| (path.clone(), facts.clone()))
            };
            let Some((path, facts)) = next else { return (all_paths, all_facts, wanted) };
            all_paths.push(path);
            all_facts.push(facts);
        }
    }

    fn facts(&self, engine: &Engine<'_>, site: &Site, asking: &[Facts], files: &impl Files) -> &[Facts] {
        let asked = engine.asked(site, asking);
        let read = |read: &(dyn Fn(&String) -> Facts + Sync)| self.paths.par_iter().map(read).collect();
        match (asked, self.of_bodies.get()) {
            (Asked::Nothing, _) => &[],
            (_, Some(known)) => known,
            (Asked::Fronts, _) => {
                self.of_fronts.get_or_init(|| read(&|path| engine.facts_of_front(site, path, files)))
            }
            (Asked::Bodies, _) => {
                let variants = engine.variants_alone();
                self.of_bodies.get_or_init(|| read(&|path| engine.facts_with(&variants, site, path, files)))
            }
        }
    }
}

impl<'b> Engine<'b> {
    /// The facts of many documents that are not checked themselves; `None` for those that `go_on` comes too
    /// late for.
    pub fn facts(
        &self,
        site: &Site,
        paths: &[String],
        files: &impl Files,
        go_on: impl Fn() -> bool + Sync,
    ) -> Option<Vec<Facts>> {
        let variants = self.variants_alone();
        let facts = |path: &String| go_on().then(|| self.facts_with(&variants, site, path, files));
        paths.par_iter().map(facts).collect()
    }

    /// What documents with these facts ask of the others.
    fn asked(&self, site: &Site, asking: &[Facts]) -> Asked {
        let of_rule = |check: &Check| match check {
            Check::Twin(_) | Check::Spelling(_) | Check::Listed(_) => Asked::Fronts,
            // Folders may move with pages.
            Check::Image(_) if site.generator().is_some() => Asked::Fronts,
            Check::Variants(_) if asking.iter().any(|facts| !facts.variants.is_empty()) => Asked::Bodies,
            Check::Link(LinkCase::Missing | LinkCase::Anchor | LinkCase::Localhost)
                if asking.iter().any(|facts| !facts.links.is_empty()) =>
            {
                Asked::Bodies
            }
            _ => Asked::Nothing,
        };
        let rules = self.on_sites.iter().map(|rule| of_rule(&self.book.rule(*rule).check));
        rules.max().unwrap_or(Asked::Nothing)
    }

    /// The rules about words that are spelt in several ways: what they find is a fact first.
    fn variants_alone(&self) -> TextRules<'b> {
        let is_on =
            self.on_sites.iter().filter(|id| matches!(self.book.rule(**id).check, Check::Variants(_)));
        TextRules::new(self.rules, is_on.copied())
    }

    fn facts_of_front(&self, site: &Site, path: &str, files: &impl Files) -> Facts {
        let Some(text) = files.read(path).ok().and_then(|bytes| encoding::decode(bytes).ok()) else {
            return Facts::default();
        };
        let front = front::read(&text, &site.syntax(path));
        checks::facts_of_front(site, path, &front, &text)
    }

    fn facts_with(&self, variants: &TextRules<'_>, site: &Site, path: &str, files: &impl Files) -> Facts {
        let Some(text) = files.read(path).ok().and_then(|bytes| encoding::decode(bytes).ok()) else {
            return Facts::default();
        };
        let document = Document::parse(text, site.syntax(path));
        let context = checks::Context { document: &document, path, site, book: self.book };
        let is_variant = |rule: RuleId| matches!(self.book.rule(rule).check, Check::Variants(_));
        let alone = |rule| if is_variant(rule) { self.severity(rule) } else { Severity::Off };
        let mut found = Vec::new();
        variants.run(&document, self.lexicon, &alone, &mut found);
        if !found.is_empty() {
            // Something worse may be wrong in the same place.
            found.clear();
            self.text.run(&document, self.lexicon, &|rule| self.severity(rule), &mut found);
            found.retain(|diagnostic| is_variant(diagnostic.rule));
        }
        let variants = variants::facts(found.into_iter());
        Facts { variants, ..checks::facts(context, Suppressions::default()) }
    }
}
