//! What toego needs of a site's own settings: `_config.yml`, `hugo.toml`, `astro.config.mjs` …
//!
//! Settings are read leniently. A key of another type than expected counts as absent; a file that
//! does not parse is a [`Problem`], and the defaults hold.

mod astro;
mod hexo;
mod hugo;
mod jekyll;
mod markdown;
mod said;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use regex::Regex;

use super::Problem;
use super::defaults::Scope;
use crate::document::anchor::HeadingIds;
use crate::document::markdown::Markdown;
use crate::generator::Generator;
pub(super) use said::first;

/// The settings of a site. Directories are relative to the root and end with `/`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// Scheme and host of the published site, without a `/` at the end.
    pub url: Option<String>,
    /// The path under which the site is published: empty, or `blog/`.
    pub base: String,
    /// Where pages are: `content/` (Hugo), `source/` (Hexo), what `source` says (Jekyll); empty where there
    /// is no such directory.
    pub source: String,
    /// Where layouts are, if not in `_layouts/` (Jekyll).
    pub layouts: Option<String>,
    /// Where the folders of posts and other collections are (Jekyll).
    pub collections_directory: String,
    /// Directories of files that are published as they are (Hugo).
    pub static_directories: Vec<String>,
    /// The theme, as it is written.
    pub theme: Option<String>,
    /// Names of collections besides posts (Jekyll).
    pub collections: Vec<String>,
    /// Paths and patterns to read in spite of their name (Jekyll).
    pub include: Vec<String>,
    /// Paths and patterns not to read (Jekyll), or not to render (Hexo; below `source`).
    pub exclude: Vec<String>,
    /// Front matter that pages have without writing it, from `defaults` (Jekyll).
    pub defaults: Vec<Scope>,
    /// The zone of the site's dates, where it is set and known.
    pub time_zone: Option<TimeZone>,
    /// Whether posts of a future day are published.
    pub future: bool,
    /// Whether posts with `published: false` are.
    pub unpublished: bool,
    /// The address of posts: a style or a template.
    pub permalink: Option<String>,
    /// The address of the pages of a collection (Jekyll) or a section (Hugo), by its name.
    pub section_permalinks: BTreeMap<String, String>,
    /// The name of a new post, which says what of a file name is its title (Hexo).
    pub new_post_name: Option<String>,
    /// Whether addresses keep the letter case of folders and names (Hugo).
    pub keeps_case: bool,
    /// The languages of the site, the one at its root first; none where it has but one (Hugo).
    pub languages: Vec<String>,
    /// Plugins the generator loads, by the name of their gem (Jekyll).
    pub plugins: Vec<String>,
    /// Where the site's own plugins are (Jekyll).
    pub plugin_directory: String,
    /// Where the files that pages include are (Jekyll).
    pub include_directory: String,
    /// Whether collections and posts are kept in a directory of their own (Jekyll).
    pub collections_are_moved: bool,
    /// Whether pages have folders of their own for their files (Hexo).
    pub post_asset_folder: bool,
    /// Whether it is not known from where relative addresses are followed: because of a `<base>` (Jekyll),
    /// or of `uglyURLs` (Hugo).
    pub relative_is_unknown: bool,
    /// Whether the generator itself looks images up before it writes their addresses (Hugo).
    pub rewrites_images: bool,
    /// Whether the renderer puts the site's root before every path of an image in Markdown, from wherever it
    /// is meant (Hexo).
    pub prepends_root: bool,
    /// Whether the renderer first looks in the folder of the post (Hexo's `marked: { postAsset: true }`).
    pub finds_post_assets: bool,
    /// Directories that stand for a first part of a path: `@/` for `src/` (Astro).
    pub aliases: Vec<(String, String)>,
    /// Whether a plugin reads the `[[…]]` of Obsidian.
    pub reads_wiki_links: bool,
    /// Whether the site is built on the writer's machine, where files that Git ignores are at hand.
    pub built_here: bool,
    /// Directories that the generator takes for others, by the latter (Hugo).
    pub mounts: BTreeMap<String, String>,
    /// Whether images are taken from another host (Chirpy).
    pub uses_cdn: bool,
    /// The keys of the data files that front matter refers to, by the name of the file (Jekyll).
    pub data: BTreeMap<String, Vec<String>>,
    /// The key that switches formulas on, if the site's own templates ask for one.
    pub math_key: Option<String>,
    /// Who gives ids to headings, where that is known.
    pub heading_ids: Option<HeadingIds>,
    /// The ways its renderer may read a page: several where the settings do not say enough, none where
    /// it is one that nobody here knows.
    pub markdown: Vec<Markdown>,
}

impl Settings {
    /// Every file that settings may be in, by its path below the root.
    pub const FILES: [&str; 38] = [
        "_config.yml",
        "_config.yaml",
        "hugo.toml",
        "hugo.yaml",
        "hugo.yml",
        "hugo.json",
        "config.toml",
        "config.yaml",
        "config.yml",
        "config.json",
        "config/_default/hugo.toml",
        "config/_default/hugo.yaml",
        "config/_default/hugo.yml",
        "config/_default/config.toml",
        "config/_default/config.yaml",
        "config/_default/config.yml",
        "config/_default/markup.toml",
        "config/_default/markup.yaml",
        "config/_default/markup.yml",
        "astro.config.mjs",
        "astro.config.ts",
        "astro.config.js",
        "astro.config.mts",
        "astro.config.cjs",
        "gatsby-config.js",
        "gatsby-config.ts",
        "gatsby-config.mjs",
        "gatsby-meta-config.js",
        "package.json",
        "Gemfile",
        "_config.toml",
        ".gitmodules",
        ".toego.yml",
        "Gemfile.lock",
        "go.mod",
        "jekyll-theme-chirpy.gemspec",
        "tsconfig.json",
        "jsconfig.json",
    ];

    /// Files that say more about a Jekyll site: data that front matter names, and templates where themes
    /// load what shows formulas.
    pub const PARTS: [&str; 18] = [
        "_data/authors.yml",
        "_data/authors.yaml",
        "_data/navigation.yml",
        "_data/navigation.yaml",
        "_includes/footer.html",
        "_includes/footer/custom.html",
        "_includes/head.html",
        "_includes/head/custom.html",
        "_includes/katex.html",
        "_includes/math.html",
        "_includes/mathjax.html",
        "_includes/mathjax_support.html",
        "_includes/scripts.html",
        "_includes/script.html",
        "_layouts/default.html",
        "_layouts/page.html",
        "_layouts/post.html",
        "_layouts/single.html",
    ];

    /// The settings in `texts`, the contents of [`Self::FILES`] and [`Self::PARTS`] by path.
    pub fn read(generator: Option<Generator>, texts: &Texts) -> (Settings, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut settings = match generator {
            Some(Generator::Jekyll) => jekyll::settings(texts, &mut problems),
            Some(Generator::Hugo) => hugo::settings(texts, &mut problems),
            Some(Generator::Hexo) => hexo::settings(texts, &mut problems),
            Some(Generator::Gatsby) => Settings {
                heading_ids: slugger(texts).filter(|_| in_package(texts, "gatsby-remark-autolink-headers")),
                markdown: markdown::of_gatsby(texts),
                ..script(texts, "gatsby-", r"\bsiteUrl", r"\bpathPrefix")
            },
            Some(Generator::Astro) => {
                Settings { markdown: markdown::of_astro(texts), ..astro::settings(texts) }
            }
            None => Settings { markdown: Markdown::USUAL.to_vec(), ..Settings::default() },
        };
        let names = |file: &str, word: &str| texts.get(file).is_some_and(|text| text.contains(word));
        let any_names =
            |word| ["package.json", "Gemfile", "_config.yml"].iter().any(|file| names(file, word));
        settings.reads_wiki_links = any_names("obsidian") || any_names("wiki");
        settings.built_here |= names("package.json", "gh-pages");
        (settings, problems)
    }

    fn published_at(mut self, url: Option<&str>, base: Option<&str>) -> Self {
        let (host, path) = url.map_or(("", ""), |url| {
            let host_end = url.find("://").map_or(0, |at| at + 3);
            let end = url[host_end..].find('/').map_or(url.len(), |at| host_end + at);
            url.split_at(end)
        });
        self.url = (!host.is_empty()).then(|| host.to_owned());
        self.base = directory(base.unwrap_or(path));
        self
    }
}

/// Contents of files by path.
pub type Texts = BTreeMap<String, String>;

/// Settings written as a program: only what stands there as a plain string can be known.
fn script(texts: &Texts, stem: &str, url: &str, base: &str) -> Settings {
    let value = |key: &str| {
        let pattern = Regex::new(&format!(r#"{key}['"]?\s*:\s*['"`]([^'"`$]*)['"`]"#)).ok()?;
        let mut own = texts.iter().filter(|(name, _)| name.starts_with(stem));
        own.find_map(|(_, text)| Some(pattern.captures(text)?.get(1)?.as_str().to_owned()))
    };
    let (url, base) = (value(url).filter(|url| url.contains("://")), value(base));
    Settings::default().published_at(url.as_deref(), base.as_deref())
}

/// github-slugger, unless the site has something of its own between Markdown and it.
fn slugger(texts: &Texts) -> Option<HeadingIds> {
    let others = ["remark-custom-heading-id", "maintainCase", "starlight"];
    let named = |name: &str| texts.values().any(|text| text.contains(name));
    (!others.iter().any(|name| named(name))).then_some(HeadingIds::Github)
}

/// Whether the site's `package.json` asks for a package.
fn in_package(texts: &Texts, name: &str) -> bool {
    texts.get("package.json").is_some_and(|text| text.contains(&format!("\"{name}\"")))
}

/// `/blog`, `blog/` and `blog` as `blog/`; `/` as nothing.
fn directory(path: &str) -> String {
    let path = path.trim_matches('/').trim_start_matches("./");
    if path.is_empty() || path == "." { String::new() } else { format!("{path}/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(generator: Generator, name: &str, text: &str) -> Settings {
        let texts = [(name.to_owned(), text.to_owned())].into();
        let (settings, problems) = Settings::read(Some(generator), &texts);
        assert_eq!(problems, []);
        settings
    }

    #[test]
    fn jekyll_settings_of_odd_types_count_as_absent() {
        let text = "title: 산책\nurl: 'https://산책.kr/'\nbaseurl: /blog\ntheme:\nremote_theme: a/b\n\
                    exclude: vendor\ninclude: [_pages, 3, null]\ncollections: { 여행: { output: true } }\n\
                    cdn: false\ndefaults:\n- { scope: { path: _posts/여행 }, values: { media_subpath: /img } }\n\
                    - 1\ntitle: 다시\n";
        let settings = read(Generator::Jekyll, "_config.yml", text);
        assert_eq!(settings.url.as_deref(), Some("https://산책.kr"));
        assert_eq!((settings.base.as_str(), settings.theme.as_deref()), ("blog/", Some("a/b")));
        assert_eq!(settings.include, ["_pages"]);
        assert_eq!(settings.exclude, ["vendor"]);
        assert_eq!(settings.collections, ["여행"]);
        assert_eq!(settings.defaults.len(), 1);
        assert!(!settings.uses_cdn);
    }

    #[test]
    fn jekyll_plugins_are_named_in_the_settings_and_in_the_gemfile() {
        let config = "plugins: [jekyll-feed]\nincludes_dir: parts\n";
        let gemfile = "source 'https://example.org'\ngem \"rake\"\n# gem 'jekyll-old'\ngem 'jekyll', '~> 4.3'\n\
                       group :jekyll_plugins do\n  gem 'my-tags'\nend\ngem 'other', group: :jekyll_plugins\n";
        let texts = [("_config.yml", config), ("Gemfile", gemfile)];
        let texts = texts.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
        let (settings, _) = Settings::read(Some(Generator::Jekyll), &texts);
        assert_eq!(settings.plugins, ["jekyll-feed", "jekyll", "my-tags", "other"]);
        assert_eq!(
            (settings.plugin_directory.as_str(), settings.include_directory.as_str()),
            ("_plugins/", "parts/")
        );
    }

    #[test]
    fn a_broken_file_is_a_problem_and_the_defaults_hold() {
        let texts = [("_config.yml".to_owned(), "url: [\nbaseurl: /b".to_owned())].into();
        let (settings, problems) = Settings::read(Some(Generator::Jekyll), &texts);
        assert_eq!((settings.url, settings.base.as_str()), (None, ""));
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].path, "_config.yml");
    }

    #[test]
    fn hugo_is_read_from_toml_yaml_and_json() {
        let toml = "baseURL = 'https://a.kr/note/' # 주소\nstaticDir = [\"static\", \"files\"]\n\n[params]\ntheme = 'x'\n";
        let settings = read(Generator::Hugo, "hugo.toml", toml);
        assert_eq!((settings.url.as_deref(), settings.base.as_str()), (Some("https://a.kr"), "note/"));
        assert_eq!(settings.static_directories, ["static/", "files/"]);
        assert_eq!(settings.theme, None);
        let json = "{\"baseurl\": \"https://a.kr\", \"contentDir\": \"글\", \"theme\": [\"stack\"]}";
        let settings = read(Generator::Hugo, "config.json", json);
        assert_eq!((settings.source.as_str(), settings.theme.as_deref()), ("글/", Some("stack")));
    }

    #[test]
    fn addresses_are_found_in_scripts() {
        let text = "export default defineConfig({\n  site: \"https://a.kr\",\n  base: '/blog',\n})";
        let settings = read(Generator::Astro, "astro.config.mjs", text);
        assert_eq!((settings.url.as_deref(), settings.base.as_str()), (Some("https://a.kr"), "blog/"));
        let computed = "export default { site: config.url || `https://${host}` }";
        assert_eq!(read(Generator::Astro, "astro.config.mjs", computed).url, None);
    }
}
