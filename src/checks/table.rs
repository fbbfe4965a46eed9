//! Tables that readers do not see as they are meant, and text that they see as a table.

use std::ops::Range;

use memchr::memchr;

use super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::blocks::{CodeKind, Table, Text};
use crate::document::line;
use crate::document::markdown::Punctuation;
use crate::document::mask::RegionKind;
use crate::document::prose::BlockKind;
use crate::document::syntax::Renderer;
use crate::rule::check::TableCase;
use crate::span::{Span, meeting};

/// Runs a case.
pub fn check(case: TableCase, context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    match case {
        TableCase::Text => {
            let kramdown = context.site.surely(|way| way.is_kramdown());
            if kramdown {
                glued(context, emit);
                below_html(context, emit);
            } else if context.site.surely(|way| way.tables) {
                tails(context, emit);
            }
            headed(context, emit);
        }
        TableCase::Cells if context.site.surely(|way| way.tables && !way.is_kramdown()) => {
            cells(context, emit);
        }
        TableCase::Accidental if context.site.surely(|way| way.is_kramdown()) => accidental(context, emit),
        _ => {}
    }
}

/// Tables that kramdown takes for text, because there is no blank line above or below.
fn glued(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    let body = &context.document.body;
    for table in &body.tables {
        if body.in_raw(table.span) {
            continue;
        }
        let start = table.span.range().start;
        let first = line::around(text, start);
        let header = Span::new(start, first.end);
        let found = |variant, at: usize, span: Span| {
            // In a list or a quotation, a blank line has markers of its own.
            let is_plain = text[first.start..start].is_empty();
            let edit = Edit { span: Span::at(at), replacement: "\n".to_owned() };
            let fix = is_plain.then(|| Fix { edits: vec![edit], safety: Safety::Safe });
            let args = vec![span.slice(text).to_owned(), table.columns.to_string()];
            Finding { span, variant, args, fix }
        };
        if begins_container(&text[first.start..start]) || is_boundary_above(context, first.start) {
            if let Some(tail) = tail(text, table, true) {
                emit(found(2, tail.start, Span::new(tail.start, tail.end)));
            } else if let Some(below) = glued_below(context, table) {
                emit(found(1, below.start, header));
            }
        } else {
            emit(found(0, first.start, header));
        }
    }
}

/// Tables right below a block of HTML, which are text to kramdown.
fn below_html(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    let body = &context.document.body;
    for &piece in &body.html_texts {
        if body.in_raw(piece) {
            continue;
        }
        let lines: Vec<Range<usize>> =
            line::each(text, piece.range()).filter(|line| !line.is_empty()).collect();
        let Some([head, rule]) = lines.first_chunk() else { continue };
        let is_plain = line::around(text, head.start) == *head;
        if is_plain && text[head.clone()].contains('|') && is_rule(&text[rule.clone()]) {
            let edit = Edit { span: Span::at(head.start), replacement: "\n".to_owned() };
            let span = Span::new(head.start, head.end);
            let args = vec![span.slice(text).to_owned(), String::new()];
            let fix = Some(Fix { edits: vec![edit], safety: Safety::Safe });
            emit(Finding { span, args, fix, ..Finding::default() });
        }
    }
}

/// Whether a line parts the head of a table from its body.
fn is_rule(line: &str) -> bool {
    line.contains('-')
        && line.contains('|')
        && line.bytes().all(|byte| matches!(byte, b'-' | b':' | b'|' | b' ' | b'\t' | b'\r'))
}

/// Whether a list item begins on the line of which this is the beginning.
fn begins_container(before: &str) -> bool {
    !before.trim_matches([' ', '\t', '>']).is_empty()
}

/// Whether kramdown lets a table begin below the line above byte `start`.
fn is_boundary_above(context: Context<'_>, start: usize) -> bool {
    let text = &context.document.text;
    let mut at = start;
    // What stands right above with a `|` belongs to the table.
    let above = loop {
        let above = line::above(text, at).filter(|_| at > context.document.front.body_start);
        match above {
            None => return true,
            Some(above) if text[above.clone()].contains('|') => at = above.start,
            Some(above) => break above,
        }
    };
    let written = &text[above.clone()];
    let span = Span::new(above.start, above.end);
    let is_list = written.trim_start_matches([' ', '\t', '>']).starts_with("{:");
    if is_list {
        // An attribute list below a blank line belongs to the table, another one to what is above.
        let above = line::above(text, above.start);
        return above.is_none_or(|above| line::is_blank(&text[above]));
    }
    let in_templates = context.document.body.in_region(span);
    // What a template leaves of its line is not known.
    line::is_blank(written) || in_templates || written.trim() == "^"
}

/// The line below the table, if kramdown does not let it end there.
fn glued_below(context: Context<'_>, table: &Table) -> Option<Range<usize>> {
    let text = &context.document.text;
    let last = table.span.range().end.saturating_sub(1).max(table.span.range().start);
    let mut below = line::below(text, last)?;
    while text[below.clone()].contains('|') {
        below = line::below(text, below.start)?;
    }
    let first = line::around(text, table.span.range().start);
    let before = &text[first.start..table.span.range().start];
    let written = &text[below.clone()];
    let indented = written.trim_start();
    let rest = indented.trim_start_matches([' ', '\t', '>']);
    let is_end = line::is_blank(rest) || ends_kramdown(rest);
    // Where the list or the quotation ends, so does the table.
    let is_outside = match before.contains('>') {
        true => !indented.starts_with('>'),
        false => written.len() - indented.len() < before.len(),
    };
    (!is_end && !is_outside).then_some(below)
}

/// Whether a line ends a table of kramdown's as a blank one does: an attribute list, or the sign that ends a block.
fn ends_kramdown(line: &str) -> bool {
    line.starts_with('{') || line.trim() == "^"
}

/// The first line of a table in which there is no `|`: text that follows it without a blank line.
fn tail(text: &str, table: &Table, kramdown: bool) -> Option<Range<usize>> {
    if table.columns < 2 {
        return None;
    }
    let trimmed = |range: &Range<usize>| text[range.clone()].trim_matches([' ', '\t', '>']);
    let goes_on = |range: &Range<usize>| !kramdown || !ends_kramdown(trimmed(range));
    let mut lines = line::each(text, table.span.range()).skip(2).take_while(goes_on);
    let is_tail = |range: &Range<usize>| {
        let line = trimmed(range);
        // A tag ends a table for some, as the beginning of a block of HTML.
        !line.is_empty()
            && !line.contains('|')
            && !line.starts_with('{')
            && (kramdown || !line.starts_with('<'))
    };
    lines.find(is_tail).map(|range| {
        let indentation =
            text[range.clone()].len() - text[range.clone()].trim_start_matches([' ', '\t', '>']).len();
        range.start + indentation..range.end
    })
}

/// Text that becomes the first cell of one more line.
fn tails(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    for table in &context.document.body.tables {
        let Some(tail) = tail(text, table, false) else { continue };
        let span = Span::new(tail.start, tail.end);
        let is_plain = line::around(text, tail.start).start == tail.start;
        let edit = Edit { span: Span::at(tail.start), replacement: "\n".to_owned() };
        let fix = is_plain.then(|| Fix { edits: vec![edit], safety: Safety::Safe });
        let args = vec![span.slice(text).to_owned(), table.columns.to_string()];
        emit(Finding { span, variant: 2, args, fix });
    }
}

/// Two lines of which the second would make the first the head of a table, if both had as many cells, and if
/// the first began a paragraph.
fn headed(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let reads_tables = context.site.surely(|way| way.tables);
    let counts_cells = context.site.surely(|way| way.tables && !way.is_kramdown());
    let kramdown = context.site.surely(|way| way.is_kramdown());
    // goldmark, marked and older editions of remark let a table begin below the text of a list item, wherever
    // it stands.
    let minds_lists = context.site.surely(|way| {
        let is_old_remark = way.renderer == Renderer::Remark && way.punctuation != Punctuation::Symbols;
        way.tables && !is_old_remark && !matches!(way.renderer, Renderer::Goldmark | Renderer::Marked)
    });
    if !reads_tables {
        return;
    }
    let text = &context.document.text;
    let body = &context.document.body;
    let is_prose = |kind| matches!(kind, BlockKind::Paragraph | BlockKind::ListItem);
    for lines in body.texts.iter().filter(|lines| is_prose(lines.kind)) {
        let written = lines.span.slice(text);
        let has_bar = memchr(b'|', written.as_bytes()).is_some();
        if !has_bar || !written.contains("-|") && !written.contains("- |") && !written.contains(":|") {
            continue;
        }
        let all: Vec<Range<usize>> = line::each(text, lines.span.range()).collect();
        for (index, pair) in all.windows(2).enumerate() {
            let rule = text[pair[1].clone()].trim_matches([' ', '\t', '>']);
            let head = text[pair[0].clone()].trim_matches([' ', '\t', '>']);
            if is_rule(rule) && head.contains('|') && !body.is_code(Span::new(pair[0].start, pair[1].end)) {
                let args = [split(head).len(), split(rule).len()].map(|count| count.to_string()).to_vec();
                let trimmed = |line: &Range<usize>| {
                    let written = &text[line.clone()];
                    Span::new(line.end - written.trim_start_matches([' ', '\t', '>']).len(), line.end)
                };
                if args[0] != args[1] && counts_cells {
                    emit(Finding { span: trimmed(&pair[1]), variant: 3, args, ..Finding::default() });
                } else if args[0] == args[1]
                    && (kramdown || minds_lists && lines.kind == BlockKind::ListItem)
                    && pair[0].start > lines.span.range().start
                {
                    emit(Finding { span: trimmed(&pair[0]), args, ..Finding::default() });
                } else if args[0] == args[1] && counts_cells && lines.kind == BlockKind::Paragraph {
                    // The table is one to the renderer, and takes what follows for a line of it.
                    let after = all[index + 2..].iter().find(|line| !text[(*line).clone()].contains('|'));
                    let tail = after.map(trimmed).filter(|tail| !tail.slice(text).starts_with(['<', '{']));
                    if let Some(span) = tail {
                        let args = vec![span.slice(text).to_owned(), args[0].clone()];
                        emit(Finding { span, variant: 2, args, ..Finding::default() });
                    }
                }
                break;
            }
        }
    }
}

/// The cells of a line, as ranges in it.
fn split(line: &str) -> Vec<Range<usize>> {
    let mut cells = Vec::new();
    let mut start = 0;
    let mut escaped = false;
    for (at, byte) in line.bytes().enumerate() {
        if byte == b'|' && !escaped {
            cells.push(start..at);
            start = at + 1;
        }
        escaped = byte == b'\\' && !escaped;
    }
    cells.push(start..line.len());
    if line.trim_start().starts_with('|') {
        cells.remove(0);
    }
    if cells.len() > 1 && line[start..].trim().is_empty() {
        cells.pop();
    }
    cells
}

/// Cells that the head of the table has no column for, and that are left out.
fn cells(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    let body = &context.document.body;
    for table in &body.tables {
        for range in line::each(text, table.span.range()).skip(2) {
            let line = &text[range.clone()];
            let trimmed = line.trim_start_matches([' ', '\t', '>']);
            let offset = range.start + line.len() - trimmed.len();
            let cells = split(trimmed.trim_end());
            let Some(lost) = cells.get(table.columns..).filter(|lost| !lost.is_empty()) else { continue };
            let shown = |cell: &Range<usize>| !trimmed[cell.clone()].trim().is_empty();
            let span = Span::new(offset + lost[0].start, offset + lost[lost.len() - 1].end);
            let in_template = body.in_region(Span::new(range.start, range.end));
            if lost.iter().any(shown) && !in_template {
                let args = vec![cells.len().to_string(), table.columns.to_string()];
                emit(Finding { span, args, ..Finding::default() });
            }
        }
    }
}

/// Lines of text with a `|` in each, which kramdown makes a table of.
fn accidental(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    let body = &context.document.body;
    let code = body.code.iter().filter(|code| code.kind == CodeKind::Span);
    let code_spans: Vec<Span> = code.map(|code| code.span).collect();
    for lines in &body.texts {
        let is_prose = matches!(lines.kind, BlockKind::Paragraph | BlockKind::ListItem);
        let written = lines.span.slice(text);
        if !is_prose || memchr(b'|', written.as_bytes()).is_none() || !stands_apart(context, lines) {
            continue;
        }
        // A table on purpose begins with one, or has a line of dashes.
        let is_meant = written.starts_with('|') || written.contains("--") || written.contains("==");
        let unclear = body.in_tag(lines.span)
            || body.in_raw(lines.span)
            || meeting(&body.regions, |region| region.span, lines.span)
                .any(|region| region.kind != RegionKind::Math)
            || written.starts_with("$$");
        if is_meant || unclear {
            continue;
        }
        let mut pipes = Vec::new();
        let mut everywhere = true;
        for range in line::each(text, lines.span.range()) {
            let before = pipes.len();
            let found = text[range.clone()].match_indices('|').map(|(at, _)| range.start + at);
            pipes.extend(found.filter(|&at| {
                let in_code = meeting(&code_spans, |code| *code, Span::new(at, at + 1)).next().is_some();
                !in_code && !text[..at].ends_with('\\') && !in_embed(text, at)
            }));
            everywhere &= pipes.len() > before;
        }
        if !everywhere {
            continue;
        }
        let is_math = |at: usize| {
            let mut here = meeting(&body.regions, |region| region.span, Span::new(at, at + 1));
            here.any(|region| region.kind == RegionKind::Math) || in_dollars(text, lines.span.range(), at)
        };
        let edits = pipes.iter().map(|&at| match is_math(at) {
            true => Edit { span: Span::new(at, at + 1), replacement: "\\vert ".to_owned() },
            false => Edit { span: Span::at(at), replacement: "\\".to_owned() },
        });
        emit(Finding {
            span: Span::new(pipes[0], pipes[0] + 1),
            args: vec!["|".to_owned(), String::new()],
            fix: Some(Fix { edits: edits.collect(), safety: Safety::Suggestion }),
            ..Finding::default()
        });
    }
}

/// Whether byte `at` is in an image of Obsidian's, `![[봄.png|300]]`, which has more wrong with it.
fn in_embed(text: &str, at: usize) -> bool {
    let before = &text[line::around(text, at).start..at];
    before.rfind("![[").is_some_and(|open| !before[open..].contains("]]"))
}

/// Whether byte `at` is between two `$` of its line.
fn in_dollars(text: &str, lines: Range<usize>, at: usize) -> bool {
    let line = line::around(text, at);
    let count = |part: &str| part.matches('$').count();
    let before = count(&text[line.start.max(lines.start)..at]);
    before % 2 == 1 && count(&text[at..line.end]) > 0
}

/// Whether there is a blank line, or the beginning or end of the list item, above and below.
fn stands_apart(context: Context<'_>, lines: &Text) -> bool {
    let text = &context.document.text;
    let span = lines.span.range();
    let first = line::around(text, span.start);
    let before = &text[first.start..span.start];
    if before.len() > 3 && before.trim().is_empty() {
        return false;
    }
    let begins_item = begins_container(before);
    if !begins_item && !is_boundary_above(context, first.start) {
        return false;
    }
    let Some(below) = line::below(text, span.end) else { return true };
    let below = &text[below];
    let indentation = |line: &str| line.len() - line.trim_start_matches([' ', '\t', '>']).len();
    let is_item = |line: &str| {
        let line = line.trim_start_matches([' ', '\t', '>']);
        let marker = line.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches('.');
        line.starts_with(['-', '*', '+']) && line[1..].starts_with(' ')
            || marker != line && marker.starts_with(' ')
    };
    line::is_blank(below)
        || begins_item && is_item(below) && indentation(below) <= indentation(&text[first.clone()])
}
