//! Code spans and code blocks.

use std::ops::Range;

use pulldown_cmark::CodeBlockKind;

use super::walk::Walk;
use super::{Code, CodeKind, span};
use crate::document::prose::BlockKind;
use crate::hangul;
use crate::span::Span;

impl Walk<'_, '_> {
    pub(super) fn code_span(&mut self, range: Range<usize>) {
        self.reach(&range);
        let content = code_content(self.mask.masked(range.clone()), range.start);
        let written = self.mask.written(content.clone());
        if self.image_depth > 0 {
            return self.alt.push_str(written);
        }
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(written);
        }
        if self.raw.is_none() {
            self.body.code.push(Code { span: span(&range), content: span(&content), kind: CodeKind::Span });
            self.object(range);
            if is_sentence(written) {
                self.writer.aside(BlockKind::CodeProse, [content]);
            }
        }
    }

    pub(super) fn open_code_block(&mut self, kind: &CodeBlockKind<'_>, range: Range<usize>) {
        let line = self.mask.masked(range.clone()).lines().next().unwrap_or("");
        let kind = match kind {
            CodeBlockKind::Indented => CodeKind::Indented,
            CodeBlockKind::Fenced(_) => {
                let info = line.trim_start_matches([' ', '\t', '`', '~']);
                let start = range.start + (line.len() - info.len());
                let info = Span::new(start, start + info.trim_end().len());
                CodeKind::Fenced { info, closed: false }
            }
        };
        let content = range.start + line.len()..range.start + line.len();
        self.body.code.push(Code { span: span(&range), content: span(&content), kind });
        self.code_block = Some(content);
    }

    pub(super) fn close_code_block(&mut self, range: Range<usize>) {
        let content = self.code_block.take();
        let (Some(code), Some(content)) = (self.body.code.last_mut(), content) else { return };
        code.content = span(&content);
        if let CodeKind::Fenced { closed, .. } = &mut code.kind {
            *closed = ends_with_fence(self.mask.masked(range));
        }
    }
}

/// Whether the last line of a fenced block closes it.
fn ends_with_fence(block: &str) -> bool {
    // A no-break space keeps a fence from closing.
    let block = block.trim_start_matches([' ', '\t']).trim_end_matches([' ', '\t', '\r', '\n']);
    let Some(fence) = block.chars().next() else { return false };
    let opening = block.len() - block.trim_start_matches(fence).len();
    let Some((_, last)) = block.rsplit_once(['\n', '\r']) else { return false };
    let last = last.trim_start_matches([' ', '\t', '>']);
    last.len() >= opening && last.chars().all(|c| c == fence)
}

/// What is between the backticks of the code span `text`, which begins at byte `start`.
fn code_content(text: &str, start: usize) -> Range<usize> {
    let run = text.len() - text.trim_start_matches('`').len();
    let content = text.get(run..text.len().saturating_sub(run)).unwrap_or("");
    let padded = content.len() > 2 && content.starts_with(' ') && content.ends_with(' ');
    let padding = usize::from(padded && !content.trim().is_empty());
    start + run + padding..start + run + content.len() - padding
}

/// Whether a code span holds Korean words rather than code: at least three, and nothing but words,
/// numbers and the punctuation of sentences.
fn is_sentence(code: &str) -> bool {
    const PUNCTUATION: &str = ",.!?~:%'\"‘’“”…·-";
    let is_plain =
        |c: char| hangul::is_in_hangul(c) || c.is_ascii_digit() || c == ' ' || PUNCTUATION.contains(c);
    let has_inner_dot =
        || code.split(' ').any(|word| word.trim_end_matches(['.', '?', '!', '"', '\'']).contains('.'));
    let words = || code.split(' ').filter(|word| word.chars().any(hangul::is_in_hangul)).count();
    code.chars().all(is_plain) && words() >= 3 && !has_inner_dot()
}
