//! The pages of the published site, as far as they are known, and whether an address leads to one.
//!
//! What is asked here is only certain if every page that the site's list of files holds was read, and
//! nothing else makes pages: [`Pages::complete`] says so. A run over one post knows one page.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::names::{fold, is_near, nfc};
use super::{Role, Site};
use crate::generator::Generator;

/// A page, as [`Pages::new`] takes it.
#[derive(Clone, Copy, Debug)]
pub struct Page<'f> {
    /// Its source, relative to the root.
    pub path: &'f str,
    /// The file it is published as, if that is known.
    pub file: Option<&'f str>,
    /// Other addresses that lead to it, without `/` at their ends.
    pub aliases: &'f [String],
}

/// The published pages.
#[derive(Debug, Default)]
pub struct Pages<'f> {
    /// By their file, folded, with the index of the page, if it was read.
    files: HashMap<Cow<'f, str>, Vec<(&'f str, Option<usize>)>>,
    /// Their files by the last part of their address, folded.
    names: HashMap<Cow<'f, str>, Vec<&'f str>>,
    /// Addresses that may be there, with or without `/` at the end.
    possible: HashSet<Cow<'f, str>>,
    /// Last parts of the address of pages that are there, nobody knows where; folded.
    somewhere: HashSet<String>,
    /// What addresses begin with, folded.
    tops: HashSet<Cow<'f, str>>,
    complete: bool,
}

/// Why an address leads to no page. Files are those of the published site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lost<'f> {
    /// The letter case of the page's address is another.
    Case(&'f str),
    /// Its Hangul is spelt in other code points.
    Normalization(&'f str),
    /// It has a `/` at the end, or has none; or `.html`.
    Slash(&'f str),
    /// A page of that name is elsewhere; at most [`Pages::MOST`] of them.
    Moved(Vec<&'f str>),
    /// A page beside it has nearly that name.
    Near(&'f str),
    /// There is nothing like it.
    Absent,
}

impl<'f> Pages<'f> {
    /// How many pages of one name are named.
    pub const MOST: usize = 3;

    /// The pages of `site`: `pages` are all that were read.
    pub fn new(site: &'f Site, pages: impl Iterator<Item = Page<'f>>) -> Pages<'f> {
        let mut all = Pages { complete: site.makes_no_other_pages(), ..Pages::default() };
        let mut read: HashSet<&str> = HashSet::new();
        let mut unknown = 0;
        for (at, page) in pages.enumerate() {
            read.insert(page.path);
            match page.file {
                Some(file) => all.add(file, Some(at)),
                None if site.role(page.path) != Role::Draft => {
                    unknown += 1;
                    all.somewhere.insert(name_of_source(page.path));
                }
                None => {}
            }
            all.possible.extend(page.aliases.iter().map(|alias| Cow::Borrowed(alias.as_str())));
        }
        for file in &site.templates {
            all.add(file, None);
        }
        // Where most addresses are unknown, the rule behind them is.
        all.complete &= unknown * 2 < read.len();
        let unread = site.tree().files().filter(|path| site.reads(path) && !read.contains(path));
        for path in unread {
            match site.role(path) {
                Role::Post | Role::Page => all.complete = false,
                Role::Draft | Role::Skipped => {}
                // A README, or a page that a plugin makes of it.
                Role::Other => {
                    all.somewhere.insert(name_of_source(path));
                    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                    all.possible.insert(Cow::Borrowed(folder));
                }
            }
        }
        all
    }

    fn add(&mut self, file: &'f str, at: Option<usize>) {
        self.files.entry(fold(file)).or_default().push((file, at));
        self.names.entry(fold(name(file))).or_default().push(file);
        if let Some((top, _)) = file.split_once('/') {
            self.tops.insert(fold(top));
        }
    }

    /// Whether all pages are known.
    pub fn complete(&self) -> bool {
        self.complete
    }

    /// The page that `path`, an address without the `/` before it, leads to: its index, if it was read.
    pub fn find(&self, path: &str, loosely: bool) -> Option<Option<usize>> {
        candidates(path, loosely).into_iter().find_map(|file| {
            let same = self.files.get(&fold(&file))?;
            same.iter().find(|(known, _)| *known == file).map(|(_, at)| *at)
        })
    }

    /// Why `path` leads to no page; `None` if it may lead to one.
    fn lost(&self, path: &str, loosely: bool) -> Option<Lost<'f>> {
        let bare = path.trim_end_matches('/');
        let last = bare.rsplit('/').next().unwrap_or(bare);
        let last = last.strip_suffix(".html").unwrap_or(last);
        let key = fold(last);
        let is_possible = self.find(path, loosely).is_some()
            || self.possible.contains(bare)
            || self.possible.contains(bare.trim_end_matches("/index.html"))
            || self.somewhere.contains(&*key);
        if is_possible || bare.is_empty() {
            return None;
        }
        let misspelt = candidates(path, loosely).into_iter().find_map(|file| {
            let actual = self.files.get(&fold(&file))?.first()?.0;
            Some(if nfc(actual) == nfc(&file) { Lost::Normalization(actual) } else { Lost::Case(actual) })
        });
        let slash = || {
            let found = candidates(bare, true).into_iter().find_map(|file| {
                self.files.get(&fold(&file))?.iter().find(|(known, _)| *known == file).map(|(known, _)| *known)
            });
            found.map(Lost::Slash)
        };
        if let Some(lost) = misspelt.or_else(slash) {
            return Some(lost);
        }
        let is_telling = key.chars().any(char::is_alphabetic)
            && key.chars().count() >= if bare.contains('/') { 5 } else { 8 };
        let named = |key: &str| self.names.get(key).map_or(&[][..], Vec::as_slice);
        let mut moved = named(&key);
        if moved.is_empty() {
            moved = named(undated(&key));
        }
        if is_telling && !moved.is_empty() {
            return Some(Lost::Moved(moved.iter().copied().take(Self::MOST).collect()));
        }
        Some(self.near(bare, &key).map_or(Lost::Absent, Lost::Near))
    }

    /// The one page in the same folder whose name is nearly `key`.
    fn near(&self, path: &str, key: &str) -> Option<&'f str> {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut near = self.names.iter().filter(|(name, _)| is_near(key, name)).flat_map(|(_, files)| files);
        let is_beside = |file: &&&str| address(file).trim_end_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder) == folder;
        let mut beside = near.by_ref().filter(is_beside);
        let first = beside.next()?;
        beside.next().is_none().then_some(*first)
    }
}

impl Site {
    /// Whether pages come from nothing but the files that are read, and what [`Site::is_generated`] knows.
    fn makes_no_other_pages(&self) -> bool {
        /// Plugins that make no pages, or only such as [`Site::is_generated`] knows.
        const PLUGINS: [&str; 44] = [
            "github-pages",
            "jekyll",
            "jekyll-admin",
            "jekyll-analytics",
            "jekyll-archives",
            "jekyll-avatar",
            "jekyll-coffeescript",
            "jekyll-commonmark",
            "jekyll-commonmark-ghpages",
            "jekyll-compose",
            "jekyll-data",
            "jekyll-default-layout",
            "jekyll-feed",
            "jekyll-figure",
            "jekyll-gist",
            "jekyll-github-metadata",
            "jekyll-include-cache",
            "jekyll-katex",
            "jekyll-last-modified-at",
            "jekyll-livereload",
            "jekyll-loading-lazy",
            "jekyll-mentions",
            "jekyll-mermaid",
            "jekyll-minifier",
            "jekyll-octicons",
            "jekyll-optional-front-matter",
            "jekyll-paginate",
            "jekyll-paginate-v2",
            "jekyll-readme-index",
            "jekyll-redirect-from",
            "jekyll-relative-links",
            "jekyll-remote-theme",
            "jekyll-sass-converter",
            "jekyll-seo-tag",
            "jekyll-sitemap",
            "jekyll-spaceship",
            "jekyll-target-blank",
            "jekyll-titles-from-headings",
            "jekyll-toc",
            "jekyll-watch",
            "jemoji",
            "kramdown-parser-gfm",
            "liquid",
            "liquid-c",
        ];
        /// Files of `_plugins/` that make none.
        const FILES: [&str; 2] = ["posts-lastmod-hook.rb", "toc-hook.rb"];
        let settings = &self.settings;
        match self.generator {
            Some(Generator::Jekyll) => {
                let is_quiet = |plugin: &String| {
                    PLUGINS.contains(&plugin.as_str())
                        || plugin.contains("theme")
                        || ["minima", "minimal-mistakes-jekyll", "beautiful-jekyll"].contains(&plugin.as_str())
                };
                let mut own = self.tree.children(settings.plugin_directory.trim_end_matches('/'));
                self.problems.is_empty()
                    && !settings.collections_are_moved
                    && settings.plugins.iter().all(is_quiet)
                    && own.all(|(name, is_directory)| {
                        !is_directory && (!name.ends_with(".rb") || FILES.contains(&name))
                    })
            }
            Some(Generator::Hugo | Generator::Hexo) => self.problems.is_empty(),
            _ => false,
        }
    }

    /// Whether the generator, a plugin or the theme may write something at this address: lists of
    /// categories and tags, further pages of a list, feeds.
    fn is_generated(&self, path: &str) -> bool {
        const TERMS: [&str; 14] = [
            "tags", "tag", "categories", "category", "archives", "archive", "series", "authors", "author", "topics",
            "page", "posts", "blog", "collections",
        ];
        let mut parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let last = parts.last().copied().unwrap_or_default();
        let is_page = last.strip_prefix("page").is_some_and(|rest| rest.is_empty() || is_number(rest))
            || parts.contains(&"page");
        let is_feed = parts.len() <= 2
            && last.rsplit_once('.').is_some_and(|(_, ending)| {
                ["xml", "txt", "json", "js", "css", "ico", "webmanifest", "svg"].contains(&ending)
            });
        let is_archive = parts.iter().all(|part| is_number(part));
        if is_page || is_feed || is_archive || last == "404.html" || last == "feed" || last == "index.xml" {
            return true;
        }
        let is_term = |part: &str| TERMS.contains(&part.to_lowercase().as_str());
        match self.generator {
            Some(Generator::Jekyll) => {
                let archives = |plugin: &String| {
                    ["jekyll-archives", "jekyll-paginate-v2"].contains(&plugin.as_str())
                        || plugin.contains("jekyll-theme-chirpy")
                };
                let has_archives = self.is_chirpy() || self.settings.plugins.iter().any(archives);
                has_archives && is_term(parts[0]) && parts[0] != "posts"
            }
            _ => {
                if parts.len() > 1 && self.settings.languages.iter().any(|language| language == parts[0]) {
                    parts.remove(0);
                }
                let holds_posts = ["posts", "blog", "archives"].contains(&parts[0]) && parts.len() > 1;
                let months = parts[1..].iter().all(|part| is_number(part));
                (is_term(parts[0]) && !holds_posts) || (holds_posts && months)
            }
        }
    }

    /// Whether every spelling of an address leads to its page: `/a`, `/a/`, `/a.html`. GitHub Pages tells
    /// `/a/` from `/a`; others often do not.
    pub fn forgives_slashes(&self) -> bool {
        let on_github = self.settings.url.as_deref().is_some_and(|url| url.ends_with(".github.io"));
        !(self.is_jekyll() && on_github)
    }

    /// Why `path`, an address without the `/` before it, leads nowhere; `None` if it may lead to something.
    pub fn lost<'f>(&self, pages: &Pages<'f>, path: &str) -> Option<Lost<'f>> {
        let is_there = self.roots.iter().chain([&String::new()]).any(|root| {
            let whole = format!("{root}{}", path.trim_end_matches('/'));
            self.tree.lookup(&whole) != super::tree::Entry::Missing || self.tree.is_file(&format!("{whole}.html"))
        });
        if !pages.complete || is_there {
            return None;
        }
        let lost = pages.lost(path, self.forgives_slashes())?;
        let bare = path.trim_end_matches('/');
        let (top, below) = bare.split_once('/').unwrap_or((bare, ""));
        let name = bare.rsplit('/').next().unwrap_or(bare);
        let is_file = name.rsplit_once('.').is_some_and(|(stem, ending)| {
            !stem.is_empty() && (1..=5).contains(&ending.len()) && ending != "html" && ending.bytes().all(|b| b.is_ascii_alphanumeric())
        });
        let is_certain = match &lost {
            // Another project of the same host may be published below a name that this site does not use.
            Lost::Absent => !is_file && !below.is_empty() && pages.tops.contains(&fold(top)),
            Lost::Near(_) => !is_file,
            _ => true,
        };
        (is_certain && !self.is_generated(path)).then_some(lost)
    }
}

/// The address of a published file: `a/index.html` is `a/`, `a.html` is `a.html`.
pub fn address(file: &str) -> &str {
    file.strip_suffix("index.html").filter(|path| path.is_empty() || path.ends_with('/')).unwrap_or(file)
}

/// The files that an address may lead to; with all ways to write it, if `loosely`.
fn candidates(path: &str, loosely: bool) -> Vec<String> {
    let bare = path.trim_end_matches('/');
    if bare.is_empty() {
        return vec!["index.html".to_owned()];
    }
    if loosely {
        let bare = bare.strip_suffix("/index.html").or(bare.strip_suffix(".html")).unwrap_or(bare);
        return vec![format!("{bare}.html"), format!("{bare}/index.html"), bare.to_owned()];
    }
    if path.ends_with('/') {
        return vec![format!("{bare}/index.html")];
    }
    vec![bare.to_owned(), format!("{bare}.html"), format!("{bare}/index.html")]
}

/// The last part of the address of a file.
fn name(file: &str) -> &str {
    let address = address(file).trim_end_matches('/');
    let name = address.rsplit('/').next().unwrap_or(address);
    name.strip_suffix(".html").unwrap_or(name)
}

/// What the last part of the address of a page is likely to be.
fn name_of_source(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let own = if stem == "index" || stem == "_index" { folder.rsplit('/').next().unwrap_or(stem) } else { stem };
    undated(&fold(own)).replace(' ', "-")
}

/// `2024-01-02-글` without the date.
fn undated(name: &str) -> &str {
    let is_date = name.len() > 11
        && name.is_char_boundary(11)
        && name[..11].bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 | 10 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if is_date { &name[11..] } else { name }
}
