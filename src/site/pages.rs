//! The pages of the published site, as far as they are known, and whether an address leads to one.
//!
//! What is asked here is only certain if every page that the site's list of files holds was read, and
//! nothing else makes pages: [`Pages::complete`] says so. A run over one post knows one page. What is asked is
//! looked up in the [`Index`].

use std::borrow::Cow;

use super::Site;
use super::address::{address, candidates, name, parent, undated};
use super::index::{End, Index, Key};
use super::names::{Letters, digits, fold, is_file, near, near_lengths, nfc, only};
use super::tree::{Cause, Entry};
use crate::facts::Facts;
use crate::generator::Generator;

/// The documents of a site, as pages that may be asked for.
#[derive(Clone, Copy, Debug)]
pub struct Pages<'a> {
    /// The site.
    pub site: &'a Site,
    /// Where the documents lie that were read.
    pub paths: &'a [String],
    /// What each of them said.
    pub facts: &'a [Facts],
    /// Their index.
    pub index: &'a Index,
}

/// Why an address leads nowhere. What it may have meant are addresses, without the `/` before them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lost {
    /// The letter case of the page's address is another.
    Case(String),
    /// Its Hangul is spelt in other code points.
    Normalization(String),
    /// It has a `/` at the end, or has none; or `.html`.
    Slash(String),
    /// Something of that name is elsewhere; at most [`Pages::MOST`] of them.
    Moved(Vec<String>),
    /// Something beside it has nearly that name.
    Near(String),
    /// There is nothing like it.
    Absent,
}

impl<'a> Pages<'a> {
    /// How many pages of one name are named.
    pub const MOST: usize = 3;

    /// Whether all pages are known.
    pub fn complete(self) -> bool {
        self.index.is_complete()
    }

    /// The file that a page is published as. Behind the documents stand the templates.
    fn file(self, number: usize) -> Option<&'a str> {
        let of_template = || self.site.templates.get(number.checked_sub(self.facts.len())?);
        match self.facts.get(number) {
            Some(facts) => facts.file.as_deref(),
            None => of_template().map(String::as_str),
        }
    }

    /// The files of the pages known by `key`.
    fn files(self, key: Key<'_>) -> impl Iterator<Item = &'a str> + use<'a> {
        self.index.get(key).filter_map(move |number| self.file(number))
    }

    /// The first page that is published as `file`.
    fn published_as(self, file: &str) -> Option<usize> {
        self.index.get(Key::Spelling(file)).find(|number| self.file(*number) == Some(file))
    }

    /// Whether several pages are published as `file`, letter case and normalization aside.
    pub fn share(self, file: &str) -> bool {
        self.index.count(Key::File(&fold(file))) > 1
    }

    /// The posts of a language with this title.
    pub fn titled(self, language: Option<&str>, title: &str) -> impl Iterator<Item = usize> {
        self.index.get(Key::Title(language, title)).filter(move |number| {
            let facts = &self.facts[*number];
            let own = facts.title.as_ref().map(|(title, _)| title.as_str());
            own == Some(title) && facts.language.as_deref() == language
        })
    }

    /// The page that `path`, an address without the `/` before it, leads to: its index, if it was read.
    pub fn find(self, path: &str, loosely: bool) -> Option<Option<usize>> {
        let number = candidates(path, loosely).iter().find_map(|file| self.published_as(file))?;
        Some(Some(number).filter(|number| *number < self.facts.len()))
    }

    /// Why `path`, an address without the `/` before it, leads nowhere; `None` if it may lead to something.
    pub fn lost(self, path: &str) -> Option<Lost> {
        let site = self.site;
        let loosely = site.forgives_slashes();
        // Most lead to a page: that is known without a look at the files of the site.
        if !is_file(path) && self.may_lead_to(path, loosely) {
            return None;
        }
        let is_there = site.roots.iter().chain([&String::new()]).any(|root| {
            let whole = format!("{root}{}", path.trim_end_matches('/'));
            site.tree.lookup(&whole) != Entry::Missing || site.tree.is_file(&format!("{whole}.html"))
        });
        if !self.complete() || is_there || site.is_in_a_language(self, path) {
            return None;
        }
        if is_file(path) {
            return site.lost_file(path).filter(|_| !site.is_generated(path));
        }
        let lost = self.lost_page(path, loosely);
        let (top, below) = path.trim_end_matches('/').split_once('/').unwrap_or((path, ""));
        // Another project of the same host may be published below a name that this site does not use.
        let is_certain = lost != Lost::Absent || (!below.is_empty() && self.index.has_top(top));
        (is_certain && !site.is_generated(path)).then_some(lost)
    }

    /// Whether addresses of the site begin as `path` does, or once did.
    pub fn knows_top(self, path: &str) -> bool {
        self.index.has_top(path.split_once('/').map_or(path, |(top, _)| top))
    }

    /// Whether it depends on what the links of all pages tell (see `Index::has_top`) if `path` is
    /// [`Pages::lost`].
    pub fn depends_on_links(self, path: &str) -> bool {
        let loosely = self.site.forgives_slashes();
        self.complete()
            && !self.knows_top(path)
            && !self.may_lead_to(path, loosely)
            && self.lost_page(path, loosely) == Lost::Absent
    }

    /// Whether `path` may lead to a page.
    fn may_lead_to(self, path: &str, loosely: bool) -> bool {
        let bare = path.trim_end_matches('/');
        bare.is_empty()
            || self.find(path, loosely).is_some()
            || self.index.has(Key::Alias(bare))
            || self.index.has(Key::Alias(bare.trim_end_matches("/index.html")))
            || self.index.has(Key::Source(&folded_name(bare)))
    }

    /// Why `path`, which leads to no page, does not.
    fn lost_page(self, path: &str, loosely: bool) -> Lost {
        let bare = path.trim_end_matches('/');
        let wanted = folded_name(bare);
        let misspelt = candidates(path, loosely).into_iter().find_map(|file| {
            let actual = self.files(Key::File(&fold(&file))).next()?;
            let is_same = nfc(actual) == nfc(&file);
            let actual = address(actual).to_owned();
            Some(if is_same { Lost::Normalization(actual) } else { Lost::Case(actual) })
        });
        let slash = || {
            let file = candidates(bare, true).into_iter().find(|file| self.published_as(file).is_some());
            file.map(|file| Lost::Slash(address(&file).to_owned()))
        };
        if let Some(lost) = misspelt.or_else(slash) {
            return lost;
        }
        // A short name, or a number, says little about what was meant.
        let is_telling =
            wanted.chars().any(char::is_alphabetic) && wanted.len() >= if bare.contains('/') { 6 } else { 9 };
        let named = |key: &str| -> Vec<String> {
            let files = self.files(Key::Name(key)).take(Self::MOST);
            files.map(|file| address(file).to_owned()).collect()
        };
        if is_telling {
            let moved = Some(named(&wanted)).filter(|moved| !moved.is_empty());
            let moved = moved.unwrap_or_else(|| named(undated(&wanted)));
            if !moved.is_empty() {
                return Lost::Moved(moved);
            }
        }
        self.near(bare, &wanted).map_or(Lost::Absent, |file| Lost::Near(address(file).to_owned()))
    }

    /// The one page in the same folder whose name is nearly `wanted`, a folded name.
    fn near(self, path: &str, wanted: &str) -> Option<&'a str> {
        let (folder, digits, letters) = (parent(path), digits(wanted), Letters::of(wanted));
        let ends = End::both(wanted);
        let alike = |end, length| {
            let siblings = self.index.siblings(folder, &digits, length, end);
            siblings.filter(|(own, _)| own.may_be_near(letters)).filter_map(|(_, number)| self.file(number))
        };
        let begin_so = near_lengths(wanted).flat_map(|length| alike(ends[0], length));
        let end_so = near_lengths(wanted).flat_map(|length| alike(ends[1], length));
        // Those that do both are among the first already.
        let end_so = end_so.filter(|file| End::both(&fold(name(file)))[0] != ends[0]);
        only(near(wanted, begin_so.chain(end_so), |file| fold(name(file))))
    }
}

impl Site {
    /// Whether pages come from nothing but the files that are read, and what [`Site::is_generated`] knows.
    pub(super) fn makes_no_other_pages(&self) -> bool {
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
                        || ["minima", "minimal-mistakes-jekyll", "beautiful-jekyll"]
                            .contains(&plugin.as_str())
                };
                let mut own = self.tree.children(settings.plugin_directory.trim_end_matches('/'));
                self.problems.is_empty()
                    && !settings.collections_are_moved
                    && settings.plugins.iter().all(is_quiet)
                    && own.all(|(name, is_directory)| {
                        !is_directory && (!name.ends_with(".rb") || FILES.contains(&name))
                    })
            }
            // Addresses may be ruled in a file of their own.
            Some(Generator::Hugo) => {
                let of_own = |(name, _): (&str, bool)| name.starts_with("permalinks.");
                self.problems.is_empty() && !self.tree.children("config/_default").any(of_own)
            }
            Some(Generator::Hexo) => self.problems.is_empty(),
            _ => false,
        }
    }

    /// Whether the server may lead old addresses to new ones.
    pub(super) fn redirects(&self) -> bool {
        const FILES: [&str; 6] = [
            "_redirects",
            "netlify.toml",
            "vercel.json",
            "firebase.json",
            ".htaccess",
            "staticwebapp.config.json",
        ];
        let mut roots = self.roots.iter().map(String::as_str).chain([""]);
        roots.any(|root| FILES.iter().any(|file| self.tree.is_file(&format!("{root}{file}"))))
    }

    /// Whether a page of Hugo has this address in some language: which one is at the root is a setting
    /// that may be in a file of its own.
    fn is_in_a_language(&self, pages: Pages<'_>, path: &str) -> bool {
        let languages = &self.settings.languages;
        let is_language = |part: &str| part.len() == 2 || languages.iter().any(|language| language == part);
        let without = path.split_once('/').filter(|(part, _)| is_language(part)).map(|(_, rest)| rest);
        let mut with = languages.iter().map(|language| format!("{language}/{path}"));
        self.generator == Some(Generator::Hugo)
            && (without.is_some_and(|path| pages.find(path, true).is_some())
                || with.any(|path| pages.find(&path, true).is_some()))
    }

    /// Whether the generator, a plugin or the theme may write something at this address: lists of
    /// categories and tags, further pages of a list, feeds.
    fn is_generated(&self, path: &str) -> bool {
        const TERMS: [&str; 14] = [
            "tags",
            "tag",
            "categories",
            "category",
            "archives",
            "archive",
            "series",
            "authors",
            "author",
            "topics",
            "page",
            "posts",
            "blog",
            "collections",
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

    /// Why there is no file at `path`, an address; `None` where a theme or a program may put it there.
    fn lost_file(&self, path: &str) -> Option<Lost> {
        let wanted: Vec<String> = self.roots.iter().map(|root| format!("{root}{path}")).collect();
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        let is_public = |file: &str| !file.starts_with(['_', '.']) && !file.contains("/_");
        let fits = |file: &str| {
            is_public(file) && file.rsplit_once('.').is_some_and(|(_, own)| own.eq_ignore_ascii_case(ending))
        };
        let published = |file: &str| {
            let root = self.roots.iter().find(|root| file.starts_with(root.as_str()));
            root.map(|root| file[root.len()..].to_owned())
        };
        match self.tree.explain(&wanted, &fits) {
            Cause::Case { actual } => published(&actual).map(Lost::Case),
            Cause::Normalization { actual } => published(&actual).map(Lost::Normalization),
            Cause::NearName { actual } => published(&actual).map(Lost::Near),
            Cause::Moved { candidates } => Some(Lost::Moved(
                candidates.iter().filter_map(|file| published(file)).take(Pages::MOST).collect(),
            )),
            // A folder of the site that holds other files holds this one no longer.
            _ => {
                let folder = path.rsplit_once('/')?.0;
                let depth = folder.split('/').count();
                let is_own = self.roots.iter().any(|root| self.tree.is_directory(&format!("{root}{folder}")));
                (is_own && depth > 1).then_some(Lost::Absent)
            }
        }
    }
}

/// The last part of an address, folded, without `.html`.
fn folded_name(bare: &str) -> Cow<'_, str> {
    let last = bare.rsplit('/').next().unwrap_or(bare);
    fold(last.strip_suffix(".html").unwrap_or(last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::LinkReference;
    use crate::site::names::{MOST_COMPARED, shuffled};
    use crate::span::Span;

    fn lost(
        files: &[(&str, &str)],
        read: &[(&str, Option<&str>)],
        links: &[&str],
        path: &str,
    ) -> Option<Lost> {
        let files = files.iter().chain(&[("_config.yml", "url: https://me.github.io\n")]);
        let site =
            Site::in_memory(&files.map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect());
        let paths: Vec<String> = read.iter().map(|(path, _)| (*path).to_owned()).collect();
        let said =
            |(_, file): &(&str, Option<&str>)| Facts { file: file.map(str::to_owned), ..Facts::default() };
        let mut facts: Vec<Facts> = read.iter().map(said).collect();
        let link = |target: &&str| LinkReference {
            target: (*target).to_owned(),
            span: Span::default(),
            exact: true,
        };
        facts[0].links = links.iter().map(link).collect();
        let index = &Index::new(&site, &paths, &facts);
        Pages { site: &site, paths: &paths, facts: &facts, index }.lost(path)
    }

    const POSTS: [(&str, &str); 3] =
        [("_posts/2024-01-01-a.md", ""), ("_posts/2024-01-02-b.md", ""), ("_posts/2024-01-03-c.md", "")];
    const READ: [(&str, Option<&str>); 3] = [
        ("_posts/2024-01-01-a.md", Some("dev/docker-start/index.html")),
        ("_posts/2024-01-02-b.md", Some("dev/docker-compose/index.html")),
        ("_posts/2024-01-03-c.md", Some("dev/docker-volume/index.html")),
    ];

    #[test]
    fn nothing_is_certain_before_all_pages_are_read() {
        assert_eq!(lost(&POSTS, &READ, &[], "dev/없는-글/"), Some(Lost::Absent));
        assert_eq!(lost(&POSTS, &READ[..2], &[], "dev/없는-글/"), None);
        let plugin = ("_plugins/pages.rb", "");
        assert_eq!(lost(&[&POSTS[..], &[plugin]].concat(), &READ, &[], "dev/없는-글/"), None);
        let redirects = ("_redirects", "");
        assert_eq!(lost(&[&POSTS[..], &[redirects]].concat(), &READ, &[], "dev/없는-글/"), None);
    }

    #[test]
    fn a_page_whose_address_is_not_known_may_be_anywhere() {
        let unknown = [READ[0], READ[1], ("_posts/2024-01-03-c-없는-글.md", None)];
        assert_eq!(lost(&POSTS[..2], &unknown, &[], "dev/c-없는-글/"), None);
        assert_eq!(lost(&POSTS[..2], &unknown, &[], "dev/다른-글/"), Some(Lost::Absent));
    }

    fn lost_among(others: usize, own: &str, path: &str) -> Option<Lost> {
        let files = (0..others).map(|n| format!("{}/index.html", shuffled(n))).chain([own.to_owned()]);
        let read: Vec<(String, String)> =
            files.enumerate().map(|(n, file)| (format!("_posts/2024-01-01-{n}.md"), file)).collect();
        let read: Vec<(&str, Option<&str>)> =
            read.iter().map(|(path, file)| (path.as_str(), Some(file.as_str()))).collect();
        lost(&[], &read, &[], path)
    }

    #[test]
    fn a_slip_is_seen_among_any_number_of_pages() {
        let near = Some(Lost::Near("docker-start/".to_owned()));
        for others in [1, 999, 1_500] {
            assert_eq!(lost_among(others, "docker-start/index.html", "docker-strat/"), near, "{others}");
            assert_eq!(lost_among(others, "docker-start/index.html", "dock-start/"), near, "{others}");
            assert_eq!(lost_among(others, "docker-start/index.html", "docker-starts/"), near, "{others}");
        }
    }

    #[test]
    fn where_not_all_names_are_seen_none_is_meant() {
        // They have its letters, or nearly so, and its length, and begin like it.
        let (file, path) = ("abcdefghijkz/index.html", "abcdefghijky/");
        let near = Some(Lost::Near("abcdefghijkz/".to_owned()));
        assert_eq!(lost_among(MOST_COMPARED - 1, file, path), near);
        assert_eq!(lost_among(MOST_COMPARED, file, path), None);
    }

    #[test]
    fn other_projects_of_the_host_are_told_from_old_names_of_this_one() {
        assert_eq!(lost(&POSTS, &READ, &[], "infra/없는-글/"), None);
        let links =
            ["/infra/docker-start/", "/infra/docker-compose/", "https://me.github.io/infra/docker-volume"];
        assert_eq!(lost(&POSTS, &READ, &links, "infra/없는-글/"), Some(Lost::Absent));
        assert_eq!(lost(&POSTS, &READ, &links[..2], "infra/없는-글/"), None);
        let moved = Some(Lost::Moved(vec!["dev/docker-start/".to_owned()]));
        assert_eq!(lost(&POSTS, &READ, &[], "infra/docker-start"), moved);
    }

    #[test]
    fn files_are_looked_for_by_name() {
        let files = [&POSTS[..], &[("files/2024/표.pdf", ""), ("files/글.pdf", "")]].concat();
        assert_eq!(
            lost(&files, &READ, &[], "files/표.pdf"),
            Some(Lost::Moved(vec!["files/2024/표.pdf".to_owned()]))
        );
        assert_eq!(
            lost(&files, &READ, &[], "files/2024/표.PDF"),
            Some(Lost::Case("files/2024/표.pdf".to_owned()))
        );
        assert_eq!(lost(&files, &READ, &[], "files/2024/없다.pdf"), Some(Lost::Absent));
        assert_eq!(lost(&files, &READ, &[], "app/없다.pdf"), None);
    }
}
