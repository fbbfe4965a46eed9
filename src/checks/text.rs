//! All rules that read the text, in one pass each: the automaton over the prose for patterns, words
//! and particles, and one scan of the bytes for characters.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use daachorse::DoubleArrayAhoCorasick;

use super::{characters, josa, phrase};
use crate::diagnostic::{Diagnostic, Finding, RuleId, Severity};
use crate::document::Document;
use crate::document::prose::{BlockKind, Prose};
use crate::hangul::jamo_view;
use crate::lexicon::Lexicon;
use crate::pattern::Haystack;
use crate::rule::check::CharacterKind;
use crate::rule::{Book, Check, Proposal};

/// The rules that read the text.
pub struct TextRules<'b> {
    book: &'b Book,
    automaton: Option<&'b DoubleArrayAhoCorasick<u32>>,
    characters: Vec<(CharacterKind, RuleId)>,
}

/// A finding in the prose, before those that overlap are told apart.
struct Found {
    rule: RuleId,
    severity: Severity,
    finding: Finding,
}

impl<'b> TextRules<'b> {
    /// The text rules among `active`.
    pub fn new(
        book: &'b Book,
        automaton: Option<&'b DoubleArrayAhoCorasick<u32>>,
        active: impl Iterator<Item = RuleId>,
    ) -> Self {
        let mut characters = Vec::new();
        let mut reads_prose = false;
        for id in active {
            match &book.rule(id).check {
                Check::Characters(check) => characters.push((check.kind, id)),
                Check::Pattern(_) | Check::Words(_) | Check::Josa(_) => reads_prose = true,
                _ => {}
            }
        }
        // Where none of its rules is on, the prose need not be searched.
        TextRules { book, automaton: automaton.filter(|_| reads_prose), characters }
    }

    /// Runs them over a document.
    pub fn run(
        &self,
        document: &Document,
        lexicon: &Lexicon,
        severity: &dyn Fn(RuleId) -> Severity,
        out: &mut Vec<Diagnostic>,
    ) {
        if !self.characters.is_empty() {
            characters::scan(document, |kind, finding| {
                if let Some(&(_, rule)) = self.characters.iter().find(|(k, _)| *k == kind) {
                    out.push(Diagnostic { rule, severity: severity(rule), finding });
                }
            });
        }
        let found = self.prose(&document.prose, lexicon, severity);
        out.extend(apart(found).into_iter().map(|Found { rule, severity, finding }| Diagnostic {
            rule,
            severity,
            finding,
        }));
    }

    fn prose(&self, prose: &Prose, lexicon: &Lexicon, severity: &dyn Fn(RuleId) -> Severity) -> Vec<Found> {
        let mut found = Vec::new();
        let Some(automaton) = self.automaton else { return found };
        let mut view = Vec::new();
        jamo_view(&prose.text, &mut view);
        let hay = Haystack { text: &prose.text, view: &view, lexicon };
        for hit in automaton.find_overlapping_iter(&view) {
            let proposals = self.book.proposals.get(hit.value() as usize).map_or(&[][..], Vec::as_slice);
            for proposal in proposals {
                let id = match *proposal {
                    Proposal::Phrase { phrase, guard } => {
                        if !self.book.guards[usize::from(guard)].admits(&view, hit.start(), hit.end()) {
                            continue;
                        }
                        self.book.phrases[usize::from(phrase)].0
                    }
                    Proposal::Josa(rule) => rule,
                };
                let loud = severity(id);
                if loud == Severity::Off {
                    continue;
                }
                let rule = self.book.rule(id);
                let finding = match (*proposal, &rule.check) {
                    (Proposal::Phrase { phrase, .. }, _) => {
                        self.book.phrases[usize::from(phrase)].1.get().and_then(|phrase| {
                            phrase::check(phrase, &self.book.innocents, hay, hit.start(), prose, rule.safety)
                        })
                    }
                    (Proposal::Josa(_), Check::Josa(check)) => {
                        josa::check(check, hay, hit.start(), prose, rule.safety)
                    }
                    _ => None,
                };
                if let Some(finding) = finding {
                    let severity = if is_quiet(prose, hit.start()) { loud.min(Severity::Info) } else { loud };
                    found.push(Found { rule: id, severity, finding });
                }
            }
        }
        found
    }
}

/// Whether the prose there is somebody else's or an aside: quotations, and code spans that hold a
/// sentence. What is found there is worth knowing, no more.
fn is_quiet(prose: &Prose, at: usize) -> bool {
    prose.block_at(at).is_some_and(|block| block.quoted || matches!(block.kind, BlockKind::CodeProse))
}

/// Keeps one of several findings that overlap: the louder, then the longer, then the first.
fn apart(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|f| {
        let span = f.finding.span;
        (Reverse(f.severity), Reverse(span.len()), span.start, f.rule)
    });
    let mut taken: BTreeMap<u32, u32> = BTreeMap::new();
    found.retain(|f| {
        let span = f.finding.span;
        let free = taken.range(..span.end).next_back().is_none_or(|(_, &end)| end <= span.start);
        if free {
            taken.insert(span.start, span.end);
        }
        free
    });
    found
}
