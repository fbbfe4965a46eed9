//! Folders that move with a page: page bundles of Hugo, the folders of posts of Hexo.
//!
//! What lies in such a folder is published below the address of the page, whatever the folder is called:
//! `content/posts/봄 소풍/지도.png` is `/posts/picnic/지도.png` if the page says `slug: picnic`. So where a
//! file is can only be said of the folders whose pages were read.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Site;
use super::pages::{Page, address};
use crate::generator::Generator;

/// The folders that move with a page, as far as the addresses of their pages are known.
#[derive(Debug, Default)]
pub struct Bundles<'f> {
    /// The folders below an address, both without `/` at the end.
    by_address: HashMap<&'f str, Vec<Cow<'f, str>>>,
    /// The addresses of a folder: one a language.
    by_folder: HashMap<Cow<'f, str>, Vec<&'f str>>,
}

impl<'f> Bundles<'f> {
    /// The folders of `pages`.
    pub fn new(site: &Site, pages: impl Iterator<Item = Page<'f>>) -> Bundles<'f> {
        let mut bundles = Bundles::default();
        if !site.moves_folders() {
            return bundles;
        }
        for page in pages {
            let Some((folder, file)) = site.folder_of(page.path).zip(page.file) else { continue };
            // A page with an address of another form, `a.html`, keeps its files elsewhere.
            let Some(address) = address(file).strip_suffix('/') else { continue };
            bundles.by_address.entry(address).or_default().push(folder.clone());
            bundles.by_folder.entry(folder).or_default().push(address);
        }
        bundles
    }

    /// The files that an address, without the `/` before it, may lead to.
    pub fn files(&self, address: &str) -> Vec<String> {
        let folders = address.match_indices('/').filter_map(|(at, _)| {
            let (above, below) = address.split_at(at);
            Some(self.by_address.get(above)?.iter().map(move |folder| format!("{folder}{below}")))
        });
        folders.flatten().collect()
    }

    /// The address of the file at `path`, without the `/` before it; `None` if it moves with no page, or
    /// with several.
    pub fn address(&self, path: &str) -> Option<String> {
        let (at, addresses) =
            path.match_indices('/').find_map(|(at, _)| Some((at, self.by_folder.get(&path[..at])?)))?;
        let [address] = addresses.as_slice() else { return None };
        Some(format!("{address}{}", &path[at..]))
    }

    /// Whether it is known where the files in `folder` are published.
    pub fn knows(&self, folder: &str) -> bool {
        self.by_folder.contains_key(folder)
    }
}

impl Site {
    /// Whether there are folders that move with pages, to addresses that can be known.
    fn moves_folders(&self) -> bool {
        let moves = match self.generator {
            Some(Generator::Hugo) => true,
            Some(Generator::Hexo) => self.settings.post_asset_folder,
            _ => false,
        };
        moves && !self.settings.relative_is_unknown && self.makes_no_other_pages()
    }

    /// The folder that moves with the page at `path`, without `/` at the end.
    fn folder_of<'p>(&self, path: &'p str) -> Option<Cow<'p, str>> {
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

    #[test]
    fn files_have_the_address_of_their_page() {
        let site = Site::in_memory(&[("hugo.toml".to_owned(), String::new())].into());
        let page = |path, file| Page { path, file: Some(file), aliases: &[] };
        let pages = [
            page("content/posts/봄 소풍/index.md", "posts/picnic/index.html"),
            page("content/posts/여름.md", "posts/여름/index.html"),
            page("content/posts/둘/index.md", "posts/둘/index.html"),
            page("content/posts/둘/index.en.md", "en/posts/둘/index.html"),
        ];
        let bundles = Bundles::new(&site, pages.into_iter());
        assert_eq!(bundles.files("posts/picnic/사진/지도.png"), ["content/posts/봄 소풍/사진/지도.png"]);
        assert!(bundles.files("posts/봄 소풍/지도.png").is_empty());
        assert_eq!(bundles.address("content/posts/봄 소풍/a.png").as_deref(), Some("posts/picnic/a.png"));
        assert_eq!(bundles.address("content/posts/둘/a.png"), None);
        assert!(bundles.knows("content/posts/둘") && !bundles.knows("content/posts/여름"));
    }
}
