//! How a reference is written so that it leads to the file that was meant.

use crate::generator::Generator;
use crate::site::Site;
use crate::site::reference::{Anchor, Local, Reference, percent_decoded};
use crate::site::resolve::{Candidate, FoundBy, Origin, Place, Resolution};
use crate::site::tree::Tree;

impl Site {
    /// How to write `text`, which is no image to the renderer because of its spaces or parentheses, so
    /// that it becomes one; `None` if there is no such file.
    pub fn encoded(&self, from: Origin<'_>, text: &str) -> Option<String> {
        let Resolution::Local(located) = self.resolve(from, text) else { return None };
        let is_there = |candidate: &Candidate| self.tree.is_file(&candidate.path) && !candidate.editor_only;
        located.candidates.iter().any(is_there).then(|| {
            let replaced = |c: char| match c {
                ' ' => "%20".to_owned(),
                '(' => "%28".to_owned(),
                ')' => "%29".to_owned(),
                c => c.to_string(),
            };
            text.chars().map(replaced).collect()
        })
    }

    /// What to write in a link to the one image that Obsidian finds by `name`, and the paths of all that
    /// it may be.
    pub fn attachment(&self, from: Origin<'_>, name: &str) -> (Option<String>, Vec<String>) {
        let named = |name: &str| {
            let found = self.tree.ending_with(name).filter(|path| self.is_published_image(path));
            found.take(Tree::MOST_CANDIDATES).map(str::to_owned).collect::<Vec<_>>()
        };
        let found = named(name.trim_start_matches("./").trim_start_matches("../"));
        let beside = |path: &str| {
            let folder = from.page.rfind('/').map_or("", |at| &from.page[..=at]);
            path.starts_with(folder) && self.is_bundle(from.page)
        };
        let repair = match found.as_slice() {
            // A file of a post's own folder has the address of the post.
            [only] if self.generator == Some(Generator::Hexo) && only.contains("/_posts/") => None,
            [only] if self.unpublished(only, from.read_by).is_some() => None,
            [only] => {
                let is_relative = self.links_files() || beside(only);
                let lead = if is_relative { String::new() } else { format!("/{}", self.settings.base) };
                match Reference::parse(&format!("{lead}{name}"), &self.settings) {
                    Reference::Local(local) => {
                        let places = self.places(from, &local).unwrap_or_default();
                        self.rewritten(from, &local, &places, only)
                    }
                    _ => None,
                }
            }
            _ => None,
        };
        let encode = |text: String| text.replace(' ', "%20").replace('(', "%28").replace(')', "%29");
        (repair.map(encode), found)
    }

    /// The reference to `actual` in the style of `local`, or from the root if that style cannot say it.
    pub(super) fn rewritten(
        &self,
        from: Origin<'_>,
        local: &Local<'_>,
        places: &[Place],
        actual: &str,
    ) -> Option<String> {
        // Jekyll undoes percent-encoding in the names of files, too.
        let decoded = percent_decoded(actual).filter(|_| self.is_jekyll());
        let actual = decoded.as_deref().unwrap_or(actual);
        // Hexo publishes the folder of a post with the post, not where it lies, and no other of such a name.
        let is_hidden = |rest: &str| self.generator == Some(Generator::Hexo) && rest.starts_with('_');
        let below = |directory: &str| {
            actual.strip_prefix(directory).filter(|rest| !rest.is_empty() && !is_hidden(rest))
        };
        let moved = from.pages.and_then(|pages| pages.address_of(actual));
        let is_beside = |place: &&Place| !self.roots.contains(&place.directory);
        let is_own = |place: &&Place| place.found_by == FoundBy::Generator;
        let mut own = places.iter().filter(|place| is_own(place) && (moved.is_none() || is_beside(place)));
        if let Some(rest) = own.find_map(|place| below(&place.directory)) {
            return Some(local.with_path(local.lead, rest));
        }
        if places.iter().any(|place| place.found_by == FoundBy::Generator) && self.is_chirpy() {
            // Chirpy would put `media_subpath` before any other path.
            return None;
        }
        // What lies in `public/` or `static/` has its address from there.
        let is_at_root = self.roots.iter().any(|root| !root.is_empty() && actual.starts_with(root.as_str()));
        if local.anchor != Anchor::Root && self.links_files() && !is_at_root {
            let (ups, rest) = relative(from.page, actual);
            let lead = if ups == 0 { "./".to_owned() } else { "../".repeat(ups) };
            return Some(local.with_path(&lead, rest));
        }
        let rest = moved.as_deref().or_else(|| self.roots.iter().find_map(|root| below(root)))?;
        Some(local.with_path(&format!("/{}", self.settings.base), rest))
    }

    /// Whether relative references are resolved from file to file, not from address to address.
    fn links_files(&self) -> bool {
        !matches!(self.generator, Some(Generator::Jekyll | Generator::Hugo | Generator::Hexo))
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
