//! Which files a reference may lead to.
//!
//! A path can begin at several [`Place`]s: Hugo looks beside the page and in `static/`, Hexo also in
//! the folder of the post. A file that a permalink, a theme or a plug-in could find counts as found:
//! a reference is only called missing if its path is at none of its places.

use super::Site;
use super::reference::{Anchor, Local, Reference};
use crate::document::syntax::Renderer;
use crate::generator::Generator;

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
    /// Whether only an editor finds it there: the published page may have another address.
    pub editor_only: bool,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoundBy {
    /// The generator, so that a new path may be written from here.
    Generator,
    /// Perhaps the theme, or the generator under another setting.
    Theme,
    /// Only an editor that shows the file as it lies on the disk.
    Editor,
}

impl Site {
    /// Where the image reference `text` of the page at `page` leads. `media_subpath` is the page's own
    /// (Chirpy).
    pub fn resolve<'t>(&self, page: &str, text: &'t str, media_subpath: Option<&str>) -> Resolution<'t> {
        let reference = match Reference::parse(text, &self.settings) {
            Reference::External => return Resolution::External,
            Reference::Fragment => return Resolution::Fragment,
            Reference::Unresolvable => return Resolution::Unresolvable,
            Reference::DrivePath => return Resolution::DrivePath,
            Reference::FileUrl => return Resolution::FileUrl,
            Reference::Local(reference) => reference,
        };
        let mut readings = reference.readings();
        let Some(places) = self.places(page, &reference, media_subpath) else {
            return Resolution::Unresolvable;
        };
        if readings.is_empty() {
            return Resolution::Unresolvable;
        }
        let with_slashes = reference.with_slashes();
        let has_backslash = with_slashes.is_some();
        match with_slashes {
            Some(path) if self.renderer() == Renderer::Kramdown => readings.push(path),
            _ if reference.lead.contains('\\') => readings.clear(),
            _ => {}
        }
        let located = Located { candidates: candidates(&places, &readings), reference, places };
        if has_backslash { Resolution::Backslash(located) } else { Resolution::Local(located) }
    }

    /// The file that the image reference `text` of the page at `page` leads to; `None` if there is none,
    /// or several that it may be.
    pub fn file_of(&self, page: &str, text: &str, media_subpath: Option<&str>) -> Option<String> {
        let (Resolution::Local(located) | Resolution::Backslash(located)) =
            self.resolve(page, text, media_subpath)
        else {
            return None;
        };
        let mut files = located.candidates.into_iter().filter(|found| self.tree.is_file(&found.path));
        let file = files.next()?;
        files.next().is_none().then_some(file.path)
    }

    /// Where the path of `local` may begin. `None` if that cannot be known.
    fn places(&self, page: &str, local: &Local<'_>, media_subpath: Option<&str>) -> Option<Vec<Place>> {
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
            (Anchor::Page(ups), Some(Generator::Jekyll)) => {
                // The address of the page is not known, and `..` never leaves the root: what stands
                // after so many `..` is taken to count from the root.
                at_root = FoundBy::Generator;
                if let Some(beside) = parent(page, ups) {
                    add(beside, FoundBy::Editor);
                }
            }
            (Anchor::Page(ups), Some(Generator::Hugo)) => {
                add(parent(page, ups)?, FoundBy::Generator);
                let address = without_extension(page.strip_prefix(&self.settings.source).unwrap_or(page));
                for address in [format!("{address}/"), address.to_owned()] {
                    let base = parent(&address, ups).unwrap_or_default();
                    self.roots.iter().for_each(|root| add(format!("{root}{base}"), FoundBy::Theme));
                }
            }
            (Anchor::Page(ups), Some(Generator::Hexo)) => {
                if let Some(folder) = parent(&format!("{}/", without_extension(page)), ups) {
                    add(folder, FoundBy::Generator);
                }
                if let Some(beside) = parent(page, ups) {
                    add(beside, FoundBy::Editor);
                }
            }
            (Anchor::Page(ups), Some(Generator::Gatsby | Generator::Astro) | None) => {
                add(parent(page, ups)?, FoundBy::Generator);
            }
        }
        if let Some(subpath) = self.media_subpath(page, media_subpath) {
            if subpath.contains("://") {
                return None;
            }
            let ups = if let Anchor::Page(ups) = local.anchor { ups } else { 0 };
            let subpath = format!("{}/", subpath.trim_matches('/'));
            add(parent(&subpath, ups).unwrap_or_default(), FoundBy::Generator);
            at_root = FoundBy::Theme;
        }
        self.roots.iter().for_each(|root| add(root.clone(), at_root));
        // Where the generator looks comes first, and in the order given.
        places.sort_by_key(|place| place.found_by != FoundBy::Generator);
        Some(places)
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

/// Every path at every place, without doubles.
fn candidates(places: &[Place], paths: &[String]) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = Vec::new();
    for path in paths {
        for place in places {
            let path = normal(&format!("{}{path}", place.directory));
            if !candidates.iter().any(|candidate| candidate.path == path) {
                candidates.push(Candidate { path, editor_only: place.found_by == FoundBy::Editor });
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
        let Resolution::Local(located) = site.resolve(POST, "그림.png", None) else { panic!("not local") };
        let found: Vec<_> =
            located.candidates.iter().filter(|found| site.tree().is_file(&found.path)).collect();
        assert_eq!(found, [&Candidate { path: "_posts/그림.png".to_owned(), editor_only: true }]);
        assert_eq!(site.missing_image(POST, "그림.png", None), None);
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
