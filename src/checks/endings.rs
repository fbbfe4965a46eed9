//! Sentences that end in another style than the rest of the post: 한다 among 합니다.
//!
//! Only what the writer says to the reader counts: paragraphs, not headings, lists, quotations, or words
//! between quotation marks. 합니다 and 해요 are one style, as blogs have it. A passage of its own in the
//! other style, such as a problem that is quoted without marks, is left alone.

use std::ops::Range;

use super::Context;
use crate::diagnostic::Finding;
use crate::document::prose::{BlockKind, Prose};
use crate::hangul::is_syllable;

/// Fewer sentences than this are no style.
const FEWEST: usize = 8;
/// Fewer sentences in the other style than this may be anything.
const FEWEST_OTHERS: usize = 2;
/// The least share of the other style, in percent.
const LEAST_SHARE: usize = 10;
/// So many in the other style one after the other, and no more, are a passage of their own.
const PASSAGE: usize = 4;
/// Paragraphs at either end that may greet in another style than they tell.
const GREETING_PARAGRAPHS: usize = 2;

/// How a sentence ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// 한다.
    Plain,
    /// 합니다, 해요.
    Polite,
}

/// A sentence whose style is known.
struct Sentence {
    style: Style,
    /// Its last eojeol, in the prose.
    end: Range<usize>,
}

/// Reports the first sentence in the style that fewer sentences have.
pub fn check(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let prose = &context.document.prose;
    let sentences = sentences(prose);
    let plain = sentences.iter().filter(|sentence| sentence.style == Style::Plain).count();
    let polite = sentences.len() - plain;
    let other = if plain > polite { Style::Polite } else { Style::Plain };
    let count = plain.min(polite);
    if sentences.len() < FEWEST || count < FEWEST_OTHERS || count * 100 < sentences.len() * LEAST_SHARE {
        return;
    }
    let is_other = |sentence: &&Sentence| sentence.style == other;
    let Some(at) = sentences.iter().position(|sentence| is_other(&sentence)) else { return };
    let run = sentences[at..].iter().take_while(is_other).count();
    if run == count && run >= PASSAGE {
        return;
    }
    let first = &sentences[at].end;
    let names = if other == Style::Plain { ["한다", "합니다"] } else { ["합니다", "한다"] };
    let args = vec![names[0].into(), names[1].into(), count.to_string(), plain.max(polite).to_string()];
    emit(Finding { span: prose.place(first.start, first.end).span, args, ..Finding::default() });
}

fn sentences(prose: &Prose) -> Vec<Sentence> {
    let paragraphs: Vec<_> =
        prose.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph && !block.quoted).collect();
    let mut found = Vec::new();
    for (at, block) in paragraphs.iter().enumerate() {
        let greets = at < GREETING_PARAGRAPHS || at + GREETING_PARAGRAPHS >= paragraphs.len();
        let text = prose.text_of(block);
        for range in split(text) {
            let sentence = &text[range.clone()];
            let bare = sentence.trim_end_matches(|c: char| !is_syllable(c));
            if let (Some(style), Some(space)) = (style(bare), bare.rfind(' '))
                && !(greets && is_greeting(sentence))
            {
                let start = block.start as usize + range.start;
                found.push(Sentence { style, end: start + space + 1..start + bare.len() });
            }
        }
    }
    found
}

/// The marks of ASCII that a sentence may end with or hold others in, and the first bytes of the others.
static MAY_END: [bool; 256] = {
    let mut table = [false; 256];
    let marks = b"()[]\".!?\n\xE2\xE3";
    let mut at = 0;
    while at < marks.len() {
        table[marks[at] as usize] = true;
        at += 1;
    }
    table
};

/// The sentences of a paragraph, with their closing marks. Marks between quotation marks or in brackets
/// close nothing.
fn split(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let (mut start, mut depth, mut quoted) = (0, 0usize, false);
    for (at, _) in text.bytes().enumerate().filter(|&(_, byte)| MAY_END[usize::from(byte)]) {
        let Some(c) = text[at..].chars().next() else { break };
        match c {
            '(' | '[' | '“' | '‘' | '「' => depth += 1,
            ')' | ']' | '”' | '’' | '」' => depth = depth.saturating_sub(1),
            '"' => quoted = !quoted,
            '\n' => (depth, quoted) = (0, false),
            _ => {}
        }
        let end = at + c.len_utf8();
        let ends = matches!(c, '.' | '!' | '?' | '…' | '\n')
            && depth == 0
            && !quoted
            && text[end..].chars().next().is_none_or(char::is_whitespace);
        if ends {
            ranges.push(start..end);
            start = end;
        }
    }
    ranges
}

/// The style that the last word of a sentence shows.
fn style(sentence: &str) -> Option<Style> {
    /// What stands before 요 where it ends a verb, and not a noun such as 필요 or 개요.
    const BEFORE_YO: &str = "어아여해예에네지군까나데래세돼봐와줘려러든대고구게서면죠워져쳐켜";
    let mut syllables = sentence.chars().rev();
    let (last, before) = (syllables.next()?, syllables.next()?);
    match (before, last) {
        ('니', '다' | '까') | ('시', '오') => Some(Style::Polite),
        (before, '요') if BEFORE_YO.contains(before) => Some(Style::Polite),
        (_, '죠') => Some(Style::Polite),
        (before, '다') if is_syllable(before) => Some(Style::Plain),
        _ => None,
    }
}

fn is_greeting(sentence: &str) -> bool {
    const WORDS: [&str; 9] = [
        "안녕하세요",
        "안녕하십니까",
        "감사합니다",
        "고맙습니다",
        "바랍니다",
        "반갑습니다",
        "부탁드립니다",
        "수고하셨습니다",
        "뵙겠습니다",
    ];
    WORDS.iter().any(|word| sentence.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_marks_close_them() {
        let text = "그는 \"끝났다.\"라고 말했습니다. v1.2를 썼다(잘 됐다.). 정말?";
        let found: Vec<&str> = split(text).into_iter().map(|range| text[range].trim()).collect();
        assert_eq!(found, ["그는 \"끝났다.\"라고 말했습니다.", "v1.2를 썼다(잘 됐다.).", "정말?"]);
        for whole in [
            "\"하나다. 둘이다.\" 셋이다.",
            "(하나다. [둘이다. ] 셋이다. ) 넷이다.",
            "“닫지 않았다. 그래도\n다음 줄이다.",
            "\"닫지 않았다. 그래도\n다음 줄이다.",
        ] {
            let found: Vec<&str> = split(whole).into_iter().map(|range| &whole[range]).collect();
            assert_eq!(found, [whole]);
        }
    }

    #[test]
    fn endings_show_the_style() {
        let cases = [
            ("글을 썼다", Some(Style::Plain)),
            ("글을 씁니다", Some(Style::Polite)),
            ("글을 썼어요", Some(Style::Polite)),
            ("그렇죠", Some(Style::Polite)),
            ("이것이 필요", None),
            ("자세한 개요", None),
            ("글을 쓰기", None),
            ("이것은 API다", None),
        ];
        for (sentence, wanted) in cases {
            assert_eq!(style(sentence), wanted, "{sentence}");
        }
    }
}
