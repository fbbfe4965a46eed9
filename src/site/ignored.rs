//! Which files Git ignores, by the `.gitignore` files of a site.

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

/// Whether `index`, the bytes of Git's index, lists the file at `path`; `None` where the index is written
/// in a way that has no whole paths in it.
pub fn is_tracked(index: &[u8], path: &str) -> Option<bool> {
    let version = index.get(4..8)?;
    if !index.starts_with(b"DIRC") || !matches!(version, [0, 0, 0, 2 | 3]) {
        return None;
    }
    let entry = [path.as_bytes(), b"\0"].concat();
    Some(index.windows(entry.len()).any(|window| window == entry))
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
    fn the_index_is_searched_for_whole_paths() {
        let index = [&b"DIRC\0\0\0\x02"[..], b"....", "images/봄.png".as_bytes(), b"\0\0"].concat();
        assert_eq!(is_tracked(&index, "images/봄.png"), Some(true));
        assert_eq!(is_tracked(&index, "images/봄"), Some(false));
        assert_eq!(is_tracked(b"DIRC\0\0\0\x04", "images/봄.png"), None);
    }
}
