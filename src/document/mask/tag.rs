//! Tags of template languages, shortcodes, attribute lists, and the braces of MDX.

use std::ops::Range;

use super::scan::{Scan, Scope};
use super::{Region, RegionKind};
use crate::document::syntax::{Renderer, Templates};

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

impl Scan<'_> {
    /// What begins with `{`.
    pub(super) fn brace(&mut self, at: usize) {
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

    /// The line end before a line of MDX.
    pub(super) fn line_start(&mut self, at: usize) {
        if self.rest_of_line(at + 1).trim().is_empty() {
            self.open_braces.clear();
        }
        if !self.in_code(at) {
            self.import(at + 1);
        }
    }

    /// `import …` and `export …` of MDX, down to a blank line.
    pub(super) fn import(&mut self, at: usize) {
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
    pub(super) fn close_brace(&mut self, at: usize) {
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
}

/// The name of a tag, without the `-` that trims space and the `/` of a closing shortcode.
fn tag_name(inside: &str) -> &str {
    let name = inside.trim_start_matches(['-', ' ', '\t', '\n', '\r']);
    let end =
        name.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')).count();
    &name[..end]
}

#[cfg(test)]
mod tests {
    use super::super::scan::scan;
    use super::RegionKind::*;
    use super::*;
    use crate::document::syntax::Syntax;

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
}
