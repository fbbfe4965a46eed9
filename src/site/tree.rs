//! The list of everything under a site's root.
//!
//! The list is taken once and then asked from memory, byte for byte: a server tells `Join.png` from
//! `join.png` even if the machine that runs toego does not.

mod cause;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::names::{Letters, fold};
pub use cause::{Cause, Unpublished};

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A file.
    File,
    /// A directory.
    Directory,
    /// Nothing.
    Missing,
    /// Unknown: the path leads into a submodule that is not checked out, or a directory that could not
    /// be read.
    Unseen,
    /// Unknown: the path leads out of the site by a symbolic link.
    Outside,
}

/// What [`Tree::new`] makes a tree of. All paths are relative to the root and `/`-separated.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// Files, and directories with a `/` at the end; a directory that holds something may be left out.
    pub entries: Vec<String>,
    /// Symbolic links to directories of the site, with where they lead.
    pub links: BTreeMap<String, String>,
    /// Places whose contents are not known.
    pub unseen: BTreeSet<String>,
    /// Symbolic links that lead out of the site.
    pub outside: BTreeSet<String>,
}

/// Every file and directory of a site.
#[derive(Debug, Default)]
pub struct Tree {
    /// Sorted by bytes, so that what a directory holds is one range.
    entries: Box<[Box<str>]>,
    links: BTreeMap<String, String>,
    unseen: BTreeSet<String>,
    outside: BTreeSet<String>,
    folded: OnceLock<Folded>,
}

/// The files by folded name. Made when the first path is missing: most blogs never need it.
#[derive(Debug)]
struct Folded {
    /// Folded paths with the index of their entry and the letters of the last component, sorted.
    by_path: Vec<(Box<str>, u32, Letters)>,
    /// Indices in `by_path`, sorted by the last component.
    by_name: Vec<u32>,
}

impl Tree {
    /// How many candidates [`Cause::Moved`] lists.
    pub const MOST_CANDIDATES: usize = 5;

    /// How many names of one directory, or of one stem, are compared with a missing one.
    const MOST_COMPARED: usize = 4096;

    /// How many links may lead to the next: a loop ends here.
    const MOST_LINKS: usize = 8;

    /// The tree of a listing.
    pub fn new(listing: Listing) -> Tree {
        let mut entries: Vec<Box<str>> = listing.entries.into_iter().map(String::into_boxed_str).collect();
        entries.sort_unstable();
        entries.dedup();
        let entries = entries.into_boxed_slice();
        let Listing { links, unseen, outside, .. } = listing;
        Tree { entries, links, unseen, outside, folded: OnceLock::new() }
    }

    /// The tree in which some directories stand for others, by the former; one that is there stays.
    pub fn mounted(mut self, mounts: BTreeMap<String, String>) -> Tree {
        let free = mounts.into_iter().filter(|(at, _)| self.below(&directory(at)).is_empty());
        let free: Vec<_> = free.collect();
        self.links.extend(free);
        self
    }

    /// Every file, sorted.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| &**entry).filter(|entry| !entry.ends_with('/'))
    }

    /// The paths of the files that begin with `prefix`, without it, sorted.
    pub fn files_below(&self, prefix: &str) -> impl Iterator<Item = &str> {
        let files = self.below(prefix).iter().filter(|entry| !entry.ends_with('/'));
        files.map(move |entry| &entry[prefix.len()..])
    }

    /// What stands at `path`, compared byte by byte. The empty path is the root.
    pub fn lookup(&self, path: &str) -> Entry {
        let path = self.follow(path);
        let is_in = |places: &BTreeSet<String>| {
            !places.is_empty() && ancestors(&path).any(|place| places.contains(place))
        };
        if is_in(&self.unseen) {
            Entry::Unseen
        } else if is_in(&self.outside) {
            Entry::Outside
        } else if self.entries.binary_search_by(|entry| (**entry).cmp(&path)).is_ok() && !path.ends_with('/')
        {
            Entry::File
        } else if path.is_empty() || !self.below(&directory(&path)).is_empty() {
            Entry::Directory
        } else {
            Entry::Missing
        }
    }

    /// Whether a file stands at `path`.
    pub fn is_file(&self, path: &str) -> bool {
        self.lookup(path) == Entry::File
    }

    /// Whether a directory stands at `path`.
    pub fn is_directory(&self, path: &str) -> bool {
        self.lookup(path) == Entry::Directory
    }

    /// The names in the directory `path`, sorted, with whether they are directories.
    pub fn children(&self, path: &str) -> impl Iterator<Item = (&str, bool)> {
        let prefix = directory(path);
        let names = children(self.below(&prefix), prefix.len(), |entry| entry);
        names.map(|(name, entry)| (name, entry.is_none()))
    }

    /// Every file whose path is `end`, or ends with it after a `/`.
    pub fn ending_with<'a>(&'a self, end: &'a str) -> impl Iterator<Item = &'a str> {
        let key = fold(split(end).1).into_owned();
        let Folded { by_path, by_name } = self.folded();
        let name_at = move |at: u32| split(&by_path[at as usize].0).1;
        let same = by_name[by_name.partition_point(|at| name_at(*at) < &*key)..].iter();
        let same = same.take_while(move |at| name_at(**at) == key).take(Self::MOST_COMPARED);
        same.map(|at| self.entry(by_path[*at as usize].1)).filter(move |path| {
            path.strip_suffix(end).is_some_and(|before| before.is_empty() || before.ends_with('/'))
        })
    }

    /// `path` with every link on its way replaced by where it leads.
    fn follow<'p>(&self, path: &'p str) -> Cow<'p, str> {
        let mut path = Cow::Borrowed(path);
        if self.links.is_empty() {
            return path;
        }
        for _ in 0..Self::MOST_LINKS {
            let link = ancestors(&path).find_map(|place| Some((place.len(), self.links.get(place)?)));
            let Some((len, target)) = link else { break };
            let rest = path[len..].trim_start_matches('/');
            path = Cow::Owned(format!("{}{rest}", directory(target)));
        }
        path
    }

    /// The entries that begin with `prefix`.
    fn below(&self, prefix: &str) -> &[Box<str>] {
        let from = &self.entries[self.entries.partition_point(|entry| **entry < *prefix)..];
        &from[..from.partition_point(|entry| entry.starts_with(prefix))]
    }

    fn entry(&self, at: u32) -> &str {
        &self.entries[at as usize]
    }

    fn folded(&self) -> &Folded {
        self.folded.get_or_init(|| {
            let files = self.entries.iter().zip(0_u32..).filter(|(entry, _)| !entry.ends_with('/'));
            let files = files.map(|(entry, at)| {
                let path: Box<str> = fold(entry).into();
                let letters = Letters::of(split(&path).1);
                (path, at, letters)
            });
            let mut by_path: Vec<_> = files.collect();
            by_path.sort_unstable();
            let mut by_name: Vec<u32> = (0..).take(by_path.len()).collect();
            by_name.sort_by(|a, b| split(&by_path[*a as usize].0).1.cmp(split(&by_path[*b as usize].0).1));
            Folded { by_path, by_name }
        })
    }
}

impl<'p> FromIterator<&'p str> for Tree {
    fn from_iter<I: IntoIterator<Item = &'p str>>(paths: I) -> Tree {
        let entries = paths.into_iter().map(str::to_owned).collect();
        Tree::new(Listing { entries, ..Listing::default() })
    }
}

/// The names right below a directory, with the item if it is a file: `items` is everything in the
/// directory, sorted by `path`, and `prefix` the length of what all paths begin with. Passes over what
/// lies deeper in a few steps.
fn children<T>(
    items: &[T],
    prefix: usize,
    path: impl Fn(&T) -> &str,
) -> impl Iterator<Item = (&str, Option<&T>)> {
    let mut rest = items;
    std::iter::from_fn(move || {
        loop {
            let item = rest.first()?;
            let whole = path(item);
            let name = whole.get(prefix..)?;
            match name.split_once('/') {
                Some((name, _)) => {
                    let head = &whole[..prefix + name.len() + 1];
                    rest = &rest[rest.partition_point(|item| path(item).starts_with(head))..];
                    return Some((name, None));
                }
                None => {
                    rest = &rest[1..];
                    // The directory itself may be listed, too.
                    if !name.is_empty() {
                        return Some((name, Some(item)));
                    }
                }
            }
        }
    })
}

/// `path` and every directory above it, the highest first.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at]).chain([path.trim_end_matches('/')])
}

/// What the paths of everything in `path` begin with.
fn directory(path: &str) -> Cow<'_, str> {
    if path.is_empty() || path.ends_with('/') { Cow::Borrowed(path) } else { Cow::Owned(format!("{path}/")) }
}

/// The directory (without `/`) and the name.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_compared_byte_by_byte() {
        let tree: Tree =
            ["images/바다.JPG", "images/바다-2/등대.png", "빈 폴더/", "a.md"].into_iter().collect();
        assert_eq!(tree.lookup("images/바다.JPG"), Entry::File);
        assert_eq!(tree.lookup("images/바다.jpg"), Entry::Missing);
        assert_eq!(tree.lookup("images/바다-2"), Entry::Directory);
        assert_eq!(tree.lookup("images/바다"), Entry::Missing);
        assert_eq!(tree.lookup("빈 폴더"), Entry::Directory);
        assert_eq!(tree.lookup(""), Entry::Directory);
        assert_eq!(tree.files().count(), 3);
        let images: Vec<_> = tree.children("images").collect();
        assert_eq!(images, [("바다-2", true), ("바다.JPG", false)]);
        assert_eq!(tree.children("").count(), 3);
        assert_eq!(tree.children("없음").count(), 0);
    }

    #[test]
    fn links_are_followed_and_loops_end() {
        let tree = Tree::new(Listing {
            entries: vec!["static/images/산.png".to_owned()],
            links: [("content/img", "static/images"), ("a", "b"), ("b", "a")]
                .map(|(from, to)| (from.to_owned(), to.to_owned()))
                .into(),
            unseen: ["themes/next".to_owned()].into(),
            outside: BTreeSet::new(),
        });
        assert_eq!(tree.lookup("content/img/산.png"), Entry::File);
        assert_eq!(tree.lookup("content/img"), Entry::Directory);
        assert_eq!(tree.lookup("a/산.png"), Entry::Missing);
        assert_eq!(tree.lookup("themes/next/source/images/로고.png"), Entry::Unseen);
        assert_eq!(tree.lookup("themes/nexus/로고.png"), Entry::Missing);
    }
}
