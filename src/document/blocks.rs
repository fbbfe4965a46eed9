//! What Markdown and HTML say about the body: flat lists of its parts, each in the order of the file.
//!
//! pulldown-cmark parses the masked body as GitHub-flavoured CommonMark, and one walk over its events
//! fills the lists and writes the prose. All spans are byte ranges of the file, and all text is the
//! file's, not the mask's.

mod code;
mod destination;
mod link;
mod marks;
mod markup;
mod walk;

use std::ops::Range;

pub(super) use walk::read;

use super::html::Tag;
use super::mask::Region;
use super::prose::BlockKind;
use crate::span::{Span, covered, meeting};

/// The parts of a body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// Templates, attribute lists, math: what is not Markdown.
    pub regions: Vec<Region>,
    /// Headings of Markdown.
    pub headings: Vec<Heading>,
    /// Images of Markdown.
    pub images: Vec<Image>,
    /// Links of Markdown.
    pub links: Vec<Link>,
    /// Link reference definitions, used or not.
    pub definitions: Vec<Definition>,
    /// Tags of HTML.
    pub tags: Vec<Tag>,
    /// Comments of HTML, with `<!--` and `-->`.
    pub comments: Vec<Span>,
    /// Code, of whatever kind.
    pub code: Vec<Code>,
    /// Footnote references and definitions.
    pub footnotes: Vec<Footnote>,
    /// Lists; one in another comes after it.
    pub lists: Vec<List>,
    /// Tables.
    pub tables: Vec<Table>,
    /// Where Markdown is read in lines of text.
    pub texts: Vec<Text>,
    /// Text in blocks of HTML, where CommonMark reads no Markdown.
    pub html_texts: Vec<Span>,
    /// Blocks of HTML in which kramdown reads no Markdown, apart from each other; none for other renderers.
    pub raw: Vec<RawBlock>,
    /// From where on kramdown may not take for code what CommonMark does, and the other way round.
    pub unseen_code: Option<usize>,
    /// Text with `*`, `_`, `~` or `==` in it.
    pub passages: Vec<Passage>,
    /// Every span of `images`, `links`, `definitions` and of `src` and `href` in `tags` that holds an
    /// address.
    destinations: Vec<Span>,
    /// What `code` covers.
    coded: Vec<Span>,
    /// What `lists` cover.
    listed: Vec<Span>,
}

/// A heading: `## 제목` or underlined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The whole heading, with its markers.
    pub span: Span,
    /// 1 to 6.
    pub level: u8,
    /// From the first to the last byte of its text; empty without text.
    pub text_span: Span,
    /// The text without markup, that of code spans included.
    pub text: String,
    /// The id in its attribute list (`{#id}`, `{: #id}`).
    pub id: Option<Span>,
}

/// An image: `![alt](target "title")`. One inside the alternative text of another is no image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// From `!` to the closing bracket.
    pub span: Span,
    /// The alternative text without markup.
    pub alt: String,
    /// Between the brackets.
    pub alt_span: Span,
    /// The destination, backslashes and entities resolved; with a template in it, as it is written.
    pub target: String,
    /// Where the destination is written, without `<>`; in the definition if it is there.
    pub target_span: Span,
    /// The title.
    pub title: Option<String>,
}

/// A link: `[text](target "title")` or `<https://…>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// From the opening to the closing bracket.
    pub span: Span,
    /// Between the brackets.
    pub text_span: Span,
    /// The destination, backslashes and entities resolved; with a template in it, as it is written.
    pub target: String,
    /// Where the destination is written, without `<>`; in the definition if it is there.
    pub target_span: Span,
    /// The title.
    pub title: Option<String>,
}

/// A link reference definition: `[label]: target "title"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The whole definition.
    pub span: Span,
    /// Where the destination is written, without `<>`.
    pub target_span: Span,
}

/// Code: what is inside is not prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// With fences, backticks or tags.
    pub span: Span,
    /// Without them.
    pub content: Span,
    /// How it is written.
    pub kind: CodeKind,
}

/// How code is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeKind {
    /// Between fences.
    Fenced {
        /// What follows the opening fence, usually the language.
        info: Span,
        /// Whether there is a closing fence.
        closed: bool,
    },
    /// By indentation.
    Indented,
    /// A code span.
    Span,
    /// In tags of the template language.
    Template,
    /// In an element of HTML: `pre`, `code`, `script`.
    Html,
}

/// `[^label]` or `[^label]: …`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Footnote {
    /// The whole reference or definition.
    pub span: Span,
    /// The label, without `[^` and `]`.
    pub label: Span,
    /// Whether this is the definition.
    pub defines: bool,
}

/// A list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct List {
    /// From the first marker to the end of the last item.
    pub span: Span,
    /// The number it begins with, if it is numbered.
    pub first: Option<u64>,
}

/// A table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    /// All its lines.
    pub span: Span,
    /// How many cells its first line has.
    pub columns: usize,
}

/// Lines of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// From the first to the last byte that is more than space.
    pub span: Span,
    /// What they are part of.
    pub kind: BlockKind,
}

/// An element that kramdown leaves as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawBlock {
    /// Its start tag.
    pub open: Span,
    /// Its name as it is written.
    pub name: String,
    /// All of it.
    pub span: Span,
    /// Whether its end tag was found.
    pub closed: bool,
    /// The text in it that is neither space nor code of HTML.
    pub texts: Vec<RawText>,
    /// Start tags in it whose elements are not closed, the outermost first.
    pub unclosed: Vec<(Span, String)>,
    /// End tags in it that close nothing there, and are shown.
    pub strays: Vec<Span>,
}

/// A text that kramdown leaves as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawText {
    /// Where it is.
    pub span: Span,
    /// The start tag of the element it is in.
    pub parent: Span,
    /// The name of that element.
    pub name: String,
}

/// The text of one paragraph, heading, cell or item, as far as it has marks of emphasis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// From its first to its last byte.
    pub span: Span,
    /// The marks, in order.
    pub runs: Vec<Run>,
    /// Whether no template decides what stands beside them.
    pub is_sure: bool,
    /// Whether kramdown may see a tag here that is never closed: it reads no Markdown after that.
    pub is_torn: bool,
}

/// Some of the same mark in a row. Escaped ones are text, and not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Where they are.
    pub span: Span,
    /// `*`, `_`, `~`, or `=` where there are two of them.
    pub mark: u8,
    /// The character before; `None` where a line begins.
    pub before: Option<char>,
    /// The character after; `None` where the passage ends.
    pub after: Option<char>,
    /// The number of the link they are in, 0 in none: emphasis goes not over its ends.
    pub link: u32,
    /// The name of the innermost element of HTML they are in whose content kramdown takes as it is, `<u>`.
    pub element: Option<Span>,
}

/// The place of a range of the file.
fn span(range: &Range<usize>) -> Span {
    Span::new(range.start, range.end)
}

impl Body {
    /// Whether a byte of `span` is in code.
    pub fn is_code(&self, span: Span) -> bool {
        meeting(&self.coded, |code| *code, span).next().is_some()
    }

    /// Whether `span` begins behind the first byte of code that it shares a byte with.
    pub fn is_inside_code(&self, span: Span) -> bool {
        meeting(&self.coded, |code| *code, span).any(|code| span.start > code.start)
    }

    /// The innermost code that holds `span`.
    pub fn code_around(&self, span: Span) -> Option<&Code> {
        /// Code stands in code at most in this many ways.
        const DEEPEST: usize = 4;
        let before = self.code.partition_point(|code| code.span.start <= span.start);
        self.code[..before].iter().rev().take(DEEPEST).find(|code| code.span.contains(span))
    }

    /// Whether a byte of `span` is in a list.
    pub fn in_list(&self, span: Span) -> bool {
        meeting(&self.listed, |list| *list, span).next().is_some()
    }

    /// Whether a byte of `span` is in a block of HTML that kramdown leaves as it is.
    pub fn in_raw(&self, span: Span) -> bool {
        meeting(&self.raw, |block| block.span, span).next().is_some()
    }

    /// Whether a byte of `span` is in a template, an attribute list or a formula.
    pub fn in_region(&self, span: Span) -> bool {
        meeting(&self.regions, |region| region.span, span).next().is_some()
    }

    /// Whether a byte of `span` is in a tag of HTML.
    pub fn in_tag(&self, span: Span) -> bool {
        meeting(&self.tags, |tag| tag.span, span).next().is_some()
    }

    /// The lines of text that `span` begins in, or that begin in it.
    pub fn text_at(&self, span: Span) -> Option<&Text> {
        meeting(&self.texts, |text| text.span, span).next()
    }

    /// Whether an image or a link ends at byte `end`.
    pub fn image_or_link_ends(&self, end: usize) -> bool {
        let end = Span::at(end).end;
        self.images.binary_search_by_key(&end, |image| image.span.end).is_ok()
            || self.links.binary_search_by_key(&end, |link| link.span.end).is_ok()
    }

    /// Whether a byte of `span` is in the destination of a link or an image.
    pub fn is_destination(&self, span: Span) -> bool {
        let after = self.destinations.partition_point(|target| target.start < span.end);
        self.destinations[..after].last().is_some_and(|target| target.overlaps(span))
    }

    /// Puts the lists that are filled from several sources into the order of the file.
    fn sort(&mut self) {
        let in_markdown = self.images.iter().map(|image| image.target_span);
        let in_links = self.links.iter().map(|link| link.target_span);
        let in_definitions = self.definitions.iter().map(|definition| definition.target_span);
        let in_tags = self.tags.iter().flat_map(|tag| &tag.attributes).filter_map(|attribute| {
            let holds_address = ["src", "href"].iter().any(|name| attribute.name.eq_ignore_ascii_case(name));
            attribute.value_span.filter(|_| holds_address)
        });
        self.destinations = in_markdown.chain(in_links).chain(in_definitions).chain(in_tags).collect();
        self.destinations.sort_unstable();
        self.destinations.dedup();
        self.definitions.sort_unstable_by_key(|definition| definition.span);
        self.code.sort_unstable_by_key(|code| code.span);
        self.texts.sort_unstable_by_key(|text| text.span);
        self.coded = covered(self.code.iter().map(|code| code.span));
        self.listed = covered(self.lists.iter().map(|list| list.span));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::document::syntax::Syntax;

    fn parse(text: &str) -> Document {
        Document::parse(text.to_owned(), Syntax::default())
    }

    #[test]
    fn images_and_where_they_are_written() {
        let text = "---\ntitle: 글\n---\n> [![구조 _그림_](</a b.png> \"제목\")](/글)와 ![]({{ site.url }}/c~d.png){: .x}\n> ![둘][ref]\n\n[ref]: /e(1).png '제목'\n";
        let body = parse(text).body;
        let images: Vec<_> = body
            .images
            .iter()
            .map(|i| (i.alt.as_str(), i.alt_span.slice(text), i.target.as_str(), i.target_span.slice(text)))
            .collect();
        let want = [
            ("구조 그림", "구조 _그림_", "/a b.png", "/a b.png"),
            ("", "", "{{ site.url }}/c~d.png", "{{ site.url }}/c~d.png"),
            ("둘", "둘", "/e(1).png", "/e(1).png"),
        ];
        assert_eq!(images, want);
        assert_eq!(body.images[0].span.slice(text), "![구조 _그림_](</a b.png> \"제목\")");
        assert_eq!(body.images[0].title.as_deref(), Some("제목"));
        assert_eq!(body.links[0].target_span.slice(text), "/글");
        assert_eq!(body.links[0].text_span.slice(text), "![구조 _그림_](</a b.png> \"제목\")");
        assert_eq!(body.definitions[0].target_span.slice(text), "/e(1).png");
    }

    #[test]
    fn a_destination_is_what_it_means_and_its_span_what_is_written() {
        let text = "[가](/a\\_b?c&amp;d) <https://example.com> [\\]나]( /e )";
        let links = parse(text).body.links;
        let found: Vec<_> = links.iter().map(|l| (l.target.as_str(), l.target_span.slice(text))).collect();
        let want =
            [("/a_b?c&d", "/a\\_b?c&amp;d"), ("https://example.com", "https://example.com"), ("/e", "/e")];
        assert_eq!(found, want);
        assert_eq!(links[2].text_span.slice(text), "\\]나");
    }

    #[test]
    fn an_image_in_an_alternative_text_is_part_of_it() {
        let images = parse("![밖 ![안](a.png)](b.png)").body.images;
        assert_eq!(images.len(), 1);
        assert_eq!((images[0].alt.as_str(), images[0].target.as_str()), ("밖 안", "b.png"));
    }

    #[test]
    fn headings() {
        let text = "## `git` **쓰기** {#use}\n\n밑줄\n===\n{: #line .x}\n\n#\n";
        let headings = parse(text).body.headings;
        let found: Vec<_> = headings
            .iter()
            .map(|h| (h.level, h.text.as_str(), h.text_span.slice(text), h.id.map(|id| id.slice(text))))
            .collect();
        let want = [
            (2, "git 쓰기", "`git` **쓰기**", Some("use")),
            (1, "밑줄", "밑줄", Some("line")),
            (1, "", "", None),
        ];
        assert_eq!(found, want);
    }

    #[test]
    fn code() {
        let text =
            "> ~~~rust ignore\n> let a;\n> ~~~\n\n`` ` `` <code>나</code>\n\n    들여쓰기\n\n```\n닫지 않음";
        let body = parse(text).body;
        let contents: Vec<_> = body.code.iter().map(|code| code.content.slice(text).trim_end()).collect();
        assert_eq!(contents, ["let a;", "`", "나", "들여쓰기", "닫지 않음"]);
        let CodeKind::Fenced { info, closed } = body.code[0].kind else { panic!("{:?}", body.code[0]) };
        assert_eq!((info.slice(text), closed), ("rust ignore", true));
        assert!(matches!(body.code[4].kind, CodeKind::Fenced { closed: false, .. }));
        let at = |found: &str| Span::at(text.find(found).unwrap() + 1);
        assert!(body.is_code(at("let")) && body.is_code(at("나</")) && !body.is_code(at("<code")));
    }

    #[test]
    fn templates_hold_code_too() {
        let text = "{% highlight rb %}\n값 = 1\n{% endhighlight %}\n";
        let document = parse(text);
        assert!(document.is_code(Span::at(text.find('값').unwrap())));
        assert_eq!(document.prose.text, "");
    }

    #[test]
    fn tags_comments_and_destinations() {
        let text = "<p>\n<img src=\"/a.png\">\n</p>\n\n본문 <a href='/글'>글</a> <!-- toego-disable -->\n";
        let document = parse(text);
        let tags: Vec<_> = document.body.tags.iter().map(|tag| tag.span.slice(text)).collect();
        assert_eq!(tags, ["<p>", "<img src=\"/a.png\">", "</p>", "<a href='/글'>", "</a>"]);
        assert!(document.is_destination(Span::at(text.find("글'").unwrap())));
        assert!(!document.is_destination(Span::at(text.find("본문").unwrap())));
        let comments: Vec<_> = document.comments().map(|comment| comment.slice(text)).collect();
        assert_eq!(comments, ["<!-- toego-disable -->"]);
    }

    #[test]
    fn footnotes_lists_and_tables() {
        let text = "글[^주]\n\n[^주]: 설명\n\n- 가\n  - 나\n\n| 다 |\n|---|\n| 라 |\n";
        let body = parse(text).body;
        let labels: Vec<_> = body.footnotes.iter().map(|f| (f.label.slice(text), f.defines)).collect();
        assert_eq!(labels, [("주", false), ("주", true)]);
        assert_eq!((body.lists.len(), body.tables.len()), (2, 1));
    }
}
