//! Every example of every rule: what is bad is found at exactly the marked place, what is fixed is
//! clean, and what is good is silent, under all recommended rules together.

use std::collections::BTreeMap;

use toego::assets::Whole;
use toego::bundled;
use toego::diagnostic::{Diagnostic, Severity};
use toego::engine::Engine;
use toego::rule::source::Example;
use toego::site::Site;

/// When the examples are looked at: in 2026.
const NOW: i64 = 1_790_000_000;

/// All diagnostics of an example's file, with the rule forced on.
fn check(example: &Example, text: &str, forced: usize) -> Vec<Diagnostic> {
    let book = bundled::book();
    let severity = |id: toego::diagnostic::RuleId| {
        let own = book.rule(id).severity;
        if usize::from(id.0) == forced { own.max(Severity::Info) } else { own }
    };
    let engine = Engine::new(book, bundled::automaton(), bundled::lexicon(), severity);
    let mut files: BTreeMap<String, String> = example.files.clone();
    files.insert(example.path().to_owned(), text.to_owned());
    let site = Site::in_memory(&files).at(NOW);
    let paths: Vec<String> = files.keys().filter(|path| site.reads(path)).cloned().collect();
    let own = example.path();
    let paths = if paths.iter().any(|path| path == own) { paths } else { vec![own.to_owned()] };
    let read = |path: &str| match example.stored.as_deref().filter(|_| path == own) {
        // A file that an example leaves empty is only there; what it holds is not part of the example.
        None if path != own && !site.reads(path) && files.get(path).is_none_or(String::is_empty) => {
            Err(std::io::Error::from(std::io::ErrorKind::NotFound))
        }
        None => Ok(files[path].clone().into_bytes()),
        Some("unreadable") => Err(std::io::Error::from(std::io::ErrorKind::PermissionDenied)),
        Some(encoding) => {
            let encoding = encoding_rs::Encoding::for_label(encoding.as_bytes()).expect("a known encoding");
            Ok(encoding.encode(&files[path]).0.into_owned())
        }
    };
    let found = engine.check(&site, &paths, read, || ());
    let of_others = engine.other_files(&site, &Whole(read));
    let all = paths.iter().cloned().zip(found).chain(of_others);
    all.filter(|(path, _)| path == own).flat_map(|(_, findings)| findings.unpack()).collect()
}

fn describe(text: &str, diagnostics: &[Diagnostic]) -> String {
    let book = bundled::book();
    let line = |d: &Diagnostic| {
        format!("  {} ‘{}’ {:?}", book.rule(d.rule).id, d.finding.span.slice(text), d.finding.args)
    };
    diagnostics.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Applies the fix of the diagnostics of one rule.
fn fixed(text: &str, diagnostics: &[&Diagnostic]) -> Option<String> {
    let mut edits: Vec<_> =
        diagnostics.iter().filter_map(|d| d.finding.fix.as_ref()).flat_map(|fix| &fix.edits).collect();
    if edits.is_empty() {
        return None;
    }
    edits.sort_by_key(|edit| edit.span);
    let mut out = String::new();
    let mut at = 0;
    for edit in edits {
        out.push_str(&text[at..edit.span.start as usize]);
        out.push_str(&edit.replacement);
        at = edit.span.end as usize;
    }
    out.push_str(&text[at..]);
    Some(out)
}

#[test]
fn bad_examples_are_found_where_they_are_marked_and_their_fixes_are_clean() {
    let mut failures = Vec::new();
    for (at, (rule, page)) in bundled::book().rules.iter().zip(bundled::pages()).enumerate() {
        for example in &page.bad {
            let (text, marked) = example.unmarked();
            let all = check(example, &text, at);
            let own: Vec<&Diagnostic> = all.iter().filter(|d| usize::from(d.rule.0) == at).collect();
            let wanted = marked.unwrap_or(0..0);
            if !own.iter().any(|d| d.finding.span.range() == wanted) {
                failures.push(format!(
                    "{}: not found at the mark: {}\n{}",
                    rule.id,
                    example.text,
                    describe(&text, &all)
                ));
                continue;
            }
            let result = fixed(&text, &own);
            if result != example.fixed {
                failures.push(format!("{}: fixed to {result:?}, not to {:?}", rule.id, example.fixed));
            } else if let Some(result) = result {
                let left = check(example, &result, at);
                if !left.is_empty() {
                    failures.push(format!("{}: not clean: {result}\n{}", rule.id, describe(&result, &left)));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn good_examples_are_silent() {
    let mut failures = Vec::new();
    for (at, (rule, page)) in bundled::book().rules.iter().zip(bundled::pages()).enumerate() {
        for example in &page.good {
            let (text, _) = example.unmarked();
            let all = check(example, &text, at);
            if !all.is_empty() {
                failures.push(format!("{}: not silent: {text}\n{}", rule.id, describe(&text, &all)));
            }
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_group_has_rules() {
    let groups: std::collections::BTreeSet<&str> =
        bundled::book().rules.iter().map(|rule| rule.group()).collect();
    for group in [
        "front-matter",
        "file",
        "image",
        "html",
        "link",
        "liquid",
        "unicode",
        "spelling",
        "loanword",
        "spacing",
        "josa",
        "punctuation",
    ] {
        assert!(groups.contains(group), "no rule in {group}");
    }
}
