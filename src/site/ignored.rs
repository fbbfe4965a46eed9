//! Which files Git ignores, by the `.gitignore` files of a site.

use std::collections::HashSet;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// The rules of all `.gitignore` files, those of the deepest folders first.
#[derive(Debug)]
pub struct Rules(Vec<(String, Gitignore)>);

impl Rules {
    /// Reads the texts of `.gitignore` files, each given with its folder: empty, or with `/` at the end.
    /// A line that is no pattern is passed over.
    pub fn new<'t>(files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Rules {
        let mut rules: Vec<(String, Gitignore)> = files
            .into_iter()
            .filter_map(|(folder, text)| {
                let mut builder = GitignoreBuilder::new("");
                for line in text.lines() {
                    _ = builder.add_line(None, line);
                }
                Some((folder.to_owned(), builder.build().ok()?))
            })
            .collect();
        rules.sort_by_key(|(folder, _)| std::cmp::Reverse(folder.len()));
        Rules(rules)
    }

    /// Whether the file at `path` is ignored.
    pub fn ignore(&self, path: &str) -> bool {
        let decided = self.0.iter().find_map(|(folder, rules)| {
            let inner = path.strip_prefix(folder.as_str())?;
            match rules.matched_path_or_any_parents(inner, false) {
                Match::None => None,
                decided => Some(decided.is_ignore()),
            }
        });
        decided.unwrap_or(false)
    }
}

/// The paths that `index`, the bytes of Git's index, lists; `None` where it is written in a way that has no
/// whole paths in it. Source: Git, Documentation/gitformat-index.
pub fn tracked(index: &[u8]) -> Option<HashSet<&[u8]>> {
    let number = |at: usize| Some(u32::from_be_bytes(index.get(at..at + 4)?.try_into().ok()?));
    if !index.starts_with(b"DIRC") || !matches!(number(4)?, 2 | 3) {
        return None;
    }
    let mut paths = HashSet::new();
    let mut at = 12;
    for _ in 0..number(8)? {
        // Times, mode, size, an id of 20 bytes, and flags, of which one says that there are more.
        let has_more_flags = index.get(at + 60)? & 0x40 != 0;
        let name = at + if has_more_flags { 64 } else { 62 };
        let length = index.get(name..)?.iter().position(|byte| *byte == 0)?;
        paths.insert(&index[name..name + length]);
        // One to eight zeros fill up to a multiple of eight.
        at += (name + length - at) / 8 * 8 + 8;
    }
    Some(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_deepest_rules_decide() {
        let rules = Rules::new([("", "/images\n*.tmp.png\n"), ("assets/", "!봄.tmp.png\n/가을/\n")]);
        for path in ["images/봄.png", "images/a/b.png", "a/b.tmp.png", "assets/가을/b.png"] {
            assert!(rules.ignore(path), "{path}");
        }
        for path in ["assets/images/봄.png", "assets/봄.tmp.png", "assets/봄.png"] {
            assert!(!rules.ignore(path), "{path}");
        }
    }

    #[test]
    fn the_index_lists_whole_paths() {
        let entry = |path: &str, more: bool| {
            let mut entry = vec![1; 60];
            entry.extend(if more { &[0x40, 3, 0, 0][..] } else { &[0, 3] });
            entry.extend(path.as_bytes());
            entry.extend(vec![0; 8 - entry.len() % 8]);
            entry
        };
        let index = |version| {
            let head = [&b"DIRC\0\0\0"[..], &[version, 0, 0, 0, 3]].concat();
            [head, entry("images/봄.png", false), entry("a", true), entry("한글/가.png", false)].concat()
        };
        let paths = index(3);
        let paths = tracked(&paths).unwrap();
        assert!(paths.contains("images/봄.png".as_bytes()) && paths.contains("한글/가.png".as_bytes()));
        assert!(!paths.contains("봄.png".as_bytes()) && paths.len() == 3);
        assert_eq!(tracked(&index(4)), None);
        assert_eq!(tracked(&index(2)[..100]), None);
    }
}
