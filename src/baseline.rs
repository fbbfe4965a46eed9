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
    /// The fingerprints that may still be met, by rule.
    left: BTreeMap<&'b str, Vec<&'b str>>,
    /// Whether they were recorded of other documents, which are gone.
    is_of_gone: bool,
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

    /// What is known of the document at `path`. A document that is not recorded may be one that has been
    /// renamed: then what is recorded of documents that are gone is known of it.
    pub fn known(&self, path: &str, is_there: impl Fn(&str) -> bool) -> Known<'_> {
        let mut left: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let own = self.files.get(path);
        let is_of_gone = own.is_none();
        let gone = self.files.iter().filter(|(other, _)| is_of_gone && !is_there(other));
        for (rule, prints) in own.into_iter().chain(gone.map(|(_, rules)| rules)).flatten() {
            left.entry(rule).or_default().extend(prints.iter().map(String::as_str));
        }
        Known { left, is_of_gone }
    }
}

impl Known<'_> {
    /// Takes away the findings that are known, each as often as it is. What has other words beside it than
    /// when it was recorded, since those were mended, is known by what it found alone.
    pub fn hide(&mut self, text: &str, found: &mut Vec<Diagnostic>, book: &Book) {
        let same_words = |known: &str, print: &str| known == print;
        let same_found = |known: &str, print: &str| known.split('-').next() == print.split('-').next();
        for is_same in [same_words as fn(&str, &str) -> bool, same_found] {
            found.retain(|diagnostic| {
                let Some(left) = self.left.get_mut(book.rule(diagnostic.rule).id.as_str()) else {
                    return true;
                };
                let print = of(text, diagnostic);
                let at = left.iter().position(|known| is_same(known, &print));
                at.map(|at| left.swap_remove(at)).is_none()
            });
        }
    }

    /// How many of the document's own findings were not met: they are mended.
    pub fn unmet(&self) -> usize {
        if self.is_of_gone { 0 } else { self.left.values().map(Vec::len).sum() }
    }

    /// Whether what is known was recorded of documents that are gone.
    pub fn is_of_gone(&self) -> bool {
        self.is_of_gone
    }
}

fn of(text: &str, diagnostic: &Diagnostic) -> String {
    fingerprint(text, diagnostic.finding.span, &diagnostic.finding.args)
}

/// What was found at `span` hashed, and the words before and after it, hashed: `…-…`; of an empty span, the values of the
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
    if found.is_empty() {
        args.iter().for_each(|arg| hash.add(arg.as_bytes()));
    }
    let mut beside = Fnv::default();
    for word in [last, next] {
        beside.add(&[0]);
        beside.add(word.as_bytes());
    }
    format!("{:016x}-{:08x}", hash.0, beside.0 as u32)
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

    /// What is left of findings of `word` in `text`, when `recorded` was recorded.
    fn new_ones(recorded: &str, path: &str, text: &str, words: &[&str]) -> usize {
        let book = crate::bundled::book();
        let mut baseline = Baseline::default();
        baseline.record("a.md", recorded, &[found(recorded, "할수")], book);
        let baseline = Baseline::parse(&baseline.print()).unwrap();
        let mut found: Vec<Diagnostic> = words.iter().map(|word| self::found(text, word)).collect();
        baseline.known(path, |path| path != "a.md").hide(text, &mut found, book);
        found.len()
    }

    #[test]
    fn a_finding_is_known_wherever_it_moves_but_not_twice() {
        let old = "나는 할수 있다.\n";
        assert_eq!(new_ones(old, "a.md", old, &["할수"]), 0);
        assert_eq!(new_ones(old, "a.md", "새 글.\n\n나는 할수 있다.\n", &["할수"]), 0);
        assert_eq!(new_ones(old, "a.md", "나는 할수 있다. 너는 할수 없다.\n", &["할수", "할수"]), 1);
        assert_eq!(new_ones(old, "a.md", "내가 할수 있다.\n", &["할수"]), 0);
        assert_eq!(new_ones(old, "a.md", "나는 볼수 있다.\n", &["볼수"]), 1);
        assert_eq!(new_ones(old, "renamed.md", old, &["할수"]), 0);
    }

    #[test]
    fn a_file_of_another_shape_is_refused() {
        assert!(Baseline::parse("{\"version\": 2, \"files\": {}}").unwrap_err().contains("version 2"));
        assert!(Baseline::parse("{").unwrap_err().contains("line 1"));
    }
}
