//! Comments that say "not here": `<!-- toego-disable-next-line RULE -->` and its kin.
//!
//! | comment                                    | covers                                       |
//! |--------------------------------------------|----------------------------------------------|
//! | `<!-- toego-disable-next-line RULE … -->`  | the line after the comment                   |
//! | `<!-- toego-disable RULE … -->`            | from here to `toego-enable`, or to the end   |
//! | `<!-- toego-enable RULE … -->`             | ends a region                                |
//! | `<!-- toego-disable-file RULE … -->`       | the whole file                               |
//! | `# toego-disable-line RULE …` (front matter) | that line                                  |
//!
//! `RULE` is a rule (`spacing/bound-noun-su`), a group (`spacing`), or nothing, for all rules.

use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::span::{LineIndex, Span};

/// What the comments of one document cover.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppressions(Vec<Suppression>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Suppression {
    /// Where diagnostics begin that are not reported.
    span: Span,
    /// A rule or a group; `None` is every rule.
    rule: Option<String>,
}

const EVERYWHERE: Span = Span { start: 0, end: u32::MAX };

impl Suppressions {
    /// Reads the comments of a document.
    pub fn read(document: &Document) -> Suppressions {
        let mut found = Vec::new();
        let text = document.text.as_str();
        if !text.contains("toego-") {
            return Suppressions(found);
        }
        let lines = LineIndex::new(text);
        for comment in document.comments() {
            let inner = comment.slice(text).trim_start_matches("<!--").trim_end_matches("-->");
            let mut words = inner.trim_start_matches('#').split_whitespace();
            let Some(command) = words.next() else { continue };
            let rules: Vec<Option<String>> =
                match words.map(|word| Some(word.trim_matches(',').to_owned())).collect() {
                    none if Vec::is_empty(&none) => vec![None],
                    rules => rules,
                };
            let line = lines.line_of(comment.end.saturating_sub(1).max(comment.start));
            let span = match command {
                "toego-disable-next-line" => line_span(&lines, text, line + 1),
                "toego-disable-line" => line_span(&lines, text, line),
                "toego-disable-file" => EVERYWHERE,
                "toego-disable" => Span { start: comment.end, end: u32::MAX },
                "toego-enable" => {
                    close(&mut found, &rules, comment.start);
                    continue;
                }
                _ => continue,
            };
            found.extend(rules.into_iter().map(|rule| Suppression { span, rule }));
        }
        Suppressions(found)
    }

    /// Whether a diagnostic of `rule` at `span` is covered.
    pub fn cover(&self, rule: &str, span: Span) -> bool {
        self.0.iter().any(|suppression| {
            let named = suppression.rule.as_deref().is_none_or(|name| {
                rule == name || rule.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'))
            });
            named && suppression.span.start <= span.start && span.start <= suppression.span.end
        })
    }
}

fn line_span(lines: &LineIndex, text: &str, line: usize) -> Span {
    if line < lines.lines() { lines.line_span(text, line) } else { Span::at(usize::MAX) }
}

/// Ends the open regions of `rules` at `at`.
fn close(found: &mut [Suppression], rules: &[Option<String>], at: u32) {
    for suppression in found.iter_mut().filter(|s| s.span.end == u32::MAX && s.span != EVERYWHERE) {
        if rules.contains(&None) || rules.contains(&suppression.rule) {
            suppression.span.end = at;
        }
    }
}
