//! Finding what the mask hides, in one pass over the bytes of the body.
//!
//! Liquid and Hugo know nothing of Markdown: their tags count inside code as well. Attribute lists,
//! math and MDX count outside code only, so the scan follows fences and code spans as far as needed to
//! know that it is in one.
//!
//! The pass is linear on any input: a search that fails is remembered and not repeated over the same
//! bytes ([`Scan::find`]).

use std::ops::Range;

use super::{Region, RegionKind};
use crate::document::seek::seek;
use crate::document::syntax::{Renderer, Syntax, Templates};
use crate::span::Span;

/// What one pass over the body found.
#[derive(Debug, Default)]
pub struct Found {
    /// What is not Markdown, in order.
    pub regions: Vec<Region>,
    /// Bytes that are read as plain punctuation. A single `~`: in Korean it is a range (1~2시간) or a
    /// smile, not strikethrough. With kramdown, the character on the other side of `**` where CommonMark
    /// asks what stands there (`**강조(말)**을`) and kramdown does not.
    pub softened: Vec<Range<usize>>,
}

impl Found {
    /// Whether there is nothing to hide.
    pub fn is_empty(&self) -> bool {
        self.regions.is_empty() && self.softened.is_empty()
    }
}

/// Scans what follows byte `start` of `file`. All ranges are byte offsets in the file.
pub fn scan(file: &str, start: usize, syntax: &Syntax) -> Found {
    let mut scan = Scan {
        file,
        bytes: file.as_bytes(),
        start,
        syntax,
        at: start,
        code_until: start,
        raw_until: start,
        barren: Vec::new(),
        barren_runs: [start; LONGEST_RUN + 1],
        open_braces: Vec::new(),
        found: Found::default(),
    };
    scan.run();
    scan.found
}

/// How far a search may go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Line,
    Paragraph,
    File,
}

/// Longer runs of backticks open no code span.
const LONGEST_RUN: usize = 16;

/// Liquid's own tags that write nothing where they stand; so do those that begin with `end`.
const CONTROL: [&str; 16] = [
    "if", "elsif", "else", "unless", "case", "when", "for", "tablerow", "break", "continue", "assign",
    "capture", "raw", "block", "set", "macro",
];

/// Tags and shortcodes whose content is code for the page, not text.
const CODE: [&str; 7] = ["highlight", "codeblock", "code", "mermaid", "katex", "math", "chart"];

/// A tag whose content nobody sees.
const COMMENT: &str = "comment";

/// How tags with content are written: `open`, `end` and the name, `close`.
struct TagForm {
    open: &'static str,
    end: &'static str,
    close: &'static str,
}

const LIQUID: TagForm = TagForm { open: "{%", end: "end", close: "%}" };
const SHORTCODE: TagForm = TagForm { open: "{{<", end: "/", close: ">}}" };
const MARKDOWN_SHORTCODE: TagForm = TagForm { open: "{{%", end: "/", close: "%}}" };

struct Scan<'t> {
    file: &'t str,
    bytes: &'t [u8],
    start: usize,
    syntax: &'t Syntax,
    at: usize,
    /// End of the code span or fenced block that was entered last.
    code_until: usize,
    /// End of the `{% raw %}` that was entered last.
    raw_until: usize,
    /// Searches that failed, and up to where.
    barren: Vec<(&'static str, Scope, usize)>,
    /// For each length of a run of backticks, up to where there is none that closes it.
    barren_runs: [usize; LONGEST_RUN + 1],
    /// MDX: braces not closed yet.
    open_braces: Vec<usize>,
    found: Found,
}

impl Scan<'_> {
    fn run(&mut self) {
        let is_mdx = self.syntax.templates == Templates::Mdx;
        if is_mdx {
            self.import(self.start);
        }
        // `{`, `|`, `}` and `~` are neighbours.
        let is_stop = |byte: u8| {
            ((byte >= b'{') & (byte <= b'~'))
                | (byte == b'$')
                | (byte == b'`')
                | (byte == b'*')
                | (is_mdx & (byte == b'\n'))
        };
        while let Some(at) = seek(self.bytes, self.at, is_stop) {
            self.at = at + 1;
            match self.bytes[at] {
                b'{' => self.brace(at),
                b'}' if is_mdx => self.close_brace(at),
                b'$' => self.dollar(at),
                b'*' => self.star(at),
                marker @ (b'`' | b'~') => self.code_marker(at, marker),
                b'\n' => self.line_start(at),
                _ => {}
            }
        }
    }

    fn hide(&mut self, range: Range<usize>, kind: RegionKind) {
        self.at = self.at.max(range.end);
        self.found.regions.push(Region { span: Span::new(range.start, range.end), kind });
    }

    fn in_code(&self, at: usize) -> bool {
        at < self.code_until
    }

    fn brace(&mut self, at: usize) {
        let next = self.bytes.get(at + 1).copied().unwrap_or_default();
        let runs_in_code = self.syntax.templates != Templates::Nunjucks || !self.in_code(at);
        match (self.syntax.templates, next) {
            (Templates::Shortcodes, b'{') => self.shortcode(at),
            (Templates::Liquid | Templates::Nunjucks, b'{' | b'%') if runs_in_code => self.template(at, next),
            (Templates::Nunjucks, b'#') if runs_in_code => {
                if let Some(end) = self.find("#}", at + 2, Scope::File) {
                    return self.hide(at..end, RegionKind::Comment);
                }
            }
            (Templates::Mdx, _) if !self.in_code(at) => self.open_braces.push(at),
            _ => {}
        }
        if self.at == at + 1 && !self.in_code(at) {
            match (self.syntax.renderer, next) {
                (Renderer::Kramdown, b':') => self.attributes(at),
                (Renderer::Kramdown | Renderer::Goldmark, b'#') => self.heading_id(at),
                _ => {}
            }
        }
    }

    /// `{{ … }}` and `{% … %}`.
    fn template(&mut self, at: usize, opener: u8) {
        if at < self.raw_until {
            return;
        }
        if opener == b'{' {
            if let Some(end) = self.find("}}", at + 2, Scope::Paragraph) {
                self.hide(at..end, RegionKind::Output);
            }
            return;
        }
        let Some(end) = self.find("%}", at + 2, Scope::Paragraph) else { return };
        let name = tag_name(&self.file[at + 2..end]);
        if name == "raw" {
            self.raw_until = self.end_tag(&LIQUID, "raw", end).map_or(end, |close| close.start);
        }
        if let Some(close) = self.end_of_content(&LIQUID, name, end) {
            let kind = if name == COMMENT { RegionKind::Comment } else { RegionKind::Code };
            return self.hide(at..close, kind);
        }
        let is_control = name.starts_with("end") || CONTROL.contains(&name);
        self.hide(at..end, if is_control { RegionKind::Control } else { RegionKind::Tag });
    }

    /// Where the end tag ends, for a tag whose content is not text.
    fn end_of_content(&mut self, form: &TagForm, name: &str, from: usize) -> Option<usize> {
        let name = CODE.into_iter().chain([COMMENT]).find(|known| *known == name)?;
        Some(self.end_tag(form, name, from)?.end)
    }

    /// The end tag of `name`, wherever it is.
    fn end_tag(&mut self, form: &TagForm, name: &'static str, from: usize) -> Option<Range<usize>> {
        const SPACE: [char; 3] = [' ', '\t', '-'];
        self.remembered(name, Scope::File, from, |scan| {
            let mut at = from;
            while let Some(ahead) = scan.file[at..].find(form.open) {
                let open = at + ahead;
                at = open + form.open.len();
                let inside = scan.file[at..].trim_start_matches(SPACE).strip_prefix(form.end);
                let rest = inside.and_then(|inside| inside.trim_start_matches(SPACE).strip_prefix(name));
                if let Some(rest) =
                    rest.and_then(|rest| rest.trim_start_matches(SPACE).strip_prefix(form.close))
                {
                    return Ok(open..scan.file.len() - rest.len());
                }
            }
            Err(scan.file.len())
        })
    }

    /// `{{< … >}}` and `{{% … %}}`; `{{</* … */>}}` shows a shortcode instead of running it.
    fn shortcode(&mut self, at: usize) {
        let form = match self.bytes.get(at + 2) {
            Some(b'<') => &SHORTCODE,
            Some(b'%') => &MARKDOWN_SHORTCODE,
            _ => return,
        };
        let Some(end) = self.find(form.close, at + 3, Scope::Paragraph) else { return };
        let inside = &self.file[at + 3..end - 3];
        if inside.starts_with("/*") {
            self.at = end;
            return;
        }
        if let Some(close) = self.end_of_content(form, tag_name(inside), end) {
            return self.hide(at..close, RegionKind::Code);
        }
        let is_control = inside.trim_start().starts_with('/');
        self.hide(at..end, if is_control { RegionKind::Control } else { RegionKind::Tag });
    }

    /// `{: … }`, `{:toc}`, `{::options … /}`, `{::comment} … {:/comment}`.
    fn attributes(&mut self, at: usize) {
        let Some(end) = self.find("}", at + 2, Scope::Line) else { return };
        let inside = &self.file[at + 2..end - 1];
        if inside == ":comment"
            && let Some(close) =
                ["{:/comment}", "{:/}"].into_iter().find_map(|tag| self.find(tag, end, Scope::File))
        {
            return self.hide(at..close, RegionKind::Comment);
        }
        self.hide(at..end, RegionKind::Attributes);
    }

    /// `{#id}` at the end of a line.
    fn heading_id(&mut self, at: usize) {
        let is_id = |byte: &u8| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.') || *byte >= 0x80
        };
        let id = self.bytes[at + 2..].iter().take_while(|byte| is_id(byte)).count();
        let end = at + 2 + id;
        let rest = self.bytes.get(end + 1..).unwrap_or_default();
        let ends_line =
            rest.iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r')).is_none_or(|&byte| byte == b'\n');
        if id > 0 && self.bytes.get(end) == Some(&b'}') && ends_line {
            self.hide(at..end + 1, RegionKind::Attributes);
        }
    }

    /// `$$ … $$` in a paragraph, or between two lines that begin with `$$`.
    fn dollar(&mut self, at: usize) {
        if self.in_code(at) || self.bytes.get(at + 1) != Some(&b'$') || self.is_escaped(at) {
            return;
        }
        self.at = at + 2;
        let opens_block = self.begins_line(at) && self.rest_of_line(at + 2).trim().is_empty();
        let scope = if opens_block { Scope::File } else { Scope::Paragraph };
        if let Some(end) = self.find("$$", at + 2, scope) {
            self.hide(at..end, RegionKind::Math);
        }
    }

    /// Runs of `` ` `` and `~`: a fence, a code span, or a single `~`.
    fn code_marker(&mut self, at: usize, marker: u8) {
        let run = self.run_length(at, marker);
        self.at = at + run;
        if self.in_code(at) || self.is_escaped(at) {
            return;
        }
        let is_fence = run >= 3
            && self.begins_line(at)
            && (marker == b'~' || !self.rest_of_line(at + run).contains('`'));
        if is_fence {
            self.code_until = self.fence_end(at + run, marker, run);
        } else if marker == b'`' {
            self.code_span(at + run, run);
        } else if run == 1 {
            self.found.softened.push(at..at + 1);
        }
    }

    /// Where the fenced block ends that was opened before `from`: after its closing fence, or never.
    fn fence_end(&self, from: usize, marker: u8, run: usize) -> usize {
        let mut at = from;
        while let Some(ahead) = self.bytes[at..].iter().position(|&byte| byte == b'\n') {
            at += ahead + 1;
            let line = self.rest_of_line(at);
            let fence = line.trim_start_matches([' ', '\t', '>']);
            let after = fence.trim_start_matches(char::from(marker));
            if fence.len() - after.len() >= run && after.trim().is_empty() {
                return at + line.len();
            }
        }
        self.bytes.len()
    }

    /// Enters the code span opened by `run` backticks before `from`, if they are closed.
    fn code_span(&mut self, from: usize, run: usize) {
        if run > LONGEST_RUN || from < self.barren_runs[run] {
            return;
        }
        let mut at = from;
        let mut blank = false;
        while let Some(&byte) = self.bytes.get(at) {
            match byte {
                b'`' => {
                    let length = self.run_length(at, b'`');
                    at += length;
                    if length == run {
                        self.code_until = at;
                        return;
                    }
                    blank = false;
                    continue;
                }
                b'\n' if blank => break,
                b'\n' => blank = true,
                b' ' | b'\t' | b'\r' => {}
                _ => blank = false,
            }
            at += 1;
        }
        self.barren_runs[run] = at;
    }

    /// Kramdown opens and closes `**` by spaces alone. Where CommonMark would not, for a letter on one
    /// side and punctuation on the other, the letter is read as punctuation too.
    fn star(&mut self, at: usize) {
        let run = self.run_length(at, b'*');
        self.at = at + run;
        if self.syntax.renderer != Renderer::Kramdown || run > 3 || self.in_code(at) || self.is_escaped(at) {
            return;
        }
        let before = self.file[self.start..at].chars().next_back();
        let after = self.file[at + run..].chars().next();
        let (Some(before), Some(after)) = (before, after) else { return };
        if is_punctuation(before) && is_letter(after) {
            self.found.softened.push(at + run..at + run + after.len_utf8());
        } else if is_letter(before) && is_punctuation(after) {
            self.found.softened.push(at - before.len_utf8()..at);
        }
    }

    fn line_start(&mut self, at: usize) {
        if self.rest_of_line(at + 1).trim().is_empty() {
            self.open_braces.clear();
        }
        if !self.in_code(at) {
            self.import(at + 1);
        }
    }

    /// `import …` and `export …` of MDX, down to a blank line.
    fn import(&mut self, at: usize) {
        let line = self.rest_of_line(at);
        if line.starts_with("import ") || line.starts_with("export ") {
            let mut end = at + line.len();
            while let Some(next) = self.bytes.get(end).map(|_| self.rest_of_line(end + 1))
                && !next.trim().is_empty()
            {
                end += 1 + next.len();
            }
            self.hide(at..end, RegionKind::Import);
        }
    }

    /// Closes the innermost brace of MDX; the regions inside it become part of the new one.
    fn close_brace(&mut self, at: usize) {
        if self.in_code(at) {
            return;
        }
        let Some(open) = self.open_braces.pop() else { return };
        let is_inside = |region: &Region| region.span.range().start > open;
        while self.found.regions.last().is_some_and(is_inside) {
            self.found.regions.pop();
        }
        let is_comment = self.file[open + 1..at].starts_with("/*");
        self.hide(open..at + 1, if is_comment { RegionKind::Comment } else { RegionKind::Expression });
    }

    /// The end of the first `needle` from byte `from` on, within `scope`.
    fn find(&mut self, needle: &'static str, from: usize, scope: Scope) -> Option<usize> {
        self.remembered(needle, scope, from, |scan| {
            let pattern = needle.as_bytes();
            let mut blank = false;
            for (ahead, &byte) in scan.bytes[from..].iter().enumerate() {
                let at = from + ahead;
                if byte == pattern[0] && scan.bytes[at..].starts_with(pattern) {
                    return Ok(at + pattern.len());
                }
                match byte {
                    b'\n' if scope == Scope::Line || (scope == Scope::Paragraph && blank) => return Err(at),
                    b'\n' => blank = true,
                    b' ' | b'\t' | b'\r' => {}
                    _ => blank = false,
                }
            }
            Err(scan.bytes.len())
        })
    }

    /// Runs a search, unless it is known to fail. A failed search says up to where it looked: one that
    /// begins before that place fails as well.
    fn remembered<T>(
        &mut self,
        needle: &'static str,
        scope: Scope,
        from: usize,
        search: impl FnOnce(&Self) -> Result<T, usize>,
    ) -> Option<T> {
        let known = self.barren.iter().position(|&(n, s, _)| n == needle && s == scope);
        if known.is_some_and(|at| from < self.barren[at].2) {
            return None;
        }
        match (search(self), known) {
            (Ok(found), _) => return Some(found),
            (Err(until), Some(at)) => self.barren[at].2 = until,
            (Err(until), None) => self.barren.push((needle, scope, until)),
        }
        None
    }

    fn run_length(&self, at: usize, marker: u8) -> usize {
        self.bytes[at..].iter().take_while(|&&byte| byte == marker).count()
    }

    fn is_escaped(&self, at: usize) -> bool {
        at > self.start && self.bytes[at - 1] == b'\\'
    }

    /// Whether only indentation and container markers stand before `at` on its line.
    fn begins_line(&self, at: usize) -> bool {
        let before = self.bytes[self.start..at].iter().rev();
        let is_marker = |byte: &u8| {
            matches!(byte, b' ' | b'\t' | b'>' | b'-' | b'+' | b'*' | b'.' | b')') || byte.is_ascii_digit()
        };
        before.copied().find(|byte| !is_marker(byte)).is_none_or(|byte| byte == b'\n')
    }

    fn rest_of_line(&self, at: usize) -> &str {
        let end =
            self.bytes[at..].iter().position(|&byte| byte == b'\n').map_or(self.bytes.len(), |end| at + end);
        &self.file[at..end]
    }
}

/// The name of a tag, without the `-` that trims space and the `/` of a closing shortcode.
fn tag_name(inside: &str) -> &str {
    let name = inside.trim_start_matches(['-', ' ', '\t', '\n', '\r']);
    let end =
        name.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')).count();
    &name[..end]
}

/// Neither a space nor punctuation to CommonMark's emphasis.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || (!c.is_ascii() && !c.is_whitespace() && !is_punctuation(c))
}

/// Punctuation to CommonMark's emphasis, except for the markers of Markdown itself.
fn is_punctuation(c: char) -> bool {
    (c.is_ascii_punctuation() && !matches!(c, '*' | '_' | '\\'))
        || "‘’“”「」『』《》〈〉【】…·、。".contains(c)
}

#[cfg(test)]
mod tests {
    use super::RegionKind::*;
    use super::*;

    fn found_in(text: &str, renderer: Renderer, templates: Templates) -> Vec<(&str, RegionKind)> {
        let syntax = Syntax { renderer, templates, ..Syntax::default() };
        let regions = scan(text, 0, &syntax).regions;
        assert!(regions.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{text}");
        regions.into_iter().map(|region| (region.span.slice(text), region.kind)).collect()
    }

    fn jekyll(text: &str) -> Vec<(&str, RegionKind)> {
        found_in(text, Renderer::Kramdown, Templates::Liquid)
    }

    #[test]
    fn liquid() {
        let text = "{{ page.title }}은 {%- if a -%}가{% endif %} [글]({% post_url 2024-01-02-a %})";
        let want = [
            ("{{ page.title }}", Output),
            ("{%- if a -%}", Control),
            ("{% endif %}", Control),
            ("{% post_url 2024-01-02-a %}", Tag),
        ];
        assert_eq!(jekyll(text), want);
        assert_eq!(jekyll("{{ 닫지 않음\n\n다음 }}"), []);
    }

    #[test]
    fn liquid_runs_in_code_but_not_in_raw() {
        let text = "```\n{{ a }}\n```\n{% raw %}{{ b }}{% endraw %} {{ c }}";
        let want =
            [("{{ a }}", Output), ("{% raw %}", Control), ("{% endraw %}", Control), ("{{ c }}", Output)];
        assert_eq!(jekyll(text), want);
    }

    #[test]
    fn comments_and_attribute_lists() {
        let text = "{% comment %}지난 글{% endcomment %}\n글{: .a}\n{::options toc_levels=\"2\" /}\n## 제목 {#name}\n";
        let want = [
            ("{% comment %}지난 글{% endcomment %}", Comment),
            ("{: .a}", Attributes),
            ("{::options toc_levels=\"2\" /}", Attributes),
            ("{#name}", Attributes),
        ];
        assert_eq!(jekyll(text), want);
        assert_eq!(jekyll("`{:.2f}`와\n\n~~~py\n'{:d}'\n~~~\n"), []);
    }

    #[test]
    fn math_stays_out_of_code() {
        assert_eq!(jekyll("식 $$a_1$$은\n"), [("$$a_1$$", Math)]);
        assert_eq!(jekyll("$$\na\n\n- b\n$$\n"), [("$$\na\n\n- b\n$$", Math)]);
        assert_eq!(jekyll("```sh\nkill $$\n```\n값 $$ 하나"), []);
    }

    #[test]
    fn shortcodes() {
        let text = "{{< quote >}}말{{< /quote >}} {{</* 보기 */>}} {{ 아님 }}\n{{< highlight go >}}\na\n{{< /highlight >}}";
        let want = [
            ("{{< quote >}}", Tag),
            ("{{< /quote >}}", Control),
            ("{{< highlight go >}}\na\n{{< /highlight >}}", Code),
        ];
        assert_eq!(found_in(text, Renderer::Goldmark, Templates::Shortcodes), want);
    }

    #[test]
    fn mdx() {
        let text =
            "import A from './a'\nexport const b = { c: 1 }\n\n값은 {a.b({ c })}이고 `{d}` {/* 주석 */}\n";
        let want = [
            ("import A from './a'\nexport const b = { c: 1 }", Import),
            ("{a.b({ c })}", Expression),
            ("{/* 주석 */}", Comment),
        ];
        assert_eq!(found_in(text, Renderer::Remark, Templates::Mdx), want);
    }

    #[test]
    fn softened_bytes() {
        let softened = |text: &str, renderer| -> Vec<String> {
            let syntax = Syntax { renderer, ..Syntax::default() };
            scan(text, 0, &syntax).softened.into_iter().map(|range| text[range].to_owned()).collect()
        };
        assert_eq!(softened("1~2시간, ~~지움~~, `3~4`", Renderer::Remark), ["~"]);
        assert_eq!(softened("**강조(말)**을 LLM**(말)**", Renderer::Kramdown), ["을", "M"]);
        assert_eq!(softened("**강조(말)**을", Renderer::Remark), [""; 0]);
    }
}
