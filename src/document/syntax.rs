//! How a generator writes and reads a page: the dialects the rest of `document` is told to use.
//!
//! `document` knows dialects, not generators: [`crate::generator`] says which one has which.

use serde::{Deserialize, Serialize};

/// Everything that has to be known to read a page as its generator does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Syntax {
    /// How YAML scalars become values.
    pub yaml: YamlDialect,
    /// What may stand around the front matter.
    pub delimiters: Delimiters,
    /// Who turns Markdown into HTML.
    pub renderer: Renderer,
    /// What else is in the text besides Markdown.
    pub templates: Templates,
}

impl Default for Syntax {
    /// A page outside any known site: read like a page of Jekyll, the generator most often met.
    fn default() -> Self {
        Syntax {
            yaml: YamlDialect::Psych,
            delimiters: Delimiters::Jekyll,
            renderer: Renderer::Kramdown,
            templates: Templates::Liquid,
        }
    }
}

/// Which library resolves YAML scalars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum YamlDialect {
    /// Ruby's Psych with SafeYAML's habits (Jekyll): YAML 1.1, but `y` and `n` are strings.
    Psych,
    /// What yaml.v2 and goccy/go-yaml agree on (Hugo, old and new).
    GoYaml,
    /// js-yaml 4 (Hexo, Astro): the YAML 1.2 core schema with timestamps.
    JsYaml,
    /// js-yaml 3 in gray-matter (Gatsby): `yes` is text, but numbers are those of YAML 1.1, as `0777`,
    /// `1_000` and `12:30`.
    JsYaml3,
}

/// Where front matter may begin and end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Delimiters {
    /// `---` at byte 0 (Jekyll lets nothing stand before it), closed by a line `---` or `...`.
    Jekyll,
    /// `---`, `+++` or `{`, after an optional byte order mark and blank lines (Hugo).
    Hugo,
    /// `---` or `;;;` (Hexo); a missing opener is forgiven.
    Hexo,
    /// `---` at the start (gray-matter: Gatsby), after an optional byte order mark.
    GrayMatter,
    /// `---` or `+++` after an optional byte order mark or blank lines (Astro).
    Astro,
}

/// Which Markdown renderer shows the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Renderer {
    /// kramdown with the GFM parser (Jekyll).
    Kramdown,
    /// goldmark (Hugo).
    Goldmark,
    /// marked (Hexo's default).
    Marked,
    /// markdown-it (Hexo, by plugin).
    MarkdownIt,
    /// remark with remark-gfm (Gatsby, Astro).
    Remark,
    /// cmark-gfm (Jekyll with `markdown: CommonMark`).
    Cmark,
}

/// What is in the text besides Markdown, and never reaches the reader as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Templates {
    /// Markdown only.
    None,
    /// `{{ … }}`, `{% … %}` and kramdown attribute lists `{: … }` (Jekyll).
    Liquid,
    /// `{{< … >}}` and `{{% … %}}` (Hugo).
    Shortcodes,
    /// `{% … %}` and `{{ … }}` of Nunjucks (Hexo).
    Nunjucks,
    /// `import`, `export`, `<Component/>` and `{…}` (Astro, Gatsby with MDX).
    Mdx,
}
