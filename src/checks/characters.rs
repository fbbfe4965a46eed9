//! Characters that a reader cannot see, or cannot tell from others.
//!
//! One pass over the bytes of the whole file serves all rules of this kind: almost every byte of a
//! Korean post is ASCII or begins a syllable, and is passed over by its first byte alone.

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::Document;
use crate::document::blocks::CodeKind;
use crate::document::line;
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
        let run = match kind {
            CharacterKind::Mojibake => {
                at + misread(&text[at..]).map_or(first.len_utf8(), |(length, _)| length)
            }
            _ => text[at..]
                .char_indices()
                .find(|&(i, c)| self::kind(c, at + i) != Some(kind))
                .map_or(text.len(), |(i, _)| at + i),
        };
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
    table[0xC3] = true; // U+00EA..U+00ED: first bytes of Hangul, read as Latin letters
    table[0xE1] = true; // U+1100..: conjoining jamo
    table[0xE2] = true; // U+2000..: spaces, marks of no width, direction
    table[0xE3] = true; // U+3000, U+3131..: letters of Hangul, U+3164
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
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => CharacterKind::FullWidth,
        '\u{ea}'..='\u{ed}' => CharacterKind::Mojibake,
        'ㄱ'..='ㅣ' => CharacterKind::LoneJamo,
        'ㆍ' | '・' => CharacterKind::MiddleDot,
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
        CharacterKind::FullWidth if holds_letter(span.slice(&document.text)) => {
            !document.is_code(span) && !is_japanese(&document.text, span)
        }
        CharacterKind::LoneJamo => is_slip(&document.text, span) && !document.is_code(span),
        CharacterKind::Mojibake => misread(span.slice(&document.text)).is_some(),
        CharacterKind::MiddleDot => {
            let text = &document.text;
            let before = text[..span.start as usize].chars().next_back();
            let after = text[span.end as usize..].chars().next();
            [before, after].iter().all(|c| c.is_some_and(hangul::is_syllable)) && !document.is_code(span)
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
        CharacterKind::Replacement => !document.body.code_around(span).is_some_and(|code| match code.kind {
            CodeKind::Span => code.content == span,
            CodeKind::Fenced { info, .. } => {
                ["text", "txt", "console", "output"].contains(&info.slice(&document.text).trim())
            }
            _ => false,
        }),
        _ => true,
    }
}

/// Whether nothing that can be seen stands on the line of `span`.
fn stands_alone(text: &str, span: Span) -> bool {
    let before = &text[line::around(text, span.start as usize).start..span.start as usize];
    let after = line::ahead(text, span.end as usize);
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
        CharacterKind::Mojibake => misread(found).map(|(_, text)| text),
        CharacterKind::MiddleDot => Some("·".to_owned()),
        CharacterKind::Replacement | CharacterKind::LoneJamo => None,
    };
    // What stands at the left of a line may have kept it from being code, a heading or a list.
    let start = span.start as usize;
    let begins_line = text[line::around(text, start).start..start].trim().is_empty();
    let safety = match kind {
        CharacterKind::ZeroWidth if begins_line => Safety::Suggestion,
        CharacterKind::ZeroWidth | CharacterKind::Decomposed => Safety::Safe,
        _ => Safety::Suggestion,
    };
    let shown = match kind {
        CharacterKind::Decomposed => found.nfc().collect(),
        CharacterKind::FullWidth | CharacterKind::LoneJamo => found.to_owned(),
        CharacterKind::Mojibake => misread(found).map(|(_, text)| text).unwrap_or_default(),
        _ => found.chars().next().map(name).unwrap_or_default(),
    };
    let fix = replacement.map(|replacement| Fix { edits: vec![Edit { span, replacement }], safety });
    let variant = u8::from(kind == CharacterKind::FullWidth && holds_letter(found));
    Finding { span, variant, args: vec![shown, found.chars().count().to_string()], fix }
}

/// Whether the line is Japanese, where full-width digits are nothing unusual.
fn is_japanese(text: &str, span: Span) -> bool {
    let line = &text[line::around(text, span.start as usize)];
    line.contains(|c| ('\u{3041}'..='\u{30fa}').contains(&c)) && !line.contains(hangul::is_syllable)
}

/// Whether there are letters or digits among full-width forms.
fn holds_letter(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// Whether a letter of Hangul within a word is there by a slip of the fingers. One that is talked about has a
/// particle behind it (받침ㄹ은) or such words around it; ㅋ, ㅎ, ㅠ and ㅜ laugh and cry; ㅣ, ㅡ and ㅇ are
/// drawn as lines and circles.
fn is_slip(text: &str, span: Span) -> bool {
    const DRAWN: &str = "ㅋㅎㅠㅜㅡㅣㅇ";
    const TALKED_ABOUT: [&str; 9] =
        ["초성", "중성", "종성", "자음", "모음", "자모", "받침", "한글 ", "키보드"];
    const AROUND: usize = 30;
    let (before, after) = (&text[..span.start as usize], &text[span.end as usize..]);
    let letter = span.slice(text);
    let tail = &after[..after.find(|c| !hangul::is_syllable(c)).unwrap_or(after.len())];
    let is_within = before.chars().next_back().is_some_and(hangul::is_syllable) && !tail.is_empty();
    if !is_within || letter.chars().count() > 1 || DRAWN.contains(letter) || is_particle(tail) {
        return false;
    }
    let start = before.char_indices().rev().nth(AROUND).map_or(0, |(at, _)| at);
    let end = after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
    let around = &text[start..span.end as usize + end];
    !TALKED_ABOUT.iter().any(|word| around.contains(word))
}

/// Whether a run of syllables is what stands behind a letter that is talked about: ㄴ은, ㄱ자, ㄹ받침.
fn is_particle(run: &str) -> bool {
    const BEHIND: [&str; 16] =
        ["은", "는", "이", "가", "을", "를", "과", "와", "의", "에", "도", "만", "로", "자", "형", "키"];
    let longer = ["으로", "에서", "부터", "까지", "처럼", "이다", "이나", "입니다", "이라", "라는", "받침"];
    BEHIND.contains(&run) || longer.iter().any(|start| run.starts_with(start))
}

/// How many bytes at the beginning of `text` are Hangul in UTF-8 that was read as Windows-1252, and what they
/// were; `None` if that are less than two syllables, which may be French.
fn misread(text: &str) -> Option<(usize, String)> {
    let mut chars = text.char_indices();
    let mut found = String::new();
    let mut length = 0;
    loop {
        let mut bytes = [0; 3];
        for byte in &mut bytes {
            *byte = chars.next().and_then(|(_, c)| windows_1252(c)).unwrap_or_default();
        }
        match std::str::from_utf8(&bytes).ok().and_then(|text| text.chars().next()) {
            Some(syllable) if hangul::is_syllable(syllable) => {
                found.push(syllable);
                length = text.len() - chars.as_str().len();
            }
            _ => break,
        }
    }
    (found.chars().count() >= 2).then_some((length, found))
}

/// The byte that a character is in Windows-1252, from 0x80.
fn windows_1252(c: char) -> Option<u8> {
    let mut bytes = [0; 4];
    let (encoded, _, failed) = encoding_rs::WINDOWS_1252.encode(c.encode_utf8(&mut bytes));
    encoded.first().copied().filter(|byte| !failed && *byte >= 0x80)
}

fn name(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}
