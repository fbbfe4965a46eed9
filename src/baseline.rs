//! What a blog has agreed to live with: `.toego-baseline.json`.
//!
//! A finding is known again by its rule, what it found and the words around it, not by its line, so that it
//! stays known when text is added above. The same finding several times in a post counts so many times.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::rule::Book;
use crate::span::Span;

/// The findings that are not reported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    version: u32,
    /// By path, relative to the root of the blog, and by rule: the fingerprints, sorted.
    files: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

/// What a [`Baseline`] says of one document.
#[derive(Debug)]
pub struct Known<'b> {
    /// How often each fingerprint of a rule may still be met.
    left: BTreeMap<&'b str, BTreeMap<&'b str, usize>>,
}

/// The version of the file's shape.
const VERSION: u32 = 1;

/// The most characters of a found text that count: some findings cover a whole post.
const LONGEST: usize = 120;

impl Default for Baseline {
    fn default() -> Self {
        Baseline { version: VERSION, files: BTreeMap::new() }
    }
}

impl Baseline {
    /// The name of the file, at the root of the blog.
    pub const FILE: &str = ".toego-baseline.json";

    /// Reads the file.
    ///
    /// # Errors
    /// What is wrong with it, with its line and column.
    pub fn parse(text: &str) -> Result<Baseline, String> {
        let baseline: Baseline = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if baseline.version != VERSION {
            return Err(format!(
                "version {} is not known; write the file anew with `toego baseline`",
                baseline.version
            ));
        }
        Ok(baseline)
    }

    /// The file's text: sorted, an entry a line, so that it changes little when the blog does.
    pub fn print(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Records what was found in the document at `path`, in place of what is recorded of it.
    pub fn record(&mut self, path: &str, text: &str, diagnostics: &[Diagnostic], book: &Book) {
        let mut rules: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for diagnostic in diagnostics {
            let print = of(text, diagnostic);
            rules.entry(book.rule(diagnostic.rule).id.clone()).or_default().push(print);
        }
        rules.values_mut().for_each(|prints| prints.sort_unstable());
        if rules.is_empty() {
            self.files.remove(path);
        } else {
            self.files.insert(path.to_owned(), rules);
        }
    }

    /// How many findings there are.
    pub fn len(&self) -> usize {
        self.files.values().flat_map(BTreeMap::values).map(Vec::len).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// How many findings there are of documents that `is_there` does not know.
    pub fn gone(&self, is_there: impl Fn(&str) -> bool) -> usize {
        let gone = self.files.iter().filter(|(path, _)| !is_there(path));
        gone.flat_map(|(_, rules)| rules.values()).map(Vec::len).sum()
    }

    /// Forgets the documents that `is_there` does not know.
    pub fn forget(&mut self, is_there: impl Fn(&str) -> bool) {
        self.files.retain(|path, _| is_there(path));
    }

    /// What is known of the document at `path`.
    pub fn known(&self, path: &str) -> Known<'_> {
        let mut left: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
        for (rule, prints) in self.files.get(path).into_iter().flatten() {
            let of_rule = left.entry(rule).or_default();
            prints.iter().for_each(|print| *of_rule.entry(print).or_default() += 1);
        }
        Known { left }
    }
}

impl Known<'_> {
    /// Whether a finding is known; each time it is met it is known one time less.
    pub fn take(&mut self, text: &str, diagnostic: &Diagnostic, book: &Book) -> bool {
        let Some(of_rule) = self.left.get_mut(book.rule(diagnostic.rule).id.as_str()) else { return false };
        let left = of_rule.get_mut(of(text, diagnostic).as_str()).filter(|left| **left > 0);
        left.map(|left| *left -= 1).is_some()
    }

    /// How many findings were not met: they are mended.
    pub fn unmet(&self) -> usize {
        self.left.values().flat_map(BTreeMap::values).sum()
    }
}

fn of(text: &str, diagnostic: &Diagnostic) -> String {
    fingerprint(text, diagnostic.finding.span, &diagnostic.finding.args)
}

/// What was found at `span` with the words before and after it, hashed; of an empty span, the values of the
/// message. It does not depend on lines, so that it stays the same when text is added above.
pub fn fingerprint(text: &str, span: Span, args: &[String]) -> String {
    let get = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
    let found = get(span.range());
    let before = get(0..span.start as usize).trim_end_matches(is_gap);
    let after = get(span.end as usize..text.len()).trim_start_matches(is_gap);
    let last = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let next = after.split(char::is_whitespace).next().unwrap_or_default();
    let mut hash = Fnv::default();
    let mut bytes = [0; 4];
    let chars = found.chars().filter(|c| !c.is_whitespace()).take(LONGEST);
    chars.for_each(|c| hash.add(c.encode_utf8(&mut bytes).as_bytes()));
    for word in [last, next] {
        hash.add(&[0]);
        hash.add(word.as_bytes());
    }
    if found.is_empty() {
        args.iter().for_each(|arg| hash.add(arg.as_bytes()));
    }
    format!("{:016x}", hash.0)
}

/// One name for several texts, as long as a fingerprint.
pub fn digest(texts: &[&str]) -> String {
    let mut hash = Fnv::default();
    for text in texts {
        hash.add(text.as_bytes());
        hash.add(&[0]);
    }
    format!("{:016x}", hash.0)
}

/// Whether a character parts words of one line.
fn is_gap(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\n' | '\r')
}

/// FNV-1a, 64 bits: the same on every machine and in every version.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Finding, RuleId, Severity};

    fn found(text: &str, word: &str) -> Diagnostic {
        let start = text.find(word).unwrap();
        let finding = Finding { span: Span::new(start, start + word.len()), ..Finding::default() };
        Diagnostic { rule: RuleId(0), severity: Severity::Warning, finding }
    }

    #[test]
    fn a_finding_is_known_wherever_it_moves_but_not_twice() {
        let book = crate::bundled::book();
        let text = "나는 할수 있다.\n";
        let mut baseline = Baseline::default();
        baseline.record("a.md", text, &[found(text, "할수")], book);
        let baseline = Baseline::parse(&baseline.print()).unwrap();
        let mut known = baseline.known("a.md");
        let moved = "새 글.\n\n나는 할수 있다.\n";
        assert!(known.take(moved, &found(moved, "할수"), book));
        assert_eq!(known.unmet(), 0);
        assert!(!known.take(moved, &found(moved, "할수"), book));
        let other = "너는 할수 있다.\n";
        assert!(!baseline.known("a.md").take(other, &found(other, "할수"), book));
        assert!(!baseline.known("b.md").take(text, &found(text, "할수"), book));
    }

    #[test]
    fn a_file_of_another_shape_is_refused() {
        assert!(Baseline::parse("{\"version\": 2, \"files\": {}}").unwrap_err().contains("version 2"));
        assert!(Baseline::parse("{").unwrap_err().contains("line 1"));
    }
}
