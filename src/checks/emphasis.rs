//! Marks of emphasis that readers see, and text that is struck out by accident.
//!
//! What the writer meant is told by the marks alone (`intent.rs`); what readers see, by the renderer
//! ([`crate::document::emphasis`]). Where the two differ however the renderer may be set, the marks are
//! mended so that the page looks as it was meant (`mend.rs`).

mod accident;
mod intent;
mod mend;

use super::Context;
use crate::diagnostic::{Finding, Fix};
use crate::document::blocks::Passage;
use crate::document::emphasis::{self, Pair};
use crate::document::markdown::{Markdown, Strikes};
use crate::rule::check::EmphasisCase;
use crate::span::Span;
use intent::Meant;

/// Emphasis that fails, or that nobody meant.
pub fn check(case: EmphasisCase, context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let ways = context.site.renderings();
    if ways.is_empty() {
        return;
    }
    // What has more marks is no text.
    const MOST_MARKS: usize = 400;
    let passages = context.document.body.passages.iter();
    for passage in passages.filter(|passage| passage.runs.len() <= MOST_MARKS) {
        match case {
            EmphasisCase::Shown => shown(context, passage, |mark| matches!(mark, b'*' | b'_'), emit),
            EmphasisCase::StrikeShown => shown(context, passage, |mark| mark == b'~', emit),
            EmphasisCase::Highlight => highlight(context, passage, emit),
            EmphasisCase::Struck => accident::check(context, passage, emit),
        }
    }
}

/// What each way makes of a passage; `None` unless that is known of all.
fn readings(context: Context<'_>, passage: &Passage) -> Option<Vec<Vec<Pair>>> {
    let ways = context.site.renderings().iter();
    ways.map(|way| emphasis::pairs(&context.document.text, passage, way)).collect()
}

/// Emphasis that was meant and fails, of the marks that are `wanted`.
fn shown(context: Context<'_>, passage: &Passage, wanted: fn(u8) -> bool, emit: &mut dyn FnMut(Finding)) {
    if !passage.runs.iter().any(|run| wanted(run.mark)) {
        return;
    }
    let text = &context.document.text;
    let meant = intent::meant(text, passage, wanted);
    if meant.is_empty() {
        return;
    }
    let ways = context.site.renderings();
    let Some(readings) = readings(context, passage) else { return };
    for meant in meant {
        if readings.iter().any(|pairs| meant.is_made(pairs)) {
            continue;
        }
        // Marks that make emphasis with others are not seen themselves.
        let seen = readings.iter().map(|pairs| meant.unused(pairs)).max().unwrap_or(0);
        let is_whole = seen == 2 * meant.open.span.len();
        // kramdown parts paragraphs in its own way, so only what is wrong by itself is sure to be.
        let is_sure = is_whole || (seen > 0 && meant.is_spaced());
        if ways.iter().any(Markdown::is_kramdown) && !(is_sure && meant.fails_by_itself(ways)) {
            continue;
        }
        let fix = mend::fix(text, passage, &meant, ways);
        // Where no mark is seen, only the message of emphasis elsewhere is true.
        if seen == 0 && (fix.is_none() || meant.open.mark == b'~') {
            continue;
        }
        let fixed = fix.as_ref().map(|fix| preview(meant.content(text).trim(), fix)).unwrap_or_default();
        let (ko, en) = counted(meant.open.mark, seen);
        emit(Finding {
            span: Span { start: meant.open.span.start, end: meant.close.span.end },
            variant: variant(&meant, seen, ways, fix.is_some()),
            args: vec![ko, en, fixed, meant.open.element.map_or("", |name| name.slice(text)).to_owned()],
            fix,
        });
    }
}

/// `==가==`, where nothing is marked that way.
fn highlight(context: Context<'_>, passage: &Passage, emit: &mut dyn FnMut(Finding)) {
    let (text, ways) = (&context.document.text, context.site.renderings());
    if ways.iter().any(|way| way.highlights) || !passage.runs.iter().any(|run| run.mark == b'=') {
        return;
    }
    for meant in intent::meant(text, passage, |mark| mark == b'=') {
        let content = meant.content(text);
        let fix = mend::highlight(&meant, content, ways);
        emit(Finding {
            span: Span { start: meant.open.span.start, end: meant.close.span.end },
            variant: u8::from(fix.is_none()),
            args: vec![fix.as_ref().map(|fix| preview(content, fix)).unwrap_or_default()],
            fix,
        });
    }
}

/// Which message tells what went wrong.
fn variant(meant: &Meant, seen: usize, ways: &[Markdown], is_mended: bool) -> u8 {
    const SPACED: u8 = 1;
    const UNDERSCORE: u8 = 2;
    const ELSEWHERE: u8 = 3;
    const UNMENDED: u8 = 4;
    const IN_ELEMENT: u8 = 5;
    const UNREAD: u8 = 1;
    const STRIKE_IN_ELEMENT: u8 = 3;
    const STRIKE_UNMENDED: u8 = 2;
    if meant.open.mark == b'~' {
        return match is_mended {
            false => STRIKE_UNMENDED,
            true if meant.open.element.is_some() && ways.iter().all(Markdown::is_kramdown) => {
                STRIKE_IN_ELEMENT
            }
            true => u8::from(ways.iter().all(|way| way.strikes == Strikes::Never)) * UNREAD,
        };
    }
    if !is_mended {
        UNMENDED
    } else if meant.open.element.is_some() && ways.iter().all(Markdown::is_kramdown) {
        IN_ELEMENT
    } else if seen == 0 || (seen < 2 * meant.open.span.len() && !meant.is_spaced()) {
        ELSEWHERE
    } else if meant.is_spaced() {
        SPACED
    } else if meant.open.mark == b'_' {
        UNDERSCORE
    } else {
        0
    }
}

/// What is to be written, for a message.
fn preview(content: &str, fix: &Fix) -> String {
    const LONGEST: usize = 30;
    let middle = match content.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &content[..end]),
        None => content.to_owned(),
    };
    let [before, after] = [0, 1].map(|at| fix.edits.get(at).map_or("", |edit| &edit.replacement));
    format!("{before}{middle}{after}")
}

/// So many marks, in Korean and in English.
fn counted(mark: u8, count: usize) -> (String, String) {
    let (ko, en) = match mark {
        b'*' => ("별표", "asterisk"),
        b'_' => ("밑줄", "underscore"),
        _ => ("물결표", "tilde"),
    };
    const KO: [&str; 7] = ["", "한", "두", "세", "네", "다섯", "여섯"];
    const EN: [&str; 7] = ["no", "one", "two", "three", "four", "five", "six"];
    let number = count.min(6);
    let plural = if count == 1 { "" } else { "s" };
    (format!("{ko} {} 개", KO[number]), format!("{} {en}{plural}", EN[number]))
}
