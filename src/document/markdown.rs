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
    /// Whether it is an edition from before it followed CommonMark: remark before 13, marked before 1.
    pub legacy: bool,
    /// Whether it reads as the first program for Markdown did: remark's and marked's `pedantic`.
    pub pedantic: bool,
    /// Which characters are punctuation beside `*`, `_` and `~`.
    pub punctuation: Punctuation,
    /// Whether it reads GitHub's Markdown: kramdown's parser `GFM`, marked's `gfm`.
    pub gfm: bool,
    /// What it strikes out.
    pub strikes: Strikes,
    /// Whether an address that stands in the text is a link.
    pub autolinks: bool,
    /// Whether `==가==` is marked.
    pub highlights: bool,
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

/// Which characters are punctuation to emphasis, besides those of ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Punctuation {
    /// None.
    Ascii,
    /// What Unicode calls punctuation: `’`, `…`.
    Marks,
    /// That and symbols: `→`, `℃`, but not those that UTF-16 writes as two, such as `😀`.
    ShortSymbols,
    /// That and all symbols.
    Symbols,
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
            pedantic: false,
            punctuation: Punctuation::Marks,
            gfm: true,
            strikes: Strikes::Any,
            autolinks: true,
            tables: true,
            footnotes: true,
            highlights: false,
            friendly: false,
            friendly_strikes: false,
            escaped_space: false,
            hard_wraps: false,
            html: Html::Kept,
            reads_html_blocks: false,
            attributes: Attributes::None,
        };
        match renderer {
            Renderer::Kramdown => Markdown {
                strikes: Strikes::Double,
                autolinks: false,
                attributes: Attributes::Everywhere,
                ..plain
            },
            Renderer::Goldmark => Markdown {
                strikes: Strikes::Double,
                html: Html::Dropped,
                attributes: Attributes::Headings,
                ..plain
            },
            // As Hexo calls them: with `breaks`.
            Renderer::Marked => {
                Markdown { punctuation: Punctuation::Symbols, footnotes: false, hard_wraps: true, ..plain }
            }
            Renderer::MarkdownIt => {
                let punctuation = Punctuation::Symbols;
                Markdown {
                    punctuation,
                    strikes: Strikes::Double,
                    footnotes: false,
                    hard_wraps: true,
                    ..plain
                }
            }
            // Extensions are to be asked for.
            Renderer::Cmark => Markdown {
                strikes: Strikes::Never,
                autolinks: false,
                tables: false,
                footnotes: false,
                html: Html::Dropped,
                ..plain
            },
            Renderer::Remark => Markdown { punctuation: Punctuation::ShortSymbols, ..plain },
        }
    }

    /// Each renderer that a page of an unknown site may be meant for.
    pub const USUAL: [Markdown; 7] = [
        Markdown::usual(Renderer::Kramdown),
        Markdown::usual(Renderer::Goldmark),
        Markdown::usual(Renderer::Remark),
        Markdown::usual(Renderer::Remark).before_symbols(),
        Markdown::usual(Renderer::Marked),
        Markdown::usual(Renderer::MarkdownIt),
        Markdown::usual(Renderer::MarkdownIt).before_symbols(),
    ];

    /// The edition before symbols became punctuation. Which one builds a site is not said by the major
    /// version that its `package.json` asks for.
    pub const fn before_symbols(self) -> Markdown {
        Markdown { punctuation: Punctuation::Marks, ..self }
    }

    /// Whether it is kramdown, which differs from the others in nearly everything.
    pub fn is_kramdown(&self) -> bool {
        self.renderer == Renderer::Kramdown
    }
}
