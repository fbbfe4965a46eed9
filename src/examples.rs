//! The examples of rules, tried: what is bad is found at exactly the marked place, what is fixed is clean,
//! and what is good is silent, under all recommended rules together.

use std::collections::BTreeMap;
use std::io;

use encoding_rs::{Encoding, UTF_8};

use crate::diagnostic::{Diagnostic, Edit, RuleId, Severity};
use crate::engine::{Engine, Findings};
use crate::files::Whole;
use crate::lang::{Localized, both};
use crate::rule::Book;
use crate::rule::source::Example;
use crate::rule_set::RuleSet;
use crate::site::Site;

/// When the examples are looked at: in 2026.
const NOW: i64 = 1_790_000_000;

/// An example that does not hold.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Whose.
    pub rule: RuleId,
    wrong: Wrong,
    /// The text as it was looked at.
    text: String,
    found: Vec<Diagnostic>,
}

#[derive(Clone, Debug)]
enum Wrong {
    NotAtMark,
    OtherFix { wanted: Option<String> },
    NotClean,
    NotSilent,
}

impl Failure {
    /// What is wrong; what was found follows, a line each.
    pub fn said(&self, book: &Book) -> Localized {
        let Localized { ko, en } = match &self.wrong {
            Wrong::NotAtMark => both!("표시한 곳에서 찾지 못했습니다", "not found at the mark"),
            Wrong::OtherFix { wanted: Some(wanted) } => {
                both!("`fixed`에 적은 ‘{wanted}’ 글과 다르게 고칩니다", "not fixed to `{wanted}`")
            }
            Wrong::OtherFix { wanted: None } => {
                both!("`fixed`가 없는데 고칩니다", "fixed, but there is no `fixed`")
            }
            Wrong::NotClean => both!("고친 글에서 또 찾습니다", "not clean when fixed"),
            Wrong::NotSilent => both!("`good`에서 찾습니다", "not silent on what is good"),
        };
        let line = |found: &Diagnostic| {
            let id = &book.rule(found.rule).id;
            format!("\n  {id} ‘{}’ {:?}", found.finding.span.slice(&self.text), found.finding.args)
        };
        let found: String = self.found.iter().map(line).collect();
        let text = self.text.trim_end();
        both!("{ko}: {text}{found}", "{en}: {text}{found}").at(&book.rule(self.rule).id)
    }
}

/// Tries the examples of a rule, with the rule forced on.
pub fn failures(rules: &RuleSet, rule: RuleId) -> Vec<Failure> {
    let Some(page) = rules.page(rule) else { return Vec::new() };
    let book = rules.book();
    let engine = Engine::new(rules, |id| {
        let own = book.rule(id).severity;
        if id == rule { own.max(Severity::Info) } else { own }
    });
    let bad = page.bad.iter().filter_map(|example| try_bad(&engine, rule, example));
    let good = page.good.iter().filter_map(|example| {
        let (text, _) = example.unmarked();
        let found = check(&engine, example, &text);
        (!found.is_empty()).then_some(Failure { rule, wrong: Wrong::NotSilent, text, found })
    });
    bad.chain(good).collect()
}

fn try_bad(engine: &Engine<'_>, rule: RuleId, example: &Example) -> Option<Failure> {
    let (text, marked) = example.unmarked();
    let found = check(engine, example, &text);
    let own: Vec<&Diagnostic> = found.iter().filter(|found| found.rule == rule).collect();
    let wanted = marked.unwrap_or(0..0);
    if !own.iter().any(|found| found.finding.span.range() == wanted) {
        return Some(Failure { rule, wrong: Wrong::NotAtMark, text, found });
    }
    let fixed = fixed(&text, &own);
    if fixed != example.fixed {
        let (wrong, text) = (Wrong::OtherFix { wanted: example.fixed.clone() }, fixed.unwrap_or(text));
        return Some(Failure { rule, wrong, text, found: Vec::new() });
    }
    let text = fixed?;
    let found = check(engine, example, &text);
    (!found.is_empty()).then_some(Failure { rule, wrong: Wrong::NotClean, text, found })
}

/// What is found in the file of an example that holds `text`.
fn check(engine: &Engine<'_>, example: &Example, text: &str) -> Vec<Diagnostic> {
    let own = example.path();
    let mut files: BTreeMap<String, String> = example.files.clone();
    files.insert(own.to_owned(), text.to_owned());
    let site = Site::in_memory(&files).at(NOW);
    let mut paths: Vec<String> = files.keys().filter(|path| site.reads(path)).cloned().collect();
    if !paths.iter().any(|path| path == own) {
        paths = vec![own.to_owned()];
    }
    let read = |path: &str| {
        let text = files.get(path).map_or("", String::as_str);
        match example.stored.as_deref().filter(|_| path == own) {
            // A file that an example leaves empty is only there; what it holds is not part of the example.
            None if path != own && !site.reads(path) && text.is_empty() => {
                Err(io::ErrorKind::NotFound.into())
            }
            None => Ok(text.as_bytes().to_vec()),
            Some("unreadable") => Err(io::ErrorKind::PermissionDenied.into()),
            Some(encoding) => {
                let encoding = Encoding::for_label(encoding.as_bytes()).unwrap_or(UTF_8);
                Ok(encoding.encode(text).0.into_owned())
            }
        }
    };
    let found = engine.check(&site, &paths, read, || ());
    let of_others = engine.other_files(&site, &Whole(read));
    let all = paths.iter().cloned().zip(found).chain(of_others);
    let of_own = all.filter(|(path, _)| path == own).map(|(_, findings): (String, Findings)| findings);
    of_own.flat_map(|findings| findings.unpack()).collect()
}

/// The text with the fixes of these diagnostics; `None` if there are none.
fn fixed(text: &str, diagnostics: &[&Diagnostic]) -> Option<String> {
    let fixes = diagnostics.iter().filter_map(|found| found.finding.fix.as_ref());
    let mut edits: Vec<&Edit> = fixes.flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| edit.span);
    let mut out = String::new();
    let mut at = 0;
    for edit in &edits {
        // Where two fixes overlap, the text is not the wanted one, and that shows.
        out.push_str(text.get(at..edit.span.start as usize).unwrap_or_default());
        out.push_str(&edit.replacement);
        at = edit.span.end as usize;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    (!edits.is_empty()).then_some(out)
}
