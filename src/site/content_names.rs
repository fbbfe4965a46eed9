//! The files of the content by their names, as `ref` of Hugo and `post_link` of Hexo find them.

use foldhash::{HashSet, HashSetExt};

use super::Site;
use super::names::fold;
use super::tree::Tree;

/// How the paths of the content end, from each folder on: `posts/2024/글`, `2024/글` and `글`, and the folders
/// likewise. Made when the first tag names a file.
#[derive(Debug, Default)]
pub(super) struct ContentNames(HashSet<Box<str>>);

impl ContentNames {
    fn new(tree: &Tree, source: &str) -> ContentNames {
        let mut names = HashSet::new();
        for path in tree.files_below(source) {
            let path = fold(stem(path));
            let folder = path.rsplit_once('/').map(|(folder, _)| folder);
            for whole in folder.into_iter().chain([&*path]) {
                let starts = whole.match_indices('/').map(|(at, _)| at + 1);
                names.extend([0].into_iter().chain(starts).map(|start| Box::from(&whole[start..])));
            }
        }
        ContentNames(names)
    }
}

impl Site {
    /// Whether a file of the content can be meant by `name`: one whose path ends so, its ending, language and letter
    /// case aside.
    pub fn has_content(&self, name: &str) -> bool {
        let bare = name.split(['#', '?']).next().unwrap_or(name);
        let bare = bare.trim_matches('/').trim_start_matches("./").trim_start_matches("../");
        let names = self.content_names.get_or_init(|| ContentNames::new(&self.tree, &self.settings.source));
        let wanted = fold(stem(bare));
        wanted.is_empty() || names.0.contains(&*wanted)
    }
}

/// A path without its ending and language.
fn stem(path: &str) -> &str {
    let path = ["md", "markdown", "html"]
        .iter()
        .find_map(|ending| path.strip_suffix(ending)?.strip_suffix('.'))
        .unwrap_or(path);
    match path.rsplit_once('.') {
        Some((stem, language))
            if language.len() == 2 && language.bytes().all(|byte| byte.is_ascii_lowercase()) =>
        {
            stem
        }
        _ => path,
    }
}
