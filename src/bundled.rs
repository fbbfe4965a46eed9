//! What the build script made of `rules/`: read here and nowhere else.
//!
//! The bytes come from the build of this very version, so they always read back; should they not,
//! there are no rules rather than a crash.

use std::sync::LazyLock;

use daachorse::DoubleArrayAhoCorasick;

use crate::diagnostic::RuleId;
use crate::lexicon::Lexicon;
use crate::rule::{Book, Lazy, Page};

static BOOK: LazyLock<Book> = LazyLock::new(|| {
    postcard::from_bytes(include_bytes!(concat!(env!("OUT_DIR"), "/book.bin"))).unwrap_or_default()
});

static PAGES: LazyLock<Vec<Lazy<Page>>> = LazyLock::new(|| {
    postcard::from_bytes(include_bytes!(concat!(env!("OUT_DIR"), "/pages.bin"))).unwrap_or_default()
});

static AUTOMATON: LazyLock<Option<DoubleArrayAhoCorasick<u32>>> = LazyLock::new(|| {
    let bytes = include_bytes!(concat!(env!("OUT_DIR"), "/automaton.bin"));
    DoubleArrayAhoCorasick::deserialize(bytes).ok().map(|(automaton, _)| automaton)
});

static LEXICON: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::new(include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.fst"))));

/// The bundled rules.
pub fn book() -> &'static Book {
    &BOOK
}

/// The documentation of the bundled rules, in the order of [`Book::rules`]. Only reports, `explain`
/// and `rules` need it.
pub fn pages() -> impl Iterator<Item = &'static Page> {
    PAGES.iter().filter_map(Lazy::get)
}

/// The documentation of a bundled rule.
pub fn page(rule: RuleId) -> Option<&'static Page> {
    PAGES.get(usize::from(rule.0))?.get()
}

/// The automaton over the literals of the bundled rules; a match's value is what [`Book::proposed`] takes.
pub fn automaton() -> Option<&'static DoubleArrayAhoCorasick<u32>> {
    AUTOMATON.as_ref()
}

/// The bundled lexicon.
pub fn lexicon() -> &'static Lexicon {
    &LEXICON
}
