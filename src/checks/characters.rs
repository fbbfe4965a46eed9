//! Characters that a reader cannot see, or cannot tell from others.
//!
//! One pass over the bytes of the whole file serves all rules of this kind: almost every byte of a
//! Korean post is ASCII or begins a syllable, and is passed over by its first byte alone.

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::Document;
use crate::document::blocks::CodeKind;
use crate::hangul;
use crate::rule::check::CharacterKind;
use crate::span::Span;

/// Finds runs of such characters; `emit` is called with each in the order of the file.
pub fn scan(document: &Document, mut emit: impl FnMut(CharacterKind, Finding)) {
    let text = document.text.as_str();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(offset) = bytes[at..].iter().position(|&byte| SUSPICIOUS[usize::from(byte)]) {
        at += offset;
        let Some(first) = text[at..].chars().next() else { break };
        let Some(kind) = kind(first, at) else {
            at += first.len_utf8();
            continue;
        };
        let run = text[at..]
            .char_indices()
            .find(|&(i, c)| self::kind(c, at + i) != Some(kind))
            .map_or(text.len(), |(i, _)| at + i);
        let span = Span::new(at, run);
        if concerns_reader(document, kind, span) {
            emit(kind, finding(text, kind, span));
        }
        at = run;
    }
}

/// First bytes of the characters [`kind`] knows.
static SUSPICIOUS: [bool; 256] = {
    let mut table = [false; 256];
    let mut control = 0;
    while control < 0x20 {
        table[control] = !matches!(control as u8, b'\t' | b'\n' | b'\r');
        control += 1;
    }
    table[0x7F] = true;
    table[0xC2] = true; // U+0080..: controls, NO-BREAK SPACE, SOFT HYPHEN
    table[0xE1] = true; // U+1100..: conjoining jamo
    table[0xE2] = true; // U+2000..: spaces, marks of no width, direction
    table[0xE3] = true; // U+3000, U+3164
    table[0xEF] = true; // U+FEFF, U+FFFD, full-width forms
    table
};

fn kind(c: char, at: usize) -> Option<CharacterKind> {
    Some(match c {
        '\t' | '\n' | '\r' => return None,
        '\u{feff}' if at == 0 => return None,
        '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => CharacterKind::ZeroWidth,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            CharacterKind::Control
        }
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\u{3164}' => {
            CharacterKind::Space
        }
        '\u{1100}'..='\u{11ff}' => CharacterKind::Decomposed,
        '\u{fffd}' => CharacterKind::Replacement,
        '，' | '．' | '！' | '？' | '：' | '；' | '（' | '）' => CharacterKind::FullWidth,
        _ => return None,
    })
}

/// Whether what stands at `span` is text: names of files may be what they are, and code may hold any
/// punctuation.
fn concerns_reader(document: &Document, kind: CharacterKind, span: Span) -> bool {
    match kind {
        CharacterKind::Decomposed => {
            let spans_a_syllable = span.slice(&document.text).nfc().any(hangul::is_syllable);
            spans_a_syllable && !document.is_code(span) && !document.is_destination(span)
        }
        CharacterKind::FullWidth => {
            let beside_hangul = |c: Option<char>| c.is_some_and(hangul::is_syllable);
            let text = &document.text;
            !document.is_code(span)
                && (beside_hangul(text[..span.start as usize].chars().next_back())
                    || beside_hangul(text[span.end as usize..].chars().next()))
        }
        // A line of nothing else holds an empty paragraph open.
        CharacterKind::ZeroWidth if span.slice(&document.text).contains('\u{ad}') => !document.is_code(span),
        CharacterKind::ZeroWidth => !stands_alone(&document.text, span),
        // In code, what programs print: `\u{7f}`, or the mark itself between backticks.
        CharacterKind::Control
            if span.slice(&document.text).chars().all(|c| ('\u{7f}'..='\u{9f}').contains(&c)) =>
        {
            !document.is_code(span)
        }
        CharacterKind::Replacement => {
            let code = document.body.code.iter().find(|code| code.span.contains(span));
            !code.is_some_and(|code| match code.kind {
                CodeKind::Span => code.content == span,
                CodeKind::Fenced { info, .. } => {
                    ["text", "txt", "console", "output"].contains(&info.slice(&document.text).trim())
                }
                _ => false,
            })
        }
        _ => true,
    }
}

/// Whether nothing that can be seen stands on the line of `span`.
fn stands_alone(text: &str, span: Span) -> bool {
    let before = text[..span.start as usize].rsplit('\n').next().unwrap_or_default();
    let after = text[span.end as usize..].split('\n').next().unwrap_or_default();
    before
        .chars()
        .chain(after.chars())
        .all(|c| c.is_whitespace() || kind(c, 1) == Some(CharacterKind::ZeroWidth))
}

fn finding(text: &str, kind: CharacterKind, span: Span) -> Finding {
    let found = span.slice(text);
    let replacement = match kind {
        CharacterKind::ZeroWidth | CharacterKind::Control => Some(String::new()),
        CharacterKind::Space => Some(" ".to_owned()),
        CharacterKind::Decomposed => Some(found.nfc().collect()),
        CharacterKind::FullWidth => Some(found.nfkc().collect()),
        CharacterKind::Replacement => None,
    };
    let safety = match kind {
        CharacterKind::ZeroWidth | CharacterKind::Decomposed => Safety::Safe,
        _ => Safety::Suggestion,
    };
    let shown = match kind {
        CharacterKind::Decomposed => found.nfc().collect(),
        CharacterKind::FullWidth => found.to_owned(),
        _ => found.chars().next().map(name).unwrap_or_default(),
    };
    let fix = replacement.map(|replacement| Fix { edits: vec![Edit { span, replacement }], safety });
    Finding { span, args: vec![shown, found.chars().count().to_string()], fix, ..Finding::default() }
}

fn name(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}
