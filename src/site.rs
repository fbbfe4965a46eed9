//! What toego knows of a blog besides its posts: settings, the list of files, where a path leads.
//!
//! ```text
//!  load ─▶ detect ─▶ config ─▶ Site { generator, theme, settings, tree } ─┬▶ role     which files are posts
//!  (disk)                                                                 ├▶ liquid   which tags and files there are for Liquid
//!                                                                         ├▶ index    which pages are behind what they say
//!                                                                         ├▶ pages    which pages there are for links
//!                                                                         ├▶ bundles  which files move with a page
//!                                                                         ├▶ resolve  where an image may be
//!                                                                         ├▶ missing  why readers do not see it
//!                                                                         ├▶ content  what a file is by its first bytes
//!                                                                         └▶ unused   which images nothing names
//! ```
//!
//! [`load`] alone touches the disk. Everything else is asked of a [`Site`] in memory, so answers do not
//! depend on the file system of the machine.

mod address;
mod bundles;
pub mod config;
pub mod content;
mod content_names;
pub mod defaults;
pub mod detect;
pub mod ignored;
pub mod index;
pub mod liquid;
pub mod load;
pub mod missing;
pub mod names;
pub mod pages;
pub mod post_names;
pub mod reference;
pub mod resolve;
pub mod role;
pub mod terms;
pub mod theme;
pub mod tree;
pub mod unused;
pub mod url;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt;
use std::sync::OnceLock;

pub use missing::Missing;
pub use resolve::{Origin, Resolution};
pub use role::Role;

use crate::config::Config;
use crate::document::front;
use crate::document::markdown::Markdown;
use crate::document::syntax::{Renderer, Syntax, Templates};
use crate::generator::Generator;
use crate::lang::Localized;
use config::{Settings, Texts};
use content_names::ContentNames;
use ignored::Rules;
use post_names::PostNames;
use theme::Version;
use tree::Tree;

/// A blog, without its posts.
#[derive(Debug, Default)]
pub struct Site {
    generator: Option<Generator>,
    theme: Option<String>,
    theme_version: Option<Version>,
    evidence: String,
    settings: Settings,
    config: Config,
    tree: Tree,
    /// Directories whose contents are published at the site's root, the most likely first.
    roots: Vec<String>,
    /// Images that Git ignores.
    ignored: BTreeSet<String>,
    /// Whether templates or plugins may make another address of an image's (Hugo's render hooks).
    rewrites_images: bool,
    problems: Vec<Problem>,
    /// The files that pages of HTML with front matter are published as (Jekyll).
    templates: Vec<String>,
    /// What layouts read, in lower case: all names behind a `.` (Hugo).
    read_by_layouts: HashSet<String>,
    /// The posts that `post_url` may name (Jekyll), once one has been asked for.
    post_names: OnceLock<PostNames>,
    /// How the files of the content may be named (Hugo, Hexo), once one has been.
    content_names: OnceLock<ContentNames>,
    /// Seconds since 1970 at which the site is looked at, if that matters.
    now: Option<i64>,
}

/// Something that could not be read. It never stops a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where, relative to the root (or as named by the user, if it is no part of a site).
    pub path: String,
    /// What went wrong, in plain words.
    pub reason: Localized,
}

impl Problem {
    /// `path: what went wrong`, in both languages.
    pub fn said(&self) -> Localized {
        self.reason.clone().at(&self.path)
    }
}

/// For programmers, in English.
impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.said().en)
    }
}

impl std::error::Error for Problem {}

impl Site {
    /// The site of a tree and the contents of [`Settings::FILES`]; `generator` overrules detection.
    pub fn new(tree: Tree, texts: &Texts, generator: Option<Generator>) -> Site {
        let detected = detect::generator(&|path| tree.is_directory(path), texts);
        let (generator, mut evidence) = match (generator, detected) {
            (Some(forced), _) => (Some(forced), format!("{forced}, as told")),
            (None, Some((generator, file))) => (Some(generator), format!("{generator}: {file}")),
            (None, None) => (None, String::new()),
        };
        let (mut settings, problems) = Settings::read(generator, texts);
        let tree = tree.mounted(std::mem::take(&mut settings.mounts));
        let theme = generator.and_then(|generator| theme::find(generator, &settings, &tree, texts));
        if let Some((name, file)) = &theme {
            evidence = format!("{evidence}; {name}: {file}");
        }
        let roots = roots(generator, &settings, &tree);
        let theme = theme.map(|(name, _)| name);
        let theme_version = theme.as_deref().and_then(|table| theme::version(table, &settings, texts));
        let rewrites_images = match generator {
            Some(Generator::Hugo) => has_image_hook(&tree, &settings, texts),
            Some(Generator::Astro) => settings.rewrites_images,
            _ => false,
        };
        let site = Site {
            generator,
            theme,
            theme_version,
            evidence,
            settings,
            tree,
            roots,
            rewrites_images,
            problems,
            ..Site::default()
        };
        Site { templates: templates(&site, texts), read_by_layouts: read_by_layouts(&site, texts), ..site }
    }

    /// The site with what its `.toego.yml` says.
    pub fn configured(self, config: Config) -> Site {
        Site { config, ..self }
    }

    /// The site of these files, given by path with their contents. A `.toego.yml` that cannot be read
    /// counts as absent.
    pub fn in_memory(files: &BTreeMap<String, String>) -> Site {
        let config = files.get(Config::FILE).and_then(|text| Config::parse(text).ok()).unwrap_or_default();
        let ignored = files.get(".gitignore").map(|text| {
            let rules = Rules::new([("", text.as_str())]);
            files.keys().filter(|path| rules.ignore(path)).cloned().collect()
        });
        let site = Site::new(files.keys().map(String::as_str).collect(), files, None);
        site.configured(config).ignoring(ignored.unwrap_or_default())
    }

    /// The site with what Git ignores of its images.
    pub fn ignoring(self, ignored: BTreeSet<String>) -> Site {
        Site { ignored, ..self }
    }

    /// The site as it is looked at in this moment, in seconds since 1970: some posts are still to come.
    pub fn at(self, now: i64) -> Site {
        Site { now: Some(now), ..self }
    }

    /// When the site is looked at, in seconds since 1970.
    pub fn now(&self) -> Option<i64> {
        self.now
    }

    /// Whether Jekyll makes the site.
    pub fn is_jekyll(&self) -> bool {
        self.generator == Some(Generator::Jekyll)
    }

    /// Whether Jekyll makes the site, or nobody knows who does.
    pub fn may_be_jekyll(&self) -> bool {
        self.generator.is_none_or(|generator| generator == Generator::Jekyll)
    }

    /// The generator, if it is known.
    pub fn generator(&self) -> Option<Generator> {
        self.generator
    }

    /// The theme, by the name of its field table: `minimal-mistakes`.
    pub fn theme(&self) -> Option<&str> {
        self.theme.as_deref()
    }

    /// The version of the theme, or the least it can be, where the site says so.
    pub fn theme_version(&self) -> Option<&Version> {
        self.theme_version.as_ref()
    }

    /// What the blog's `.toego.yml` says.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// What generator and theme were recognised by, in one line; empty if neither was.
    pub fn evidence(&self) -> &str {
        &self.evidence
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The list of files.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// What could not be read of the settings.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// How the page at `path` (relative to the root) is written.
    pub fn syntax(&self, path: &str) -> Syntax {
        let syntax = self.generator.map_or_else(Syntax::default, Generator::syntax);
        let templates = if path.ends_with(".mdx") { Templates::Mdx } else { syntax.templates };
        Syntax { templates, renderer: self.renderer(), ..syntax }
    }

    /// Whether the generator makes an image of its own from the file, whatever the file is called.
    pub fn converts(&self, path: &str) -> bool {
        match self.generator {
            Some(Generator::Gatsby) => !path.starts_with("static/"),
            Some(Generator::Astro) => !path.starts_with("public/"),
            _ => false,
        }
    }

    /// The key that switches formulas on, if pages need one.
    pub fn math_key(&self) -> Option<&str> {
        let of_theme = self.is_chirpy().then_some("math");
        let own = self.config.front_matter.math.as_deref();
        own.or(self.settings.math_key.as_deref()).or(of_theme)
    }

    fn renderer(&self) -> Renderer {
        let usual = self.generator.map_or_else(Syntax::default, Generator::syntax).renderer;
        self.settings.markdown.first().filter(|_| self.generator.is_some()).map_or(usual, |way| way.renderer)
    }

    /// The ways the renderer of the site may read a page: one, if its settings say enough; all that are
    /// usual, if nobody knows the generator; none, if the renderer is unknown. What is said of a page has
    /// to hold in all of them, see [`Site::surely`].
    pub fn renderings(&self) -> &[Markdown] {
        &self.settings.markdown
    }

    /// Whether something is so however the renderer of the site may read a page.
    pub fn surely(&self, is_so: impl FnMut(&Markdown) -> bool) -> bool {
        !self.settings.markdown.is_empty() && self.settings.markdown.iter().all(is_so)
    }

    /// Whether a layout of the site or its theme reads the key, which Hugo takes in any letter case.
    pub fn is_read_by_layouts(&self, key: &str) -> bool {
        self.read_by_layouts.contains(&key.to_lowercase())
    }

    /// Whether there are layouts that are not in the site's folders: of a theme that is not checked out.
    pub fn has_unseen_layouts(&self) -> bool {
        let is_unseen = |theme: &str| !self.tree.is_directory(&format!("themes/{theme}/layouts"));
        self.generator == Some(Generator::Hugo)
            && (self.settings.theme.as_deref().is_some_and(is_unseen) || self.tree.is_file("go.mod"))
    }

    fn is_chirpy(&self) -> bool {
        self.theme.as_deref() == Some("chirpy")
    }
}

/// Whether a template of the site or its theme makes the HTML of images, or may do so unseen.
fn has_image_hook(tree: &Tree, settings: &Settings, texts: &Texts) -> bool {
    let theme = settings.theme.as_deref();
    let is_unseen = |theme: &str| !tree.is_directory(&format!("themes/{theme}"));
    texts.contains_key("go.mod")
        || settings.rewrites_images
        || theme.is_some_and(is_unseen)
        || tree.files().any(|path| path.ends_with("render-image.html"))
}

/// Where the pages of Jekyll that are not Markdown are published.
fn templates(site: &Site, texts: &Texts) -> Vec<String> {
    if !site.is_jekyll() {
        return Vec::new();
    }
    let pages = texts.iter().filter(|(path, _)| is_template(path) && site.role(path) != Role::Skipped);
    let files = pages.filter_map(|(path, text)| {
        let front = front::read(text, &Generator::Jekyll.syntax());
        site.published(path, front.root())
    });
    files.collect()
}

/// Whether the file at `path` is a layout of Hugo.
fn is_layout(path: &str) -> bool {
    let below =
        path.strip_prefix("themes/").and_then(|path| path.split_once('/')).map_or(path, |(_, path)| path);
    below.starts_with("layouts/") && path.ends_with(".html")
}

/// All names behind a `.` in layouts: keys are read through variables, too.
fn read_by_layouts(site: &Site, texts: &Texts) -> HashSet<String> {
    if site.generator != Some(Generator::Hugo) {
        return HashSet::new();
    }
    let layouts = texts.iter().filter(|(path, _)| is_layout(path));
    let names = layouts.flat_map(|(_, text)| text.split(['.', '"']).skip(1)).map(|rest| {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-');
        rest[..end.unwrap_or(rest.len())].to_lowercase()
    });
    names.collect()
}

/// Whether Jekyll makes a page of HTML of the file at `path`, if it has front matter.
fn is_template(path: &str) -> bool {
    path.ends_with(".html") && !Settings::PARTS.contains(&path)
}

/// Directories whose contents are published at the root.
fn roots(generator: Option<Generator>, settings: &Settings, tree: &Tree) -> Vec<String> {
    let themes = tree.children("themes").filter(|(_, is_directory)| *is_directory);
    let of_themes = |folder: &'static str| themes.map(move |(theme, _)| format!("themes/{theme}/{folder}/"));
    match generator {
        // A file `_travel/a.png` of the collection `travel` is published as `travel/a.png`.
        Some(Generator::Jekyll) if !settings.collections.is_empty() => vec![String::new(), "_".to_owned()],
        Some(Generator::Jekyll) | None => vec![String::new()],
        Some(Generator::Hugo) => {
            let mut roots = settings.static_directories.clone();
            roots.extend([settings.source.clone(), "assets/".to_owned()]);
            roots.extend(of_themes("static"));
            roots
        }
        Some(Generator::Hexo) => [settings.source.clone()].into_iter().chain(of_themes("source")).collect(),
        Some(Generator::Gatsby) => vec!["static/".to_owned()],
        // Astro also takes a path from the root of the project.
        Some(Generator::Astro) => vec!["public/".to_owned(), String::new()],
    }
}
