//! `--format pretty`: for people at a terminal.
//!
//! miette draws the excerpt and its underline. It is handed one line, already cut to the width of the
//! terminal, so the cost of a diagnostic does not depend on the size of the file. It is not left to
//! break messages into lines, which it would do inside Korean words, nor to print help, which it would
//! label in English.

use std::fmt;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, SourceCode, SourceSpan, SpanContents,
};

use super::cursor::Cursor;
use super::excerpt::Excerpt;
use super::{Entry, FileReport, Lang, Report, preview, severity_word, terminal};
use crate::diagnostic::{Fix, Safety, Severity};
use crate::span::{LineIndex, Position};

/// A terminal that says it is narrower gets lines of this many columns all the same.
const NARROWEST: usize = 40;

/// Columns that miette takes before each line of a message.
const MESSAGE_INDENT: usize = 4;

/// Columns that miette takes before an excerpt, besides the digits of the line number.
const EXCERPT_INDENT: usize = 4;

/// Columns before a fix or help.
const NOTE_INDENT: usize = 2;

const RED: &str = "\u{1b}[31m";
const YELLOW: &str = "\u{1b}[33m";
const CYAN: &str = "\u{1b}[36m";
const RESET: &str = "\u{1b}[0m";

/// A message, an excerpt and its repair for each diagnostic.
#[derive(Debug)]
pub struct Pretty {
    errors: GraphicalReportHandler,
    warnings: GraphicalReportHandler,
    infos: GraphicalReportHandler,
    color: bool,
    width: usize,
    lang: Lang,
}

impl Pretty {
    /// Reports for a terminal of `width` columns, with colours if `color`.
    pub fn new(color: bool, width: usize, lang: Lang) -> Self {
        Pretty {
            errors: handler(color, Severity::Error),
            warnings: handler(color, Severity::Warning),
            infos: handler(color, Severity::Info),
            color,
            width: width.max(NARROWEST),
            lang,
        }
    }

    fn handler(&self, severity: Severity) -> &GraphicalReportHandler {
        match severity {
            Severity::Error => &self.errors,
            Severity::Warning => &self.warnings,
            Severity::Info | Severity::Off => &self.infos,
        }
    }

    /// `warning[rule] message`, in lines that fit.
    fn heading(&self, entry: &Entry<'_>) -> String {
        let mut out = String::with_capacity(entry.rule.len() + entry.message.len() + 32);
        let word = severity_word(entry.severity);
        self.paint(&mut out, color_of(entry.severity), &format!("{word}[{}]", entry.rule));
        out.push(' ');
        let used = word.len() + entry.rule.chars().count() + "[] ".len();
        terminal::wrap(&mut out, &entry.message, used, self.width - MESSAGE_INDENT, "\n");
        out
    }

    fn fix(&self, out: &mut String, text: &str, fix: &Fix) {
        let title = match (fix.safety, self.lang) {
            (Safety::Safe, Lang::Ko) => "고침",
            (Safety::Safe, Lang::En) => "fix",
            (Safety::Suggestion, Lang::Ko) => "제안",
            (Safety::Suggestion, Lang::En) => "suggestion",
        };
        let deleted = match self.lang {
            Lang::Ko => "(지웁니다)",
            Lang::En => "(delete)",
        };
        if let Some(words) = preview::corrected(text, fix, self.width - note_indent(title)) {
            let is_deleted = words.is_empty() || preview::deletes_unseen(text, fix);
            self.note(out, title, if is_deleted { deleted } else { &words });
        }
    }

    fn help(&self, out: &mut String, help: &str) {
        let title = match self.lang {
            Lang::Ko => "도움말",
            Lang::En => "help",
        };
        self.note(out, title, help);
    }

    /// `title: text`, in lines that fit.
    fn note(&self, out: &mut String, title: &str, text: &str) {
        out.extend([' '; NOTE_INDENT]);
        self.paint(out, CYAN, &format!("{title}:"));
        out.push(' ');
        let indent = note_indent(title);
        let line_break = format!("\n{:indent$}", "");
        terminal::wrap(out, text, 0, self.width - indent, &line_break);
        out.push('\n');
    }

    fn paint(&self, out: &mut String, color: &str, text: &str) {
        let (color, reset) = if self.color { (color, RESET) } else { ("", "") };
        out.push_str(color);
        terminal::push_visible(out, text);
        out.push_str(reset);
    }
}

impl Report for Pretty {
    fn file(&self, file: &FileReport<'_>, out: &mut String) {
        let lines = LineIndex::new(file.text);
        let mut cursor = Cursor::new(file.text, &lines);
        let mut path = String::with_capacity(file.path.len());
        terminal::push_visible(&mut path, file.path);
        for entry in &file.entries {
            let position = cursor.position(entry.span.start);
            let line = lines.line_span(file.text, lines.line_of(entry.span.start));
            let digits = position.line.to_string().len();
            let room = self.width - EXCERPT_INDENT - digits;
            let snippet = Snippet {
                path: &path,
                position,
                severity: entry.severity,
                heading: self.heading(entry),
                excerpt: Excerpt::new(file.text, line, entry.span, room),
            };
            // Writing to a string cannot fail.
            let _ = self.handler(entry.severity).render_report(out, &snippet);
            if let Some(fix) = entry.fix {
                self.fix(out, file.text, fix);
            }
            if let Some(help) = &entry.help {
                self.help(out, help);
            }
            out.push('\n');
        }
    }
}

/// miette's drawing for one severity. Its lines come broken already, and there is nothing to link to.
fn handler(color: bool, severity: Severity) -> GraphicalReportHandler {
    let mut theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let styles = &mut theme.styles;
    styles.highlights = vec![match severity {
        Severity::Error => styles.error,
        Severity::Warning => styles.warning,
        Severity::Info | Severity::Off => styles.advice,
    }];
    styles.link = styles.linum;
    GraphicalReportHandler::new_themed(theme)
        .with_context_lines(0)
        .with_wrap_lines(false)
        .with_links(false)
        .without_cause_chain()
        .without_syntax_highlighting()
}

/// The column in which the text of a note stands.
fn note_indent(title: &str) -> usize {
    NOTE_INDENT + title.chars().map(terminal::columns).sum::<usize>() + ": ".len()
}

fn color_of(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => RED,
        Severity::Warning => YELLOW,
        Severity::Info | Severity::Off => CYAN,
    }
}

/// A diagnostic as miette wants it: its own source code, which is its excerpt.
#[derive(Debug)]
struct Snippet<'a> {
    path: &'a str,
    position: Position,
    severity: Severity,
    heading: String,
    excerpt: Excerpt,
}

impl fmt::Display for Snippet<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.heading)
    }
}

impl std::error::Error for Snippet<'_> {}

impl miette::Diagnostic for Snippet<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info | Severity::Off => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = &self.excerpt.label;
        Some(Box::new(std::iter::once(LabeledSpan::new_primary_with_span(None, label.start..label.end))))
    }
}

impl SourceCode for Snippet<'_> {
    fn read_span<'a>(
        &'a self,
        _span: &SourceSpan,
        _lines_before: usize,
        _lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        Ok(Box::new(Contents { snippet: self, span: (0..self.excerpt.text.len()).into() }))
    }
}

/// The excerpt, whichever part of it is asked for.
struct Contents<'a> {
    snippet: &'a Snippet<'a>,
    span: SourceSpan,
}

impl<'a> SpanContents<'a> for Contents<'a> {
    fn data(&self) -> &'a [u8] {
        self.snippet.excerpt.text.as_bytes()
    }

    fn span(&self) -> &SourceSpan {
        &self.span
    }

    fn name(&self) -> Option<&str> {
        Some(self.snippet.path)
    }

    fn line(&self) -> usize {
        self.snippet.position.line as usize - 1
    }

    /// The column of the diagnostic, in code points, which is what the header of the excerpt shows.
    fn column(&self) -> usize {
        self.snippet.position.column as usize - 1
    }

    fn line_count(&self) -> usize {
        1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Edit;
    use crate::span::Span;

    const POST: &str = "---\ntitle: 봄\n---\n\n\t나도 할수 있다.\r\n\u{1112}\u{1161}\u{11ab} 글 😀 됬다";

    fn entry<'a>(severity: Severity, needle: &str, message: &str, fix: Option<&'a Fix>) -> Entry<'a> {
        let start = POST.find(needle).unwrap();
        let span = Span::new(start, start + needle.len());
        Entry { rule: "a/b", severity, span, message: message.to_owned(), args: &[], help: None, fix }
    }

    fn print(pretty: &Pretty, text: &str, entries: Vec<Entry<'_>>) -> String {
        let mut out = String::new();
        pretty.file(&FileReport { path: "글/봄.md", text, entries }, &mut out);
        out
    }

    fn plain() -> Pretty {
        Pretty::new(false, 80, Lang::Ko)
    }

    fn fix(needle: &str, replacement: &str, safety: Safety) -> Fix {
        let start = POST.find(needle).unwrap();
        let span = Span::new(start, start + needle.len());
        Fix { edits: vec![Edit { span, replacement: replacement.to_owned() }], safety }
    }

    #[test]
    fn the_label_stands_under_wide_characters_tabs_and_jamo() {
        let fix = fix("할수 있", "할 수 있", Safety::Safe);
        let entries = vec![
            entry(Severity::Warning, "할수 있", "띄어 씁니다.", Some(&fix)),
            entry(Severity::Error, "됬", "‘됐’으로 적습니다.", None),
        ];
        let expected = "  \u{26a0} warning[a/b] 띄어 씁니다.
   ╭─[글/봄.md:5:5]
 5 │     나도 할수 있다.
   ·          ───────
   ╰────
  고침: 할 수 있다

  × error[a/b] ‘됐’으로 적습니다.
   ╭─[글/봄.md:6:9]
 6 │ \u{1112}\u{1161}\u{11ab} 글 😀 됬다
   ·          ──
   ╰────

";
        assert_eq!(print(&plain(), POST, entries), expected);
    }

    #[test]
    fn messages_and_help_break_between_words() {
        let message = "의존 명사는 그 앞에 꾸미는 말이 있어야 쓸 수 있지만 혼자 서는 낱말이므로 띄어 씁니다.";
        let mut long = entry(Severity::Info, "됬", message, None);
        long.help = Some(message.to_owned());
        let out = print(&plain(), POST, vec![long]);
        let (first, rest) =
            ("의존 명사는 그 앞에 꾸미는 말이 있어야 쓸 수 있지만 혼자 서는", "낱말이므로 띄어 씁니다.");
        assert!(out.starts_with(&format!("  ☞ info[a/b] {first}\n  │ {rest}\n   ╭─")), "{out}");
        assert!(out.ends_with(&format!("  도움말: {first}\n          {rest}\n\n")), "{out}");
    }

    #[test]
    fn what_a_fix_leaves_is_named_in_both_languages() {
        let suggestion = fix("나도 할수 있다.", "", Safety::Suggestion);
        let one = || vec![entry(Severity::Info, "나도", "지웁니다.", Some(&suggestion))];
        let english = Pretty::new(false, 80, Lang::En);
        assert!(print(&plain(), POST, one()).ends_with("  제안: (지웁니다)\n\n"));
        assert!(print(&english, POST, one()).ends_with("  suggestion: (delete)\n\n"));
        // A fix for some other text is no reason to stop.
        assert!(print(&plain(), "봄", one()).ends_with("   ╰────\n\n"));
    }

    #[test]
    fn what_cannot_be_seen_is_shown_by_its_number_and_deleted() {
        let text = "a\tmak\u{200b}ing";
        let span = Span::new(5, 8);
        let fix = Fix { edits: vec![Edit { span, replacement: String::new() }], safety: Safety::Safe };
        let entry =
            Entry { span, ..entry(Severity::Warning, "글", "폭이 없는 글자입니다.", Some(&fix)) };
        let expected = "  \u{26a0} warning[a/b] 폭이 없는 글자입니다.
   ╭─[글/봄.md:1:6]
 1 │ a   mak‹U+200B›ing
   ·        ────────
   ╰────
  고침: (지웁니다)

";
        assert_eq!(print(&plain(), text, vec![entry]), expected);
    }

    #[test]
    fn files_without_text_have_a_header_only() {
        let entry =
            Entry { span: Span::at(0), ..entry(Severity::Warning, "글", "빈 파일입니다.", None) };
        let expected = "  \u{26a0} warning[a/b] 빈 파일입니다.\n   ╭─[글/봄.md:1:1]\n   ╰────\n\n";
        assert_eq!(print(&plain(), "", vec![entry]), expected);
    }

    #[test]
    fn escapes_come_with_colours_and_from_nowhere_else() {
        let text = "\u{1b}]8;;http://a\u{7}가\u{9b}2J";
        let edits = vec![Edit { span: Span::at(0), replacement: "\u{1b}[31m\n".to_owned() }];
        let fix = Fix { edits, safety: Safety::Safe };
        let at = |severity| Entry {
            span: Span::at(0),
            fix: Some(&fix),
            help: Some("\u{1b}c".to_owned()),
            ..entry(severity, "글", "\u{1b}[2J\u{202e}", None)
        };
        let all = || vec![at(Severity::Error), at(Severity::Warning), at(Severity::Info)];
        let out = print(&plain(), text, all());
        let steers = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}');
        assert!(!out.contains(steers), "{out:?}");

        let out = print(&Pretty::new(true, 80, Lang::Ko), text, all());
        for (color, word) in [(31, "error"), (33, "warning"), (36, "info")] {
            assert!(out.contains(&format!("\u{1b}[{color}m{word}[a/b]\u{1b}[0m ")), "{out:?}");
        }
        for (at, _) in out.match_indices('\u{1b}') {
            let code = out[at..].split('m').next().unwrap_or_default();
            let is_style = code
                .strip_prefix("\u{1b}[")
                .is_some_and(|code| code.chars().all(|c| "0123456789;".contains(c)));
            assert!(is_style, "{code:?}");
        }
    }

    #[test]
    fn no_span_and_no_width_is_too_odd() {
        let length = POST.len();
        for width in [0, 1, 40, 80] {
            let pretty = Pretty::new(false, width, Lang::Ko);
            for (start, end) in
                (0..=length + 1).flat_map(|start| [(start, start), (start, length), (start, start + 2)])
            {
                let entry =
                    Entry { span: Span::new(start, end), ..entry(Severity::Info, "글", "낱말", None) };
                let out = print(&pretty, POST, vec![entry]);
                assert_eq!(out.lines().count(), 6, "{start}..{end}: {out}");
            }
        }
    }
}
