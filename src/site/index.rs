//! Which documents are behind an address, a name or a title.
//!
//! It holds none of the texts: only numbers of documents, by the hash of what they say. What a document says can
//! be replaced, so that an editor, in which one of thousands of posts changes, need not merge all of them again.

mod pairs;

use std::sync::OnceLock;

use foldhash::{HashSet, HashSetExt};

use super::address::{address, name, name_of_source, parent};
use super::names::{Letters, digits, fold};
use super::reference::{Anchor, Reference};
use super::{Role, Site};
use crate::facts::Facts;

use self::pairs::{Pairs, hash};

/// Which documents are behind an address, a name or a title.
#[derive(Debug)]
pub struct Index {
    /// The numbers of documents; behind them those of the pages that the site has besides.
    numbers: Pairs<u32>,
    /// The letters and the numbers of the pages of each folder: names that are near have the same digits.
    siblings: Pairs<(Letters, u32)>,
    /// The links of the site to addresses from its root: what they begin with, and their names.
    links: Pairs<u64>,
    /// How many documents there are.
    documents: usize,
    /// Whether nothing but the documents makes pages.
    is_closed: bool,
    /// Whether there are folders that move with pages.
    moves_folders: bool,
    /// What addresses once began with, if that has been asked.
    old_tops: OnceLock<HashSet<u64>>,
}

/// What a document is known by.
#[derive(Clone, Copy, Debug, Hash)]
pub(super) enum Key<'k> {
    /// The file it is published as.
    Spelling(&'k str),
    /// The same, folded.
    File(&'k str),
    /// The last part of its address, folded.
    Name(&'k str),
    /// What stands before the last part of its address, the digits of that part, how many letters it has, and one of
    /// its ends: all that names that are near have in common, or nearly so.
    Folder(&'k str, &'k str, usize, End),
    /// What its address begins with, folded.
    Top(&'k str),
    /// Another address that may lead to it, without `/` at the ends.
    Alias(&'k str),
    /// What the last part of its address may be, folded, where its address is not known.
    Source(&'k str),
    /// That its address is not known.
    Unknown,
    /// The folder that moves with it.
    Moving(&'k str),
    /// The address below which that is published.
    Moved(&'k str),
    /// Its language and title.
    Title(Option<&'k str>, &'k str),
}

/// The first byte of a name, or its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum End {
    First(Option<u8>),
    Last(Option<u8>),
}

impl End {
    /// Both ends of a name: names that differ at both are hardly slips of each other.
    pub(super) fn both(name: &str) -> [End; 2] {
        let bytes = name.as_bytes();
        [End::First(bytes.first().copied()), End::Last(bytes.last().copied())]
    }
}

/// The number of pages that are no documents, and of which nothing is known.
const NOBODY: u32 = u32::MAX;

impl Index {
    /// The index of the documents of `site` at `paths`, which said `facts`.
    pub fn new(site: &Site, paths: &[String], facts: &[Facts]) -> Index {
        let moves_folders = site.moves_folders();
        let mut is_closed = site.makes_no_other_pages() && !site.redirects();
        let (mut numbers, mut siblings) = (Vec::new(), Vec::new());
        for (at, (path, facts)) in paths.iter().zip(facts).enumerate() {
            said(site, path, facts, moves_folders, &mut |key| numbers.push((hash(key), at as u32)));
            siblings.extend(facts.file.iter().flat_map(|file| sibling(file, at as u32)));
        }
        for (number, file) in (facts.len() as u32..).zip(&site.templates) {
            published(file, &mut |key| numbers.push((hash(key), number)));
            siblings.extend(sibling(file, number));
        }
        let read: HashSet<&str> = paths.iter().map(String::as_str).collect();
        for path in site.tree().files().filter(|path| !read.contains(path) && site.reads(path)) {
            match site.role(path) {
                Role::Post | Role::Page => is_closed = false,
                Role::Draft | Role::Skipped => {}
                // A README, or a page that a plugin makes of it.
                Role::Other => {
                    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                    numbers.push((hash(Key::Source(&name_of_source(path))), NOBODY));
                    numbers.push((hash(Key::Alias(folder)), NOBODY));
                }
            }
        }
        let links = facts.iter().flat_map(|facts| rooted(site, facts)).collect();
        Index {
            numbers: Pairs::new(numbers),
            siblings: Pairs::new(siblings),
            links: Pairs::new(links),
            documents: paths.len(),
            is_closed,
            moves_folders,
            old_tops: OnceLock::new(),
        }
    }

    /// Puts what the document at `path`, number `at`, says in the place of what it said.
    pub fn replace(&mut self, site: &Site, path: &str, at: usize, old: &Facts, new: &Facts) {
        let keys = |facts| {
            let mut keys = Vec::new();
            said(site, path, facts, self.moves_folders, &mut |key| keys.push((hash(key), at as u32)));
            keys
        };
        let are_others = self.numbers.replace(keys(old), keys(new));
        let place = |facts: &Facts| facts.file.iter().flat_map(|file| sibling(file, at as u32)).collect();
        self.siblings.replace(place(old), place(new));
        let leads_elsewhere = self.links.replace(rooted(site, old).collect(), rooted(site, new).collect());
        if are_others || leads_elsewhere {
            self.old_tops = OnceLock::new();
        }
    }

    /// The numbers of those known by `key`, in their order.
    pub(super) fn get<'i>(&'i self, key: Key<'_>) -> impl DoubleEndedIterator<Item = usize> + use<'i> {
        self.numbers.get(hash(key)).map(|number| number as usize)
    }

    /// The letters and the numbers of the pages in a folder whose names have these digits, so many letters and this
    /// end.
    pub(super) fn siblings<'i>(
        &'i self,
        folder: &str,
        digits: &str,
        length: usize,
        end: End,
    ) -> impl Iterator<Item = (Letters, usize)> + use<'i> {
        let siblings = self.siblings.get(hash(Key::Folder(folder, digits, length, end)));
        siblings.map(|(letters, number)| (letters, number as usize))
    }

    /// How many there are.
    pub(super) fn count(&self, key: Key<'_>) -> usize {
        self.numbers.count(hash(key))
    }

    /// Whether there are any.
    pub(super) fn has(&self, key: Key<'_>) -> bool {
        self.count(key) > 0
    }

    /// Whether all pages are known.
    pub(super) fn is_complete(&self) -> bool {
        // Where most addresses are unknown, the rule behind them is.
        self.is_closed && self.numbers.count(hash(Key::Unknown)) * 2 < self.documents
    }

    /// Whether addresses of the site begin with `top`, or once did.
    ///
    /// A category that has been renamed is gone from the addresses of pages, but not from the links. Three
    /// pages that are now elsewhere are enough to tell it from another project of the same host.
    pub(super) fn has_top(&self, top: &str) -> bool {
        let top = Key::Top(&fold(top));
        self.has(top) || self.old_tops.get_or_init(|| self.old_tops()).contains(&hash(top))
    }

    fn old_tops(&self) -> HashSet<u64> {
        const ENOUGH: usize = 3;
        let mut tops = HashSet::new();
        for links in self.links.groups() {
            let top = links[0].0;
            let names = links.chunk_by(|a, b| a.1 == b.1).map(|same| same[0].1);
            let are_enough = || names.filter(|name| self.numbers.count(*name) > 0).nth(ENOUGH - 1).is_some();
            if self.numbers.count(top) == 0 && are_enough() {
                tops.insert(top);
            }
        }
        tops
    }
}

/// What the document at `path` is known by.
fn said(site: &Site, path: &str, facts: &Facts, moves_folders: bool, add: &mut dyn FnMut(Key<'_>)) {
    match &facts.file {
        Some(file) => {
            published(file, add);
            // A page with an address of another form, `a.html`, keeps its files elsewhere.
            let moves = moves_folders.then(|| site.folder_of(path).zip(address(file).strip_suffix('/')));
            if let Some((folder, address)) = moves.flatten() {
                add(Key::Moving(&folder));
                add(Key::Moved(address));
            }
        }
        None if site.role(path) != Role::Draft => {
            add(Key::Unknown);
            add(Key::Source(&name_of_source(path)));
        }
        None => {}
    }
    facts.aliases.iter().for_each(|alias| add(Key::Alias(alias)));
    if let Some((title, _)) = &facts.title {
        add(Key::Title(facts.language.as_deref(), title));
    }
}

/// What a page is known by that is published as `file`.
fn published(file: &str, add: &mut dyn FnMut(Key<'_>)) {
    add(Key::Spelling(file));
    add(Key::File(&fold(file)));
    add(Key::Name(&fold(name(file))));
    if let Some((top, _)) = file.split_once('/') {
        add(Key::Top(&fold(top)));
    }
}

/// The folder of a page that is published as `file`, by both ends of its name, with its letters and its number.
fn sibling(file: &str, number: u32) -> [(u64, (Letters, u32)); 2] {
    let name = fold(name(file));
    let (folder, digits, length) = (parent(address(file)), digits(&name), name.chars().count());
    let known = (Letters::of(&name), number);
    End::both(&name).map(|end| (hash(Key::Folder(folder, &digits, length, end)), known))
}

/// The links to addresses from the root: what those begin with, and their names.
fn rooted<'f>(site: &'f Site, facts: &'f Facts) -> impl Iterator<Item = (u64, u64)> + 'f {
    facts.links.iter().filter_map(|link| {
        let Reference::Local(local) = Reference::parse(&link.target, site.settings()) else { return None };
        let path = local.readings().into_iter().next().filter(|_| local.anchor == Anchor::Root)?;
        let (top, below) = path.split_once('/')?;
        let name = fold(name(below));
        (name.len() >= 6).then(|| (hash(Key::Top(&fold(top))), hash(Key::Name(&name))))
    })
}
