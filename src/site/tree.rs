//! The list of everything under a site's root, and why a path is not on it.
//!
//! The list is taken once and then asked from memory, byte for byte: a server tells `Join.png` from
//! `join.png` even if the machine that runs toego does not.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::names::{fold, is_near};

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

/// Why a path is missing. Every `actual` and candidate is the path of a file that is there, relative
/// to the root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The file's path differs in letter case.
    Case {
        /// The file.
        actual: String,
    },
    /// The file's path spells the same Hangul in other code points (NFC or NFD).
    Normalization {
        /// The file.
        actual: String,
    },
    /// The file has another extension.
    Extension {
        /// The file.
        actual: String,
    },
    /// Files of the same name are elsewhere.
    Moved {
        /// The files, at most [`Tree::MOST_CANDIDATES`].
        candidates: Vec<String>,
    },
    /// A file or a directory on the way has nearly the same name.
    NearName {
        /// The file.
        actual: String,
    },
    /// The file is there, but the reference is not spelt as an address: a bare `#`, a `\` for a `/`,
    /// characters percent-encoded twice.
    PercentEncoding {
        /// The file.
        actual: String,
    },
    /// A path on the writer's own machine: `C:\…`, `file://…`.
    LocalPath,
    /// The folder on the writer's own machine where Typora keeps pasted images.
    Typora,
    /// The address of another site without `https://`.
    WithoutScheme,
    /// A folder of an export of Notion that did not come along.
    NotionExport,
    /// The file is there, but the reference lacks the path under which the site is published.
    WithoutBase {
        /// The file.
        actual: String,
    },
    /// The file is where an editor looks for it; from the address of the page, the reference leads to
    /// another place.
    EditorOnly {
        /// The file.
        actual: String,
        /// Whether the file is published at all.
        published: bool,
    },
    /// The file is where the reference says, but is published below the address of its page, which is
    /// another.
    WithPage {
        /// The file.
        actual: String,
        /// Its address, without the `/` before it.
        address: String,
    },
    /// The file is where the reference leads to, but not published.
    Unpublished {
        /// The file.
        actual: String,
        /// Why it is not.
        reason: Unpublished,
    },
    /// Nothing like it is in the site.
    Absent,
}

impl Cause {
    /// The one file that was meant, if there is one.
    pub fn actual(&self) -> Option<&str> {
        match self {
            Cause::Case { actual }
            | Cause::Normalization { actual }
            | Cause::Extension { actual }
            | Cause::NearName { actual }
            | Cause::WithoutBase { actual }
            | Cause::WithPage { actual, .. }
            | Cause::PercentEncoding { actual } => Some(actual),
            Cause::EditorOnly { actual, published } => Some(actual.as_str()).filter(|_| *published),
            Cause::Moved { candidates } => match candidates.as_slice() {
                [only] => Some(only),
                _ => None,
            },
            Cause::LocalPath | Cause::Typora | Cause::WithoutScheme | Cause::NotionExport | Cause::Absent => {
                None
            }
            Cause::Unpublished { .. } => None,
        }
    }
}

/// Why a file of the site is not on the published one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unpublished {
    /// The settings exclude it.
    Excluded,
    /// A name on its way says that it is not for readers: `_drafts`, `.obsidian`.
    Private,
    /// Git ignores it, so it is not on the server that builds the site.
    Ignored,
    /// It is reached by a symbolic link out of the site.
    Outside,
    /// It is where the generator takes files from only on demand (Hugo's `assets/`).
    OnDemand,
    /// It is in the folder of a post, and such folders are switched off (Hexo).
    PostFolder,
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
    /// Folded paths with the index of their entry, sorted.
    by_path: Vec<(Box<str>, u32)>,
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
        if ancestors(&path).any(|place| self.unseen.contains(place)) {
            Entry::Unseen
        } else if ancestors(&path).any(|place| self.outside.contains(place)) {
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

    /// Why none of the `wanted` paths, the most likely first, is there; only files that `fits` accepts
    /// explain anything.
    pub fn explain(&self, wanted: &[String], fits: &dyn Fn(&str) -> bool) -> Cause {
        let misspelt = || wanted.iter().find_map(|path| self.misspelt(path, fits));
        let in_near_directory = || wanted.iter().find_map(|path| self.in_near_directory(path, fits));
        let other_extension = || wanted.iter().find_map(|path| self.other_extension(path, fits));
        let moved = || wanted.first().and_then(|path| self.moved(path, fits));
        let near_file = || wanted.iter().find_map(|path| self.near_file(path, fits));
        misspelt()
            .or_else(in_near_directory)
            .or_else(other_extension)
            .or_else(moved)
            .or_else(near_file)
            .unwrap_or(Cause::Absent)
    }

    /// The same path in another case or normalization.
    fn misspelt(&self, wanted: &str, fits: &dyn Fn(&str) -> bool) -> Option<Cause> {
        let key = fold(wanted);
        let by_path = &self.folded().by_path;
        let same = &by_path[by_path.partition_point(|(path, _)| **path < *key)..];
        let same: Vec<&str> = same
            .iter()
            .take_while(|(path, _)| **path == *key)
            .map(|(_, at)| self.entry(*at))
            .filter(|path| fits(path))
            .take(Self::MOST_CANDIDATES)
            .collect();
        match same.as_slice() {
            [] => None,
            [only] => {
                let actual = (*only).to_owned();
                let same_letters = super::names::nfc(only) == super::names::nfc(wanted);
                Some(if same_letters { Cause::Normalization { actual } } else { Cause::Case { actual } })
            }
            several => {
                Some(Cause::Moved { candidates: several.iter().map(|path| (*path).to_owned()).collect() })
            }
        }
    }

    /// The same path but for one misspelt directory.
    fn in_near_directory(&self, wanted: &str, fits: &dyn Fn(&str) -> bool) -> Option<Cause> {
        let (parent, name, rest) = wanted.match_indices('/').find_map(|(at, _)| {
            let (parent, name) = split(&wanted[..at]);
            (!self.is_directory(&wanted[..at])).then_some((parent, name, &wanted[at..]))
        })?;
        let name = fold(name);
        let siblings =
            self.children(parent).filter(|(_, is_directory)| *is_directory).take(Self::MOST_COMPARED);
        let near = siblings.filter(|(sibling, _)| is_near(&name, &fold(sibling)));
        let paths = near.map(|(sibling, _)| format!("{}{sibling}{rest}", directory(parent)));
        only(paths.filter(|path| self.is_file(path) && fits(path))).map(|actual| Cause::NearName { actual })
    }

    /// The same path with another extension.
    fn other_extension(&self, wanted: &str, fits: &dyn Fn(&str) -> bool) -> Option<Cause> {
        let (stem, _) =
            wanted.rsplit_once('.').filter(|(stem, _)| !stem.is_empty() && !stem.ends_with('/'))?;
        let key = fold(stem) + ".";
        let by_path = &self.folded().by_path;
        let same = by_path[by_path.partition_point(|(path, _)| **path < *key)..].iter();
        let same = same.take_while(|(path, _)| path.starts_with(&*key)).take(Self::MOST_COMPARED);
        let same =
            same.filter(|(path, _)| !path[key.len()..].contains(['.', '/'])).map(|(_, at)| self.entry(*at));
        only(same.filter(|path| fits(path))).map(|path| Cause::Extension { actual: path.to_owned() })
    }

    /// Files of the same name anywhere; if some have it letter by letter, only those. A mere number
    /// (`01.png`) names nothing.
    fn moved(&self, wanted: &str, fits: &dyn Fn(&str) -> bool) -> Option<Cause> {
        let (_, name) = split(wanted);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        if !stem.contains(char::is_alphabetic) {
            return None;
        }
        let key = fold(name);
        let Folded { by_path, by_name } = self.folded();
        let name_at = |at: u32| split(&by_path[at as usize].0).1;
        let same = by_name[by_name.partition_point(|at| name_at(*at) < &*key)..].iter();
        let same = same.take_while(|at| name_at(**at) == key).take(Self::MOST_COMPARED);
        let mut same: Vec<&str> =
            same.map(|at| self.entry(by_path[*at as usize].1)).filter(|path| fits(path)).collect();
        if same.iter().any(|path| split(path).1 == name) {
            same.retain(|path| split(path).1 == name);
        }
        same.sort_unstable();
        let candidates: Vec<String> =
            same.into_iter().take(Self::MOST_CANDIDATES).map(str::to_owned).collect();
        (!candidates.is_empty()).then_some(Cause::Moved { candidates })
    }

    /// A file of the same directory with nearly the same name.
    fn near_file(&self, wanted: &str, fits: &dyn Fn(&str) -> bool) -> Option<Cause> {
        let wanted = fold(wanted);
        let (parent, name) = split(&wanted);
        let prefix = directory(parent);
        let by_path = &self.folded().by_path;
        let below = &by_path[by_path.partition_point(|(path, _)| **path < *prefix)..];
        let below = &below[..below.partition_point(|(path, _)| path.starts_with(&*prefix))];
        let siblings = children(below, prefix.len(), |(path, _)| path).take(Self::MOST_COMPARED);
        let near = siblings.filter(|(sibling, _)| is_near(name, sibling));
        let paths = near.filter_map(|(_, file)| Some(self.entry(file?.1)));
        only(paths.filter(|path| fits(path))).map(|path| Cause::NearName { actual: path.to_owned() })
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
            let mut by_path: Vec<_> =
                files.map(|(entry, at)| (fold(entry).into_owned().into_boxed_str(), at)).collect();
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

/// The item, if there is exactly one.
fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    items.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn explain(tree: &Tree, wanted: &str) -> Cause {
        tree.explain(&[wanted.to_owned()], &|_| true)
    }

    fn actual(path: &str) -> String {
        path.to_owned()
    }

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

    #[test]
    fn case_and_normalization_are_told_apart() {
        let decomposed = "assets/\u{1107}\u{1161}\u{1103}\u{1161}.png";
        let tree: Tree = ["images/Join_4.png", decomposed].into_iter().collect();
        let case = Cause::Case { actual: actual("images/Join_4.png") };
        assert_eq!(explain(&tree, "Images/join_4.PNG"), case);
        assert_eq!(explain(&tree, "assets/바다.png"), Cause::Normalization { actual: actual(decomposed) });
    }

    #[test]
    fn an_extension_a_typing_error_and_a_move_are_explained() {
        let tree: Tree =
            ["images/강아지.jpeg", "images/profile.png", "assets/구름.png", "old/구름.png", "old/01.png"]
                .into_iter()
                .collect();
        let extension = Cause::Extension { actual: actual("images/강아지.jpeg") };
        assert_eq!(explain(&tree, "images/강아지.jpg"), extension);
        let near = Cause::NearName { actual: actual("images/profile.png") };
        assert_eq!(explain(&tree, "images/porfile.png"), near);
        assert_eq!(explain(&tree, "imagse/profile.png"), near);
        let moved = Cause::Moved { candidates: vec![actual("assets/구름.png"), actual("old/구름.png")] };
        assert_eq!(moved.actual(), None);
        assert_eq!(explain(&tree, "images/하늘/구름.png"), moved);
        assert_eq!(explain(&tree, "images/없음.png"), Cause::Absent);
        assert_eq!(explain(&tree, "images/01.png"), Cause::Absent);
    }

    #[test]
    fn only_what_fits_explains() {
        let tree: Tree = ["docs/images/로고.png", "images/로고.md"].into_iter().collect();
        let fits = |path: &str| !path.starts_with("docs/") && path.ends_with(".png");
        assert_eq!(tree.explain(&[actual("images/로고.png")], &fits), Cause::Absent);
    }
}
