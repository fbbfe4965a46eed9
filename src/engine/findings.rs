//! The diagnostics of one document, packed until the report.

use serde::{Deserialize, Serialize, Serializer};

use super::sort;
use crate::diagnostic::{Diagnostic, Edit, Finding, Fix, RuleId, Safety, Severity};
use crate::span::Span;

/// The diagnostics of one document, packed: a blog of thousands of posts has hundreds of thousands,
/// and they all wait for the last document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    bytes: Box<[u8]>,
    /// What was added: beside the others, since behind them there is no room.
    added: Box<[u8]>,
    /// How many there are of each severity, in the order of [`Severity`].
    counts: [u32; 4],
    /// How many of them have a repair that is safe.
    repairable: u32,
    /// How many of them have a repair that a person should look at.
    suggested: u32,
}

/// About how many bytes a diagnostic takes.
const USUAL_LENGTH: usize = 32;

impl Findings {
    pub(super) fn pack(mut diagnostics: Vec<Diagnostic>) -> Findings {
        sort(&mut diagnostics);
        let (mut counts, mut repairable, mut suggested) = ([0; 4], 0, 0);
        for diagnostic in &diagnostics {
            counts[diagnostic.severity as usize] += 1;
            match diagnostic.finding.fix.as_ref().map(|fix| fix.safety) {
                Some(Safety::Safe) => repairable += 1,
                Some(Safety::Suggestion) => suggested += 1,
                None => {}
            }
        }
        Findings { bytes: pack(&diagnostics), added: Box::default(), counts, repairable, suggested }
    }

    /// The diagnostics, in the order of the file.
    pub fn unpack(&self) -> Vec<Diagnostic> {
        let mut all = unpack(&self.bytes, self.len());
        if !self.added.is_empty() {
            all.append(&mut unpack(&self.added, 0));
            sort(&mut all);
        }
        all
    }

    /// How many of a severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.counts[severity as usize] as usize
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.counts.iter().sum::<u32>() as usize
    }

    /// How many of them have a repair that is safe.
    pub fn repairable(&self) -> usize {
        self.repairable as usize
    }

    /// How many of them have a repair that a person should look at.
    pub fn suggested(&self) -> usize {
        self.suggested as usize
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Changes the diagnostics.
    pub fn change(&mut self, change: impl FnOnce(&mut Vec<Diagnostic>)) {
        let mut all = self.unpack();
        change(&mut all);
        *self = Findings::pack(all);
    }

    /// Adds others, without unpacking any where nothing has been added before.
    pub fn add(&mut self, added: Findings) {
        if !self.added.is_empty() {
            return self.change(|all| all.append(&mut added.unpack()));
        }
        self.added = added.bytes;
        for (count, added) in self.counts.iter_mut().zip(added.counts) {
            *count += added;
        }
        self.repairable += added.repairable;
        self.suggested += added.suggested;
    }
}

/// A diagnostic in as few bytes as it takes: numbers take fewer the smaller they are, so places are counted
/// from a place before, and what follows from the rest is left out.
#[derive(Serialize)]
struct Packed<'d> {
    rule: RuleId,
    severity: Severity,
    /// How far its span begins behind that of the diagnostic before.
    ahead: u32,
    length: u32,
    variant: u8,
    args: &'d [String],
    /// Whether a last value follows, the first with the fix applied.
    ends_fixed: bool,
    fix: Option<(Safety, PackedEdits<'d>)>,
}

/// Edits, their places counted from where the span of their diagnostic begins.
struct PackedEdits<'d> {
    start: u32,
    edits: &'d [Edit],
}

impl Serialize for PackedEdits<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.edits.iter().map(|Edit { span, replacement }| {
            let at = i64::from(span.start) - i64::from(self.start);
            (at, span.len() as u32, replacement)
        }))
    }
}

/// What is read of a [`Packed`]: the same in the same order.
#[derive(Deserialize)]
struct Unpacked {
    rule: RuleId,
    severity: Severity,
    ahead: u32,
    length: u32,
    variant: u8,
    args: Vec<String>,
    ends_fixed: bool,
    fix: Option<(Safety, Vec<UnpackedEdit>)>,
}

/// How far an edit begins behind the start of its diagnostic, how long what it replaces is, and by what.
#[derive(Deserialize)]
struct UnpackedEdit(i64, u32, String);

fn pack(diagnostics: &[Diagnostic]) -> Box<[u8]> {
    if diagnostics.is_empty() {
        return Box::default();
    }
    let mut bytes = Vec::with_capacity(diagnostics.len() * USUAL_LENGTH);
    let mut before = 0;
    for Diagnostic { rule, severity, finding } in diagnostics {
        let Finding { span, variant, args, fix } = finding;
        let ends_fixed = match (args.as_slice(), fix) {
            ([found, fixed], Some(fix)) => is_applied(fixed, found, *span, &fix.edits),
            _ => false,
        };
        let packed = Packed {
            rule: *rule,
            severity: *severity,
            ahead: span.start - std::mem::replace(&mut before, span.start),
            length: span.len() as u32,
            variant: *variant,
            args: &args[..args.len() - usize::from(ends_fixed)],
            ends_fixed,
            fix: fix.as_ref().map(|fix| (fix.safety, PackedEdits { start: span.start, edits: &fix.edits })),
        };
        // Writing into memory cannot fail.
        bytes = postcard::to_extend(&packed, bytes).unwrap_or_default();
    }
    bytes.into()
}

fn unpack(mut bytes: &[u8], many: usize) -> Vec<Diagnostic> {
    let mut start = 0;
    let mut all = Vec::with_capacity(many);
    while let Ok((unpacked, rest)) = postcard::take_from_bytes::<Unpacked>(bytes) {
        bytes = rest;
        start += unpacked.ahead;
        let span = Span { start, end: start + unpacked.length };
        let fix = unpacked.fix.map(|(safety, edits)| {
            let edits = edits.into_iter().map(|UnpackedEdit(at, length, replacement)| {
                let at = (i64::from(start) + at) as u32;
                Edit { span: Span { start: at, end: at + length }, replacement }
            });
            Fix { edits: edits.collect(), safety }
        });
        let mut args = unpacked.args;
        if let (true, [found], Some(fix)) = (unpacked.ends_fixed, args.as_slice(), &fix) {
            args.extend(applied(found, span, &fix.edits));
        }
        let finding = Finding { span, variant: unpacked.variant, args, fix };
        all.push(Diagnostic { rule: unpacked.rule, severity: unpacked.severity, finding });
    }
    all
}

/// `text`, which stands at `span`, with the edits applied; `None` if they are not all inside it.
fn applied(text: &str, span: Span, edits: &[Edit]) -> Option<String> {
    let mut out = String::with_capacity(text.len() + 8);
    each_piece(text, span, edits, |piece| {
        out.push_str(piece);
        true
    })
    .then_some(out)
}

/// Whether `fixed` is what [`applied`] gives.
fn is_applied(fixed: &str, text: &str, span: Span, edits: &[Edit]) -> bool {
    let mut rest = fixed;
    let mut follows = |piece: &str| {
        let after = rest.strip_prefix(piece);
        rest = after.unwrap_or(rest);
        after.is_some()
    };
    each_piece(text, span, edits, &mut follows) && rest.is_empty()
}

/// Gives `take` the pieces that `text`, which stands at `span`, is made of when the edits are applied. False when
/// `take` wants no more, or an edit is not inside the text; the pieces before it have been given by then.
fn each_piece(text: &str, span: Span, edits: &[Edit], mut take: impl FnMut(&str) -> bool) -> bool {
    let mut at = 0;
    let is_there = text.len() == span.len();
    is_there
        && edits.iter().all(|Edit { span: place, replacement }| {
            let kept = place.start.checked_sub(span.start).and_then(|start| text.get(at..start as usize));
            at = (place.end.saturating_sub(span.start)) as usize;
            kept.is_some_and(&mut take) && take(replacement)
        })
        && text.get(at..).is_some_and(take)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diagnostic(start: usize, end: usize, args: &[&str], edits: &[(usize, usize, &str)]) -> Diagnostic {
        let edits = edits.iter().map(|&(start, end, replacement)| Edit {
            span: Span::new(start, end),
            replacement: replacement.to_owned(),
        });
        let edits: Vec<Edit> = edits.collect();
        let fix = (!edits.is_empty()).then_some(Fix { edits, safety: Safety::Safe });
        let args = args.iter().map(|arg| (*arg).to_owned()).collect();
        let finding = Finding { span: Span::new(start, end), variant: 1, args, fix };
        Diagnostic { rule: RuleId(7), severity: Severity::Warning, finding }
    }

    #[test]
    fn what_is_packed_comes_back_in_the_order_of_the_file() {
        let all = vec![
            // Out of order, and a repair before the place: front matter.
            diagnostic(40, 49, &["할수있", "할 수 있"], &[(43, 43, " "), (46, 46, " ")]),
            diagnostic(30, 36, &["설렘"], &[(4, 8, "toc: true")]),
            // What is to be written is not what the edits make.
            diagnostic(50, 53, &["됬", "됐다"], &[(50, 53, "됐")]),
            diagnostic(50, 53, &["됬", "됐"], &[(50, 54, "됐")]),
            diagnostic(50, 53, &["됬", "됐", "셋"], &[(50, 53, "됐")]),
            // The text stands in the file otherwise.
            diagnostic(60, 70, &["것 입", "것입"], &[(63, 67, "")]),
            diagnostic(0, 0, &[], &[]),
        ];
        let findings = Findings::pack(all.clone());
        let mut sorted = all;
        sort(&mut sorted);
        assert_eq!(findings.unpack(), sorted);
        assert_eq!((findings.len(), findings.count(Severity::Warning), findings.repairable()), (7, 7, 6));
        assert!(Findings::default().unpack().is_empty() && Findings::pack(Vec::new()).is_empty());
    }

    #[test]
    fn others_are_added_in_their_places() {
        let one = |start| Findings::pack(vec![diagnostic(start, start + 3, &["말"], &[])]);
        let mut all = one(5);
        for start in [1, 9, 3] {
            all.add(one(start));
        }
        let starts: Vec<u32> = all.unpack().iter().map(|diagnostic| diagnostic.finding.span.start).collect();
        assert_eq!((starts, all.len()), (vec![1, 3, 5, 9], 4));
    }
}
