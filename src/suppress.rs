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
//! In MDX, where HTML has no comments, it is `{/* toego-disable-next-line RULE */}`; comments of Liquid and Nunjucks
//! (`{% comment %}`, `{# … #}`) do as well.
//!
//! `RULE` is a rule (`spacing/bound-noun-su`), a group (`spacing`), or nothing, for all rules. A reason may
//! follow behind ` -- `.

use std::collections::{HashMap, HashSet};

use memchr::memmem;
use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::document::syntax::{Syntax, Templates};
use crate::span::{LineIndex, Span};

/// What the comments of one document cover.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppressions {
    /// Those of a line, in the order of their rules, and of one rule in that of the text: they do not overlap.
    lines: Vec<Suppression>,
    /// Those of a region, likewise.
    regions: Vec<Suppression>,
    /// Those of the whole file, likewise: one of each rule covers it.
    whole: Vec<Suppression>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Suppression {
    /// Where diagnostics begin that are not reported.
    span: Span,
    /// A rule or a group; `None` is every rule. A command that is none stands here itself.
    rule: Option<String>,
    /// What to report where it covers nothing: the name, or else the comment.
    written: Span,
    /// What to take away then: the comment, its line, or one of its names.
    removed: Span,
    /// Whether it has covered something.
    used: bool,
}

impl Suppression {
    /// Whether it covers a diagnostic at `span` of a rule that it names; then it is used.
    fn covers(&mut self, span: Span) -> bool {
        let covers = self.span.start <= span.start && span.start <= self.span.end;
        self.used |= covers;
        covers
    }
}

/// A suppression that covered nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unused<'s> {
    /// A rule or a group; `None` is every rule.
    pub rule: Option<&'s str>,
    /// The name, or the comment where it has none.
    pub written: Span,
    /// What to take away.
    pub removed: Span,
}

const EVERYWHERE: Span = Span { start: 0, end: u32::MAX };

/// Where nothing is.
const NOWHERE: Span = Span { start: u32::MAX, end: u32::MAX };

impl Suppressions {
    /// Reads the comments of a document.
    pub fn read<'d>(document: &'d Document) -> Suppressions {
        let mut found = Suppressions::default();
        let text = document.text.as_str();
        if memmem::find(text.as_bytes(), b"toego-").is_none() {
            return found;
        }
        let lines = LineIndex::new(text);
        // The number of the region that is open of each rule.
        let mut open: HashMap<Option<&'d str>, usize> = HashMap::new();
        // The rules that do not speak of a line, or of the whole file, already.
        let mut silent: HashSet<(Span, Option<&'d str>)> = HashSet::new();
        for comment in document.comments() {
            let inner = inside(comment.slice(text)).trim();
            // What stands behind `--` is a reason.
            let inner = inner.split(" -- ").next().unwrap_or_default();
            let mut words = inner.split_whitespace();
            let Some(command) = words.next() else { continue };
            let rules: Vec<&str> =
                words.map(|word| word.trim_matches(',')).filter(|word| !word.is_empty()).collect();
            let line = lines.line_of(comment.end.saturating_sub(1).max(comment.start));
            let (span, kept) = match command {
                "toego-disable-next-line" => (line_span(&lines, text, line + 1), &mut found.lines),
                "toego-disable-line" => (line_span(&lines, text, line), &mut found.lines),
                "toego-disable-file" => (EVERYWHERE, &mut found.whole),
                "toego-disable" => (Span { start: comment.end, end: u32::MAX }, &mut found.regions),
                "toego-enable" => {
                    let mut end = |region: usize| found.regions[region].span.end = comment.start;
                    if rules.is_empty() {
                        open.drain().for_each(|(_, region)| end(region));
                    } else {
                        rules.iter().filter_map(|rule| open.remove(&Some(*rule))).for_each(end);
                    }
                    continue;
                }
                // A slip: what it was to do is not done.
                _ if command.starts_with("toego-") => {
                    let at = command.as_ptr() as usize - text.as_ptr() as usize;
                    let written = Span::new(at, at + command.len());
                    let rule = Some(command.to_owned());
                    let (span, removed) = (NOWHERE, written);
                    found.regions.push(Suppression { span, rule, written, removed, used: false });
                    continue;
                }
                _ => continue,
            };
            let whole = whole(comment, text);
            let is_region = command == "toego-disable";
            let mut keep = |rule: Option<&'d str>, written, removed| {
                let number = kept.len();
                // Where the rule is silent already, another covers nothing more.
                let is_new = match is_region {
                    true => *open.entry(rule).or_insert(number) == number,
                    false => silent.insert((span, rule)),
                };
                let span = if is_new { span } else { NOWHERE };
                let rule = rule.map(str::to_owned);
                kept.push(Suppression { span, rule, written, removed, used: false });
            };
            if rules.is_empty() {
                keep(None, comment, whole);
            }
            for rule in &rules {
                let at = rule.as_ptr() as usize - text.as_ptr() as usize;
                let written = Span::new(at, at + rule.len());
                // Of several names, only those that cover nothing go.
                let removed = if rules.len() == 1 { whole } else { with_separator(written, text) };
                keep(Some(rule), written, removed);
            }
        }
        for kept in [&mut found.lines, &mut found.regions, &mut found.whole] {
            kept.sort_by(|a, b| (&a.rule, a.span).cmp(&(&b.rule, b.span)));
        }
        found
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.regions.is_empty() && self.whole.is_empty()
    }

    /// Whether a diagnostic of `rule` at `span` is covered; what covers it is used.
    pub fn cover(&mut self, rule: &str, span: Span) -> bool {
        let mut covered = false;
        // Every rule, the groups, the rule itself.
        let groups = rule.match_indices('/').map(|(at, _)| Some(&rule[..at]));
        for name in [None].into_iter().chain(groups).chain([Some(rule)]) {
            for kept in [&mut self.lines, &mut self.regions, &mut self.whole] {
                let place = |own: &Suppression| (own.rule.as_deref(), own.span.start) <= (name, span.start);
                let before = kept.partition_point(place);
                let nearest = kept[..before].last_mut().filter(|own| own.rule.as_deref() == name);
                covered |= nearest.is_some_and(|own| own.covers(span));
            }
        }
        covered
    }

    /// Those that covered nothing so far.
    pub fn unused(&self) -> impl Iterator<Item = Unused<'_>> {
        let unused =
            self.lines.iter().chain(&self.regions).chain(&self.whole).filter(|suppression| !suppression.used);
        unused.map(|own| Unused { rule: own.rule.as_deref(), written: own.written, removed: own.removed })
    }
}

/// What stands in a comment, whatever its marks are.
fn inside(comment: &str) -> &str {
    const MARKS: [(&str, &str); 5] = [
        ("<!--", "-->"),
        ("{/*", "*/}"),
        ("{#", "#}"),
        ("{::comment}", "{:/comment}"),
        ("{::comment}", "{:/}"),
    ];
    let marks = MARKS.iter().find_map(|(open, close)| comment.strip_prefix(open)?.strip_suffix(close));
    let of_liquid = || {
        let (open, rest) = comment.strip_prefix("{%")?.split_once("%}")?;
        open.contains("comment").then(|| rest.rsplit_once("{%").map_or(rest, |(inside, _)| inside))
    };
    marks.or_else(of_liquid).unwrap_or(comment).trim_start_matches('#')
}

/// The comment that gives `command`, as a page of this syntax has it.
pub fn comment(command: &str, syntax: Syntax) -> String {
    match syntax.templates {
        // HTML's comments do not compile there.
        Templates::Mdx => format!("{{/* {command} */}}"),
        _ => format!("<!-- {command} -->"),
    }
}

/// Whether `name`, a rule or a group, names `rule`.
pub fn names(name: &str, rule: &str) -> bool {
    rule == name || rule.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'))
}

fn line_span(lines: &LineIndex, text: &str, line: usize) -> Span {
    if line < lines.lines() { lines.line_span(text, line) } else { Span::at(usize::MAX) }
}

/// A comment with the line that it has for itself, or with the spaces before it.
fn whole(comment: Span, text: &str) -> Span {
    let (before, after) = (&text[..comment.start as usize], &text[comment.end as usize..]);
    let start = before.trim_end_matches([' ', '\t']).len();
    let begins_line = start == 0 || before[..start].ends_with('\n');
    let rest = after.trim_start_matches([' ', '\t']);
    let rest_of_line = rest.strip_prefix("\r\n").or(rest.strip_prefix('\n'));
    match rest_of_line {
        Some(rest) if begins_line => Span::new(start, text.len() - rest.len()),
        _ => Span::new(start, comment.end as usize),
    }
}

/// A name with what stands between it and the one before.
fn with_separator(name: Span, text: &str) -> Span {
    let before = text[..name.start as usize].trim_end_matches([' ', ',']);
    Span::new(before.len(), name.end as usize)
}
