//! A text with every repair that was found.

use toego::diagnostic::{Diagnostic, Edit};

/// `text` with the repairs of all that was `found`; `None` if there are none.
pub fn fixed(text: &str, found: &[Diagnostic]) -> Option<String> {
    let mut edits: Vec<&Edit> =
        found.iter().filter_map(|found| found.finding.fix.as_ref()).flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| edit.span);
    let mut out = text.to_owned();
    for edit in edits.iter().rev() {
        out.replace_range(edit.span.range(), &edit.replacement);
    }
    (!edits.is_empty()).then_some(out)
}
