//! `--format html`: one page to read in a browser. It loads nothing; without JavaScript it still shows the
//! totals and the posts.
//!
//! The page begins with its style, its script and what is to be known of each rule. Each file is an item of a
//! list and carries its findings as JSON, which `html/page.js` reads. Where `page.html` and `page.js` speak,
//! they speak both languages: `⟦한국어|English⟧`.

mod proof;

use std::collections::HashMap;

use serde::Serialize;

use super::cursor::Cursor;
use super::json::encode;
use super::{Entry, FileReport, Lang, Report, Summary, preview, terminal, xml};
use crate::diagnostic::{Edit, Fix, Safety, Severity};
use crate::lang::of;
use crate::rule::{Page, source::Source};
use crate::span::LineIndex;

const PAGE: &str = include_str!("html/page.html");
const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");

/// How many columns of a repair are shown.
const REPAIR: usize = 120;

/// One HTML page.
#[derive(Debug)]
pub struct Html {
    lang: Lang,
    /// The descriptions of the rules, in JSON.
    rules: Vec<String>,
    /// The place of each rule in `rules`.
    places: HashMap<String, usize>,
}

/// A rule as the script reads it.
#[derive(Serialize)]
struct Described<'a> {
    id: &'a str,
    title: &'a str,
    why: &'a str,
    source: &'a [Source],
}

/// A file as the script reads it.
#[derive(Serialize)]
struct Post<'a> {
    path: &'a str,
    found: Vec<Found>,
}

/// Severity (0 is the worst), rule, line, column, message, sentence, repair.
#[derive(Serialize)]
struct Found(u8, usize, u32, u32, String, Vec<String>, Option<Repair>);

/// Whether it is safe, the words before, the words after.
#[derive(Serialize)]
struct Repair(bool, String, String);

impl Html {
    /// A page in a language, about findings of these rules. Of rules with one id, the first is described.
    pub fn new<'a>(lang: Lang, rules: impl IntoIterator<Item = (&'a str, &'a Page)>) -> Html {
        let mut html = Html { lang, rules: Vec::new(), places: HashMap::new() };
        for (id, page) in rules {
            if html.places.contains_key(id) {
                continue;
            }
            html.places.insert(id.to_owned(), html.rules.len());
            let (title, why) = (of(&page.title, lang), of(&page.why, lang));
            html.rules.push(encode(&Described { id, title, why, source: &page.source }));
        }
        html
    }

    fn found(
        &self,
        text: &str,
        entry: &Entry<'_>,
        lines: &LineIndex,
        cursor: &mut Cursor<'_>,
    ) -> Option<Found> {
        let at = cursor.position(entry.span.start);
        let line = lines.line_span(text, lines.line_of(entry.span.start));
        let message = match &entry.help {
            Some(help) => format!("{}\n{help}", entry.message),
            None => entry.message.clone(),
        };
        let edits = entry.fix.map_or(&[][..], |fix| &fix.edits);
        let severity = match entry.severity {
            Severity::Error => 0,
            Severity::Warning => 1,
            Severity::Info | Severity::Off => 2,
        };
        Some(Found(
            severity,
            *self.places.get(entry.rule)?,
            at.line,
            at.column,
            message,
            proof::sentence(text, line, entry.span, edits),
            entry.fix.and_then(|fix| repair(text, fix)),
        ))
    }
}

impl Report for Html {
    fn begin(&self, summary: &Summary) -> String {
        let &Summary { files, errors, warnings, infos } = summary;
        let mut out = String::new();
        let page = worded(PAGE, self.lang);
        let mut pieces = page.split("{{");
        out.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            let (name, after) = piece.split_once("}}").unwrap_or((piece, ""));
            match name {
                "style" => out.push_str(STYLE),
                "script" => out.push_str(&worded(SCRIPT, self.lang)),
                "rules" => out.push_str(&inert(format!("[{}]", self.rules.join(",\n")))),
                "version" => out.push_str(env!("CARGO_PKG_VERSION")),
                "files" => out.push_str(&files.to_string()),
                "errors" => out.push_str(&errors.to_string()),
                "warnings" => out.push_str(&warnings.to_string()),
                "infos" => out.push_str(&infos.to_string()),
                "found" => out.push_str(&(errors + warnings + infos).to_string()),
                _ => {}
            }
            out.push_str(after);
        }
        out
    }

    fn file(&self, file: &FileReport<'_>, out: &mut String) {
        if file.entries.is_empty() {
            return;
        }
        let lines = LineIndex::new(file.text);
        let mut cursor = Cursor::new(file.text, &lines);
        let found = file.entries.iter().filter_map(|entry| self.found(file.text, entry, &lines, &mut cursor));
        let post = Post { path: file.path, found: found.collect() };
        let mut path = String::with_capacity(file.path.len());
        terminal::push_visible(&mut path, file.path);
        out.push_str("<li><bdi>");
        xml::push(out, &path);
        out.push_str(&format!("</bdi>: {}", post.found.len()));
        out.push_str("<script type=\"application/json\">");
        out.push_str(&inert(encode(&post)));
        out.push_str("</script></li>\n");
    }

    fn end(&self) -> &'static str {
        "</ol>\n</main>\n</div>\n</body>\n</html>\n"
    }
}

/// JSON as it may stand in a `script`: nothing in it begins a tag or a comment, and no line ends that some
/// readers do not take for one.
fn inert(json: String) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// The words that a repair touches, before and after.
fn repair(text: &str, fix: &Fix) -> Option<Repair> {
    let as_it_is = |edit: &Edit| Edit { span: edit.span, replacement: edit.span.slice(text).to_owned() };
    let nothing = Fix { edits: fix.edits.iter().map(as_it_is).collect(), safety: fix.safety };
    let before = preview::corrected(text, &nothing, REPAIR)?;
    Some(Repair(fix.safety == Safety::Safe, before, preview::corrected(text, fix, REPAIR)?))
}

/// A text that speaks both languages, in one of them.
fn worded(text: &str, lang: Lang) -> String {
    let mut out = String::with_capacity(text.len());
    let mut pieces = text.split('⟦');
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (both, after) = piece.split_once('⟧').unwrap_or((piece, ""));
        let (korean, english) = both.split_once('|').unwrap_or((both, both));
        out.push_str(if lang == Lang::Ko { korean } else { english });
        out.push_str(after);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_speak_one_language_at_a_time() {
        let both = "<p>⟦글 {{files}}편|posts⟧, ⟦가|⟧</p>";
        assert_eq!(worded(both, Lang::Ko), "<p>글 {{files}}편, 가</p>");
        assert_eq!(worded(both, Lang::En), "<p>posts, </p>");
        for lang in [Lang::Ko, Lang::En] {
            let page = Html::new(lang, []).begin(&Summary::default());
            assert!(!page.contains(['⟦', '⟧']) && !page.contains("{{"));
        }
    }

    #[test]
    fn json_is_inert() {
        let hostile = "</script><!--<script>\u{2028}\u{202e}\0";
        let json = inert(encode(&hostile));
        assert_eq!(json, "\"\\u003c/script>\\u003c!--\\u003cscript>\\u2028\u{202e}\\u0000\"");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), hostile);
    }
}
