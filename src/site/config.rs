//! What toego needs of a site's own settings: `_config.yml`, `hugo.toml`, `astro.config.mjs` …
//!
//! Settings are read leniently. A key of another type than expected counts as absent; a file that
//! does not parse is a [`Problem`], and the defaults hold.

use std::collections::BTreeMap;

mod jekyll;

use jiff::tz::TimeZone;
use regex::Regex;
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, IgnoredAny};

use super::Problem;
use super::defaults::Scope;
use crate::document::syntax::Renderer;
use crate::generator::Generator;

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
    /// Paths and patterns not to read (Jekyll).
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
    /// The address of the pages of a collection, by its name (Jekyll).
    pub collection_permalinks: BTreeMap<String, String>,
    /// Whether images are taken from another host (Chirpy).
    pub uses_cdn: bool,
    /// The keys of the data files that front matter refers to, by the name of the file (Jekyll).
    pub data: BTreeMap<String, Vec<String>>,
    /// The key that switches formulas on, if the site's own templates ask for one.
    pub math_key: Option<String>,
    /// The Markdown renderer, where it is not the generator's own choice.
    pub renderer: Option<Renderer>,
}

impl Settings {
    /// Every file that settings may be in, by its path below the root.
    pub const FILES: [&str; 29] = [
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
        let settings = match generator {
            Some(Generator::Jekyll) => jekyll::settings(texts, &mut problems),
            Some(Generator::Hugo) => hugo(texts, &mut problems),
            Some(Generator::Hexo) => hexo(texts, &mut problems),
            Some(Generator::Gatsby) => script(texts, "gatsby-", r"\bsiteUrl", r"\bpathPrefix"),
            Some(Generator::Astro) => script(texts, "astro.config", r"\bsite", r"\bbase"),
            None => Settings::default(),
        };
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

/// The first of [`Settings::FILES`] that begins with `stem` and is there.
pub(super) fn first<'t>(texts: &'t Texts, stem: &str) -> Option<(&'t str, &'t str)> {
    let present = |name: &&str| name.starts_with(stem) && texts.contains_key(*name);
    let name = Settings::FILES.into_iter().find(present)?;
    texts.get_key_value(name).map(|(name, text)| (name.as_str(), text.as_str()))
}

fn hexo(texts: &Texts, problems: &mut Vec<Problem>) -> Settings {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Config {
        url: Loose,
        root: Loose,
        theme: Loose,
        source_dir: Loose,
    }
    let (name, text) = first(texts, "_config.y").unwrap_or_default();
    let config: Config = parse(name, text, problems);
    let markdown_it =
        texts.get("package.json").is_some_and(|text| text.contains("\"hexo-renderer-markdown-it"));
    Settings {
        theme: config.theme.text().map(str::to_owned),
        source: directory(config.source_dir.text().unwrap_or("source")),
        renderer: markdown_it.then_some(Renderer::MarkdownIt),
        ..Settings::default()
    }
    .published_at(config.url.text(), config.root.text())
}

fn hugo(texts: &Texts, problems: &mut Vec<Problem>) -> Settings {
    /// Hugo's keys are the same in any letter case; these are the usual ones.
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Config {
        #[serde(rename = "baseURL", alias = "baseurl", alias = "baseUrl", alias = "BaseURL")]
        base_url: Loose,
        #[serde(rename = "contentDir", alias = "contentdir")]
        content_dir: Loose,
        #[serde(rename = "staticDir", alias = "staticdir")]
        static_dir: Loose,
        theme: Loose,
    }
    let found = ["hugo.", "config.", "config/"].iter().find_map(|stem| first(texts, stem));
    let (name, text) = found.unwrap_or_default();
    let config: Config = match name.ends_with(".toml") {
        true => parse(name, &top_level_of_toml(text), problems),
        false => parse(name, text, problems),
    };
    let mut static_directories = config.static_dir.names();
    if static_directories.is_empty() {
        static_directories.push("static".to_owned());
    }
    Settings {
        theme: config.theme.names().into_iter().next(),
        source: directory(config.content_dir.text().unwrap_or("content")),
        static_directories: static_directories.iter().map(|path| directory(path)).collect(),
        ..Settings::default()
    }
    .published_at(config.base_url.text(), None)
}

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

/// The pairs before the first table of a TOML file, as YAML: strings and lists of strings, which is
/// all that is asked for.
fn top_level_of_toml(text: &str) -> String {
    let lines = text.lines().map(str::trim).take_while(|line| !line.starts_with('['));
    let pairs = lines.filter_map(|line| line.split_once('=')).filter_map(|(key, value)| {
        let (key, value) = (key.trim(), value.trim());
        let plain = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        let one_line = value.starts_with(['"', '\'']) || (value.starts_with('[') && value.contains(']'));
        // A comment after the value is one in YAML, too.
        (plain && !key.is_empty() && one_line).then(|| format!("{key}: {value}\n"))
    });
    pairs.collect()
}

fn parse<T: DeserializeOwned + Default>(name: &str, text: &str, problems: &mut Vec<Problem>) -> T {
    if text.trim().is_empty() {
        return T::default();
    }
    // Generators keep the last of two equal keys and say nothing.
    let options = serde_yaml::options! { duplicate_keys: serde_yaml::DuplicateKeyPolicy::LastWins };
    serde_yaml::from_str_with_options(text, options).unwrap_or_else(|error| {
        let reason = error.to_string().lines().next().unwrap_or_default().to_owned();
        problems.push(Problem { path: name.to_owned(), reason });
        T::default()
    })
}

/// `/blog`, `blog/` and `blog` as `blog/`; `/` as nothing.
fn directory(path: &str) -> String {
    let path = path.trim_matches('/').trim_start_matches("./");
    if path.is_empty() || path == "." { String::new() } else { format!("{path}/") }
}

/// Any YAML value, as far as settings are made of text.
#[derive(Debug, Default)]
enum Loose {
    Text(String),
    List(Vec<Loose>),
    Map(BTreeMap<String, Loose>),
    #[default]
    Other,
}

impl<'de> Deserialize<'de> for Loose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Value {
            Text(String),
            List(Vec<Loose>),
            Map(BTreeMap<String, Loose>),
            Other(IgnoredAny),
        }
        Ok(match Value::deserialize(deserializer)? {
            Value::Text(text) => Loose::Text(text),
            Value::List(list) => Loose::List(list),
            Value::Map(map) => Loose::Map(map),
            Value::Other(_) => Loose::Other,
        })
    }
}

impl Loose {
    /// The text, unless it is empty.
    fn text(&self) -> Option<&str> {
        match self {
            Loose::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    /// A text, a list of texts, or the keys of a map.
    fn names(&self) -> Vec<String> {
        match self {
            Loose::Text(_) => self.text().map(str::to_owned).into_iter().collect(),
            Loose::List(list) => list.iter().filter_map(Loose::text).map(str::to_owned).collect(),
            Loose::Map(map) => map.keys().cloned().collect(),
            Loose::Other => Vec::new(),
        }
    }
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
    fn a_broken_file_is_a_problem_and_the_defaults_hold() {
        let texts = [("_config.yml".to_owned(), "url: [\nbaseurl: /b".to_owned())].into();
        let (settings, problems) = Settings::read(Some(Generator::Jekyll), &texts);
        assert_eq!(settings, Settings::default());
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
