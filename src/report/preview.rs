//! What a fix makes of the words it touches.

use super::terminal;
use crate::diagnostic::{Edit, Fix};

/// How far the rest of a word is looked for, in characters. Korean words are short; addresses are not.
const REACH: usize = 24;

/// Stands for what is left out.
const REST: &str = "…";

/// Whether all that `fix` does is to delete what cannot be seen, so that the words look as before.
pub fn deletes_unseen(text: &str, fix: &Fix) -> bool {
    let is_unseen = |c: char| !matches!(c, '\t' | '\n' | '\r') && terminal::is_unseen(c);
    let deletes = |edit: &Edit| {
        let removed = edit.span.slice(text);
        edit.replacement.is_empty() && !removed.is_empty() && removed.chars().all(is_unseen)
    };
    !fix.edits.is_empty() && fix.edits.iter().all(deletes)
}

/// The words that `fix` touches as they read afterwards, in at most `room` columns. An empty text where
/// nothing is left of them; `None` where an edit does not fit `text`.
pub fn corrected(text: &str, fix: &Fix, room: usize) -> Option<String> {
    let mut out = String::new();
    // `text` has been copied up to `copied`; the last word goes on up to `word_end`.
    let (mut copied, mut word_end, mut end_mark) = (0, 0, "");
    for edit in &fix.edits {
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        let (before, removed, after) = (text.get(copied..start)?, text.get(start..end)?, text.get(end..)?);
        // A line that is put in or taken away is a piece of its own.
        let takes_line = edit.replacement.is_empty()
            && removed.ends_with('\n')
            && (start == 0 || text[..start].ends_with('\n'));
        let begins_line = edit.span.is_empty() && edit.replacement.starts_with('\n');
        let ends_line = takes_line || edit.span.is_empty() && edit.replacement.ends_with('\n');
        // Where a gap closes, the signs beside it are what meets.
        let joins = edit.replacement.is_empty() && removed.trim().is_empty();
        let (length, start_mark) =
            if begins_line { (0, "") } else { rest_of_word(before.chars().rev(), joins) };
        let word_start = start - length;
        // Words beside each other are shown with the space between them.
        if word_start > word_end + 1 {
            out.push_str(text.get(copied..word_end)?);
            out.push_str(end_mark);
            out.push_str(if word_end > 0 { " … " } else { "" });
            out.push_str(start_mark);
            copied = word_start;
        }
        out.push_str(text.get(copied..start)?);
        out.push_str(&edit.replacement);
        copied = end;
        let (length, mark) = if ends_line { (0, "") } else { rest_of_word(after.chars(), joins) };
        (word_end, end_mark) = (end + length, mark);
    }
    out.push_str(text.get(copied..word_end)?);
    out.push_str(end_mark);
    let words = out.trim();
    if terminal::fit(words.chars(), room).0 == words.len() {
        return Some(words.to_owned());
    }
    let (fits, _) = terminal::fit(words.chars(), room.saturating_sub(REST.chars().count()));
    Some(format!("{}{REST}", &words[..fits]))
}

/// How a word of letters and digits, or of all that is no blank, goes on in `chars`: its length in bytes, and
/// what to print where it is longer than that.
fn rest_of_word(chars: impl Iterator<Item = char>, has_signs: bool) -> (usize, &'static str) {
    let mut length = 0;
    let belongs = |c: &char| c.is_alphanumeric() || has_signs && !c.is_whitespace();
    for (i, c) in chars.take_while(belongs).enumerate() {
        if i == REACH {
            return (length, REST);
        }
        length += c.len_utf8();
    }
    (length, "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Safety;
    use crate::span::Span;

    /// The preview of a fix that replaces each `found`, in order of the text.
    fn preview(text: &str, edits: &[(&str, &str)]) -> Option<String> {
        let edits = edits.iter().map(|(found, replacement)| {
            let start = text.find(found).unwrap();
            Edit { span: Span::new(start, start + found.len()), replacement: (*replacement).to_owned() }
        });
        corrected(text, &Fix { edits: edits.collect(), safety: Safety::Safe }, 40)
    }

    fn shown(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn whole_words_are_shown() {
        assert_eq!(preview("나도 할수 있다고 믿는다.", &[("할수", "할 수")]), shown("할 수"));
        assert_eq!(preview("그러면 안 되요.", &[("되요", "돼요")]), shown("돼요"));
        assert_eq!(preview("다시 해 보다", &[(" 보", "보")]), shown("해보다"));
        assert_eq!(preview("첫 줄\n끝  \n", &[("  ", "")]), shown("끝"));
    }

    #[test]
    fn a_gap_that_closes_shows_what_meets() {
        let closing = |text: &str| {
            let at = text.find("  ").unwrap();
            let edits = vec![Edit { span: Span::new(at, at + 2), replacement: String::new() }];
            corrected(text, &Fix { edits, safety: Safety::Safe }, 40)
        };
        assert_eq!(closing("이 파일  [^1]로 한다."), shown("파일[^1]로"));
        assert_eq!(closing("**봄**  이다."), shown("**봄**이다."));
    }

    #[test]
    fn what_cannot_be_seen_can_be_deleted() {
        let deletes = |text: &str, found: &str, replacement: &str| {
            let start = text.find(found).unwrap();
            let span = Span::new(start, start + found.len());
            let edits = vec![Edit { span, replacement: replacement.to_owned() }];
            deletes_unseen(text, &Fix { edits, safety: Safety::Safe })
        };
        assert!(deletes("mak\u{200b}ing", "\u{200b}", "") && deletes("안녕\u{8}하다", "\u{8}", ""));
        assert!(!deletes("안녕\u{8}하다", "하다", "") && !deletes("mak\u{200b}ing", "\u{200b}", " "));
    }

    #[test]
    fn a_line_that_goes_leaves_nothing() {
        assert_eq!(preview("봄\n<!-- x -->\n여름\n", &[("<!-- x -->\n", "")]), shown(""));
    }

    #[test]
    fn edits_near_and_far() {
        let text = "“봄이 왔고 꽃도 피었다.”";
        assert_eq!(preview(text, &[("“", "‘"), ("”", "’")]), shown("‘봄이 … ’"));
        assert_eq!(preview(text, &[("왔고", "오고"), ("꽃도", "꽃이")]), shown("오고 꽃이"));
        assert_eq!(preview(text, &[("왔", "오"), ("고", "니")]), shown("오니"));
    }

    #[test]
    fn a_line_is_inserted_alone() {
        assert_eq!(
            preview("---\ntitle: 봄\n", &[("title", "date: 2024\ntitle")]),
            shown("date: 2024\ntitle")
        );
        let text = "---\ntitle: 봄\n---\n";
        let insert = |at, line: &str| {
            let edits = vec![Edit { span: Span::at(at), replacement: line.to_owned() }];
            corrected(text, &Fix { edits, safety: Safety::Safe }, 40)
        };
        assert_eq!(insert(4, "date: 2024\n"), shown("date: 2024"));
        assert_eq!(insert(14, "\ndate: 2024"), shown("date: 2024"));
    }

    #[test]
    fn long_words_and_long_results_are_cut() {
        let text = format!("![]({}.png)", "길".repeat(50));
        let edits = vec![Edit { span: Span::at(text.find(".png").unwrap()), replacement: "목".to_owned() }];
        let fix = Fix { edits, safety: Safety::Safe };
        let cut = format!("…{}목", "길".repeat(REACH));
        assert_eq!(corrected(&text, &fix, 80), shown(&cut));
        assert_eq!(corrected(&text, &fix, 10), shown("…길길길길…"));
    }

    #[test]
    fn nothing_left_and_edits_that_do_not_fit() {
        assert_eq!(preview("빈 ** ** 강조", &[("** **", "")]), shown(""));
        assert_eq!(preview("가나다", &[("다", "라"), ("가", "나")]), None);
        let beyond = Fix {
            edits: vec![Edit { span: Span::new(2, 9), replacement: String::new() }],
            safety: Safety::Safe,
        };
        assert_eq!(corrected("가나", &beyond, 40), None);
    }
}
