//! Folders that move with a page: page bundles of Hugo, the folders of posts of Hexo.
//!
//! What lies in such a folder is published below the address of the page, whatever the folder is called:
//! `content/posts/봄 소풍/지도.png` is `/posts/picnic/지도.png` if the page says `slug: picnic`. So where a
//! file is can only be said of the folders whose pages were read.

use std::borrow::Cow;

use super::Site;
use super::address::address;
use super::index::Key;
use super::pages::Pages;
use crate::generator::Generator;

impl<'a> Pages<'a> {
    /// The files that an address, without the `/` before it, may lead to because they move with a page.
    pub fn moved_to(self, address: &str) -> Vec<String> {
        let files = address.match_indices('/').flat_map(|(at, _)| {
            let (above, below) = address.split_at(at);
            let folders = self.index.get(Key::Moved(above)).filter_map(move |page| self.folder_of(page));
            folders.map(move |folder| format!("{folder}{below}"))
        });
        files.collect()
    }

    /// The address of the file at `path`, without the `/` before it; `None` if it moves with no page, or
    /// with several.
    pub fn address_of(self, path: &str) -> Option<String> {
        let (at, _) = path.match_indices('/').find(|(at, _)| self.moves(&path[..*at]))?;
        let mut pages = self.index.get(Key::Moving(&path[..at]));
        let page = pages.next().filter(|_| pages.next().is_none())?;
        let address = address(self.facts[page].file.as_deref()?).strip_suffix('/')?;
        Some(format!("{address}{}", &path[at..]))
    }

    /// Whether it is known where the files in `folder` are published, because it moves with a page.
    pub fn moves(self, folder: &str) -> bool {
        self.index.has(Key::Moving(folder))
    }

    fn folder_of(self, page: usize) -> Option<Cow<'a, str>> {
        self.site.folder_of(&self.paths[page])
    }
}

impl Site {
    /// Whether there are folders that move with pages, to addresses that can be known.
    pub(super) fn moves_folders(&self) -> bool {
        let moves = match self.generator {
            Some(Generator::Hugo) => true,
            Some(Generator::Hexo) => self.settings.post_asset_folder,
            _ => false,
        };
        moves && !self.settings.relative_is_unknown && self.makes_no_other_pages()
    }

    /// The folder that moves with the page at `path`, without `/` at the end.
    pub(super) fn folder_of<'p>(&self, path: &'p str) -> Option<Cow<'p, str>> {
        let (folder, name) = path.rsplit_once('/')?;
        match self.generator {
            Some(Generator::Hugo) => {
                name.trim_start_matches('_').starts_with("index.").then_some(Cow::Borrowed(folder))
            }
            Some(Generator::Hexo) => path.rsplit_once('.').map(|(stem, _)| Cow::Borrowed(stem)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Facts;
    use crate::site::index::Index;

    #[test]
    fn files_have_the_address_of_their_page() {
        let site = Site::in_memory(&[("hugo.toml".to_owned(), String::new())].into());
        let (paths, facts): (Vec<String>, Vec<Facts>) = [
            ("content/posts/봄 소풍/index.md", "posts/picnic/index.html"),
            ("content/posts/여름.md", "posts/여름/index.html"),
            ("content/posts/둘/index.md", "posts/둘/index.html"),
            ("content/posts/둘/index.en.md", "en/posts/둘/index.html"),
        ]
        .map(|(path, file)| (path.to_owned(), Facts { file: Some(file.to_owned()), ..Facts::default() }))
        .into_iter()
        .unzip();
        let index = &Index::new(&site, &paths, &facts);
        let pages = Pages { site: &site, paths: &paths, facts: &facts, index };
        assert_eq!(pages.moved_to("posts/picnic/사진/지도.png"), ["content/posts/봄 소풍/사진/지도.png"]);
        assert!(pages.moved_to("posts/봄 소풍/지도.png").is_empty());
        assert_eq!(pages.address_of("content/posts/봄 소풍/a.png").as_deref(), Some("posts/picnic/a.png"));
        assert_eq!(pages.address_of("content/posts/둘/a.png"), None);
        assert!(pages.moves("content/posts/둘") && !pages.moves("content/posts/여름"));
    }
}
