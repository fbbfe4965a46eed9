//! Images of a site that nothing names.
//!
//! Whether an image is used cannot be told from references alone: themes, data files and scripts put
//! paths together. So every text of the site is searched for its name, and one that stands anywhere, in
//! whatever spelling, counts as used. So does one that a program takes without its name.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use daachorse::DoubleArrayAhoCorasick;

use super::Site;
use super::content::Format;
use super::names::fold;
use super::reference::percent_decoded;
use crate::generator::Generator;

/// Texts in which an image may be named.
const TEXTS: [&str; 39] = [
    "md",
    "markdown",
    "mdx",
    "mkd",
    "mkdn",
    "mkdown",
    "txt",
    "text",
    "html",
    "htm",
    "xml",
    "css",
    "scss",
    "sass",
    "less",
    "styl",
    "js",
    "mjs",
    "cjs",
    "jsx",
    "ts",
    "tsx",
    "yml",
    "yaml",
    "json",
    "toml",
    "svg",
    "ejs",
    "pug",
    "jade",
    "njk",
    "swig",
    "astro",
    "vue",
    "svelte",
    "webmanifest",
    "ipynb",
    "csv",
    "liquid",
];

/// Of these, the ones in which a word may be anything.
const PROSE: [&str; 8] = ["md", "markdown", "mdx", "mkd", "mkdn", "mkdown", "txt", "text"];

/// How programs list the files of a folder.
const LISTS_FOLDERS: [&str; 8] = [
    "static_files",
    ".Resources",
    "resources.Match",
    "readdir",
    "readDir",
    "glob",
    "require.context",
    "allFile",
];

/// What a text has to hold for an image to be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sign {
    /// Its name.
    Name,
    /// Its name without the extension, where a program may add that, or with that of another image.
    Stem,
    /// The name of its folder, where a program lists folders.
    Folder,
}

/// The images of a site and which of them have been named.
pub struct Images {
    paths: Vec<String>,
    /// The images that each pattern of the automaton stands for.
    signs: Vec<Vec<(Sign, Vec<usize>)>>,
    automaton: Option<DoubleArrayAhoCorasick<u32>>,
}

impl Site {
    /// The files whose text may name an image.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.tree.files().filter(|path| TEXTS.contains(&ending(path).as_str()))
    }

    /// Whether a program takes the image without its name, or it is none of the blog's.
    fn takes(&self, path: &str) -> bool {
        const FIRST: [&str; 5] = ["themes", "vendor", "exampleSite", "node_modules", "archetypes"];
        // Browsers, shops and shared links ask for these by custom; themes show them where they are.
        const ASKED_FOR: [&str; 15] = [
            "favicon",
            "apple-touch",
            "android-",
            "mstile",
            "ms-icon",
            "safari-pinned",
            "icon",
            "maskable",
            "og",
            "opengraph",
            "twitter-",
            "logo",
            "avatar",
            "profile",
            "web-app-manifest",
        ];
        // Themes of Hugo look for these beside a page.
        const BESIDE_PAGE: [&str; 6] = ["cover", "feature", "thumb", "background", "banner", "hero"];
        let mut folders: Vec<&str> = path.split('/').collect();
        let name = folders.pop().unwrap_or_default().to_ascii_lowercase();
        let begins = |known: &[&str]| known.iter().any(|known| name.starts_with(known));
        let is_foreign = folders.first().is_some_and(|first| FIRST.contains(first))
            || folders.iter().any(|folder| folder.starts_with('.') || folder.contains("icon"))
            || (self.is_jekyll() && self.is_excluded(path));
        is_foreign || begins(&ASKED_FOR) || (self.generator == Some(Generator::Hugo) && begins(&BESIDE_PAGE))
    }
}

impl Images {
    /// The images that nothing uses unless a text names them.
    pub fn new(site: &Site) -> Images {
        let is_image = |path: &&str| Format::of_name(path).is_some() && !site.takes(path);
        let paths: Vec<String> = site.tree.files().filter(is_image).map(str::to_owned).collect();
        let mut signs: BTreeMap<(String, Sign), Vec<usize>> = BTreeMap::new();
        for (at, path) in paths.iter().enumerate() {
            let folded = fold(path);
            let (folder, name) = folded.rsplit_once('/').unwrap_or(("", &folded));
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            let folder = folder.rsplit('/').next().unwrap_or_default();
            for (text, sign) in [(name, Sign::Name), (stem, Sign::Stem), (folder, Sign::Folder)] {
                if !text.is_empty() {
                    signs.entry((text.to_owned(), sign)).or_default().push(at);
                }
            }
        }
        // A text may be several signs at once; the automaton knows it once.
        let mut by_text: BTreeMap<String, Vec<(Sign, Vec<usize>)>> = BTreeMap::new();
        for ((text, sign), images) in signs {
            by_text.entry(text).or_default().push((sign, images));
        }
        let (texts, signs): (Vec<String>, Vec<_>) = by_text.into_iter().unzip();
        let patterns = texts.iter().zip(0_u32..);
        Images { automaton: DoubleArrayAhoCorasick::with_values(patterns).ok(), paths, signs }
    }

    /// The images, by number.
    pub fn paths(&self) -> &[String] {
        &self.paths
    }

    /// The numbers of the images that the text at `path` uses.
    pub fn used_in(&self, path: &str, text: &str) -> BTreeSet<usize> {
        let is_prose = PROSE.contains(&ending(path).as_str());
        let lists_folders = !is_prose && LISTS_FOLDERS.iter().any(|sign| text.contains(sign));
        let mut used = BTreeSet::new();
        let Some(automaton) = &self.automaton else { return (0..self.paths.len()).collect() };
        for reading in readings(text) {
            let reading = fold(&reading);
            let front_end = if is_prose { front_end(&reading) } else { reading.len() };
            for found in automaton.find_overlapping_iter(reading.as_bytes()) {
                let (start, end) = (found.start(), found.end());
                let Some(signs) = self.signs.get(found.value() as usize) else { continue };
                let begins = !reading[..start].chars().next_back().is_some_and(is_of_name);
                let ends = !reading[end..].chars().next().is_some_and(is_of_name);
                // What is shorter, or a number, stands in too many texts to mean anything.
                let is_telling = end - start > 2 && reading[start..end].contains(char::is_alphabetic);
                let is_word = is_telling && ends;
                let counts = |sign: Sign| match sign {
                    _ if !begins => false,
                    Sign::Name => true,
                    Sign::Stem => (is_word && end <= front_end) || is_ending(&reading[end..]),
                    Sign::Folder => is_word && lists_folders,
                };
                used.extend(signs.iter().filter(|(sign, _)| counts(*sign)).flat_map(|(_, images)| images));
            }
        }
        used
    }
}

/// `text` and what else it may be read as: an address, Markdown with escapes, HTML.
fn readings(text: &str) -> Vec<Cow<'_, str>> {
    let mut readings = vec![Cow::Borrowed(text)];
    if text.contains('%') {
        // A line at a time: one that is the encoding of no text does not hide the others.
        let decoded = |line| percent_decoded(line).unwrap_or_default() + "\n";
        readings.push(Cow::Owned(text.lines().map(decoded).collect()));
    }
    if text.contains('\\') {
        readings.push(Cow::Owned(text.replace('\\', "")));
        readings.push(Cow::Owned(text.replace('\\', "/")));
    }
    if text.contains("&amp;") {
        readings.push(Cow::Owned(text.replace("&amp;", "&")));
    }
    readings
}

/// Where the front matter of a text ends; 0 if it has none.
fn front_end(text: &str) -> usize {
    let delimiter = ["---", "+++"].into_iter().find(|delimiter| text.trim_start().starts_with(delimiter));
    let close = |delimiter| text.match_indices(delimiter).nth(1).map(|(at, _)| at);
    delimiter.and_then(close).unwrap_or(0)
}

/// Whether the end of an image's name comes next: a reference to `봄.jpg` that leads nowhere may mean
/// `봄.png`.
fn is_ending(after: &str) -> bool {
    let Some(after) = after.strip_prefix('.') else { return false };
    let end = after.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(after.len());
    Format::of_name(&format!(".{}", &after[..end])).is_some()
}

/// Whether a character may belong to a longer name.
fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_')
}

/// What follows the last dot of the name, in lower case.
fn ending(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unused(files: &[(&str, &str)]) -> Vec<String> {
        let files: BTreeMap<String, String> =
            files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        let site = Site::in_memory(&files);
        let images = Images::new(&site);
        let used: BTreeSet<usize> =
            site.texts().flat_map(|path| images.used_in(path, &files[path])).collect();
        let unused = images.paths().iter().enumerate().filter(|(at, _)| !used.contains(at));
        unused.map(|(_, path)| path.clone()).collect()
    }

    #[test]
    fn a_name_in_any_spelling_is_a_use() {
        let decomposed = "img/\u{1107}\u{1161}\u{1103}\u{1161}.png";
        for text in ["![](/img/바다.png)", "/img/%EB%B0%94%EB%8B%A4.png", "바다.PNG", "url('바다.png')"]
        {
            for path in ["_posts/a.md", "assets/a.scss", "_data/a.yml", "_drafts/a.md"] {
                assert!(unused(&[("_config.yml", ""), (decomposed, ""), (path, text)]).is_empty(), "{text}");
            }
        }
        let site = [("_config.yml", ""), ("img/a_b 1.png", ""), ("_posts/a.md", r"![](a\_b 1.png)")];
        assert!(unused(&site).is_empty());
    }

    #[test]
    fn a_name_in_a_longer_one_is_none() {
        let site = [("_config.yml", ""), ("img/1.png", ""), ("_posts/a.md", "![](11.png) 그림-1.png")];
        assert_eq!(unused(&site), ["img/1.png"]);
    }

    #[test]
    fn programs_take_images_without_their_full_name() {
        let images =
            [("img/cat.png", ""), ("gallery/2.png", ""), ("favicon.png", ""), ("assets/favicons/x.png", "")];
        let with = |path: &'static str, text: &'static str| {
            let mut files = images.to_vec();
            files.extend([("_config.yml", ""), (path, text)]);
            unused(&files)
        };
        assert_eq!(with("a.md", "cat, gallery"), ["gallery/2.png", "img/cat.png"]);
        assert_eq!(with("a.md", "![](/cat.jpg)"), ["gallery/2.png"]);
        assert_eq!(with("a.md", "---\nicon: cat\n---\n"), ["gallery/2.png"]);
        assert_eq!(with("_data/a.yml", "icon: cat\nnote: gallery"), ["gallery/2.png"]);
        let listing = "{% for f in site.static_files %}{% if f.path contains 'gallery' %}";
        assert_eq!(with("_layouts/a.html", listing), ["img/cat.png"]);
    }
}
