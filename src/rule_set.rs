//! The rules in force in a blog: those that toego brings and, after them, the blog's own.
//!
//! A blog without rules of its own builds nothing here: everything is asked of [`bundled`].

use daachorse::DoubleArrayAhoCorasick;

use crate::bundled;
use crate::diagnostic::RuleId;
use crate::lang::Localized;
use crate::rule::compile::{Compiled, Input, Mistake, compile};
use crate::rule::{Book, Lazy, Page};

/// What the engine, the reports and `explain` ask.
#[derive(Default)]
pub struct RuleSet {
    own: Option<Box<Own>>,
}

struct Own {
    /// The bundled rules and the blog's own.
    book: Book,
    /// The documentation of the blog's own.
    pages: Vec<Lazy<Page>>,
    /// The literals of the blog's own, if they have any; their values go on after the bundled ones.
    automaton: Option<DoubleArrayAhoCorasick<u32>>,
}

static BUNDLED: RuleSet = RuleSet { own: None };

impl RuleSet {
    /// The bundled rules alone.
    pub fn bundled() -> &'static RuleSet {
        &BUNDLED
    }

    /// The bundled rules and those of `files`.
    ///
    /// # Errors
    /// Every mistake in the files.
    pub fn with_own(files: Vec<Input>) -> Result<RuleSet, Vec<Mistake>> {
        let Some(path) = files.first().map(|file| file.path.clone()) else { return Ok(RuleSet::default()) };
        let bundled = bundled::book();
        let Compiled { book, pages, literals } = compile(bundled.clone(), files, &[])?;
        let numbered: Vec<(Vec<u8>, u32)> = literals.into_iter().zip(bundled.literals()..).collect();
        let automaton =
            if numbered.is_empty() {
                None
            } else {
                let built = DoubleArrayAhoCorasick::with_values(numbered);
                Some(built.map_err(|error| {
                    vec![Mistake { path, line: 1, text: Localized::same(error.to_string()) }]
                })?)
            };
        Ok(RuleSet { own: Some(Box::new(Own { book, pages, automaton })) })
    }

    /// The rules.
    pub fn book(&self) -> &Book {
        match &self.own {
            Some(own) => &own.book,
            None => bundled::book(),
        }
    }

    /// The documentation of a rule.
    pub fn page(&self, rule: RuleId) -> Option<&Page> {
        bundled::page(rule).or_else(|| {
            let own = self.own.as_deref()?;
            own.pages.get(usize::from(rule.0).checked_sub(self.first_own())?)?.get()
        })
    }

    /// The automata over the literals; a match's value is what [`Book::proposed`] takes.
    pub fn automata(&self) -> impl Iterator<Item = &DoubleArrayAhoCorasick<u32>> {
        bundled::automaton().into_iter().chain(self.own.iter().filter_map(|own| own.automaton.as_ref()))
    }

    /// The blog's own rules.
    pub fn own(&self) -> impl Iterator<Item = RuleId> {
        self.book().ids().skip(self.first_own())
    }

    fn first_own(&self) -> usize {
        match &self.own {
            Some(own) => own.book.rules.len() - own.pages.len(),
            None => bundled::book().rules.len(),
        }
    }
}

impl std::fmt::Debug for RuleSet {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_list().entries(self.own().map(|id| &self.book().rule(id).id)).finish()
    }
}

/// The rule or group whose name is nearest to `name`, if one is near.
pub fn nearest<'b>(book: &'b Book, name: &str) -> Option<&'b str> {
    const FARTHEST: usize = 4;
    // `bound-noun-su` for `spacing/bound-noun-su`.
    if let Some(rule) = book.rules.iter().find(|rule| rule.id.split('/').next_back() == Some(name)) {
        return Some(&rule.id);
    }
    let length = name.chars().count();
    let most = FARTHEST.min(length / 2);
    let names = book.rules.iter().flat_map(|rule| [rule.id.as_str(), rule.group()]);
    // Of several as near as each other, the one that begins alike.
    let alike = |known: &str| known.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
    let near = names.filter(|known| known.chars().count().abs_diff(length) <= most).filter_map(|known| {
        let distance = strsim::damerau_levenshtein(known, name);
        (distance <= most).then(|| (distance, std::cmp::Reverse(alike(known)), known))
    });
    near.min().map(|(.., known)| known)
}
