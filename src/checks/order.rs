//! Keys in the order the blog wants. Keys it does not list stay where they are.

use super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::front::tree::{Entry, Kind, Node};
use crate::document::front::{Block, Format};
use crate::span::Span;

/// Reports the first key that stands after one it should stand before.
pub fn check(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let order = &context.site.config().front_matter.order;
    let Some(block) = context.document.front.block.as_ref().filter(|_| !order.is_empty()) else { return };
    let Some(root) = &block.root else { return };
    let rank = |entry: &Entry| order.iter().position(|key| Some(key.as_str()) == entry.key.as_str());
    let mut ranked: Vec<(usize, &Entry)> = Vec::new();
    for entry in root.entries() {
        let Some(own) = rank(entry) else { continue };
        // The key it must stand before is the first one that ranks higher.
        if let Some((_, other)) = ranked.iter().find(|(other, _)| own < *other) {
            let name = |entry: &Entry| entry.key.as_str().unwrap_or_default().to_owned();
            let args = vec![name(entry), name(other)];
            let fix = reordered(&context.document.text, block, root, rank);
            return emit(Finding { span: entry.key.span, args, fix, ..Finding::default() });
        }
        ranked.push((own, entry));
    }
}

/// The same lines in the right order, if every key has its lines to itself and nothing in them depends on
/// what stands before: no comments, no key twice, no aliases.
fn reordered(text: &str, block: &Block, root: &Node, rank: impl Fn(&Entry) -> Option<usize>) -> Option<Fix> {
    let entries = root.entries();
    let content = block.content;
    let begins_line = |at: u32| at == content.start || text[..at as usize].ends_with('\n');
    let twice = entries
        .iter()
        .enumerate()
        .any(|(at, entry)| entries[..at].iter().any(|e| e.key.as_str() == entry.key.as_str()));
    let safe = block.format == Format::Yaml
        && block.comments.is_empty()
        && !twice
        && !has_alias(root)
        && entries.first().is_some_and(|entry| entry.key.span.start == content.start)
        && entries.iter().all(|entry| begins_line(entry.key.span.start) && entry.key.as_str() != Some("<<"))
        && content.slice(text).ends_with('\n');
    if !safe {
        return None;
    }
    let ends = entries.iter().skip(1).map(|entry| entry.key.span.start).chain([content.end]);
    let lines: Vec<&str> = entries
        .iter()
        .zip(ends)
        .map(|(entry, end)| Span { start: entry.key.span.start, end }.slice(text))
        .collect();
    let mut ranked: Vec<usize> = (0..entries.len()).filter(|at| rank(&entries[*at]).is_some()).collect();
    ranked.sort_by_key(|at| rank(&entries[*at]));
    let mut ranked = ranked.into_iter();
    let sorted: Vec<usize> =
        (0..entries.len()).map(|at| rank(&entries[at]).and_then(|_| ranked.next()).unwrap_or(at)).collect();
    // What stands right already is no part of the edit: other fixes may touch it.
    let moved = |at: &usize| sorted[*at] != *at;
    let first = (0..entries.len()).find(moved)?;
    let last = (0..entries.len()).rev().find(moved)?;
    let end = entries.get(last + 1).map_or(content.end, |entry| entry.key.span.start);
    let replacement = sorted[first..=last].iter().map(|from| lines[*from]).collect();
    let span = Span { start: entries[first].key.span.start, end };
    Some(Fix { edits: vec![Edit { span, replacement }], safety: Safety::Safe })
}

fn has_alias(node: &Node) -> bool {
    match &node.kind {
        Kind::Alias => true,
        Kind::Sequence(items) => items.iter().any(has_alias),
        Kind::Mapping(entries) => {
            entries.iter().any(|entry| has_alias(&entry.key) || has_alias(&entry.value))
        }
        Kind::Scalar { .. } => false,
    }
}
