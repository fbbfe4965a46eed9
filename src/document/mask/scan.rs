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
pub(super) enum Scope {
    Line,
    Paragraph,
    File,
}

/// Longer runs of backticks open no code span.
const LONGEST_RUN: usize = 16;

/// A pass over the body, at byte `at`.
pub(super) struct Scan<'t> {
    pub(super) file: &'t str,
    pub(super) bytes: &'t [u8],
    pub(super) start: usize,
    pub(super) syntax: &'t Syntax,
    pub(super) at: usize,
    /// End of the code span or fenced block that was entered last.
    code_until: usize,
    /// End of the `{% raw %}` that was entered last.
    pub(super) raw_until: usize,
    /// Searches that failed, and up to where.
    barren: Vec<(&'static str, Scope, usize)>,
    /// For each length of a run of backticks, up to where there is none that closes it.
    barren_runs: [usize; LONGEST_RUN + 1],
    /// MDX: braces not closed yet.
    pub(super) open_braces: Vec<usize>,
    pub(super) found: Found,
}

impl Scan<'_> {
    fn run(&mut self) {
        let is_mdx = self.syntax.templates == Templates::Mdx;
        if is_mdx {
            self.import(self.start);
        }
        // `{`, `|`, `}` and `~` are neighbours.
        let is_stop = |byte: u8| {
            (b'{'..=b'~').contains(&byte)
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

    pub(super) fn hide(&mut self, range: Range<usize>, kind: RegionKind) {
        self.at = self.at.max(range.end);
        self.found.regions.push(Region { span: Span::new(range.start, range.end), kind });
    }

    pub(super) fn in_code(&self, at: usize) -> bool {
        at < self.code_until
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

    /// The end of the first `needle` from byte `from` on, within `scope`.
    pub(super) fn find(&mut self, needle: &'static str, from: usize, scope: Scope) -> Option<usize> {
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
    pub(super) fn remembered<T>(
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

    pub(super) fn rest_of_line(&self, at: usize) -> &str {
        let end =
            self.bytes[at..].iter().position(|&byte| byte == b'\n').map_or(self.bytes.len(), |end| at + end);
        &self.file[at..end]
    }
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
    use super::*;

    #[test]
    fn math_stays_out_of_code() {
        let math = |text: &str| -> Vec<String> {
            let regions = scan(text, 0, &Syntax::default()).regions;
            assert!(regions.iter().all(|region| region.kind == RegionKind::Math), "{regions:?}");
            regions.iter().map(|region| region.span.slice(text).to_owned()).collect()
        };
        assert_eq!(math("식 $$a_1$$은\n"), ["$$a_1$$"]);
        assert_eq!(math("$$\na\n\n- b\n$$\n"), ["$$\na\n\n- b\n$$"]);
        assert_eq!(math("```sh\nkill $$\n```\n값 $$ 하나"), [""; 0]);
        assert_eq!(math("`` ` $$ `` 둘 \\$$a$$"), [""; 0]);
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
