//! The diagnostics of one document, packed until the report.

use serde::{Deserialize, Serialize};

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
        let mut all = unpack(&self.bytes);
        if !self.added.is_empty() {
            all.append(&mut unpack(&self.added));
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
#[derive(Serialize, Deserialize)]
struct Packed<'a> {
    rule: RuleId,
    severity: Severity,
    /// How far its span begins behind that of the diagnostic before.
    ahead: u32,
    length: u32,
    variant: u8,
    #[serde(borrow)]
    args: Vec<&'a str>,
    /// Whether a last value follows, the first with the fix applied.
    ends_fixed: bool,
    #[serde(borrow)]
    fix: Option<(Safety, Vec<PackedEdit<'a>>)>,
}

/// An edit, its place counted from where the span of its diagnostic begins.
#[derive(Serialize, Deserialize)]
struct PackedEdit<'a>(i64, u32, &'a str);

fn pack<'d>(diagnostics: &'d [Diagnostic]) -> Box<[u8]> {
    let mut before = 0;
    let packed = diagnostics.iter().map(|Diagnostic { rule, severity, finding }| {
        let Finding { span, variant, args, fix } = finding;
        let ends_fixed = match (args.as_slice(), fix) {
            ([found, fixed], Some(fix)) => applied(found, *span, &fix.edits).as_ref() == Some(fixed),
            _ => false,
        };
        let args = args[..args.len() - usize::from(ends_fixed)].iter().map(String::as_str).collect();
        let edit = |Edit { span: place, replacement }: &'d Edit| {
            let at = i64::from(place.start) - i64::from(span.start);
            PackedEdit(at, place.len() as u32, replacement.as_str())
        };
        let fix = fix.as_ref().map(|fix| (fix.safety, fix.edits.iter().map(edit).collect()));
        let ahead = span.start - std::mem::replace(&mut before, span.start);
        let (rule, severity, variant, length) = (*rule, *severity, *variant, span.len() as u32);
        Packed { rule, severity, ahead, length, variant, args, ends_fixed, fix }
    });
    let packed: Vec<Packed<'d>> = packed.collect();
    if packed.is_empty() { Box::default() } else { postcard::to_stdvec(&packed).unwrap_or_default().into() }
}

fn unpack(bytes: &[u8]) -> Vec<Diagnostic> {
    if bytes.is_empty() {
        return Vec::new();
    }
    let mut start = 0;
    let unpacked =
        postcard::from_bytes::<Vec<Packed<'_>>>(bytes).unwrap_or_default().into_iter().map(|packed| {
            start += packed.ahead;
            let span = Span { start, end: start + packed.length };
            let fix = packed.fix.map(|(safety, edits)| {
                let edits = edits.into_iter().map(|PackedEdit(at, length, replacement)| {
                    let at = (i64::from(start) + at) as u32;
                    Edit { span: Span { start: at, end: at + length }, replacement: replacement.to_owned() }
                });
                Fix { edits: edits.collect(), safety }
            });
            let mut args: Vec<String> = packed.args.into_iter().map(str::to_owned).collect();
            if let (true, [found], Some(fix)) = (packed.ends_fixed, args.as_slice(), &fix) {
                args.extend(applied(found, span, &fix.edits));
            }
            let finding = Finding { span, variant: packed.variant, args, fix };
            Diagnostic { rule: packed.rule, severity: packed.severity, finding }
        });
    unpacked.collect()
}

/// `text`, which stands at `span`, with the edits applied; `None` if they are not all inside it.
fn applied(text: &str, span: Span, edits: &[Edit]) -> Option<String> {
    if text.len() != span.len() {
        return None;
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut at = 0;
    for Edit { span: place, replacement } in edits {
        out.push_str(text.get(at..place.start.checked_sub(span.start)? as usize)?);
        out.push_str(replacement);
        at = (place.end - span.start) as usize;
    }
    out.push_str(text.get(at..)?);
    Some(out)
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
