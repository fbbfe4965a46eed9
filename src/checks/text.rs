//! All rules that read the text, in one pass each: the automaton over the prose for patterns, words
//! and particles, and one scan of the bytes for characters.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use daachorse::DoubleArrayAhoCorasick as Automaton;

use super::{characters, josa, phrase};
use crate::diagnostic::{Diagnostic, Edit, Finding, RuleId, Safety, Severity};
use crate::document::Document;
use crate::document::line;
use crate::document::prose::{BlockKind, Prose};
use crate::document::syntax::Renderer;
use crate::hangul::jamo_view;
use crate::lexicon::Lexicon;
use crate::pattern::Haystack;
use crate::rule::check::CharacterKind;
use crate::rule::{Book, Check, Proposal};
use crate::rule_set::RuleSet;
use crate::span::{Span, meeting};

/// The rules that read the text.
pub struct TextRules<'b> {
    book: &'b Book,
    automata: Vec<&'b Automaton<u32>>,
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
    pub fn new(rules: &'b RuleSet, active: impl Iterator<Item = RuleId>) -> Self {
        let book = rules.book();
        let mut characters = Vec::new();
        let mut reads_prose = false;
        for id in active {
            match &book.rule(id).check {
                Check::Characters(check) => characters.push((check.kind, id)),
                Check::Pattern(_) | Check::Words(_) | Check::Josa(_) | Check::Variants(_) => {
                    reads_prose = true
                }
                _ => {}
            }
        }
        // Where none of its rules is on, the prose need not be searched.
        let automata = if reads_prose { rules.automata().collect() } else { Vec::new() };
        TextRules { book, automata, characters }
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
            characters::scan(document, |kind, mut finding| {
                leave_to_a_person(&mut finding, document);
                if let Some(&(_, rule)) = self.characters.iter().find(|(k, _)| *k == kind) {
                    out.push(Diagnostic { rule, severity: severity(rule), finding });
                }
            });
        }
        let mut found = self.prose(&document.prose, lexicon, severity);
        found.retain_mut(|found| settle(&mut found.finding, document));
        let is_kin = |one, other| {
            let (one, other) = (self.book.rule(one), self.book.rule(other));
            one.group() == other.group() && !matches!(other.check, Check::Variants(_))
        };
        out.extend(
            apart(found, &document.text, is_kin)
                .into_iter()
                .map(|Found { rule, severity, finding }| Diagnostic { rule, severity, finding }),
        );
    }

    fn prose(&self, prose: &Prose, lexicon: &Lexicon, severity: &dyn Fn(RuleId) -> Severity) -> Vec<Found> {
        let mut found = Vec::new();
        if self.automata.is_empty() {
            return found;
        }
        let mut view = Vec::new();
        jamo_view(&prose.text, &mut view);
        let hay = Haystack { text: &prose.text, view: &view, lexicon };
        for automaton in &self.automata {
            for hit in automaton.find_overlapping_iter(&view) {
                for proposal in self.book.proposed(hit.value()) {
                    let proposed = self.look(*proposal, hit.start()..hit.end(), hay, prose, severity);
                    found.extend(proposed);
                }
            }
        }
        found
    }

    /// Looks whether what a literal, at `place` in the view, proposes is there.
    #[inline]
    fn look(
        &self,
        proposal: Proposal,
        place: Range<usize>,
        hay: Haystack<'_>,
        prose: &Prose,
        severity: &dyn Fn(RuleId) -> Severity,
    ) -> Option<Found> {
        let book = self.book;
        let id = match proposal {
            Proposal::Phrase { phrase, guard } => {
                if !book.guards[usize::from(guard)].admits(hay.view, place.start, place.end) {
                    return None;
                }
                book.phrases[usize::from(phrase)].0
            }
            Proposal::Josa(rule) => rule,
        };
        let loud = severity(id);
        if loud == Severity::Off {
            return None;
        }
        let rule = book.rule(id);
        let finding = match (proposal, &rule.check) {
            (Proposal::Phrase { phrase, .. }, _) => {
                let phrase = book.phrases[usize::from(phrase)].1.get()?;
                phrase::check(phrase, &book.innocents, hay, place.start, prose, rule.safety)?
            }
            (Proposal::Josa(_), Check::Josa(check)) => {
                josa::check(check, hay, place.start, prose, rule.safety)?
            }
            _ => return None,
        };
        let severity = if is_quiet(prose, place.start) { loud.min(Severity::Info) } else { loud };
        Some(Found { rule: id, severity, finding })
    }
}

/// Whether the prose there is somebody else's or an aside: quotations, and code spans that hold a
/// sentence. What is found there is worth knowing, no more.
fn is_quiet(prose: &Prose, at: usize) -> bool {
    prose.block_at(at).is_some_and(|block| block.quoted || matches!(block.kind, BlockKind::CodeProse))
}

/// Whether a finding still holds where spaces are to be removed, seen in the file: markup may stand
/// between the words. A fix that would break the markup is taken back.
fn settle(finding: &mut Finding, document: &Document) -> bool {
    let text = &document.text;
    leave_to_a_person(finding, document);
    let Some(fix) = &finding.fix else { return true };
    let removed = fix.edits.iter().filter(|edit| edit.replacement.is_empty() && edit.span.slice(text) == " ");
    let mut breaks = false;
    for edit in removed {
        let (before, after) = (&text[..edit.span.start as usize], &text[edit.span.end as usize..]);
        // `단추 <i class="icon"></i>를`, `커피 _와_ 우유`: the particle does not stand alone.
        if after.starts_with(['<', '*', '_']) {
            return false;
        }
        breaks |= closes_no_more(before, document.syntax.renderer);
    }
    if breaks {
        finding.fix = None;
    }
    true
}

/// Makes a suggestion of a fix where other people's words, titles, values and addresses made of headings would
/// change: they are a person's business.
fn leave_to_a_person(finding: &mut Finding, document: &Document) {
    if let Some(fix) = &mut finding.fix
        && fix.safety == Safety::Safe
        && fix.edits.iter().any(|edit| !may_change_unread(document, edit.span))
    {
        fix.safety = Safety::Suggestion;
    }
}

/// Whether a change at `span` concerns nothing but the writer's own prose: not front matter, code, an address, a
/// heading whose text is also its id, a quotation or the title of a work.
fn may_change_unread(document: &Document, span: Span) -> bool {
    let body = &document.body;
    let place = Span { end: span.end.max(span.start + 1), ..span };
    let in_heading =
        meeting(&body.headings, |heading| heading.span, place).any(|heading| heading.id.is_none());
    !in_heading
        && !body.is_inside_code(place)
        && !document.is_destination(span)
        && span.start as usize >= document.front.body_start
        && !is_quoted(document, span)
}

/// Whether the place is in a block quotation, between quotation marks or in the title of a work.
fn is_quoted(document: &Document, span: Span) -> bool {
    const PAIRS: [(char, char); 5] = [('“', '”'), ('‘', '’'), ('「', '」'), ('『', '』'), ('《', '》')];
    let text = &document.text;
    let line = line::around(text, span.start as usize);
    let before = &text[line.start..span.start as usize];
    let mut closed = [false; PAIRS.len()];
    let mut straight = 0;
    // From the place back, by the first bytes of the marks: one that opens and was not met closed holds the place.
    for at in memchr::memrchr3_iter(b'"', 0xE2, 0xE3, before.as_bytes()) {
        let Some(c) = before[at..].chars().next() else { continue };
        if c == '"' {
            straight += 1;
        }
        for ((open, close), closed) in PAIRS.iter().zip(&mut closed) {
            *closed |= c == *close;
            if c == *open && !*closed {
                return true;
            }
        }
    }
    before.trim_start().starts_with('>')
        || straight % 2 == 1 && line::ahead(text, span.end as usize).contains('"')
}

/// Whether emphasis that closes at the end of `before` would stay open if a letter followed at once.
fn closes_no_more(before: &str, renderer: Renderer) -> bool {
    let inside = before.trim_end_matches('*');
    let after_mark = |text: &str| text.ends_with(|c: char| !c.is_alphanumeric() && !c.is_whitespace());
    let asterisks = inside.len() < before.len() && after_mark(inside) && renderer != Renderer::Kramdown;
    asterisks || before.ends_with('_')
}

/// Keeps one of several findings that overlap: the louder, then the longer, then the first. What the
/// others would repair is repaired with it: `설정 하는것이` is wrong in two places.
fn apart(mut found: Vec<Found>, text: &str, is_kin: impl Fn(RuleId, RuleId) -> bool) -> Vec<Found> {
    found.sort_by_key(|f| {
        let span = f.finding.span;
        (Reverse(f.severity), Reverse(span.len()), span.start, f.rule)
    });
    // The start of each finding that is kept, with its end and its index among them.
    let mut taken: BTreeMap<u32, (u32, usize)> = BTreeMap::new();
    let mut kept: Vec<Found> = Vec::new();
    for found in found {
        let span = found.finding.span;
        match taken.range(..span.end).next_back().filter(|(_, (end, _))| *end > span.start) {
            // Only what is wrong in the same way: the rest is said, and repaired, when this is.
            Some((_, &(_, at))) if is_kin(kept[at].rule, found.rule) => {
                join(&mut kept[at].finding, &found.finding, text);
            }
            Some(_) => {}
            None => {
                taken.insert(span.start, (span.end, kept.len()));
                kept.push(found);
            }
        }
    }
    kept
}

/// Adds the edits of `other` to `kept`, where they lie in its span and touch none of its own, and says so.
fn join(kept: &mut Finding, other: &Finding, text: &str) {
    let (Some(fix), Some(added)) = (&mut kept.fix, &other.fix) else { return };
    let apart = |edit: &Edit| {
        let touches = |own: &Edit| own.span.overlaps(edit.span);
        kept.span.contains(edit.span) && !fix.edits.iter().any(touches)
    };
    let [_, fixed] = &mut kept.args[..] else { return };
    if !added.edits.iter().all(apart) {
        return;
    }
    fix.edits.extend(added.edits.iter().cloned());
    fix.edits.sort_by_key(|edit| edit.span);
    fix.safety = fix.safety.max(added.safety);
    let mut at = kept.span.start;
    fixed.clear();
    for edit in &fix.edits {
        fixed.push_str(Span { start: at, end: edit.span.start }.slice(text));
        fixed.push_str(&edit.replacement);
        at = edit.span.end;
    }
    fixed.push_str(Span { start: at, end: kept.span.end }.slice(text));
}
