//! Headings that readers see otherwise than they are meant.

use memchr::memchr;

use super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::blocks::Heading;
use crate::document::line;
use crate::document::prose::BlockKind;
use crate::document::syntax::Renderer;
use crate::hangul;
use crate::rule::check::HeadingCase;
use crate::span::{Span, meeting};

/// Runs a case.
pub fn check(case: HeadingCase, context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    match case {
        HeadingCase::Text => {
            glued(context, emit);
            indented(context, emit);
        }
        HeadingCase::Empty => empty(context, emit),
        HeadingCase::Underlined => underlined(context, emit),
        HeadingCase::Skipped => skipped(context, emit),
        HeadingCase::Several => several(context, emit),
    }
}

/// `##제목`, which is text to all but the oldest renderers.
fn glued(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    // kramdown's own parser and marked before 1 ask for no space.
    let asks = context.site.surely(|way| way.gfm && !(way.legacy && way.renderer == Renderer::Marked));
    if !asks {
        return;
    }
    // What JavaScript calls a space is one to marked.
    let wide_is_text = context.site.surely(|way| way.renderer != Renderer::Marked);
    let text = &context.document.text;
    let body = &context.document.body;
    for lines in body.texts.iter().filter(|lines| is_prose(lines.kind)) {
        if memchr(b'#', lines.span.slice(text).as_bytes()).is_none() {
            continue;
        }
        for range in line::each(text, lines.span.range()) {
            let written = text[range.clone()].trim_start_matches([' ', '\t', '>']);
            let start = range.end - written.len();
            let rest = written.trim_start_matches('#');
            let level = written.len() - rest.len();
            let Some(first) = rest.chars().next() else { continue };
            let is_wide = matches!(first, '\u{a0}' | '\u{3000}' | '\u{2003}' | '\u{200b}');
            let is_meant = match level {
                1 => is_wide && wide_is_text,
                // Several words with hashes are tags, not a heading.
                2..=6 => (is_wide && wide_is_text || is_title(first)) && !rest.contains(" #"),
                _ => false,
            };
            let is_escaped = text[..start].ends_with('\\');
            let span = Span::new(start, start + level);
            if !is_meant || is_escaped || body.is_code(span) || body.is_destination(span) {
                continue;
            }
            let gap = if is_wide { first.len_utf8() } else { 0 };
            let edit = Edit { span: Span::new(start + level, start + level + gap), replacement: " ".into() };
            emit(Finding {
                span,
                args: vec!["#".repeat(level), String::new()],
                fix: Some(Fix { edits: vec![edit], safety: Safety::Safe }),
                ..Finding::default()
            });
        }
    }
}

fn is_prose(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Paragraph | BlockKind::ListItem)
}

/// Whether a heading may begin with the character.
fn is_title(c: char) -> bool {
    let is_mark = matches!(c, '*' | '[' | '`' | '"' | '\'' | '(' | '<' | '‘' | '“') || c > '\u{2000}';
    c.is_alphanumeric() || is_mark && !c.is_whitespace() && c != '\u{200b}'
}

/// ` ## 제목`, which is text to kramdown.
fn indented(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    if !context.site.surely(|way| way.is_kramdown()) {
        return;
    }
    let text = &context.document.text;
    let body = &context.document.body;
    for heading in body.headings.iter().filter(|heading| is_atx(heading, text)) {
        let start = heading.span.range().start;
        let before = line::around(text, start).start..start;
        let is_indentation = !before.is_empty() && text[before.clone()].bytes().all(|byte| byte == b' ');
        let in_list = body.in_list(heading.span);
        let in_raw = body.in_raw(heading.span);
        if is_indentation && !in_list && !in_raw && !heading.text.is_empty() {
            let level = usize::from(heading.level);
            let edit = Edit { span: Span::new(before.start, before.end), replacement: String::new() };
            emit(Finding {
                span: Span::new(start, start + level),
                variant: 1,
                args: vec!["#".repeat(level), String::new()],
                fix: Some(Fix { edits: vec![edit], safety: Safety::Safe }),
            });
        }
    }
}

/// Whether a heading is written with `#`, and not underlined and a text that begins so.
fn is_atx(heading: &Heading, text: &str) -> bool {
    let written = heading.span.slice(text);
    let rest = written.trim_start_matches('#');
    written.len() - rest.len() == usize::from(heading.level)
        && rest.chars().next().is_none_or(|next| next.is_ascii_whitespace())
}

/// `##` and nothing more.
fn empty(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    let all_kramdown = context.site.surely(|way| way.is_kramdown());
    if !all_kramdown && !context.site.surely(|_| true) {
        return;
    }
    for heading in &context.document.body.headings {
        let written = heading.span.slice(text).trim();
        if heading.text_span.is_empty() && !written.is_empty() && written.bytes().all(|byte| byte == b'#') {
            let start = heading.span.range().start;
            emit(Finding {
                span: Span::new(start, start + written.len()),
                variant: u8::from(all_kramdown),
                args: vec![written.to_owned(), String::new()],
                ..Finding::default()
            });
        }
    }
}

/// A sentence above `---`: a line was meant, a heading it became.
fn underlined(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    if !context.site.surely(|_| true) {
        return;
    }
    let text = &context.document.text;
    let body = &context.document.body;
    for heading in body.headings.iter().filter(|heading| !is_atx(heading, text) && heading.level == 2) {
        let written = heading.text_span.slice(text);
        let end = heading.span.range().start + heading.span.slice(text).trim_end().len();
        let below = heading.text_span.range().end..end;
        let Some(dash) = text[below.clone()].rfind('\n').map(|end| below.start + end + 1) else { continue };
        let line = text[dash..below.end].trim_end();
        let end = dash + line.len();
        // One or two dashes are no line anywhere.
        let is_line = line.len() >= 3 && line.bytes().all(|byte| byte == b'-');
        let in_raw = body.in_raw(heading.span);
        let is_image = meeting(&body.images, |image| image.span, heading.text_span)
            .any(|image| image.span == heading.text_span);
        if !is_line || in_raw || !(is_image || is_sentence(written)) {
            continue;
        }
        let is_text = context.site.surely(|way| way.is_kramdown()) && !is_heading_to_kramdown(text, heading);
        let edit = Edit { span: Span::at(dash), replacement: "\n".into() };
        emit(Finding {
            span: Span::new(dash, end),
            variant: u8::from(is_text),
            args: vec![line.to_owned(), String::new()],
            fix: Some(Fix { edits: vec![edit], safety: Safety::Suggestion }),
        });
    }
}

/// Whether the last line ends as sentences do and titles do not.
fn is_sentence(written: &str) -> bool {
    let last = written.trim_end().trim_end_matches(['*', '_', '"', ')', '”', '’']);
    let Some(before) = last.strip_suffix('.') else { return false };
    let ends = ['다', '요', '죠', '까', '음', '함', '임', '됨', '오', '자', '라'];
    before.chars().next_back().is_some_and(|c| hangul::is_syllable(c) && ends.contains(&c))
}

/// kramdown takes a single line for a heading that stands below a blank one.
fn is_heading_to_kramdown(text: &str, heading: &Heading) -> bool {
    let start = heading.span.range().start;
    let is_single = !heading.text_span.slice(text).contains('\n');
    is_single && line::above(text, start).is_none_or(|above| line::is_blank(&text[above]))
}

/// `####` below `##`.
fn skipped(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let mut before: Option<u8> = None;
    for heading in &context.document.body.headings {
        if let Some(before) = before
            && heading.level > before + 1
        {
            let level = |level: u8| "#".repeat(usize::from(level));
            let start = heading.span.range().start;
            let atx = is_atx(heading, &context.document.text);
            let span =
                if atx { Span::new(start, start + usize::from(heading.level)) } else { heading.text_span };
            emit(Finding { span, args: vec![level(heading.level), level(before + 1)], ..Finding::default() });
        }
        before = Some(heading.level);
    }
}

/// Themes that leave the title of a page to the page.
const UNTITLED: [&str; 1] = ["just-the-docs"];

/// `# …` more than once where the theme prints the title of the post as a heading of that level.
fn several(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    if context.site.theme().is_none_or(|theme| UNTITLED.contains(&theme)) {
        return;
    }
    let headings = &context.document.body.headings;
    let mut first: Vec<&Heading> = headings.iter().filter(|heading| heading.level == 1).collect();
    if first.len() > 1 {
        let count = first.len().to_string();
        let heading = first.swap_remove(1);
        emit(Finding { span: heading.text_span, args: vec!["#".into(), count], ..Finding::default() });
    }
}
