//! The text a reader reads, in one string, with the way back to the file.
//!
//! | in the file                                | in the prose                                    |
//! |--------------------------------------------|-------------------------------------------------|
//! | text                                       | itself                                          |
//! | markers of emphasis, links, inline tags    | nothing                                         |
//! | line end inside a paragraph                | one space                                       |
//! | hard line break                            | `\n`                                            |
//! | code, math, image, template, address       | U+FFFC, so that what stands after it is seen    |
//! | `&lt;`, a syllable in conjoining jamo      | the character                                   |
//! | `\*`                                       | the character                                   |
//! | end of a block                             | `\n`                                            |
//!
//! Blocks are in the order of the file, except that a text inside a sentence (an alternative text, a code
//! span that holds a sentence) follows the block of that sentence.

pub(super) mod address;
mod write;

pub(super) use self::write::Writer;

use crate::span::Span;

/// All prose of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    /// The text of all blocks, each ended by `\n`.
    pub text: String,
    /// Where the pieces of `text` come from, in order and without gaps.
    segments: Vec<Segment>,
    /// The blocks, in order.
    pub blocks: Vec<Block>,
    /// Addresses that stand in the text as they are, without a particle after them; those in links, too.
    pub addresses: Vec<Span>,
}

/// A unit of text: nothing is matched across its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// First byte in [`Prose::text`].
    pub start: u32,
    /// One past the last byte in [`Prose::text`], without the `\n` that ends the block.
    pub end: u32,
    /// What it is.
    pub kind: BlockKind,
    /// Whether it is in a block quotation.
    pub quoted: bool,
}

/// What a [`Block`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// `title` in the front matter.
    Title,
    /// `description` or `excerpt` in the front matter.
    Description,
    /// A heading of this level.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A paragraph of a list item.
    ListItem,
    /// A cell of a table.
    TableCell,
    /// The alternative text of an image.
    Alt,
    /// Text in a block of HTML.
    Html,
    /// A code span that holds a sentence: Korean writers emphasise that way.
    CodeProse,
}

/// Where a piece of prose stands in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The bytes of the file.
    pub span: Span,
    /// Whether these bytes are the prose itself, so that replacing them replaces it.
    pub exact: bool,
}

/// A piece of prose that is the file's own bytes, or stands for some of them as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Segment {
    /// First byte in the prose.
    prose: u32,
    /// First byte in the file.
    file: u32,
    /// Length in the file of what the segment stands for, or [`Segment::VERBATIM`].
    stands_for: u32,
}

impl Segment {
    /// The file's own bytes, as many as there are in the prose.
    const VERBATIM: u32 = u32::MAX;

    fn is_verbatim(self) -> bool {
        self.stands_for == Self::VERBATIM
    }

    /// Where the prose byte `at` is in the file; of an atom, where it begins.
    fn file_start(self, at: u32) -> u32 {
        if self.is_verbatim() { self.file + (at - self.prose) } else { self.file }
    }

    /// Where the prose that ends at `at` ends in the file; of an atom, where all of it ends.
    fn file_end(self, at: u32) -> u32 {
        if self.is_verbatim() { self.file + (at - self.prose) } else { self.file + self.stands_for }
    }
}

impl Prose {
    /// Where the prose bytes `start..end` are in the file. An empty range is a place to insert at: exact
    /// if the prose before and after it also meets in the file.
    pub fn place(&self, start: usize, end: usize) -> Place {
        let clamp = |at: usize| u32::try_from(at.min(self.text.len())).unwrap_or(u32::MAX);
        let (start, end) = (clamp(start), clamp(end.max(start)));
        if start == end {
            return self.gap(start);
        }
        let Some((first, opening)) = self.segment(start) else { return NOWHERE };
        let Some((last, closing)) = self.segment(end - 1) else { return NOWHERE };
        let from = opening.file_start(start);
        // Over the end of a block, the file may go backwards.
        let span = Span { start: from, end: closing.file_end(end).max(from) };
        Place { span, exact: first == last && opening.is_verbatim() }
    }

    fn gap(&self, at: u32) -> Place {
        let before = at.checked_sub(1).and_then(|byte| self.segment(byte)).map(|(_, s)| s.file_end(at));
        let after =
            self.segment(at).filter(|_| (at as usize) < self.text.len()).map(|(_, s)| s.file_start(at));
        match (before, after) {
            // An aside follows its sentence, so the prose after may stand before in the file.
            (Some(start), Some(end)) => {
                Place { span: Span { start, end: end.max(start) }, exact: start == end }
            }
            (Some(at), None) | (None, Some(at)) => Place { span: Span { start: at, end: at }, exact: false },
            (None, None) => NOWHERE,
        }
    }

    /// The segment that holds the prose byte `at`, and its number.
    fn segment(&self, at: u32) -> Option<(usize, Segment)> {
        let number = self.segments.partition_point(|segment| segment.prose <= at).checked_sub(1)?;
        Some((number, self.segments[number]))
    }

    /// The block that holds the prose byte `at`; the `\n` that ends a block belongs to it.
    pub fn block_at(&self, at: usize) -> Option<&Block> {
        let block = self.blocks.get(self.blocks.partition_point(|block| (block.end as usize) < at))?;
        (block.start as usize <= at).then_some(block)
    }

    /// The text of a block.
    pub fn text_of(&self, block: &Block) -> &str {
        self.text.get(block.start as usize..block.end as usize).unwrap_or("")
    }
}

const NOWHERE: Place = Place { span: Span { start: 0, end: 0 }, exact: false };

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::document::syntax::{Renderer, Syntax, Templates};

    fn parse(text: &str) -> Document {
        Document::parse(text.to_owned(), Syntax::default())
    }

    fn blocks(text: &str) -> Vec<(BlockKind, String)> {
        let prose = parse(text).prose;
        prose.blocks.iter().map(|block| (block.kind, prose.text_of(block).replace('\u{fffc}', "◆"))).collect()
    }

    fn only(text: &str) -> String {
        let blocks = blocks(text);
        assert_eq!(blocks.len(), 1, "{blocks:?}");
        blocks[0].1.clone()
    }

    /// The file under the prose `found`.
    fn place<'d>(document: &'d Document, found: &str) -> (&'d str, bool) {
        let start = document.prose.text.find(found).unwrap();
        let place = document.prose.place(start, start + found.len());
        (place.span.slice(&document.text), place.exact)
    }

    #[test]
    fn markers_have_no_width_and_code_is_an_object() {
        let text = "**강조**를 _하고_ ~~지우고~~ [글](/a)을 `git log`로 봅니다[^1].\n\n[^1]: 각주\n";
        assert_eq!(blocks(text)[0].1, "강조를 하고 지우고 글을 ◆로 봅니다.");
        assert_eq!(blocks(text)[1], (BlockKind::Paragraph, "각주".to_owned()));
    }

    #[test]
    fn addresses_templates_and_math_are_objects() {
        assert_eq!(only("https://example.com/a_b에서 <https://example.com>을 받아"), "◆에서 ◆을 받아");
        assert_eq!(only("{{ site.title }}은 {% include a.html %}의 $$x_1$$과 $y$다"), "◆은 ◆의 ◆과 ◆다");
        assert_eq!(only("글{: .a}이 {% if a %}있다{% endif %}"), "글이 있다");
    }

    #[test]
    fn line_breaks() {
        assert_eq!(only("> 첫 줄 \n> 둘째 줄<br>셋째\\\n  넷째"), "첫 줄 둘째 줄\n셋째\n넷째");
        let document = parse("> 첫 줄\n> 둘째 줄");
        assert_eq!(place(&document, "줄 둘째"), ("줄\n> 둘째", false));
        assert_eq!(place(&document, "둘째 줄"), ("둘째 줄", true));
        assert!(document.prose.blocks[0].quoted);
    }

    #[test]
    fn entities_and_escapes() {
        let document = parse("가&amp;나 \\*다");
        assert_eq!(document.prose.text, "가&나 *다\n");
        assert_eq!(place(&document, "&"), ("&amp;", false));
        assert_eq!(place(&document, "나 *다"), ("나 \\*다", false));
        assert_eq!(place(&document, "*다"), ("*다", true));
    }

    #[test]
    fn places_to_insert_at() {
        let document = parse("할**수있다** `코드`는");
        let at = |found: &str| {
            let start = document.prose.text.find(found).unwrap();
            let place = document.prose.place(start, start);
            (place.span.start as usize, place.exact)
        };
        assert_eq!(at("있다"), (document.text.find("있다").unwrap(), true));
        assert_eq!(at("수있"), (document.text.find("**").unwrap(), false));
        assert_eq!(at("\u{fffc}"), (document.text.find('`').unwrap(), true));
        assert_eq!(at("는"), (document.text.find('는').unwrap(), true));
    }

    #[test]
    fn kinds_of_block() {
        use BlockKind::*;
        let text = "---\ntitle: 한 해를 보내며\n---\n# 제목 하나\n- 항목\n  - 안쪽\n\n| 가 | 나 |\n|---|---|\n| 다 | 라 |\n\n<div>\n<p>문단 &lt;둘&gt;<b>째</b></p>\n</div>\n";
        let want = [
            (Title, "한 해를 보내며"),
            (Heading(1), "제목 하나"),
            (ListItem, "항목"),
            (ListItem, "안쪽"),
            (TableCell, "가"),
            (TableCell, "나"),
            (TableCell, "다"),
            (TableCell, "라"),
            (Html, "문단 <둘>째"),
        ];
        assert_eq!(blocks(text), want.map(|(kind, text)| (kind, text.to_owned())));
    }

    #[test]
    fn asides_follow_their_sentence() {
        let text = "그림 ![서버 **구조**](a.png)은 `꼭 읽어 보시기 바랍니다`라고 <img src=\"b\" alt=\"둘째 그림\"> `a = 1`";
        let want = [
            (BlockKind::Paragraph, "그림 ◆은 ◆라고 ◆ ◆"),
            (BlockKind::Alt, "서버 구조"),
            (BlockKind::CodeProse, "꼭 읽어 보시기 바랍니다"),
            (BlockKind::Alt, "둘째 그림"),
        ];
        assert_eq!(blocks(text), want.map(|(kind, text)| (kind, text.to_owned())));
    }

    #[test]
    fn html_that_holds_no_prose() {
        assert_eq!(
            only("<script>\nvar 값 = 1;\n</script>\n\n<style>p {}</style>\n\n본문 <code>값 **1**</code>은"),
            "본문 ◆은"
        );
        assert_eq!(
            only("<!-- 주석 -->\n\n<pre>\n코드\n\n둘째\n</pre>\n\n본문<!-- 주석 -->입니다"),
            "본문입니다"
        );
    }

    #[test]
    fn emphasis_beside_punctuation_as_the_renderer_sees_it() {
        let shown = |renderer| {
            let syntax = Syntax { renderer, templates: Templates::None, ..Syntax::default() };
            Document::parse("**강조(말)**을 1~2번, 3~4번".to_owned(), syntax).prose.text
        };
        assert_eq!(shown(Renderer::Kramdown), "강조(말)을 1~2번, 3~4번\n");
        assert_eq!(shown(Renderer::Remark), "**강조(말)**을 1~2번, 3~4번\n");
    }

    #[test]
    fn blocks_are_found_by_place() {
        let prose = parse("# 하나\n\n둘\n").prose;
        let kind = |found: &str| prose.block_at(prose.text.find(found).unwrap()).map(|block| block.kind);
        assert_eq!(kind("하나"), Some(BlockKind::Heading(1)));
        assert_eq!(kind("\n둘"), Some(BlockKind::Heading(1)));
        assert_eq!(kind("둘"), Some(BlockKind::Paragraph));
        assert_eq!(prose.block_at(prose.text.len()), None);
    }
}
