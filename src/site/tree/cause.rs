//! Why a path is not in the tree: the file that was meant, where one is like it.

use std::borrow::Cow;

use super::{Folded, Tree, directory, split};
use crate::site::names::{Letters, fold, is_near, near, nfc, only};

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
    /// The address of another site stands in quotation marks.
    Quoted,
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
            Cause::LocalPath
            | Cause::Typora
            | Cause::WithoutScheme
            | Cause::Quoted
            | Cause::NotionExport
            | Cause::Absent => None,
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

impl Tree {
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
        let same = &by_path[by_path.partition_point(|(path, ..)| **path < *key)..];
        let same: Vec<&str> = same
            .iter()
            .take_while(|(path, ..)| **path == *key)
            .map(|(_, at, _)| self.entry(*at))
            .filter(|path| fits(path))
            .take(Self::MOST_CANDIDATES)
            .collect();
        match same.as_slice() {
            [] => None,
            [only] => {
                let actual = (*only).to_owned();
                let same_letters = nfc(only) == nfc(wanted);
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
        let same = by_path[by_path.partition_point(|(path, ..)| **path < *key)..].iter();
        let same = same.take_while(|(path, ..)| path.starts_with(&*key)).take(Self::MOST_COMPARED);
        let same = same
            .filter(|(path, ..)| !path[key.len()..].contains(['.', '/']))
            .map(|(_, at, _)| self.entry(*at));
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
        let same = same.map(|at| self.entry(by_path[*at as usize].1));
        let fitting = |is_exact: bool| {
            let paths = same.clone().filter(|path| (split(path).1 == name) == is_exact && fits(path));
            let mut paths: Vec<String> = paths.take(Self::MOST_CANDIDATES).map(str::to_owned).collect();
            paths.sort_unstable();
            paths
        };
        let exact = fitting(true);
        let candidates = if exact.is_empty() { fitting(false) } else { exact };
        (!candidates.is_empty()).then_some(Cause::Moved { candidates })
    }

    /// A file of the same directory with nearly the same name.
    fn near_file(&self, wanted: &str, fits: &dyn Fn(&str) -> bool) -> Option<Cause> {
        let wanted = fold(wanted);
        let (parent, name) = split(&wanted);
        let prefix = directory(parent);
        let by_path = &self.folded().by_path;
        let below = &by_path[by_path.partition_point(|(path, ..)| **path < *prefix)..];
        let below = &below[..below.partition_point(|(path, ..)| path.starts_with(&*prefix))];
        let letters = Letters::of(name);
        let files = below.iter().filter(|(path, _, own)| {
            own.may_be_near(letters) && path.len() > prefix.len() && !path[prefix.len()..].contains('/')
        });
        let near = near(name, files, |(path, ..)| Cow::Borrowed(&path[prefix.len()..]));
        let paths = near.map(|(_, at, _)| self.entry(*at)).filter(|path| fits(path));
        only(paths).map(|path| Cause::NearName { actual: path.to_owned() })
    }
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
