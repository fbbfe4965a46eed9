//! One file, parsed once: `text → front matter → mask → Markdown and HTML → prose`.
//!
//! | step                            | gives                                                              |
//! |---------------------------------|--------------------------------------------------------------------|
//! | [`encoding::decode`]            | the text, or why there is none                                     |
//! | [`front::read`]                 | the front matter, and where the body begins                        |
//! | [`mask`]                        | the body without what only the generator reads, as long as before  |
//! | [`liquid`]                      | tags and outputs as Liquid itself cuts them                        |
//! | [`blocks`], [`html`]            | headings, images, links, code, tags: flat lists                    |
//! | [`raw`]                         | where kramdown leaves Markdown as it is                            |
//! | [`anchor`]                      | the ids that links lead to                                         |
//! | [`emphasis`]                    | which `*`, `_` and `~` a renderer takes for emphasis                |
//! | [`markdown`]                    | what the renderer of the page does differently from others         |
//! | [`prose`]                       | the text a reader reads, with the way back to the file             |
//!
//! Parsing never fails, whatever the text, and takes time linear in its length. How to read the page is
//! said by a [`Syntax`]; rules, settings and the rest of the site are unknown here. Every place is a byte
//! range of the file, a byte order mark counted.

pub mod anchor;
pub mod blocks;
pub mod element;
pub mod emphasis;
pub mod encoding;
pub mod front;
pub mod html;
pub mod line;
pub mod liquid;
pub mod markdown;
pub mod mask;
pub mod prose;
pub mod raw;
mod seek;
pub mod syntax;

use self::blocks::Body;
use self::front::Front;
use self::mask::{Mask, RegionKind};
use self::prose::Prose;
use self::syntax::{Renderer, Syntax, Templates};
use crate::span::Span;

/// Longest file that is read, in bytes. Offsets of anything longer would soon not fit a [`Span`].
pub const MAX_BYTES: usize = 256 << 20;

/// A parsed file.
#[derive(Debug)]
pub struct Document {
    /// The file.
    pub text: String,
    /// How it was read.
    pub syntax: Syntax,
    /// What stands before the body.
    pub front: Front,
    /// What Liquid sees of the body, if the page goes through Liquid.
    pub liquid: Vec<liquid::Token>,
    /// The parts of the body.
    pub body: Body,
    /// The text a reader reads.
    pub prose: Prose,
}

impl Document {
    /// Parses a text as its generator would.
    pub fn parse(text: String, syntax: Syntax) -> Document {
        let front = front::read(&text, &syntax);
        let start = body_start(&text, front.body_start);
        let liquid = match syntax.templates {
            Templates::Liquid => liquid::tokens(&text, start),
            _ => Vec::new(),
        };
        let mask = Mask::new(&text, start, &syntax);
        let (mut body, prose) = blocks::read(&mask, &front);
        if syntax.renderer == Renderer::Kramdown {
            body.raw = raw::blocks(&mask, &body);
            body.unseen_code = raw::unseen_code(&mask, &body);
        }
        body.regions = mask.regions;
        Document { text, syntax, front, liquid, body, prose }
    }

    /// All comments with their marks, in the order of the file: of the front matter from `#` to the end of the
    /// line, of the body HTML's and those of its templates.
    pub fn comments(&self) -> impl Iterator<Item = Span> {
        let in_front = self.front.block.iter().flat_map(|block| &block.comments).copied();
        let of_templates = self.body.regions.iter().filter(|region| region.kind == RegionKind::Comment);
        let mut in_body: Vec<Span> = of_templates.map(|region| region.span).collect();
        in_body.extend(&self.body.comments);
        in_body.sort_unstable();
        in_front.chain(in_body)
    }

    /// Whether a byte of `span` is in code.
    pub fn is_code(&self, span: Span) -> bool {
        self.body.is_code(span)
    }

    /// Whether a byte of `span` is in the address of a link or an image.
    pub fn is_destination(&self, span: Span) -> bool {
        self.body.is_destination(span)
    }
}

/// Where Markdown begins: a byte order mark is not part of the first line.
fn body_start(text: &str, front_end: usize) -> usize {
    let front_end = if text.is_char_boundary(front_end) { front_end } else { text.len() };
    if front_end == 0 && text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { front_end }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    const SNIPPETS: [&str; 30] = [
        "---\ntitle: 가을\n---\n본문",
        "\u{feff}# 제목",
        "**강조(말)**을",
        "_기울임_은 ~~지움~~",
        "1~2시간",
        "`git commit -m '첫 글'`을",
        "`꼭 한 번 읽어 보세요`",
        "![그림 ![안](a)](/이미지/가 나.png)",
        "[글](<../글.md> \"제목\")",
        "[참조][ㄱ]\n\n[ㄱ]: /글 '제목'\n",
        "<img src=\"/클로버.jpeg\" width=\"300px\" alt='클로버'>",
        "<div>\n문단 &amp; <b>둘</b>\n</div>",
        "<!-- 주석",
        "<a href=\"{{ '/' | relative_url }}>",
        "<code>값",
        "{{ site.title }}에서",
        "{% raw %}{{ 값 }}{% endraw %}",
        "{% highlight rb %}\n값\n{% endhighlight %}",
        "{: .notice--info}",
        "{% comment %}",
        "$$\n가\n$$",
        "$식$과 $$식$$",
        "> 인용\n> 둘째 줄",
        "- [ ] 할 일\n  - 안쪽\n",
        "| 가 | `나` |\n|---|---|\n| 다\\|라 | 마 |\n",
        "```py\n값 = 1\n```",
        "\\*별\\* &#50; &nbsp;",
        "첫째  \n둘째\\\n셋째",
        "https://example.com/가?나=다를 보고 me@example.com으로",
        "글[^1]\n\n[^1]: 주\0석\u{200b}",
    ];

    const JOINTS: [&str; 6] = ["", " ", "\n", "\n\n", "\r\n", "\r"];

    fn syntaxes() -> impl Iterator<Item = Syntax> {
        use Templates::*;
        let of = |renderer, templates| Syntax { renderer, templates, ..Syntax::default() };
        [
            of(Renderer::Kramdown, Liquid),
            of(Renderer::Marked, Nunjucks),
            of(Renderer::Goldmark, Shortcodes),
            of(Renderer::Remark, Mdx),
            of(Renderer::Remark, None),
        ]
        .into_iter()
    }

    /// What must be true of the prose of any text.
    fn assert_sound(document: &Document) {
        let (text, prose) = (&document.text, &document.prose);
        for (at, c) in prose.text.char_indices() {
            let place = prose.place(at, at + c.len_utf8());
            let range = place.span.range();
            assert!(text.get(range.clone()).is_some(), "{text:?} {at} {range:?}");
            if place.exact {
                assert_eq!(&text[range], c.encode_utf8(&mut [0; 4]), "{text:?}");
            }
            let gap = prose.place(at, at).span;
            assert!(text.get(gap.range()).is_some(), "{text:?} {at} {gap:?}");
        }
        let mut end = 0;
        for block in &prose.blocks {
            assert_eq!(block.start as usize, end, "{text:?}");
            let shown = prose.text_of(block);
            assert!(!shown.is_empty() && shown == shown.trim_matches([' ', '\n']), "{text:?} {shown:?}");
            assert!(prose.text[block.end as usize..].starts_with('\n'), "{text:?}");
            let place = prose.place(block.start as usize, block.end as usize);
            assert!(!place.exact || place.span.slice(text) == shown, "{text:?}");
            end = block.end as usize + 1;
        }
        assert_eq!(end, prose.text.len(), "{text:?}");
    }

    fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
        SNIPPETS.into_iter().flat_map(|first| SNIPPETS.into_iter().map(move |second| (first, second)))
    }

    #[test]
    fn prose_of_any_text_leads_back_to_the_file() {
        for (first, second) in pairs() {
            for joint in JOINTS {
                assert_sound(&Document::parse(format!("{first}{joint}{second}"), Syntax::default()));
            }
        }
    }

    #[test]
    fn prose_leads_back_in_every_syntax() {
        for syntax in syntaxes() {
            for (first, second) in pairs() {
                assert_sound(&Document::parse(format!("{first}\n{second}"), syntax));
            }
        }
    }

    #[test]
    fn every_part_is_cut_out_of_the_file_at_characters() {
        for (first, second) in pairs() {
            let document = Document::parse(format!("{first}\n{second}"), Syntax::default());
            let body = &document.body;
            let images = body.images.iter().flat_map(|i| [i.span, i.alt_span, i.target_span]);
            let links = body.links.iter().flat_map(|l| [l.span, l.text_span, l.target_span]);
            let tags = body.tags.iter().flat_map(|t| t.attributes.iter().map(|a| a.span).chain([t.span]));
            let code = body.code.iter().flat_map(|c| [c.span, c.content]);
            let headings = body.headings.iter().flat_map(|h| [h.span, h.text_span]);
            for span in images.chain(links).chain(tags).chain(code).chain(headings) {
                assert!(document.text.get(span.range()).is_some(), "{:?} {span:?}", document.text);
            }
        }
    }

    #[test]
    fn nothing_is_no_problem() {
        for text in ["", "\u{feff}", "\n", "\r\r", "---", "---\n---"] {
            let document = Document::parse(text.to_owned(), Syntax::default());
            assert_eq!(document.prose.blocks, [], "{text:?}");
        }
    }

    /// Text that anything forgetful would search over and over: without optimisation, 50 kB take some
    /// 50 ms in one pass, and far more than the limit in many.
    #[test]
    fn hostile_text_takes_one_pass() {
        const SIZE: usize = 50_000;
        const LONGEST: Duration = Duration::from_secs(2);
        let pieces = [
            "{{",
            "{%",
            "%}{%",
            "{{ }",
            "{% raw %}",
            "{% highlight a %}",
            "{::comment}",
            "{:",
            "{{< code >}}",
            "{ ",
            "}{",
            "<",
            "<a ",
            "<a b=\"",
            "[",
            "](",
            "![",
            "**",
            "*가(",
            "$$",
            "$$\n",
            "`",
            "`` ` ",
            "``` ",
            "```\n",
            "~",
            "~~~\n",
            ">",
            "> ",
            "- ",
            "&",
            "a@",
            "www.",
            "https://",
            "\\",
            "|",
            "<!--",
            "<!x>",
            "[^a]",
            "\r",
            "\0",
            "<pre>",
            "<div>\n",
            "# {#a}\n",
        ];
        for syntax in syntaxes() {
            for piece in pieces {
                let text = piece.repeat(SIZE / piece.len());
                let begun = Instant::now();
                let document = Document::parse(text, syntax);
                assert!(begun.elapsed() < LONGEST, "{piece:?} {:?}", syntax.templates);
                assert!(document.prose.text.len() <= 2 * document.text.len(), "{piece:?}");
            }
        }
    }
}
