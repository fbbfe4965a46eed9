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
            let path = fold(without_ending_and_language(path));
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
        let wanted = fold(without_ending_and_language(bare));
        wanted.is_empty() || names.0.contains(&*wanted)
    }
}

/// `글.ko.md` as `글`.
fn without_ending_and_language(path: &str) -> &str {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_known_by_the_end_of_its_path() {
        let files =
            ["hugo.toml", "content/posts/2024/Docker-시작.ko.md", "content/about/index.md", "static/a.md"];
        let site = Site::in_memory(&files.map(|path| (path.to_owned(), String::new())).into());
        for name in [
            "posts/2024/docker-시작.md",
            "/posts/2024/Docker-시작.ko.md",
            "2024/docker-시작",
            "DOCKER-시작.md#제목",
            "../docker-시작.md?a",
            "posts/2024",
            "about/",
            "",
            "#제목",
        ] {
            assert!(site.has_content(name), "{name}");
        }
        for name in
            ["posts/docker-시작.md", "er-시작.md", "docker-시작.txt", "content/about", "a.md", "static/a.md"]
        {
            assert!(!site.has_content(name), "{name}");
        }
    }

    #[test]
    fn endings_and_languages_are_left_out() {
        for (path, wanted) in [
            ("글.md", "글"),
            ("글.ko.md", "글"),
            ("글.KO.md", "글.KO"),
            ("v1.2.html", "v1.2"),
            ("글.txt", "글.txt"),
        ] {
            assert_eq!(without_ending_and_language(path), wanted);
        }
    }
}
