//! What is wrong with a reference to an image that is not there, and what to write instead.

mod moved;
mod published;
mod repair;

use super::Site;
use super::reference::{Anchor, Local, Reference, is_host, unquoted};
use super::resolve::{Candidate, Located, Origin, Resolution};
use super::tree::{Cause, Entry, Unpublished};
use crate::facts::ReadBy;
use crate::generator::Generator;
use published::extension;
pub use published::is_image;

/// Where Typora keeps pasted images, in the folder of the user.
const TYPORA: &str = "typora-user-images";

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

/// What looking for the file of a reference gave.
enum Search<'t> {
    /// It is there, or that cannot be known.
    Fine,
    /// It may be there, but readers do not see it.
    Hidden(Missing),
    /// There is no file.
    Nowhere(Located<'t>),
}

impl Site {
    /// What is wrong with the image reference `text`; `None` if readers see the image, or if that cannot
    /// be known.
    pub fn missing_image(&self, from: Origin<'_>, text: &str) -> Option<Missing> {
        if let Some(inside) = unquoted(text) {
            let (wanted, repair) = (inside.to_owned(), Some(inside.to_owned()));
            return Some(Missing { wanted, cause: Cause::Quoted, repair });
        }
        let missing = match self.search(from, text) {
            Search::Fine => return None,
            Search::Hidden(missing) => missing,
            Search::Nowhere(located) => self.explained(from, &located)?,
        };
        Some(self.with_sound_repair(from, missing))
    }

    fn with_sound_repair(&self, from: Origin<'_>, mut missing: Missing) -> Missing {
        // A repair that does not lead to the file is none.
        let is_sound = |repair: &String| matches!(self.search(from, repair), Search::Fine);
        missing.repair = missing.repair.filter(is_sound);
        missing
    }

    fn search<'t>(&self, from: Origin<'_>, text: &'t str) -> Search<'t> {
        let located = match self.resolve(from, text) {
            Resolution::External | Resolution::Fragment | Resolution::Unresolvable => return Search::Fine,
            Resolution::DrivePath | Resolution::FileUrl => {
                return Search::Hidden(self.on_own_machine(from, text));
            }
            Resolution::Local(located) | Resolution::Backslash(located) => located,
        };
        let (mut in_editor, mut unpublished, mut moved) = (None, None, None);
        for candidate in &located.candidates {
            match self.tree.lookup(&candidate.path) {
                Entry::Unseen => return Search::Fine,
                Entry::File if candidate.editor_only => in_editor = in_editor.or(Some(candidate)),
                Entry::File if self.moved(from, &located.reference, candidate).is_some() => {
                    moved = moved.or(Some(candidate));
                }
                Entry::File => match self.unpublished(&candidate.path, from.read_by) {
                    None => {
                        let without_base = self.without_base(from, &located, &candidate.path);
                        return without_base.map_or(Search::Fine, Search::Hidden);
                    }
                    Some(reason) => unpublished = unpublished.or(Some((candidate, reason))),
                },
                Entry::Outside => unpublished = unpublished.or(Some((candidate, Unpublished::Outside))),
                Entry::Directory | Entry::Missing => {}
            }
        }
        let wanted = located.candidates.first().map(|first| first.path.clone()).unwrap_or_default();
        if let Some((candidate, reason)) = unpublished {
            let cause = Cause::Unpublished { actual: candidate.path.clone(), reason };
            return Search::Hidden(Missing { wanted, cause, repair: None });
        }
        if let Some(Candidate { path, .. }) = in_editor {
            let published = self.unpublished(path, from.read_by).is_none();
            let rewrite = |path| self.rewritten(from, &located.reference, &located.places, path);
            let repair = Some(path.as_str()).filter(|_| published).and_then(rewrite);
            let cause = Cause::EditorOnly { actual: path.clone(), published };
            return Search::Hidden(Missing { wanted, cause, repair });
        }
        if let Some(candidate) = moved {
            let address = self.moved(from, &located.reference, candidate).unwrap_or_default();
            let repair = self.rewritten(from, &located.reference, &located.places, &candidate.path);
            let cause = Cause::WithPage { actual: candidate.path.clone(), address };
            return Search::Hidden(Missing { wanted, cause, repair });
        }
        if text.contains(TYPORA) {
            return Search::Hidden(self.on_own_machine(from, text));
        }
        Search::Nowhere(located)
    }

    /// Why no file is where a reference may lead, if one should be.
    fn explained(&self, from: Origin<'_>, located: &Located<'_>) -> Option<Missing> {
        let reference = &located.reference;
        let mut meant = located.meant();
        if let Some(pages) = from.pages {
            let moved: Vec<String> =
                meant.iter().flat_map(|path| pages.moved_to(self.below_root(path))).collect();
            meant.extend(moved);
        }
        let wanted = meant.first()?.clone();
        let cause = match meant.iter().find(|path| self.tree.is_file(path)) {
            Some(actual) => Cause::PercentEncoding { actual: actual.clone() },
            None if !names_file(&wanted, reference) || self.is_elsewhere(reference) => return None,
            None if self.may_have_prefix(from, reference) => return None,
            None => match self.tree.explain(&meant, &|path| self.is_published_image(path)) {
                Cause::Absent if is_notion_export(&wanted) => Cause::NotionExport,
                cause => cause,
            },
        };
        if self.may_have_address_of_page(from, reference, &cause)
            || (cause == Cause::Absent && self.may_be_of_absent_theme(reference))
        {
            return None;
        }
        let host = reference.path.split('/').next().unwrap_or_default();
        if cause == Cause::Absent && reference.lead.is_empty() && host != reference.path && is_host(host) {
            let repair = Some(format!("https://{}{}", reference.path, reference.tail));
            return Some(Missing { wanted, cause: Cause::WithoutScheme, repair });
        }
        let rewrite = |actual: &str| self.rewritten(from, reference, &located.places, actual);
        let repair = cause.actual().and_then(rewrite);
        Some(Missing { wanted, cause, repair })
    }

    /// Whether the file may be one of a theme that is installed as a package, so that its files are not in
    /// the site.
    fn may_be_of_absent_theme(&self, local: &Local<'_>) -> bool {
        let Some(theme) = self.settings.theme.as_deref().filter(|_| local.anchor == Anchor::Root) else {
            return false;
        };
        match self.generator {
            // Of a gem, `assets/` is published. These have no images there.
            Some(Generator::Jekyll) => {
                let has_none = ["minimal-mistakes", "minima", "chirpy"];
                local.path.starts_with("assets/")
                    && !self.theme.as_deref().is_some_and(|own| has_none.contains(&own))
            }
            Some(Generator::Hexo) => {
                let is_here = self.tree.is_directory(&format!("themes/{theme}"));
                let mut folders = local.path.split('/').rev().skip(1);
                let is_shallow =
                    matches!((folders.next(), folders.next()), (Some("img" | "images" | "assets"), None));
                !is_here && theme != "landscape" && is_shallow
            }
            _ => false,
        }
    }

    /// A path on the writer's machine: if the site has one image of that name, it is a copy.
    fn on_own_machine(&self, from: Origin<'_>, text: &str) -> Missing {
        let name = text.rsplit(['/', '\\']).next().unwrap_or(text).trim();
        let repair = match Reference::parse(name, &self.settings) {
            // A path from the root says nothing where Chirpy puts a directory before it.
            Reference::Local(local) if self.media_subpath(from.page, from.media_subpath).is_none() => {
                let copy = self.tree.explain(&local.meanings(), &|path| self.is_published_image(path));
                let same_name = copy.actual().filter(|_| matches!(copy, Cause::Moved { .. }));
                same_name.and_then(|actual| self.rewritten(from, &local, &[], actual))
            }
            _ => None,
        };
        let cause = if text.contains(TYPORA) { Cause::Typora } else { Cause::LocalPath };
        Missing { wanted: text.to_owned(), cause, repair }
    }

    /// Whether links are published as they are written.
    pub fn leaves_links(&self) -> bool {
        match self.generator {
            Some(Generator::Jekyll) => true,
            Some(Generator::Hugo) => {
                let mut hooks = self.tree.files().filter(|path| path.ends_with("render-link.html"));
                !self.rewrites_images && !self.settings.relative_is_unknown && hooks.next().is_none()
            }
            Some(Generator::Hexo) => !self.settings.relative_is_unknown,
            _ => false,
        }
    }

    /// A reference to a file that is there, from the root of the host instead of that of the site, where
    /// nobody puts the path of the site before it.
    fn without_base(&self, from: Origin<'_>, located: &Located<'_>, actual: &str) -> Option<Missing> {
        let base = self.settings.base.as_str();
        let local = &located.reference;
        let by_browser = matches!(from.read_by, ReadBy::Markdown | ReadBy::Browser | ReadBy::Link);
        let is_left_alone = match self.generator {
            Some(Generator::Jekyll) => !self.is_chirpy() || from.read_by == ReadBy::Link,
            Some(Generator::Hugo | Generator::Astro) => !self.rewrites_images,
            Some(Generator::Hexo) => from.read_by != ReadBy::Markdown,
            _ => false,
        };
        let after_liquid = local.lead.rsplit("}}").next().unwrap_or_default();
        let has_base = local.with_host
            || !after_liquid.trim_matches(['/', '\\']).is_empty()
            || ["site.baseurl", "site.github.url"].iter().any(|word| local.lead.contains(word));
        if base.is_empty() || local.anchor != Anchor::Root || !by_browser || !is_left_alone || has_base {
            return None;
        }
        let cause = Cause::WithoutBase { actual: actual.to_owned() };
        let repair = Some(format!("{}{base}{}{}", local.lead, local.path, local.tail));
        Some(Missing { wanted: actual.to_owned(), cause, repair })
    }

    /// Whether a template may put a directory before the path, since one with that path below it is
    /// there.
    fn may_have_prefix(&self, from: Origin<'_>, local: &Local<'_>) -> bool {
        let may = match from.read_by {
            ReadBy::Include => true,
            ReadBy::Theme => local.lead.is_empty(),
            _ => false,
        };
        may && local.readings().iter().any(|path| self.tree.ending_with(path).next().is_some())
    }

    /// The path of a file without the directory that is published at the root.
    pub fn below_root<'p>(&self, path: &'p str) -> &'p str {
        let below = self.roots.iter().filter(|root| !root.is_empty());
        below.filter_map(|root| path.strip_prefix(root.as_str())).next().unwrap_or(path)
    }

    /// Whether a reference with the site's own host leads to another site under that host: to a
    /// directory that is not one of this site.
    fn is_elsewhere(&self, local: &Local<'_>) -> bool {
        let top = local.path.split_once('/').map_or("", |(top, _)| top);
        let is_here = |root: &String| self.tree.is_directory(&format!("{root}{top}"));
        local.with_host && (top.is_empty() || !self.roots.iter().any(is_here))
    }
}

/// Whether the path, or what is meant with an unescaped `#` in it, ends like that of a file.
fn names_file(path: &str, local: &Local<'_>) -> bool {
    let tail = local.split_tail().0;
    extension(path).is_some() || (tail.starts_with('#') && is_image(tail))
}

/// Whether the path leads into a folder as Notion names those of its exports: a title and 32 digits of a
/// hexadecimal number.
fn is_notion_export(path: &str) -> bool {
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    folders.split('/').any(|folder| {
        let id = folder.rsplit(' ').next().unwrap_or_default();
        let has = |is: fn(&u8) -> bool| id.as_bytes().iter().any(is);
        let is_short = id.len() == 5 && has(u8::is_ascii_digit) && has(u8::is_ascii_lowercase);
        folder != id && id.bytes().all(|byte| byte.is_ascii_hexdigit()) && (id.len() == 32 || is_short)
    })
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
        let origin = Origin { page, ..Origin::default() };
        site.missing_image(origin, text).map(|missing| (missing.cause, missing.repair))
    }

    fn below(site: &Site, text: &str, subpath: &str) -> Option<Missing> {
        let origin = Origin { page: POST, media_subpath: Some(subpath), ..Origin::default() };
        site.missing_image(origin, text)
    }

    fn case(actual: &str, repair: &str) -> Option<(Cause, Option<String>)> {
        Some((Cause::Case { actual: actual.to_owned() }, Some(repair.to_owned())))
    }

    #[test]
    fn jekyll_counts_from_the_root_whatever_the_prefix() {
        let config = "url: https://me.github.io\nbaseurl: /blog\ncollections: { travel: { output: true } }";
        let site = site(&[("_config.yml", config), ("images/바다 1.JPG", ""), ("_travel/섬.png", "")]);
        let base = Cause::WithoutBase { actual: "images/바다 1.JPG".to_owned() };
        assert_eq!(
            missing(&site, POST, "/images/바다 1.JPG"),
            Some((base, Some("/blog/images/바다 1.JPG".to_owned())))
        );
        let there = [
            "/blog/images/%EB%B0%94%EB%8B%A4%201.JPG?raw=true#x",
            "{{ site.url }}{{ site.baseurl }}/images/바다%201.JPG",
            "{{ '/images/바다 1.JPG' | relative_url }}",
            "https://me.github.io/blog/images/바다 1.JPG",
            "../../images/바다 1.JPG",
            r"\blog\images\바다 1.JPG",
            "/blog/travel/섬.png",
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
        assert_eq!(below(&site, "산.png", "/assets/img/2024/"), None);
        assert_eq!(below(&site, "산.png", "https://cdn.kr/img"), None);
        assert_eq!(missing(&site, POST, "assets/img/2024/산.png"), None);
        let found = below(&site, "산.PNG", "/assets/img/2024").and_then(|missing| missing.repair);
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
            ("_config.yml", "post_asset_folder: true"),
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
        // Jekyll publishes the file as `100%.png`.
        assert_eq!(missing(&site, POST, "/img/100%25.png"), None);
        assert_eq!(missing(&site, POST, "/img/100%2525.png"), encoding("img/100%25.png", "/img/100%25.png"));
        let hugo = self::site(&[("hugo.toml", ""), ("static/img/100%25.png", "")]);
        assert_eq!(
            missing(&hugo, "content/글.md", "/img/100%25.png"),
            encoding("static/img/100%25.png", "/img/100%2525.png")
        );
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
