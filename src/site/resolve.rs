//! Which files a reference may lead to.
//!
//! A path can begin at several [`Place`]s: Hugo looks beside the page and in `static/`, Hexo also in
//! the folder of the post. A file that a permalink, a theme or a plug-in could find counts as found:
//! a reference is only called missing if its path is at none of its places.

use super::Site;
use super::names::nfc;
use super::pages::Pages;
use super::reference::{Anchor, Local, Reference, percent_decoded};
use super::theme::Version;
use crate::document::syntax::Renderer;
use crate::facts::{Facts, ImageReference, ReadBy};
use crate::generator::Generator;

/// A page, as the place a reference is followed from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Origin<'a> {
    /// Its path, relative to the root.
    pub page: &'a str,
    /// The file it is published as (see [`super::url`]), if that is known.
    pub file: Option<&'a str>,
    /// The folder its images are looked for in (Chirpy).
    pub media_subpath: Option<&'a str>,
    /// Who follows the reference.
    pub read_by: ReadBy,
    /// The pages, once they were read: files may move with them.
    pub pages: Option<Pages<'a>>,
}

impl<'a> Origin<'a> {
    /// Where `image` stands: in the document at `path` that said `facts`.
    pub fn of(image: &ImageReference, path: &'a str, facts: &'a Facts) -> Origin<'a> {
        Origin {
            page: path,
            file: facts.file.as_deref(),
            media_subpath: facts.media_subpath.as_deref(),
            read_by: image.read_by,
            pages: None,
        }
    }
}

/// Where a reference leads.
#[derive(Clone, Debug)]
pub enum Resolution<'t> {
    /// To another host, or to no file at all.
    External,
    /// To a place in the page itself.
    Fragment,
    /// To a place that cannot be known from the site's files.
    Unresolvable,
    /// To a drive or a home directory of the writer's machine.
    DrivePath,
    /// To the writer's machine, as an address.
    FileUrl,
    /// To a file of the site, with `\` for `/`: browsers mend that if the renderer leaves it alone.
    Backslash(Located<'t>),
    /// To a file of the site.
    Local(Located<'t>),
}

/// The files a reference may lead to; at least one must be there.
#[derive(Clone, Debug)]
pub struct Located<'t> {
    /// The files, the most likely first.
    pub candidates: Vec<Candidate>,
    /// The reference, taken apart.
    pub reference: Local<'t>,
    /// Where its path may begin, the most likely first.
    pub places: Vec<Place>,
}

/// A file that a reference may lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its path, relative to the root.
    pub path: String,
    /// Whether only an editor finds it there: the published page has another address.
    pub editor_only: bool,
    /// Whether it was found by the address of its page.
    pub by_address: bool,
}

/// A directory where the path of a reference may begin.
#[derive(Clone, Debug)]
pub struct Place {
    /// Empty for the root, or with `/` at the end; the `../` of the reference are taken off.
    pub directory: String,
    /// Who looks there.
    pub found_by: FoundBy,
}

/// Who finds a file at a [`Place`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FoundBy {
    /// The generator, so that a new path may be written from here.
    Generator,
    /// Perhaps the theme, or the generator under another setting.
    Theme,
    /// Only an editor that shows the file as it lies on the disk.
    Editor,
}

impl Site {
    /// Where the image reference `text` leads.
    pub fn resolve<'t>(&self, from: Origin<'_>, text: &'t str) -> Resolution<'t> {
        let reference = match Reference::parse(text, &self.settings) {
            Reference::External => return Resolution::External,
            Reference::Fragment => return Resolution::Fragment,
            Reference::Unresolvable => return Resolution::Unresolvable,
            Reference::DrivePath => return Resolution::DrivePath,
            Reference::FileUrl => return Resolution::FileUrl,
            Reference::Local(reference) => reference,
        };
        let mut readings = reference.readings();
        let Some(places) = self.places(from, &reference) else {
            return Resolution::Unresolvable;
        };
        if self.is_jekyll() && reference.path.contains('%') {
            // Jekyll undoes percent-encoding in the names of files, too.
            readings.retain(|path| percent_decoded(path).as_deref() == Some(path));
            readings.push(reference.path.to_owned());
        }
        if reference.is_filtered() {
            readings.iter_mut().for_each(|path| *path = nfc(path).into_owned());
        }
        if readings.is_empty() {
            return Resolution::Unresolvable;
        }
        let with_slashes = reference.with_slashes();
        let has_backslash = with_slashes.is_some();
        match with_slashes {
            Some(path) if self.renderer() == Renderer::Kramdown || self.renderings().is_empty() => {
                readings.push(path);
            }
            // What stands in HTML reaches the browser as it is, and that reads `\` as `/`.
            Some(path)
                if from.read_by == ReadBy::Browser
                    && matches!(self.generator, Some(Generator::Hugo | Generator::Hexo)) =>
            {
                readings.push(path);
            }
            _ if reference.lead.contains('\\') => readings.clear(),
            _ => {}
        }
        let mut candidates = candidates(&places, &readings);
        self.add_bundled(from, &mut candidates);
        let located = Located { candidates, reference, places };
        if has_backslash { Resolution::Backslash(located) } else { Resolution::Local(located) }
    }

    /// Adds the files that move with a page to where an address of `candidates` leads.
    fn add_bundled(&self, from: Origin<'_>, candidates: &mut Vec<Candidate>) {
        let Some(pages) = from.pages else { return };
        for at in 0..candidates.len() {
            let candidate = &candidates[at];
            if candidate.editor_only || self.tree.is_file(&candidate.path) {
                continue;
            }
            for path in pages.moved_to(self.below_root(&candidate.path)) {
                if !candidates.iter().any(|known| known.path == path) {
                    candidates.push(Candidate { path, editor_only: false, by_address: true });
                }
            }
        }
    }

    /// The file that the image reference `text` leads to; `None` if there is none, or several that it
    /// may be.
    pub fn file_of(&self, from: Origin<'_>, text: &str) -> Option<String> {
        let (Resolution::Local(located) | Resolution::Backslash(located)) = self.resolve(from, text) else {
            return None;
        };
        let mut files = located.candidates.into_iter().filter(|found| self.tree.is_file(&found.path));
        let file = files.next()?;
        files.next().is_none().then_some(file.path)
    }

    /// Where the path of `local` may begin. `None` if that cannot be known.
    pub(super) fn places(&self, from: Origin<'_>, local: &Local<'_>) -> Option<Vec<Place>> {
        let page = from.page;
        if self.is_chirpy() && self.settings.uses_cdn {
            return None;
        }
        let mut places = Vec::new();
        let mut add = |directory: String, found_by| places.push(Place { directory, found_by });
        let mut at_root = FoundBy::Theme;
        match (local.anchor, self.generator) {
            // Without a generator nobody says where a site's root is.
            (Anchor::Root, None) => return None,
            (Anchor::Root, Some(_)) => at_root = FoundBy::Generator,
            (Anchor::Alias(at), _) => {
                add(self.settings.aliases.get(at)?.1.clone(), FoundBy::Generator);
                return Some(places);
            }
            (Anchor::Page(ups), Some(Generator::Jekyll)) => {
                let beside = parent(page, ups);
                if let Some(file) = self.followed_from(from) {
                    let directory = self.above(file, ups, local)?;
                    let own = directory.iter();
                    own.for_each(|base| {
                        self.roots.iter().for_each(|root| add(format!("{root}{base}"), FoundBy::Generator))
                    });
                    at_root = FoundBy::Editor;
                    let copied = self.settings.plugins.iter().any(|name| name.contains("postfiles"));
                    let found_by = if copied { FoundBy::Theme } else { FoundBy::Editor };
                    beside.into_iter().for_each(|beside| add(beside, found_by));
                } else {
                    // `..` never leaves the root: what stands after so many `..` is taken to count from
                    // the root.
                    at_root = FoundBy::Generator;
                    beside.into_iter().for_each(|beside| add(beside, FoundBy::Theme));
                }
            }
            (_, Some(Generator::Hexo)) if from.read_by == ReadBy::PostFolder => {
                add(format!("{}/", without_extension(page)), FoundBy::Generator);
                return Some(places);
            }
            (Anchor::Page(ups), Some(Generator::Hugo)) => {
                if let Some(file) = self.followed_from(from) {
                    let directory = self.above(file, ups, local)?;
                    let own = directory.iter();
                    own.for_each(|base| {
                        self.roots.iter().for_each(|root| add(format!("{root}{base}"), FoundBy::Generator))
                    });
                    // The files of a bundle move with its page.
                    let in_bundle = ups == 0 && self.is_bundle(page);
                    let found_by = if in_bundle { FoundBy::Generator } else { FoundBy::Editor };
                    parent(page, ups).into_iter().for_each(|beside| add(beside, found_by));
                    self.roots.iter().for_each(|root| add(root.clone(), FoundBy::Editor));
                    return Some(in_order(places));
                }
                add(parent(page, ups)?, FoundBy::Generator);
                let address = without_extension(page.strip_prefix(&self.settings.source).unwrap_or(page));
                for address in [format!("{address}/"), address.to_owned()] {
                    let base = parent(&address, ups).unwrap_or_default();
                    self.roots.iter().for_each(|root| add(format!("{root}{base}"), FoundBy::Theme));
                }
            }
            (Anchor::Page(ups), Some(Generator::Hexo)) if self.roots_images(from) => {
                // With a path before it, `..` leads out of the site.
                if ups > 0 && !self.settings.base.is_empty() {
                    return None;
                }
                let folder = parent(&format!("{}/", without_extension(page)), ups);
                let finds = self.settings.post_asset_folder && self.settings.finds_post_assets;
                let found_by = if finds { FoundBy::Generator } else { FoundBy::Editor };
                folder.into_iter().for_each(|folder| add(folder, found_by));
                parent(page, ups).into_iter().for_each(|beside| add(beside, FoundBy::Editor));
                at_root = FoundBy::Generator;
            }
            (Anchor::Page(ups), Some(Generator::Hexo)) => {
                if let Some(folder) = parent(&format!("{}/", without_extension(page)), ups) {
                    add(folder, FoundBy::Generator);
                }
                if let Some(beside) = parent(page, ups) {
                    add(beside, FoundBy::Theme);
                }
            }
            (Anchor::Page(ups), Some(Generator::Gatsby | Generator::Astro) | None) => {
                add(parent(page, ups)?, FoundBy::Generator);
            }
        }
        let is_link = from.read_by == ReadBy::Link;
        if let Some(subpath) = self.media_subpath(page, from.media_subpath).filter(|_| !is_link) {
            if subpath.contains("://") {
                return None;
            }
            let ups = if let Anchor::Page(ups) = local.anchor { ups } else { 0 };
            let subpath = format!("{}/", subpath.trim_matches('/'));
            add(parent(&subpath, ups).unwrap_or_default(), FoundBy::Generator);
            // Since its seventh version the theme puts the directory before every path that is no address.
            let before_all =
                Version::parse("7").zip(self.theme_version()).is_some_and(|(since, own)| *own >= since);
            at_root = if before_all { FoundBy::Editor } else { FoundBy::Theme };
        }
        self.roots.iter().for_each(|root| add(root.clone(), at_root));
        Some(in_order(places))
    }

    /// Whether the files beside the page have its address before their own (Hugo).
    pub(super) fn is_bundle(&self, page: &str) -> bool {
        let name = page.rsplit('/').next().unwrap_or_default();
        self.generator == Some(Generator::Hugo) && (name.starts_with("index.") || name.starts_with("_index."))
    }

    /// Whether the renderer makes a path from the root of whatever path is written.
    fn roots_images(&self, from: Origin<'_>) -> bool {
        let mut own = self.tree.children("scripts");
        from.read_by == ReadBy::Markdown
            && self.settings.prepends_root
            // What a script of the site's own does to paths is anyone's guess.
            && !own.any(|(name, _)| name.ends_with(".js"))
    }

    /// The file that the page is published as, where a relative path is followed from there by the
    /// browser, and by nobody before.
    pub(super) fn followed_from<'a>(&self, from: Origin<'a>) -> Option<&'a str> {
        let is_followed = match (self.generator, from.read_by) {
            (Some(Generator::Jekyll), ReadBy::Markdown | ReadBy::Browser) => !self.is_chirpy(),
            (Some(Generator::Jekyll), ReadBy::Link) => true,
            (Some(Generator::Hugo), ReadBy::Markdown | ReadBy::Browser | ReadBy::Link) => {
                let is_rewritten = from.read_by == ReadBy::Markdown && self.rewrites_images;
                !is_rewritten && self.settings.languages.len() < 2
            }
            _ => false,
        };
        let is_left_alone = || {
            // What a plugin of the site's own does to paths is anyone's guess.
            let words = ["image", "img", "asset", "path", "url", "relative"];
            let mut own = self.tree.children(self.settings.plugin_directory.trim_end_matches('/'));
            self.generator != Some(Generator::Jekyll)
                || !own.any(|(name, _)| words.iter().any(|word| name.contains(word)))
        };
        from.file.filter(|_| is_followed && !self.settings.relative_is_unknown && is_left_alone())
    }

    /// The directory `ups` above the address of the page published as `file`, below the site's own root:
    /// empty, or with `/` at the end. `Some(None)` if that is not in the site; `None` if the path of
    /// `local` may lead back into it.
    fn above(&self, file: &str, ups: usize, local: &Local<'_>) -> Option<Option<String>> {
        let whole = format!("{}{file}", self.settings.base);
        let mut directory = whole.rsplit_once('/').map_or("", |(directory, _)| directory);
        for _ in 0..ups {
            directory = directory.rsplit_once('/').map_or("", |(directory, _)| directory);
        }
        let directory = if directory.is_empty() { String::new() } else { format!("{directory}/") };
        match directory.strip_prefix(self.settings.base.as_str()) {
            Some(below) => Some(Some(below.to_owned())),
            None => {
                let back = self.settings.base.strip_prefix(directory.as_str()).unwrap_or_default();
                (!local.path.starts_with(back)).then_some(None)
            }
        }
    }

    /// What Chirpy puts before every path of the page: its own `media_subpath`, or that of `defaults`.
    pub(super) fn media_subpath<'s>(&'s self, page: &str, own: Option<&'s str>) -> Option<&'s str> {
        let by_default = |key| self.default_of(page, key)?.as_str();
        let subpath = own.or_else(|| by_default("media_subpath")).or_else(|| by_default("img_path"));
        subpath.map(str::trim).filter(|subpath| !subpath.is_empty())
    }
}

impl Located<'_> {
    /// The files the writer may mean, well encoded or not.
    pub fn meant(&self) -> Vec<String> {
        let meant = candidates(&self.places, &self.reference.meanings());
        meant.into_iter().map(|candidate| candidate.path).collect()
    }
}

/// The places with those where the generator looks first, and those where only an editor does last.
fn in_order(mut places: Vec<Place>) -> Vec<Place> {
    places.sort_by_key(|place| place.found_by);
    places
}

/// Every path at every place, without doubles.
fn candidates(places: &[Place], paths: &[String]) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = Vec::new();
    for path in paths {
        for place in places {
            let editor_only = place.found_by == FoundBy::Editor;
            let path = normal(&format!("{}{path}", place.directory));
            if !candidates.iter().any(|candidate| candidate.path == path) {
                candidates.push(Candidate { path, editor_only, by_address: false });
            }
        }
    }
    candidates
}

/// `path` without `.`, `..` and empty components.
fn normal(path: &str) -> String {
    let mut components: Vec<&str> = Vec::new();
    for component in path.split('/') {
        match component {
            "" | "." => {}
            ".." => {
                components.pop();
            }
            name => components.push(name),
        }
    }
    components.join("/")
}

/// The directory of `path`, `ups` directories higher, with `/` at the end; `None` above the root.
fn parent(path: &str, ups: usize) -> Option<String> {
    let mut directory = path.rsplit_once('/').map_or("", |(directory, _)| directory);
    for _ in 0..ups {
        if directory.is_empty() {
            return None;
        }
        directory = directory.rsplit_once('/').map_or("", |(directory, _)| directory);
    }
    Some(if directory.is_empty() { String::new() } else { format!("{directory}/") })
}

/// The path of a page without its extensions; of `index.md`, `_index.ko.md` only the directory.
fn without_extension(page: &str) -> &str {
    let (directory, name) = page.rsplit_once('/').unwrap_or(("", page));
    let stem = name.split('.').next().unwrap_or(name);
    match stem {
        "index" | "_index" => directory,
        _ => &page[..page.len() - name.len() + stem.len()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POST: &str = "_posts/2024-05-06-바다.md";

    fn site(files: &[(&str, &str)]) -> Site {
        Site::in_memory(&files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
    }

    #[test]
    fn what_only_an_editor_finds_is_not_missing_but_marked() {
        let site = site(&[("_config.yml", ""), ("_posts/그림.png", "")]);
        let found = |file| {
            let origin = Origin { page: POST, file, ..Origin::default() };
            let Resolution::Local(located) = site.resolve(origin, "그림.png") else { panic!("not local") };
            let mut found = located.candidates.into_iter();
            found.find(|found| site.tree().is_file(&found.path)).map(|found| (found.path, found.editor_only))
        };
        let path = || "_posts/그림.png".to_owned();
        assert_eq!(found(Some("2024/05/06/바다.html")), Some((path(), true)));
        // The address may be anything.
        assert_eq!(found(None), Some((path(), false)));
    }

    #[test]
    fn paths_stay_below_the_root() {
        assert_eq!(normal("a//./b/../../../c"), "c");
        assert_eq!(parent("a/b/글.md", 1).as_deref(), Some("a/"));
        assert_eq!(parent("a/글.md", 2), None);
        assert_eq!(without_extension("posts/글.ko.md"), "posts/글");
        assert_eq!(without_extension("posts/글/_index.md"), "posts/글");
    }
}
