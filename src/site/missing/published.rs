//! Which files of the site readers can see.

use crate::facts::ReadBy;
use crate::generator::Generator;
use crate::site::Site;
use crate::site::tree::Unpublished;

impl Site {
    /// Why the file at `path` is not published, if it is not.
    pub(super) fn unpublished(&self, path: &str, read_by: ReadBy) -> Option<Unpublished> {
        if self.ignored.contains(path) {
            return Some(Unpublished::Ignored);
        }
        match self.generator {
            Some(Generator::Jekyll) if self.is_excluded(path) => Some(Unpublished::Excluded),
            Some(Generator::Jekyll) if self.is_private(path) => Some(Unpublished::Private),
            Some(Generator::Hexo) if path.contains("/_posts/") && !self.settings.post_asset_folder => {
                Some(Unpublished::PostFolder)
            }
            Some(Generator::Hugo) if path.starts_with("assets/") => {
                let is_followed = matches!(read_by, ReadBy::Markdown | ReadBy::Browser | ReadBy::Link);
                let is_rewritten = read_by == ReadBy::Markdown && self.rewrites_images;
                (is_followed && !is_rewritten).then_some(Unpublished::OnDemand)
            }
            _ => None,
        }
    }

    /// Whether a name in `path` keeps Jekyll from publishing it: of a collection, the first may begin with
    /// `_`.
    fn is_private(&self, path: &str) -> bool {
        let top = path.split('/').next().unwrap_or_default();
        let in_collection = top.strip_prefix('_').is_some_and(|name| {
            // Of the names of collections Jekyll keeps only these letters.
            let is_kept = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
            is_kept && name != "posts" && self.settings.collections.iter().any(|own| own == name)
        });
        let hides = |name: &str| name.starts_with(['_', '.', '#']) || name.ends_with('~');
        path.split('/').skip(usize::from(in_collection)).any(hides) && !self.is_included(path)
    }

    /// Whether the file is an image that can have an address of its own.
    pub(super) fn is_published_image(&self, path: &str) -> bool {
        let hidden = |name: &str| name.starts_with('.') || name == "node_modules";
        if !is_image(path) || path.split('/').any(hidden) {
            return false;
        }
        match self.generator {
            Some(Generator::Jekyll) => self.unpublished(path, ReadBy::Browser).is_none(),
            Some(Generator::Hugo | Generator::Hexo) => {
                self.roots.iter().any(|root| path.starts_with(root.as_str()))
            }
            Some(Generator::Astro) => path.starts_with("public/") || path.starts_with("src/"),
            Some(Generator::Gatsby) | None => true,
        }
    }
}

/// What follows the last dot of the name, if it looks like an extension: an address without one may be
/// made by a program.
pub(super) fn extension(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let (stem, extension) = name.rsplit_once('.')?;
    let plain = extension.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (!stem.is_empty() && plain && (2..=5).contains(&extension.len())).then_some(extension)
}

/// Whether browsers show the file as an image or a film, or play it.
pub fn is_image(path: &str) -> bool {
    const IMAGES: [&str; 18] = [
        "png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp", "ico", "apng", "jfif", "mp4", "webm",
        "mov", "mp3", "wav", "ogg", "m4a",
    ];
    extension(path).is_some_and(|extension| IMAGES.iter().any(|image| image.eq_ignore_ascii_case(extension)))
}
