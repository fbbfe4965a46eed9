//! A sentence with the marks of a proofreader in it.

use std::ops::Range;

use crate::diagnostic::Edit;
use crate::span::Span;

/// How far a sentence is shown before and after what is pointed at, in characters.
const REACH: usize = 110;

/// How much of what is pointed at is shown, in characters.
const MARKED: usize = 240;

/// Stands for the rest of a sentence.
const REST: &str = "0…";

// What a piece begins with. Deleted and inserted pieces can stand in what is pointed at.
const MARK: u8 = 1;
const DELETED: u8 = 2;
const INSERTED: u8 = 4;

/// The sentence around `span`, which begins in `line`, in pieces. Each begins with a digit: 0 as it is, 2
/// deleted, 4 inserted, and one more where `span` points at it. Edits outside the sentence are not in it;
/// of the others only what differs is. `text` is the whole file.
pub fn sentence(text: &str, line: Span, span: Span, edits: &[Edit]) -> Vec<String> {
    let (start, end) = (span.start as usize, span.end as usize);
    let (Some(before), Some(marked)) = (text.get(line.start as usize..start), text.get(start..end)) else {
        return Vec::new();
    };
    let before = begun(before);
    let (shown, is_cut) = first(marked, MARKED);
    let mark = start..start + shown.len();
    let after = if is_cut { After { length: 0, is_cut } } else { ended(text, mark.clone()) };
    let window = start - before.length..mark.end + after.length;

    let changes: Vec<Change<'_>> = edits
        .iter()
        .filter_map(|edit| Change::new(text, edit))
        .filter(|change| change.is_in(&window))
        .collect();
    let mut pieces = Vec::new();
    if window.is_empty() && changes.is_empty() {
        return pieces;
    }
    if before.is_cut {
        pieces.push(REST.to_owned());
    }
    push(text, &window, &mark, &changes, &mut pieces);
    if after.is_cut {
        pieces.push(REST.to_owned());
    }
    pieces
}

/// What an edit changes, without what it writes as it was.
struct Change<'e> {
    deleted: Range<usize>,
    inserted: &'e str,
}

impl<'e> Change<'e> {
    fn new(text: &str, edit: &'e Edit) -> Option<Change<'e>> {
        let (old, new) = (text.get(edit.span.range())?, edit.replacement.as_str());
        let same = |pairs: &mut dyn Iterator<Item = (char, char)>| {
            pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum::<usize>()
        };
        let mut head = same(&mut old.chars().zip(new.chars()));
        while splits_word(old, head) || splits_word(new, head) {
            head -= 1;
        }
        let (old, new) = (&old[head..], &new[head..]);
        let mut tail = same(&mut old.chars().rev().zip(new.chars().rev()));
        while splits_word(old, old.len() - tail) || splits_word(new, new.len() - tail) {
            tail -= 1;
        }
        let start = edit.span.start as usize + head;
        Some(Change { deleted: start..start + old.len() - tail, inserted: &new[..new.len() - tail] })
    }

    fn is_in(&self, window: &Range<usize>) -> bool {
        window.start <= self.deleted.start && self.deleted.end <= window.end
    }
}

fn push(
    text: &str,
    window: &Range<usize>,
    mark: &Range<usize>,
    changes: &[Change<'_>],
    pieces: &mut Vec<String>,
) {
    let ends = changes.iter().flat_map(|change| [change.deleted.start, change.deleted.end]);
    let mut cuts: Vec<usize> = ends.chain([window.start, mark.start, mark.end, window.end]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut at = window.start;
    for cut in cuts {
        let is_deleted = changes.iter().any(|change| change.deleted.start <= at && cut <= change.deleted.end);
        let is_marked = mark.start <= at && cut <= mark.end;
        let kind = if is_deleted { DELETED } else { 0 } + if is_marked { MARK } else { 0 };
        if at < cut {
            pieces.push(format!("{kind}{}", &text[at..cut]));
        }
        let kind = if mark.start <= cut && cut <= mark.end { MARK } else { 0 };
        let here =
            || changes.iter().filter(|change| change.deleted.end == cut && !change.inserted.is_empty());
        pieces.extend(here().map(|change| format!("{}{}", INSERTED + kind, change.inserted)));
        if mark.is_empty() && cut == mark.start && here().next().is_none() {
            pieces.push(MARK.to_string());
        }
        at = cut;
    }
}

/// Whether there are Latin letters or digits on both sides of byte `at`: such words are corrected as a whole.
fn splits_word(text: &str, at: usize) -> bool {
    let (before, after) = text.as_bytes().split_at(at);
    before.last().is_some_and(u8::is_ascii_alphanumeric)
        && after.first().is_some_and(u8::is_ascii_alphanumeric)
}

/// How much of a text belongs to a sentence.
struct After {
    /// In bytes.
    length: usize,
    /// Whether the sentence goes on.
    is_cut: bool,
}

/// How much of the end of `before` belongs to the sentence that goes on after it.
fn begun(before: &str) -> After {
    let mut sentence = before;
    let mut is_cut = false;
    let mut later = None;
    for (count, (at, c)) in before.char_indices().rev().enumerate() {
        if later.is_some_and(char::is_whitespace) && closes(&before[..at + c.len_utf8()]) {
            sentence = &before[at + c.len_utf8()..];
            break;
        }
        if count == REACH {
            sentence = &before[at + c.len_utf8()..];
            is_cut = true;
            break;
        }
        later = Some(c);
    }
    After { length: sentence.trim_start().len(), is_cut }
}

/// How much of what stands after `mark` belongs to its sentence, at most up to the end of the line.
fn ended(text: &str, mark: Range<usize>) -> After {
    let after = &text[mark.end..];
    for (count, (at, c)) in after.char_indices().enumerate() {
        let is_over =
            matches!(c, '\n' | '\r') || c.is_whitespace() && closes(&text[mark.start..mark.end + at]);
        if is_over || count == REACH {
            return After { length: at, is_cut: !is_over };
        }
    }
    After { length: after.len(), is_cut: false }
}

/// Whether a sentence ends with `text`. What can stand after its full stop is passed over, a few of it.
fn closes(text: &str) -> bool {
    let is_closing = |c: &char| matches!(c, '"' | '\'' | '”' | '’' | ')' | '」' | '』' | '*');
    let last = text.chars().rev().take(4).find(|c| !is_closing(c));
    last.is_some_and(|c| matches!(c, '.' | '!' | '?' | '。' | '…'))
}

/// At most `most` characters of a text, and whether that is not all of it.
fn first(text: &str, most: usize) -> (&str, bool) {
    match text.char_indices().nth(most) {
        Some((at, _)) => (&text[..at], true),
        None => (text, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::LineIndex;

    /// The sentence of the first `found` with the edits, as one text.
    fn proof(text: &str, found: &str, edits: &[(&str, &str)]) -> String {
        let place = |part: &str| {
            let start = text.find(part).unwrap();
            Span::new(start, start + part.len())
        };
        let edits: Vec<Edit> = edits
            .iter()
            .map(|(old, new)| Edit { span: place(old), replacement: (*new).to_owned() })
            .collect();
        let lines = LineIndex::new(text);
        let span = place(found);
        sentence(text, lines.line_span(text, lines.line_of(span.start)), span, &edits).join("|")
    }

    #[test]
    fn the_sentence_of_a_line_is_shown() {
        let text = "첫 줄.\n그랬다. “나도 할수 있다.” 그런데 “뭐?” 끝.\n끝";
        assert_eq!(proof(text, "할수", &[]), "0“나도 |1할수|0 있다.”");
        assert_eq!(proof(text, "있다.”", &[]), "0“나도 할수 |1있다.”");
        assert_eq!(proof(text, "그런데", &[]), "1그런데|0 “뭐?”");
        assert_eq!(proof("version 1.2.3 됬다", "됬", &[]), "0version 1.2.3 |1됬|0다");
    }

    #[test]
    fn only_what_differs_is_corrected() {
        let text = "나도 할수 있다.";
        assert_eq!(proof(text, "할수", &[("할수", "할 수")]), "0나도 |1할|5 |1수|0 있다.");
        assert_eq!(proof(text, "할수", &[("할수", "했수")]), "0나도 |3할|5했|1수|0 있다.");
        assert_eq!(proof(text, "할수", &[("도 ", "도"), ("다.", "다")]), "0나도|2 |1할수|0 있다|2.");
        assert_eq!(
            proof("tages: ture", "tages", &[("tages", "tags"), ("ture", "true")]),
            "3tages|5tags|0: |2ture|4true"
        );
        assert_eq!(proof("됬다", "됬", &[("됬다", "됐다")]), "3됬|5됐|0다");
    }

    #[test]
    fn places_without_width_have_a_piece() {
        assert_eq!(proof("봄이다", "", &[]), "1|0봄이다");
        assert_eq!(proof("봄이다", "", &[("", "새")]), "5새|0봄이다");
        assert_eq!(proof("", "", &[]), "");
    }

    #[test]
    fn endless_lines_and_spans_are_cut() {
        let (word, line) = ("할수", "가".repeat(300));
        let cut = "가".repeat(REACH);
        assert_eq!(proof(&format!("{line}{word}{line}"), word, &[]), format!("0…|0{cut}|1{word}|0{cut}|0…"));
        let cut = "가".repeat(MARKED);
        assert_eq!(proof(&line, &line, &[]), format!("1{cut}|0…"));
        assert_eq!(proof("봄\n여름\n가을\n", "봄\n여름", &[]), "1봄\n여름");
    }

    #[test]
    fn what_is_no_place_in_the_text_is_not_shown() {
        assert_eq!(sentence("봄", Span::new(0, 3), Span::new(1, 2), &[]), Vec::<String>::new());
        assert_eq!(sentence("", Span::at(0), Span::new(3, 9), &[]), Vec::<String>::new());
        let edit = Edit { span: Span::new(2, 90), replacement: String::new() };
        assert_eq!(sentence("봄", Span::new(0, 3), Span::new(0, 3), &[edit]), ["1봄"]);
    }
}
