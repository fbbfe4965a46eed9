//! What renderers of Markdown do differently, as far as their settings say it.
//!
//! [`Renderer`] names the program; a [`Markdown`] is one with its settings. How the renderers read what
//! is the same in their settings (where `**` may close, what ends a table) is for those who ask to know:
//! `tests/oracle/markdown/` shows what each of them really writes.

use super::syntax::Renderer;

/// A renderer with its settings: one way a page may be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Markdown {
    /// The program.
    pub renderer: Renderer,
    /// Whether it is an older edition: remark before 13 and marked before 1, which did not follow CommonMark,
    /// goldmark before 1.6, which knew no single `~`.
    pub legacy: bool,
    /// Whether it reads GitHub's Markdown: kramdown's parser `GFM`, marked's `gfm`.
    pub gfm: bool,
    /// What it strikes out.
    pub strikes: Strikes,
    /// Whether it reads tables.
    pub tables: bool,
    /// Whether it reads footnotes.
    pub footnotes: bool,
    /// Whether `*` and `_` open and close beside Hangul whatever punctuation is there (markdown-it-cjk-friendly
    /// and its like).
    pub friendly: bool,
    /// Whether `~~` does, too.
    pub friendly_strikes: bool,
    /// Whether `\ ` is nothing, so that it may part what must not touch (goldmark's `escapedSpace`).
    pub escaped_space: bool,
    /// Whether a line end is a `<br>`.
    pub hard_wraps: bool,
    /// What becomes of HTML.
    pub html: Html,
    /// Whether Markdown inside a block of HTML is read without `markdown="1"` (kramdown's
    /// `parse_block_html`); a blank line makes it so everywhere else.
    pub reads_html_blocks: bool,
    /// Where `{…}` gives attributes.
    pub attributes: Attributes,
}

/// What is struck out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strikes {
    /// Nothing.
    Never,
    /// What stands between `~~`.
    Double,
    /// What stands between `~~` or `~`.
    Any,
    /// What stands between `~~`; `~가~` is lowered (markdown-it-sub, goldmark's `subscript`).
    Lowers,
}

/// What becomes of HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Html {
    /// It is HTML.
    Kept,
    /// It is left out.
    Dropped,
    /// It is shown as it is written.
    Shown,
}

/// Where `{…}` gives attributes to what stands before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attributes {
    /// Nowhere.
    None,
    /// `{: .a}` after anything, `{#a}` after a heading (kramdown).
    Everywhere,
    /// `{#a .b}` after a heading (goldmark).
    Headings,
    /// `{#a .b}` after a heading, and on a line of its own after other blocks (goldmark).
    Blocks,
}

impl Markdown {
    /// A renderer as it is without settings, in the edition that generators use today.
    pub const fn usual(renderer: Renderer) -> Markdown {
        let plain = Markdown {
            renderer,
            legacy: false,
            gfm: true,
            strikes: Strikes::Any,
            tables: true,
            footnotes: true,
            friendly: false,
            friendly_strikes: false,
            escaped_space: false,
            hard_wraps: false,
            html: Html::Kept,
            reads_html_blocks: false,
            attributes: Attributes::None,
        };
        match renderer {
            Renderer::Kramdown => {
                Markdown { strikes: Strikes::Double, attributes: Attributes::Everywhere, ..plain }
            }
            Renderer::Goldmark => Markdown { html: Html::Dropped, attributes: Attributes::Headings, ..plain },
            // As Hexo calls them: with `breaks`.
            Renderer::Marked => Markdown { footnotes: false, hard_wraps: true, ..plain },
            Renderer::MarkdownIt => {
                Markdown { strikes: Strikes::Double, footnotes: false, hard_wraps: true, ..plain }
            }
            // Extensions are to be asked for.
            Renderer::Cmark => Markdown {
                strikes: Strikes::Never,
                tables: false,
                footnotes: false,
                html: Html::Dropped,
                ..plain
            },
            Renderer::Remark => plain,
        }
    }

    /// Each renderer that a page of an unknown site may be meant for.
    pub const USUAL: [Markdown; 6] = [
        Markdown::usual(Renderer::Kramdown),
        Markdown::usual(Renderer::Goldmark),
        Markdown::usual(Renderer::Goldmark).before_single_tildes(),
        Markdown::usual(Renderer::Remark),
        Markdown::usual(Renderer::Marked),
        Markdown::usual(Renderer::MarkdownIt),
    ];

    /// goldmark up to 1.5, as it is in Hugo of 2023: a single `~` is text, and punctuation is what Unicode
    /// calls that, without symbols. Which version builds a site is written nowhere in it.
    pub const fn before_single_tildes(self) -> Markdown {
        let strikes = match self.strikes {
            Strikes::Any => Strikes::Double,
            other => other,
        };
        Markdown { legacy: true, strikes, ..self }
    }

    /// Whether it is kramdown, which differs from the others in nearly everything.
    pub fn is_kramdown(&self) -> bool {
        self.renderer == Renderer::Kramdown
    }
}
