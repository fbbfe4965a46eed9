//! Which renderer of Markdown a site has, and how it is set: the ways its pages may be read.
//!
//! Where the settings do not say enough (Hugo's version is written nowhere), there are several ways, and
//! what is said of a page has to hold in all of them. A renderer that toego does not know is none.

use super::Texts;
use super::said::{Said, get};
use crate::document::front::scalar::{Scalar, resolve};
use crate::document::front::tree::Node;
use crate::document::markdown::{Attributes, Html, Markdown, Punctuation, Strikes};
use crate::document::syntax::{Renderer, YamlDialect};

/// What `markdown:`, `kramdown:` and `commonmark:` say (Jekyll).
pub(super) fn of_jekyll(said: &Said) -> Vec<Markdown> {
    const DIALECT: YamlDialect = YamlDialect::Psych;
    let usual = Markdown::usual(Renderer::Kramdown);
    match said.text("markdown").map(str::to_lowercase).as_deref() {
        None | Some("kramdown") => {}
        // commonmarker 0.x, by either of the plugins.
        Some("commonmark" | "commonmarkghpages") => return cmark(said),
        Some(_) => return Vec::new(),
    }
    let is = |key: &str, value: bool| {
        let node = said.get("kramdown").and_then(|kramdown| get(kramdown, key));
        node.is_some_and(|node| resolve(node, DIALECT) == Scalar::Bool(value))
    };
    let input = said.get("kramdown").and_then(|kramdown| get(kramdown, "input")).and_then(Node::as_str);
    let gfm = match input {
        None => true,
        Some(input) if input.eq_ignore_ascii_case("gfm") => true,
        Some(input) if input.eq_ignore_ascii_case("kramdown") => false,
        Some(_) => return Vec::new(),
    };
    let strikes = if gfm { usual.strikes } else { Strikes::Never };
    // Only the parser `GFM` heeds `hard_wrap`.
    let hard_wraps = gfm && is("hard_wrap", true);
    vec![Markdown { gfm, strikes, hard_wraps, reads_html_blocks: is("parse_block_html", true), ..usual }]
}

/// cmark-gfm, with the options and extensions that are asked for.
fn cmark(said: &Said) -> Vec<Markdown> {
    let names = |key: &str| -> Vec<String> {
        let items = said.get("commonmark").and_then(|node| get(node, key)).map_or(&[][..], Node::items);
        items.iter().filter_map(Node::as_str).map(str::to_lowercase).collect()
    };
    let (options, extensions) = (names("options"), names("extensions"));
    let has = |name: &str| options.iter().any(|option| option == name);
    let strikes = match extensions.iter().any(|name| name == "strikethrough") {
        true if has("strikethrough_double_tilde") => Strikes::Double,
        true => Strikes::Any,
        false => Strikes::Never,
    };
    // commonmarker kept HTML unless told otherwise up to 0.17, and has left it out since.
    let html: &[Html] = match () {
        () if has("unsafe") => &[Html::Kept],
        () if has("safe") => &[Html::Dropped],
        () => &[Html::Dropped, Html::Kept],
    };
    let ways = html.iter().map(|html| Markdown {
        strikes,
        autolinks: extensions.iter().any(|name| name == "autolink"),
        tables: extensions.iter().any(|name| name == "table"),
        footnotes: has("footnotes"),
        hard_wraps: has("hardbreaks"),
        html: *html,
        ..Markdown::usual(Renderer::Cmark)
    });
    ways.collect()
}

/// What `markup` says (Hugo): below that key, or in a file of its own.
pub(super) fn of_hugo(said: &Said, own: Option<&Said>) -> Vec<Markdown> {
    const DIALECT: YamlDialect = YamlDialect::GoYaml;
    let of = |path: &[&str]| -> Option<&Node> {
        let top = own.and_then(|own| own.get(path[0])).or_else(|| get(said.get("markup")?, path[0]))?;
        path[1..].iter().try_fold(top, |node, key| get(node, key))
    };
    let is = |path: &[&str], usual: bool| match of(path).map(|node| resolve(node, DIALECT)) {
        Some(Scalar::Bool(value)) => value,
        _ => usual,
    };
    let handler = of(&["defaultMarkdownHandler"]).and_then(Node::as_str).unwrap_or("goldmark");
    if !handler.eq_ignore_ascii_case("goldmark") {
        return Vec::new();
    }
    let usual = Markdown::usual(Renderer::Goldmark);
    let extension = |name: &str| is(&["goldmark", "extensions", name], true);
    let extra = |name: &str| is(&["goldmark", "extensions", "extras", name, "enable"], false);
    let cjk = |name: &str| is(&["goldmark", "extensions", "cjk", name], false);
    let strikes = match extension("strikethrough") {
        _ if extra("subscript") => Strikes::Lowers,
        _ if extra("delete") => Strikes::Any,
        true => Strikes::Double,
        false => Strikes::Never,
    };
    let attributes = match is(&["goldmark", "parser", "attribute", "block"], false) {
        true => Attributes::Blocks,
        false if is(&["goldmark", "parser", "attribute", "title"], true) => Attributes::Headings,
        false => Attributes::None,
    };
    let unsafe_html = is(&["goldmark", "renderer", "unsafe"], false);
    let markdown = Markdown {
        strikes,
        attributes,
        autolinks: extension("linkify"),
        highlights: extra("mark"),
        tables: extension("table"),
        footnotes: extension("footnote"),
        escaped_space: cjk("enable") && cjk("escapedSpace"),
        hard_wraps: is(&["goldmark", "renderer", "hardWraps"], false),
        html: if unsafe_html { Html::Kept } else { Html::Dropped },
        ..usual
    };
    vec![markdown]
}

/// The renderer that is installed, with what its section says (Hexo).
pub(super) fn of_hexo(texts: &Texts, said: &Said) -> Vec<Markdown> {
    const DIALECT: YamlDialect = YamlDialect::JsYaml;
    let package = Package::of(texts);
    let others =
        ["-plus", "-kramed", "-kramdown", "-pandoc", "-remarkable", "-showdown", "-unified", "-multi"];
    let is_other = |name: &str| name.contains("hexo-renderer") && others.iter().any(|end| name.contains(end));
    if package.names().any(is_other) {
        return Vec::new();
    }
    let option = |path: &[&str], usual: bool| {
        let top = said.get(path[0]);
        let node = top.and_then(|top| path[1..].iter().try_fold(top, |node, key| get(node, key)));
        match node.map(|node| resolve(node, DIALECT)) {
            Some(Scalar::Bool(value)) => value,
            _ => usual,
        }
    };
    if package.has("hexo-renderer-markdown-it") {
        return markdown_it(said, &package, option(&["markdown", "render", "breaks"], true), option);
    }
    let gfm = option(&["marked", "gfm"], true);
    let today = Markdown {
        gfm,
        strikes: if gfm { Strikes::Any } else { Strikes::Never },
        autolinks: gfm && option(&["marked", "autolink"], true),
        tables: gfm,
        footnotes: package.reads_footnotes(),
        highlights: package.names().any(|name| name.contains("mark-text") || name.contains("highlight-text")),
        hard_wraps: gfm && option(&["marked", "breaks"], true),
        ..Markdown::usual(Renderer::Marked)
    };
    if option(&["marked", "pedantic"], false) {
        return Vec::new();
    }
    // Version 2 has marked 0.7, 3 to 6 have marked 1 to 4, 7 has marked 15.
    let ascii = Markdown { punctuation: Punctuation::Ascii, ..today };
    let legacy = Markdown { legacy: true, ..ascii };
    match package.major("hexo-renderer-marked") {
        Some(0..3) => vec![legacy],
        Some(3..7) => vec![ascii],
        Some(_) => vec![today],
        None if package.has("hexo-renderer-marked") => vec![today, ascii, legacy],
        None => vec![today, ascii],
    }
}

/// markdown-it with the plugins that the settings name.
fn markdown_it(
    said: &Said,
    package: &Package<'_>,
    hard_wraps: bool,
    option: impl Fn(&[&str], bool) -> bool,
) -> Vec<Markdown> {
    let settings = said.get("markdown");
    let preset = settings.and_then(|node| get(node, "preset")).and_then(Node::as_str);
    let full = match preset {
        None | Some("default") => true,
        Some("commonmark") => false,
        Some(_) => return Vec::new(),
    };
    let rules = ["enable_rules", "disable_rules"];
    if settings.is_some_and(|node| rules.iter().any(|rules| get(node, rules).is_some())) {
        return Vec::new();
    }
    let named = settings.and_then(|node| get(node, "plugins")).map_or(&[][..], Node::items);
    let name = |item: &'_ Node| item.as_str().or_else(|| get(item, "name")?.as_str()).map(str::to_owned);
    let plugins: Vec<String> = named.iter().filter_map(name).collect();
    let uses = |plugin: &str| plugins.iter().any(|name| name.contains(plugin));
    let strikes = match full {
        _ if uses("markdown-it-sub") => Strikes::Lowers,
        true => Strikes::Double,
        false => Strikes::Never,
    };
    let friendly = uses("cjk-friendly") || package.has("markdown-it-cjk-friendly");
    let today = Markdown {
        strikes,
        friendly,
        friendly_strikes: friendly,
        hard_wraps,
        autolinks: full && option(&["markdown", "render", "linkify"], true),
        highlights: uses("markdown-it-mark"),
        tables: full,
        footnotes: uses("footnote") || package.reads_footnotes(),
        attributes: if uses("attr") || package.names().any(|name| name.contains("attrs")) {
            Attributes::Everywhere
        } else {
            Attributes::None
        },
        html: if option(&["markdown", "render", "html"], true) { Html::Kept } else { Html::Shown },
        ..Markdown::usual(Renderer::MarkdownIt)
    };
    vec![today, today.before_symbols()]
}

/// remark, in the editions of gatsby-transformer-remark and gatsby-plugin-mdx that are installed.
pub(super) fn of_gatsby(texts: &Texts) -> Vec<Markdown> {
    let package = Package::of(texts);
    let today = remark(texts, &package);
    let mut ages = Vec::new();
    for (name, since) in [("gatsby-transformer-remark", 4), ("gatsby-plugin-mdx", 4)] {
        if package.has(name) {
            ages.extend(package.ages(name, since));
        }
    }
    // gatsby-transformer-remark before its fourth version is pedantic unless it is told not to be.
    let says_not = texts.iter().any(|(name, text)| {
        name.starts_with("gatsby-config") && text.replace(' ', "").contains("pedantic:false")
    });
    let is_pedantic = package.has("gatsby-transformer-remark") && !says_not;
    if ages.is_empty() {
        ages = vec![false, true];
    }
    ages.sort_unstable();
    ages.dedup();
    // Both editions of today are from before symbols became punctuation.
    let of_age =
        |legacy: bool| Markdown { legacy, pedantic: legacy && is_pedantic, ..today.before_symbols() };
    ages.into_iter().map(of_age).collect()
}

/// remark with the plugins that the settings name (Astro).
pub(super) fn of_astro(texts: &Texts) -> Vec<Markdown> {
    let today = remark(texts, &Package::of(texts));
    vec![today, today.before_symbols()]
}

/// What is in the names of plugins that read `==가==`.
const MARKERS: [&str; 5] =
    ["remark-mark", "flexible-markers", "remark-highlight", "highlight-mark", "obsidian"];

/// remark today: which plugins it has is seen by their names.
fn remark(texts: &Texts, package: &Package<'_>) -> Markdown {
    let usual = Markdown::usual(Renderer::Remark);
    let is_own = |name: &str| name.starts_with("astro.config") || name.starts_with("gatsby-config");
    let says = |word: &str| texts.iter().any(|(name, text)| is_own(name) && text.contains(word));
    let no_gfm = texts.iter().any(|(name, text)| is_own(name) && text.replace(' ', "").contains("gfm:false"));
    let uses = |plugin: &str| package.has(plugin) || says(plugin);
    let double =
        texts.iter().any(|(name, text)| is_own(name) && text.replace(' ', "").contains("singleTilde:false"));
    let strikes = match () {
        () if no_gfm && !uses("remark-gfm") => Strikes::Never,
        () if double => Strikes::Double,
        () => Strikes::Any,
    };
    let friendly = uses("remark-cjk-friendly");
    let attributes = ["remark-attr", "heading-id", "custom-header", "custom-heading", "bracketed-spans"]
        .iter()
        .any(|plugin| package.names().any(|name| name.contains(plugin)) || says(plugin));
    Markdown {
        strikes,
        attributes: if attributes { Attributes::Everywhere } else { Attributes::None },
        autolinks: strikes != Strikes::Never,
        highlights: MARKERS.iter().any(|name| says(name) || package.text.contains(name)),
        tables: strikes != Strikes::Never,
        footnotes: strikes != Strikes::Never,
        friendly,
        // These plugins see characters, not halves of them.
        punctuation: if friendly { Punctuation::Symbols } else { usual.punctuation },
        friendly_strikes: uses("remark-cjk-friendly-gfm-strikethrough"),
        hard_wraps: uses("remark-breaks"),
        ..usual
    }
}

/// A `package.json`.
pub(super) struct Package<'t> {
    text: &'t str,
}

impl<'t> Package<'t> {
    pub(super) fn of(texts: &'t Texts) -> Package<'t> {
        Package { text: texts.get("package.json").map_or("", String::as_str) }
    }

    /// Everything between quotation marks.
    fn names(&self) -> impl Iterator<Item = &'t str> {
        self.text.split('"').skip(1).step_by(2)
    }

    fn has(&self, name: &str) -> bool {
        self.names().any(|own| own == name)
    }

    /// Whether something is installed that may read footnotes.
    fn reads_footnotes(&self) -> bool {
        self.names().any(|name| name.contains("footnote") || name.contains("hexo-reference"))
    }

    /// The first number of the version that is asked for.
    pub(super) fn major(&self, name: &str) -> Option<u32> {
        let wanted = self.names().skip_while(|own| *own != name).nth(1)?;
        let digits = wanted.trim_start_matches(['^', '~', '=', 'v', ' ']);
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        digits[..end].parse().ok()
    }

    /// Whether the edition is one from before version `since`: both, if it cannot be known.
    fn ages(&self, name: &str, since: u32) -> Vec<bool> {
        match self.major(name) {
            Some(major) => vec![major < since],
            None if self.has(name) => vec![false, true],
            None => vec![false],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Settings;
    use super::*;
    use crate::generator::Generator;

    fn read(generator: Generator, files: &[(&str, &str)]) -> Vec<Markdown> {
        let texts = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        Settings::read(Some(generator), &texts).0.markdown
    }

    fn only(generator: Generator, files: &[(&str, &str)]) -> Markdown {
        let found = read(generator, files);
        assert_eq!(found.len(), 1, "{found:?}");
        found[0]
    }

    #[test]
    fn jekyll() {
        let of = |text: &str| only(Generator::Jekyll, &[("_config.yml", text)]);
        let usual = Markdown::usual(Renderer::Kramdown);
        assert_eq!(of("title: 봄\n"), usual);
        assert_eq!(of("markdown: kramdown\nkramdown:\n  input: GFM\n  hard_wrap: false\n"), usual);
        assert!(of("kramdown:\n  hard_wrap: true\n").hard_wraps);
        assert!(of("kramdown:\n  parse_block_html: true\n").reads_html_blocks);
        let plain = of("kramdown:\n  input: kramdown\n");
        assert_eq!((plain.gfm, plain.strikes), (false, Strikes::Never));
        let cmark = of(
            "markdown: CommonMarkGhPages\ncommonmark:\n  extensions: [strikethrough, table]\n  options: [UNSAFE]\n",
        );
        assert_eq!((cmark.renderer, cmark.strikes, cmark.html), (Renderer::Cmark, Strikes::Any, Html::Kept));
        assert_eq!(read(Generator::Jekyll, &[("_config.yml", "markdown: redcarpet\n")]), []);
    }

    #[test]
    fn hugo() {
        let found = read(
            Generator::Hugo,
            &[("hugo.toml", "[markup.goldmark.renderer]\nunsafe = true\nhardWraps = true\n")],
        );
        assert!(found.iter().all(|way| way.html == Html::Kept && way.hard_wraps));
        assert_eq!(found[0].strikes, Strikes::Double);
        let own = [
            ("config/_default/hugo.toml", ""),
            ("config/_default/markup.toml", "[goldmark.extensions]\nstrikethrough = false\n"),
        ];
        assert!(read(Generator::Hugo, &own).iter().all(|way| way.strikes == Strikes::Never));
        assert_eq!(
            read(Generator::Hugo, &[("hugo.yaml", "markup:\n  defaultMarkdownHandler: asciidocext\n")]),
            []
        );
    }

    #[test]
    fn hexo() {
        let of = |package: &str, config: &str| {
            read(Generator::Hexo, &[("_config.yml", config), ("package.json", package)])
        };
        let marked = of("{\"dependencies\":{\"hexo-renderer-marked\":\"^7.0.0\"}}", "");
        assert_eq!(marked, [Markdown::usual(Renderer::Marked)]);
        assert!(of("{\"dependencies\":{\"hexo-renderer-marked\":\"^2.0.0\"}}", "")[0].legacy);
        let middle = of("{\"dependencies\":{\"hexo-renderer-marked\":\"^6.3.0\"}}", "");
        assert_eq!((middle.len(), middle[0].punctuation), (1, Punctuation::Ascii));
        assert_eq!(of("{\"dependencies\":{\"hexo-renderer-marked\":\"*\"}}", "").len(), 3);
        let markdown_it = of(
            "{\"dependencies\":{\"hexo-renderer-markdown-it\":\"^7\"}}",
            "markdown:\n  render: { breaks: false }\n  plugins: [markdown-it-sub, { name: markdown-it-footnote }]\n",
        );
        let want = Markdown {
            hard_wraps: false,
            strikes: Strikes::Lowers,
            footnotes: true,
            ..Markdown::usual(Renderer::MarkdownIt)
        };
        assert_eq!(markdown_it, [want, want.before_symbols()]);
        assert_eq!(of("{\"dependencies\":{\"hexo-renderer-pandoc\":\"1\"}}", ""), []);
    }

    #[test]
    fn remark_of_gatsby_and_astro() {
        let gatsby =
            |package: &str| read(Generator::Gatsby, &[("gatsby-config.js", ""), ("package.json", package)]);
        assert!(gatsby("{\"dependencies\":{\"gatsby-transformer-remark\":\"^2.3.8\"}}")[0].legacy);
        assert!(!gatsby("{\"dependencies\":{\"gatsby-transformer-remark\":\"6.0.0\"}}")[0].legacy);
        assert!(gatsby("{\"dependencies\":{\"gatsby-transformer-remark\":\"^2.3.8\"}}")[0].pedantic);
        assert!(!gatsby("{\"dependencies\":{\"gatsby-plugin-mdx\":\"^2.3.8\"}}")[0].pedantic);
        assert_eq!(gatsby("{}").len(), 2);
        let astro = |config: &str| read(Generator::Astro, &[("astro.config.mjs", config)])[0];
        assert_eq!(astro(""), Markdown::usual(Renderer::Remark));
        assert!(astro("import a from 'remark-cjk-friendly'").friendly);
        assert_eq!(astro("markdown: { gfm: false }").strikes, Strikes::Never);
    }
}
