//! What is wrong with a reference to an image that is not there, and what to write instead.

use super::Site;
use super::reference::{Anchor, Local, Reference};
use super::resolve::{Candidate, FoundBy, Place, Resolution};
use super::tree::{Cause, Entry};
use crate::generator::Generator;

/// A reference to a file that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The path where the file was most likely expected, relative to the root.
    pub wanted: String,
    /// Why it is not there.
    pub cause: Cause,
    /// What to write instead of the reference, where one file fits.
    pub repair: Option<String>,
}

impl Site {
    /// What is wrong with the image reference `text` of the page at `page`; `None` if the image is
    /// there, or if that cannot be known. `media_subpath` is the page's own (Chirpy).
    pub fn missing_image(&self, page: &str, text: &str, media_subpath: Option<&str>) -> Option<Missing> {
        let located = match self.resolve(page, text, media_subpath) {
            Resolution::External | Resolution::Fragment | Resolution::Unresolvable => return None,
            Resolution::DrivePath | Resolution::FileUrl => {
                return Some(self.on_own_machine(page, text, media_subpath));
            }
            Resolution::Local(located) | Resolution::Backslash(located) => located,
        };
        let found = |candidate: &Candidate| self.tree.lookup(&candidate.path);
        if located.candidates.iter().map(found).any(|entry| matches!(entry, Entry::File | Entry::Unseen)) {
            return None;
        }
        let meant = located.meant();
        let wanted = meant.first()?.clone();
        let cause = match meant.iter().find(|path| self.tree.is_file(path)) {
            Some(actual) => Cause::PercentEncoding { actual: actual.clone() },
            None if extension(&wanted).is_none() || self.is_elsewhere(&located.reference) => return None,
            None => self.tree.explain(&meant, &|path| self.is_published_image(path)),
        };
        let rewrite = |actual: &str| self.rewritten(page, &located.reference, &located.places, actual);
        let repair = cause.actual().and_then(rewrite);
        Some(Missing { wanted, cause, repair })
    }

    /// A path on the writer's machine: if the site has one image of that name, it is a copy.
    fn on_own_machine(&self, page: &str, text: &str, media_subpath: Option<&str>) -> Missing {
        let name = text.rsplit(['/', '\\']).next().unwrap_or(text).trim();
        let repair = match Reference::parse(name, &self.settings) {
            // A path from the root says nothing where Chirpy puts a directory before it.
            Reference::Local(local) if self.media_subpath(page, media_subpath).is_none() => {
                let copy = self.tree.explain(&local.meanings(), &|path| self.is_published_image(path));
                let same_name = copy.actual().filter(|_| matches!(copy, Cause::Moved { .. }));
                same_name.and_then(|actual| self.rewritten(page, &local, &[], actual))
            }
            _ => None,
        };
        Missing { wanted: text.to_owned(), cause: Cause::LocalPath, repair }
    }

    /// The reference to `actual` in the style of `local`, or from the root if that style cannot say it.
    fn rewritten(&self, page: &str, local: &Local<'_>, places: &[Place], actual: &str) -> Option<String> {
        let below = |directory: &str| actual.strip_prefix(directory).filter(|rest| !rest.is_empty());
        let mut own = places.iter().filter(|place| place.found_by == FoundBy::Generator);
        if let Some(rest) = own.find_map(|place| below(&place.directory)) {
            return Some(local.with_path(local.lead, rest));
        }
        if places.iter().any(|place| place.found_by == FoundBy::Generator) && self.is_chirpy() {
            // Chirpy would put `media_subpath` before any other path.
            return None;
        }
        if local.anchor != Anchor::Root && self.links_files() {
            let (ups, rest) = relative(page, actual);
            let lead = if ups == 0 { "./".to_owned() } else { "../".repeat(ups) };
            return Some(local.with_path(&lead, rest));
        }
        let rest = self.roots.iter().find_map(|root| below(root))?;
        Some(local.with_path(&format!("/{}", self.settings.base), rest))
    }

    /// Whether relative references are resolved from file to file, not from address to address.
    fn links_files(&self) -> bool {
        !matches!(self.generator, Some(Generator::Jekyll | Generator::Hugo | Generator::Hexo))
    }

    /// Whether the file is an image that can have an address of its own.
    fn is_published_image(&self, path: &str) -> bool {
        let hidden = |name: &str| name.starts_with('.') || name == "node_modules";
        if !is_image(path) || path.split('/').any(hidden) {
            return false;
        }
        match self.generator {
            Some(Generator::Jekyll) => {
                let private = path.split('/').any(|name| name.starts_with('_'));
                (!private || self.is_included(path)) && !self.is_excluded(path)
            }
            Some(Generator::Hugo | Generator::Hexo) => {
                self.roots.iter().any(|root| path.starts_with(root.as_str()))
            }
            Some(Generator::Astro) => path.starts_with("public/") || path.starts_with("src/"),
            Some(Generator::Gatsby) | None => true,
        }
    }

    /// Whether a reference with the site's own host leads to another site under that host: to a
    /// directory that is not one of this site.
    fn is_elsewhere(&self, local: &Local<'_>) -> bool {
        let top = local.path.split_once('/').map_or("", |(top, _)| top);
        let is_here = |root: &String| self.tree.is_directory(&format!("{root}{top}"));
        local.with_host && (top.is_empty() || !self.roots.iter().any(is_here))
    }
}

/// How many directories to go up from the file `from` to reach `to`, and the path from there.
fn relative<'p>(from: &str, to: &'p str) -> (usize, &'p str) {
    let directories = |path: &str| path.matches('/').count();
    let mut common = 0;
    for (at, _) in to.match_indices('/') {
        if !from.starts_with(&to[..=at]) {
            break;
        }
        common = at + 1;
    }
    (directories(&from[common..]), &to[common..])
}

/// What follows the last dot of the name, if it looks like an extension: an address without one may be
/// made by a program.
fn extension(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let (stem, extension) = name.rsplit_once('.')?;
    let plain = extension.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (!stem.is_empty() && plain && (2..=5).contains(&extension.len())).then_some(extension)
}

/// Whether browsers show the file as an image or a film.
fn is_image(path: &str) -> bool {
    const IMAGES: [&str; 14] = [
        "png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp", "ico", "apng", "jfif", "mp4", "webm",
        "mov",
    ];
    extension(path).is_some_and(|extension| IMAGES.iter().any(|image| image.eq_ignore_ascii_case(extension)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const POST: &str = "_posts/2024-05-06-바다.md";

    fn site(files: &[(&str, &str)]) -> Site {
        Site::in_memory(&files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
    }

    /// The cause and the repair, or nothing if the image is there.
    fn missing(site: &Site, page: &str, text: &str) -> Option<(Cause, Option<String>)> {
        site.missing_image(page, text, None).map(|missing| (missing.cause, missing.repair))
    }

    fn case(actual: &str, repair: &str) -> Option<(Cause, Option<String>)> {
        Some((Cause::Case { actual: actual.to_owned() }, Some(repair.to_owned())))
    }

    #[test]
    fn jekyll_counts_from_the_root_whatever_the_prefix() {
        let config = "url: https://me.github.io\nbaseurl: /blog\ncollections: { travel: { output: true } }";
        let site = site(&[("_config.yml", config), ("images/바다 1.JPG", ""), ("_travel/섬.png", "")]);
        let there = [
            "/images/바다 1.JPG",
            "/blog/images/%EB%B0%94%EB%8B%A4%201.JPG?raw=true#x",
            "{{ site.url }}{{ site.baseurl }}/images/바다%201.JPG",
            "{{ '/images/바다 1.JPG' | relative_url }}",
            "https://me.github.io/blog/images/바다 1.JPG",
            "../../images/바다 1.JPG",
            r"\images\바다 1.JPG",
            "/travel/섬.png",
        ];
        for text in there {
            assert_eq!(missing(&site, POST, text), None, "{text}");
        }
        let unknown = [
            "https://a.kr/x.png",
            "{{ page.cover }}",
            "/api/badge",
            "https://me.github.io/other/x.png",
            "#a",
        ];
        for text in unknown {
            assert_eq!(missing(&site, POST, text), None, "{text}");
        }
        let actual = "images/바다 1.JPG";
        assert_eq!(
            missing(&site, POST, "/blog/images/바다%201.jpg"),
            case(actual, "/blog/images/바다%201.JPG")
        );
        assert_eq!(missing(&site, POST, "../images/바다 1.jpg#x"), case(actual, "../images/바다 1.JPG#x"));
        assert_eq!(missing(&site, POST, "/images/산.png"), Some((Cause::Absent, None)));
    }

    #[test]
    fn chirpy_puts_the_media_subpath_before_every_path() {
        let site = site(&[("_config.yml", "theme: jekyll-theme-chirpy"), ("assets/img/2024/산.png", "")]);
        assert_eq!(site.missing_image(POST, "산.png", Some("/assets/img/2024/")), None);
        assert_eq!(site.missing_image(POST, "산.png", Some("https://cdn.kr/img")), None);
        assert_eq!(missing(&site, POST, "assets/img/2024/산.png"), None);
        let found =
            site.missing_image(POST, "산.PNG", Some("/assets/img/2024")).and_then(|missing| missing.repair);
        assert_eq!(found.as_deref(), Some("산.png"));
        let cdn = "theme: jekyll-theme-chirpy\ncdn: https://cdn.kr";
        assert_eq!(missing(&self::site(&[("_config.yml", cdn)]), POST, "/없음.png"), None);
    }

    #[test]
    fn hugo_looks_beside_the_page_and_in_static_and_theme() {
        let files = [
            ("hugo.toml", "theme = 'paper'"),
            ("content/posts/바다/지도.png", ""),
            ("static/images/구조.png", ""),
            ("themes/paper/static/로고.png", ""),
        ];
        let site = site(&files);
        let page = "content/posts/바다/index.md";
        for text in ["지도.png", "./지도.png", "/images/구조.png", "/로고.png", "/posts/바다/지도.png"]
        {
            assert_eq!(missing(&site, page, text), None, "{text}");
        }
        assert_eq!(missing(&site, "content/posts/바다.md", "지도.png"), None);
        let moved = missing(&site, page, "구조.png").and_then(|(_, repair)| repair);
        assert_eq!(moved.as_deref(), Some("/images/구조.png"));
        assert_eq!(missing(&site, page, "지도.PNG"), case("content/posts/바다/지도.png", "지도.png"));
    }

    #[test]
    fn hexo_looks_in_the_source_the_theme_and_the_folder_of_the_post() {
        let files = [
            ("_config.yml", ""),
            ("scaffolds/post.md", ""),
            ("source/_posts/바다/a1.png", ""),
            ("source/images/등대.png", ""),
            ("themes/next/source/images/avatar.gif", ""),
        ];
        let site = site(&files);
        for text in ["a1.png", "바다/a1.png", "/images/등대.png", "/images/avatar.gif"] {
            assert_eq!(missing(&site, "source/_posts/바다.md", text), None, "{text}");
        }
        let actual = "source/images/등대.png";
        assert_eq!(
            missing(&site, "source/_posts/바다.md", "/images/등대.PNG"),
            case(actual, "/images/등대.png")
        );
    }

    #[test]
    fn gatsby_and_astro_go_from_file_to_file() {
        let files = [
            ("gatsby-config.js", ""),
            ("content/blog/바다/사진.png", ""),
            ("content/img/등대.png", ""),
            ("static/로고.png", ""),
        ];
        let gatsby = site(&files);
        let page = "content/blog/바다/index.md";
        for text in ["./사진.png", "../../img/등대.png", "/로고.png"] {
            assert_eq!(missing(&gatsby, page, text), None, "{text}");
        }
        let moved = missing(&gatsby, page, "./등대.png").and_then(|(_, repair)| repair);
        assert_eq!(moved.as_deref(), Some("../../img/등대.png"));
        let slashes = Cause::PercentEncoding { actual: "content/blog/바다/사진.png".to_owned() };
        assert_eq!(missing(&gatsby, page, r".\사진.png"), Some((slashes, Some("./사진.png".to_owned()))));

        let astro = site(&[("astro.config.mjs", ""), ("public/산.png", ""), ("src/assets/섬.png", "")]);
        let page = "src/content/blog/바다.mdx";
        for text in ["/산.png", "../../assets/섬.png", "/src/assets/섬.png", "@/assets/없음.png"] {
            assert_eq!(missing(&astro, page, text), None, "{text}");
        }
        assert!(missing(&astro, page, "../assets/섬.png").is_some());
    }

    #[test]
    fn mistakes_of_encoding_are_told_from_absence() {
        let site = site(&[("_config.yml", ""), ("img/C#/그림.png", ""), ("img/100%25.png", "")]);
        let encoding = |actual: &str, repair: &str| {
            Some((Cause::PercentEncoding { actual: actual.to_owned() }, Some(repair.to_owned())))
        };
        assert_eq!(
            missing(&site, POST, "/img/C#/그림.png"),
            encoding("img/C#/그림.png", "/img/C%23/그림.png")
        );
        assert_eq!(
            missing(&site, POST, "/img/C%2523/그림.png"),
            encoding("img/C#/그림.png", "/img/C%23/그림.png")
        );
        assert_eq!(missing(&site, POST, "/img/100%25.png"), encoding("img/100%25.png", "/img/100%2525.png"));
    }

    #[test]
    fn a_path_on_the_own_machine_is_repaired_if_the_site_has_a_copy() {
        let site = site(&[("_config.yml", ""), ("images/그림 1.png", "")]);
        let repair = |text| match missing(&site, POST, text) {
            Some((Cause::LocalPath, repair)) => repair,
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(repair(r"C:\Users\me\그림 1.png").as_deref(), Some("/images/그림 1.png"));
        assert_eq!(repair("file:///home/me/그림 2.png"), None);
    }
}
