//! The ids that renderers give to headings, and everything else in a page that `#…` can lead to.
//!
//! | [`HeadingIds`] | source                                                                            |
//! |----------------|-----------------------------------------------------------------------------------|
//! | `Kramdown`     | kramdown-parser-gfm 1.1, `generate_gfm_header_id`, on the text without markup       |
//! | `Github`       | github-slugger 2, `slug`: rehype-slug, Astro, gatsby-remark-autolink-headers        |
//! | `Goldmark`     | Hugo 0.111, `markup/goldmark/autoid.go`, type `github`, on the text as it is written |
//! | `Hexo`         | hexo-renderer-marked 7 `anchorId`, hexo-util 3 `slugize`                            |
//! | `HexoEscaped`  | hexo-renderer-marked 2, 3, 4 and 5: the same without `unescapeHTML`                 |
//!
//! `tests/oracle/anchors/` holds what the renderers themselves say of a list of headings.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Document;
use super::blocks::Heading;
use super::mask::RegionKind;
use crate::hangul;
use crate::span::Span;

/// Who gives ids to headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadingIds {
    /// kramdown with its GFM parser: Jekyll.
    Kramdown,
    /// github-slugger: Astro, Gatsby with a plug-in.
    Github,
    /// goldmark as Hugo sets it up.
    Goldmark,
    /// hexo-renderer-marked since its sixth version.
    Hexo,
    /// hexo-renderer-marked before: of `&` the letters of `&amp;` are left.
    HexoEscaped,
}

impl HeadingIds {
    /// The id of a heading before it is told apart from others: `text` is without markup, `written` with
    /// it.
    fn base(self, text: &str, written: &str) -> String {
        match self {
            HeadingIds::Kramdown => kramdown(text, written),
            HeadingIds::Github => github(text),
            HeadingIds::Goldmark => match goldmark(written) {
                id if id.is_empty() => "heading".to_owned(),
                id => id,
            },
            HeadingIds::Hexo => slugized(&without_tags(&typographic(text, written))),
            HeadingIds::HexoEscaped => slugized(&escaped(&typographic(text, written))),
        }
    }

    /// The ids of headings in their order: `text` without markup, `written` with it.
    pub fn of<'h>(self, headings: impl IntoIterator<Item = (&'h str, &'h str)>) -> Vec<String> {
        let mut counts: HashMap<String, usize> = HashMap::new();
        let mut ids = Vec::new();
        for (text, written) in headings {
            let base = self.base(text, written);
            let mut count = counts.get(&base).map_or(0, |count| count + usize::from(!self.looks_for_free()));
            let numbered = |count: usize| if count == 0 { base.clone() } else { format!("{base}-{count}") };
            // kramdown and Hexo only count how often they had the same text.
            while self.looks_for_free() && counts.contains_key(&numbered(count)) {
                count += 1;
            }
            let id = numbered(count);
            counts.insert(base.clone(), count);
            if self.looks_for_free() {
                counts.entry(id.clone()).or_insert(0);
            }
            ids.push(id);
        }
        ids
    }

    /// Whether a number is passed over if the id with it is taken already.
    fn looks_for_free(self) -> bool {
        matches!(self, HeadingIds::Github | HeadingIds::Goldmark)
    }
}

/// Letters, marks, decimal digits and `_`, in lower case; hyphens for spaces. Two and three hyphens are
/// dashes, which are no letters; nor are `<<` and `>>`, quotation marks that take the space inside with
/// them, except in code.
fn kramdown(text: &str, written: &str) -> String {
    let mut dashed = Cow::Borrowed(text);
    let mut drop = |sign: &str| {
        if dashed.contains(sign) {
            dashed = Cow::Owned(dashed.replace(sign, ""));
        }
    };
    if memchr::memchr3(b'-', b'<', b'>', text.as_bytes()).is_some() {
        ["---", "--"].into_iter().for_each(&mut drop);
        let mut codes = written.split('`').skip(1).step_by(2);
        if !codes.any(|code| code.contains("<<") || code.contains(">>")) {
            ["<< ", " >>"].into_iter().for_each(&mut drop);
        }
    }
    let mut id = String::with_capacity(dashed.len());
    for c in dashed.chars() {
        match c {
            ' ' | '\t' | '-' => id.push('-'),
            // Nearly all there is.
            c if hangul::is_syllable(c) => id.push(c),
            c => id.extend(c.to_lowercase().filter(|c| is_word(*c))),
        }
    }
    id
}

fn github(text: &str) -> String {
    let lower = text.to_lowercase();
    lower
        .chars()
        .filter_map(|c| match c {
            ' ' | '-' => Some('-'),
            c => is_word(c).then_some(c),
        })
        .collect()
}

fn goldmark(written: &str) -> String {
    let mut id = String::new();
    for c in written.trim().chars() {
        match c {
            '-' | '_' => id.push(c),
            ' ' => id.push('-'),
            // Neither Ⅳ nor ½ is a letter or a digit to Go.
            c if is_word(c) && !is_combining_mark(c) && !matches!(c, 'Ⅰ'..='ↈ') => {
                id.extend(c.to_lowercase().take(1))
            }
            _ => {}
        }
    }
    id
}

/// Hyphens for marks and spaces of ASCII, none at the ends and no two together; letters keep their case
/// and lose their accents.
fn slugized(text: &str) -> String {
    const SPECIAL: &str = "~`!@#$%^&*()-_+=[]{}|\\;:\"'<>,.?/";
    let mut id = String::new();
    for c in text.trim().chars().flat_map(bare).filter(|c| !c.is_control()) {
        match c.is_whitespace() || SPECIAL.contains(c) {
            true if id.is_empty() || id.ends_with('-') => {}
            true => id.push('-'),
            false => id.push(c),
        }
    }
    id.trim_end_matches('-').to_owned()
}

/// A heading as Hexo's `smartypants` leaves it: code is not touched.
fn typographic(text: &str, written: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    for code in written.split('`').skip(1).step_by(2).filter(|code| !code.is_empty()) {
        if let Some((before, after)) = rest.split_once(code) {
            out.push_str(&curled(before));
            out.push_str(code);
            rest = after;
        }
    }
    out.push_str(&curled(rest));
    out
}

/// The text as HTML has it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// Quotation marks, dashes and dots as typographers write them.
fn curled(text: &str) -> String {
    let text = text.replace("---", "—").replace("--", "–").replace("...", "…");
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let opens = out.chars().next_back().is_none_or(|c| c.is_whitespace() || "-—/([{\"‘“".contains(c));
        out.push(match c {
            '\'' if opens => '‘',
            '\'' => '’',
            '"' if opens => '“',
            '"' => '”',
            c => c,
        });
    }
    out
}

/// What is left when everything that looks like a tag is taken out, code or not: from a `<`, unless a space
/// or another `<` follows, to its `>`, or to the end.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_tag = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '<' if !matches!(chars.peek(), Some(' ' | '<') | None) => in_tag = true,
            '>' if in_tag => in_tag = false,
            c if !in_tag => out.push(c),
            _ => {}
        }
    }
    out
}

/// A Latin letter without its accents.
fn bare(c: char) -> impl Iterator<Item = char> {
    let mut parts = c.nfd();
    let first = parts.next().unwrap_or(c);
    std::iter::once(if first.is_ascii_alphabetic() { first } else { c })
}

fn is_word(c: char) -> bool {
    // Nearly all there is.
    if c.is_ascii() || hangul::is_syllable(c) {
        return !c.is_ascii() || c.is_ascii_alphanumeric() || c == '_';
    }
    let is_connector = matches!(c, '_' | '‿' | '⁀' | '⁔' | '︳' | '︴' | '﹍' | '﹎' | '﹏' | '＿');
    // Of numbers, only decimal digits are word characters: neither ½ nor ①.
    c.is_alphabetic() && !matches!(c, 'Ⓐ'..='ⓩ')
        || is_combining_mark(c)
        || c.is_numeric() && is_decimal(c)
        || is_connector
}

fn is_decimal(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９' | '٠'..='٩' | '०'..='९')
}

/// What `#…` can lead to in a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anchors {
    /// The ids.
    pub ids: Vec<String>,
    /// Whether nothing in the page may have others: a template, a component.
    pub complete: bool,
}

/// Templates that put no heading into a page.
const PLAIN_TAGS: [&str; 18] = [
    "post_url",
    "link",
    "figure",
    "gallery",
    "video",
    "toc",
    "youtube",
    "ref",
    "relref",
    "highlight",
    "gist",
    "img",
    "image",
    "asset_img",
    "post_link",
    "seo",
    "feature_row",
    "asset_path",
];

impl Document {
    /// The ids in the page when `rule` gives headings theirs.
    pub fn anchors(&self, rule: HeadingIds) -> Anchors {
        let text = &self.text;
        let own = |heading: &&Heading| heading.id.is_some();
        let explicit = self.body.headings.iter().filter(own).filter_map(|heading| heading.id);
        let mut ids: Vec<String> = explicit.map(|id| id.slice(text).to_owned()).collect();
        let automatic = self.body.headings.iter().filter(|heading| heading.id.is_none());
        ids.extend(rule.of(automatic.map(|heading| (heading.text.as_str(), heading.text_span.slice(text)))));
        self.add_written_ids(&mut ids);
        self.add_doubtful_headings(rule, &mut ids);
        Anchors { complete: self.has_no_other_ids(), ids }
    }

    /// Ids in HTML and in attribute lists.
    fn add_written_ids(&self, ids: &mut Vec<String>) {
        for tag in self.body.tags.iter().filter(|tag| !tag.closing) {
            let values = ["id", "name"].iter().filter_map(|name| tag.attribute(name)?.value.clone());
            ids.extend(values.map(|value| value.trim().to_owned()));
        }
        let lists = self.body.regions.iter().filter(|region| region.kind == RegionKind::Attributes);
        for list in lists {
            let written = list.span.slice(&self.text);
            for (at, _) in written.match_indices('#') {
                let id = written[at + 1..].split([' ', '\t', '}', '.', '"']).next().unwrap_or_default();
                ids.push(id.to_owned());
            }
        }
    }

    /// Lines that another renderer may take for a heading: in HTML, in a list, after what this one takes
    /// for text.
    fn add_doubtful_headings(&self, rule: HeadingIds, ids: &mut Vec<String>) {
        let body = &self.text[self.front.body_start.min(self.text.len())..];
        let mut at = self.text.len() - body.len();
        let mut known: HashSet<String> = ids.iter().cloned().collect();
        for line in body.split_inclusive('\n') {
            let start = at;
            at += line.len();
            if memchr::memchr(b'#', line.as_bytes()).is_none() {
                continue;
            }
            let inner = line.trim_start_matches(|c: char| {
                c.is_whitespace() || c.is_ascii_digit() || matches!(c, '>' | '-' | '*' | '+' | '.')
            });
            let title = inner.trim_start_matches('#');
            let is_heading = title.len() < inner.len() && !self.is_code(Span::at(start));
            if is_heading {
                let title = title.trim().trim_end_matches('#').trim();
                // Most are headings to this one as well, and have no markup: their ids are known.
                let before =
                    self.body.headings.partition_point(|heading| heading.span.range().start <= start);
                let heading = self.body.headings[..before].last();
                let is_same = |heading: &Heading| heading.span.range().end > start && heading.text == title;
                if heading.is_some_and(|heading| heading.id.is_none() && is_same(heading)) {
                    continue;
                }
                let id = rule.base(title, title);
                if known.insert(id.clone()) {
                    ids.push(id);
                }
            }
        }
    }

    fn has_no_other_ids(&self) -> bool {
        let mut headings = self.body.headings.iter();
        let is_filled_in = |heading: &Heading| {
            let text = heading.text_span.slice(&self.text);
            text.contains("{{") || text.contains("{%")
        };
        !headings.any(is_filled_in)
            && self.body.regions.iter().all(|region| match region.kind {
                RegionKind::Tag => {
                    let written = region.span.slice(&self.text);
                    let mut words = written
                        .split(|c: char| !c.is_alphanumeric() && c != '_')
                        .filter(|word| !word.is_empty());
                    words.find(|word| *word != "include").is_some_and(|name| PLAIN_TAGS.contains(&name))
                }
                RegionKind::Output => {
                    let written = region.span.slice(&self.text);
                    ["site.", "url", "page.", "'", "\""].iter().any(|sign| written.contains(sign))
                        && !written.contains("content")
                }
                RegionKind::Expression | RegionKind::Import => false,
                _ => true,
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::syntax::Syntax;

    fn anchors(text: &str) -> Anchors {
        Document::parse(text.to_owned(), Syntax::default()).anchors(HeadingIds::Kramdown)
    }

    #[test]
    fn every_place_of_a_page_is_known() {
        let text = "## 글 {#이름}\n\n## 글\n\n## 글\n\n<a name=\"표시\">가</a>\n\n문단\n{: #문단}\n\n<div markdown=\"1\">\n## 안\n</div>\n";
        let found = anchors(text);
        assert!(found.complete);
        for id in ["이름", "글", "글-1", "표시", "문단", "안"] {
            assert!(found.ids.iter().any(|known| known == id), "{id}: {:?}", found.ids);
        }
    }

    #[test]
    fn quotation_marks_of_kramdown_take_the_space_inside_with_them() {
        for (heading, id) in
            [("출력 << 오버로딩", "출력-오버로딩"), ("x >> y", "x-y"), ("a<<b", "ab"), ("`x << y`", "x--y")]
        {
            let found = anchors(&format!("## {heading}\n"));
            assert_eq!(found.ids.first().map(String::as_str), Some(id), "{heading}");
        }
    }

    #[test]
    fn hexo_escapes_before_its_sixth_version_and_leaves_quotation_marks_of_code_as_they_are() {
        for (heading, id, old) in [
            ("Anchor & Alias", "Anchor-Alias", "Anchor-amp-Alias"),
            ("a < b > c", "a-b-c", "a-lt-b-gt-c"),
            ("say \"hi\" it's", "say-“hi”-it’s", "say-“hi”-it’s"),
            ("코드`\"use\"` \"b\"", "코드-use-“b”", "코드-quot-use-quot-“b”"),
            ("`List<String>` 타입", "List-타입", "List-lt-String-gt-타입"),
            ("`it's` & x", "it-s-x", "it-39-s-amp-x"),
        ] {
            let text = heading.replace('`', "");
            assert_eq!(HeadingIds::Hexo.of([(text.as_str(), heading)]), [id]);
            assert_eq!(HeadingIds::HexoEscaped.of([(text.as_str(), heading)]), [old]);
        }
    }

    #[test]
    fn what_a_template_brings_is_not_known() {
        for text in ["{% include more.html %}", "## {{ page.title }}", "{{ content }}"] {
            assert!(!anchors(text).complete, "{text}");
        }
        for text in [
            "{% include figure image_path=\"/a.png\" %}",
            "[글]({{ site.baseurl }}/글/)",
            "{% raw %}{{ a }}{% endraw %}",
        ] {
            assert!(anchors(text).complete, "{text}");
        }
    }
}
