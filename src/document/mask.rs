//! Hiding from the Markdown parser what is not Markdown.
//!
//! Templates run before Markdown does, attribute lists belong to one renderer, math belongs to a
//! script. The mask is a copy of the body with filler of the same length in their place, so that every
//! offset of the copy is an offset of the file:
//!
//! - A line with nothing but tags becomes blank: it leaves nothing in the page, and text before and
//!   after it does not belong together.
//! - What stands in a line becomes letters: they are a word to emphasis, a name to HTML, and no end to a
//!   link destination.
//! - An attribute list becomes commas: as punctuation it does not disturb the emphasis it follows.
//!
//! The same copy smooths over two readings of Markdown that Korean text does not mean: a single `~` as
//! strikethrough, and, with kramdown, CommonMark's idea of where `**` may stand.

mod scan;
mod tag;

use std::borrow::Cow;
use std::ops::Range;

use super::syntax::Syntax;
use crate::span::Span;

/// A part of the body that is not Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// Where it is.
    pub span: Span,
    /// What it is.
    pub kind: RegionKind,
}

/// What a [`Region`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegionKind {
    /// `{{ … }}`: its value is shown.
    Output,
    /// A tag or shortcode that shows something: `{% include … %}`, `{{< figure … >}}`.
    Tag,
    /// A tag that shows nothing itself: `{% if … %}`, `{% endraw %}`, `{{< /quote >}}`.
    Control,
    /// An attribute list of kramdown, or a heading's `{#id}`.
    Attributes,
    /// `$$ … $$`.
    Math,
    /// `{ … }` of MDX.
    Expression,
    /// `import` or `export` of MDX.
    Import,
    /// Code in tags, with the tags: `{% highlight … %} … {% endhighlight %}`.
    Code,
    /// A comment, with its tags: `{% comment %} … {% endcomment %}`, `{# … #}`, `{/* … */}`.
    Comment,
}

impl RegionKind {
    /// Whether the reader sees something in its place.
    pub fn is_shown(self) -> bool {
        use RegionKind::*;
        matches!(self, Output | Tag | Math | Expression | Code)
    }

    /// Whether it has a line to itself when nothing else stands there.
    fn takes_line(self) -> bool {
        !matches!(self, RegionKind::Output | RegionKind::Expression)
    }

    fn filler(self) -> char {
        if self == RegionKind::Attributes { ',' } else { 'x' }
    }
}

/// The body of a document as the Markdown parser sees it. Ranges are byte offsets in the file.
#[derive(Debug)]
pub(super) struct Mask<'t> {
    /// The whole file.
    pub file: &'t str,
    /// The body, of the same length as in the file.
    pub body: Cow<'t, str>,
    /// Where the body begins in the file.
    pub start: usize,
    /// What is hidden, in the order of the file, apart from each other.
    pub regions: Vec<Region>,
}

impl<'t> Mask<'t> {
    /// Masks what follows byte `start` of `file`.
    pub fn new(file: &'t str, start: usize, syntax: &Syntax) -> Self {
        let found = scan::scan(file, start, syntax);
        let body = if found.is_empty() {
            Cow::Borrowed(&file[start..])
        } else {
            Cow::Owned(fill(file, start, &found))
        };
        Mask { file, body, start, regions: found.regions }
    }

    /// The masked text in a range of the body.
    pub fn masked(&self, range: Range<usize>) -> &str {
        let range = range.start.wrapping_sub(self.start)..range.end.wrapping_sub(self.start);
        self.body.get(range).unwrap_or("")
    }

    /// The text as it is written.
    pub fn written(&self, range: Range<usize>) -> &'t str {
        self.file.get(range).unwrap_or("")
    }

    /// The regions that share a byte with `range`.
    pub fn regions_in(&self, range: Range<usize>) -> &[Region] {
        let first = self.regions.partition_point(|region| region.span.range().end <= range.start);
        let rest = &self.regions[first..];
        &rest[..rest.partition_point(|region| region.span.range().start < range.end)]
    }
}

/// The body with filler where something was found.
fn fill(file: &str, start: usize, found: &scan::Found) -> String {
    let mut filler: Vec<(Range<usize>, char)> =
        found.softened.iter().map(|range| (range.clone(), ',')).collect();
    let mut rest = found.regions.as_slice();
    while let Some(first) = rest.first() {
        let (line, others) = rest.split_at(on_one_line(file, rest));
        let from = file[start..first.span.range().start].rfind('\n').map_or(start, |at| start + at + 1);
        let blank = line.iter().all(|region| region.kind.takes_line()) && stands_alone(file, from, line);
        let of = |region: &Region| (region.span.range(), if blank { ' ' } else { region.kind.filler() });
        filler.extend(line.iter().map(of));
        rest = others;
    }
    filler.sort_unstable_by_key(|(range, _)| range.start);

    let mut body = String::with_capacity(file.len() - start);
    let mut at = start;
    for (range, with) in filler {
        // Softened bytes inside a region are hidden with it.
        if range.start >= at {
            body.push_str(&file[at..range.start]);
            body.extend(file[range.clone()].bytes().map(|byte| match byte {
                b'\n' | b'\r' => char::from(byte),
                _ => with,
            }));
            at = range.end;
        }
    }
    body.push_str(&file[at..]);
    body
}

/// How many of `regions` begin on the line where the one before ends.
fn on_one_line(file: &str, regions: &[Region]) -> usize {
    let gap = |pair: &[Region]| &file[pair[0].span.range().end..pair[1].span.range().start];
    1 + regions.windows(2).take_while(|pair| !gap(pair).contains('\n')).count()
}

/// Whether nothing but regions, spaces and quotation markers stands on the lines of `regions`, the
/// first of which begins at byte `from`.
fn stands_alone(file: &str, from: usize, regions: &[Region]) -> bool {
    let mut at = from;
    for region in regions {
        let span = region.span.range();
        if !file[at..span.start].bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'>')) {
            return false;
        }
        at = span.end;
    }
    file[at..].bytes().take_while(|&byte| byte != b'\n').all(|byte| byte.is_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::syntax::{Renderer, Templates};

    fn masked(text: &str) -> String {
        Mask::new(text, 0, &Syntax::default()).body.into_owned()
    }

    #[test]
    fn a_line_of_tags_is_blank_and_other_lines_keep_a_word() {
        let text = "앞\n{% if a %} {% assign b = 1 %}\n뒤 {% include c.html %}은\n> {: .notice}\n{{ d }}\n";
        let blank = format!("{} {}", " ".repeat(10), " ".repeat(18));
        let want = format!("앞\n{blank}\n뒤 {}은\n> {}\n{}\n", "x".repeat(20), " ".repeat(11), "x".repeat(7));
        assert_eq!(masked(text), want);
    }

    #[test]
    fn attribute_lists_are_commas_beside_text() {
        assert_eq!(masked("**강조(말)**{: .a}을"), "**강조(말)**,,,,,,을");
    }

    #[test]
    fn code_in_tags_is_blank_down_to_its_end() {
        let text = "{% highlight rb %}\n# 제목 아님\n{% endhighlight %}\n# 제목\n";
        let mask = Mask::new(text, 0, &Syntax::default());
        assert!(mask.body.ends_with("\n# 제목\n"));
        assert_eq!(mask.body.trim(), "# 제목");
        assert_eq!(mask.regions.len(), 1);
        assert_eq!(mask.regions[0].kind, RegionKind::Code);
    }

    #[test]
    fn nothing_to_hide_copies_nothing() {
        let text = "# 제목\n\n본문 `코드`와 **강조**\n";
        let syntax = Syntax { renderer: Renderer::Remark, templates: Templates::None, ..Syntax::default() };
        assert!(matches!(Mask::new(text, 0, &syntax).body, Cow::Borrowed(_)));
    }

    #[test]
    fn regions_are_found_by_range() {
        let text = "가 {{ a }} 나 {{ b }} 다";
        let mask = Mask::new(text, 0, &Syntax::default());
        let (a, b) = (text.find("{{ a").unwrap(), text.find("{{ b").unwrap());
        assert_eq!(mask.regions_in(0..a), []);
        assert_eq!(mask.regions_in(a + 2..b), [mask.regions[0]]);
        assert_eq!(mask.regions_in(0..text.len()).len(), 2);
    }
}
