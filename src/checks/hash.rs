//! Text behind ` #`, which YAML takes for a comment: `title: 회고 #1`, `tags: #회고 #개발`.

use super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::front::tree::{Kind, Node, Style};
use crate::rule::check::Hash;
use crate::span::Span;

/// Looks at the free text of the front matter for a comment that was meant as text.
pub fn check(hash: &Hash, context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let front = &context.document.front;
    let Some((root, block)) = front.root().zip(front.block.as_ref()).filter(|(_, b)| !b.comments.is_empty())
    else {
        return;
    };
    let text = &context.document.text;
    for entry in root.entries() {
        let Some(key) = entry.key.as_str() else { continue };
        let is_in = |keys: &[String]| keys.iter().any(|known| known == key);
        let (is_text, is_list, is_name) = (is_in(&hash.text), is_in(&hash.lists), is_in(&hash.names));
        if !is_text && !is_list && !is_name {
            continue;
        }
        let mut report = |comment: Span, is_cut: bool, fix: Option<Fix>| {
            let args = vec![key.to_owned(), comment.slice(text).to_owned()];
            emit(Finding { span: comment, variant: u8::from(is_cut), args, fix });
        };
        let value = std::iter::once((&entry.value, is_text));
        let items = entry.value.items().iter().map(|item| (item, true));
        for (node, stands_alone) in value.chain(items) {
            let Some(comment) = comment_after(node, &block.comments, text) else { continue };
            let is_empty = node.span.is_empty();
            // `tags: # 쉼표로 나눈다` is a comment indeed; `title: # 회고` was meant as the title.
            let is_meant =
                is_tag(comment, text) || (is_text && is_empty && comment.slice(text).trim_end().len() > 1);
            if is_meant && (is_empty || !is_name) {
                let fix = match is_name {
                    true => uncovered(comment, text),
                    false => repaired(node.span, comment, stands_alone, context),
                };
                report(comment, !is_empty, fix);
            }
        }
    }
}

/// `#회고`, not `# 회고`.
fn is_tag(comment: Span, text: &str) -> bool {
    comment.slice(text)[1..].starts_with(|c: char| c.is_alphanumeric())
}

/// The comment on the line of a plain scalar, right behind it.
fn comment_after(node: &Node, comments: &[Span], text: &str) -> Option<Span> {
    let Kind::Scalar { style: Style::Plain, .. } = node.kind else { return None };
    let next = comments.partition_point(|comment| comment.start < node.span.end);
    let comment = *comments.get(next)?;
    let between = Span { start: node.span.end, end: comment.start };
    between.slice(text).bytes().all(|byte| matches!(byte, b' ' | b'\t')).then_some(comment)
}

/// A name without its `#`.
fn uncovered(comment: Span, text: &str) -> Option<Fix> {
    let name = comment.slice(text)[1..].trim_end();
    let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.'));
    let edit = Edit { span: comment, replacement: name.to_owned() };
    plain.then(|| Fix { edits: vec![edit], safety: Safety::Suggestion })
}

/// The whole text in quotes, or hash tags as a list.
fn repaired(value: Span, comment: Span, stands_alone: bool, context: Context<'_>) -> Option<Fix> {
    let span = Span { start: if value.is_empty() { comment.start } else { value.start }, ..comment };
    let written = span.slice(&context.document.text).trim_end();
    let span = Span { end: span.start + written.len() as u32, ..span };
    let replacement = if stands_alone {
        match written.contains(['"', '\\']) {
            true => format!("'{}'", written.replace('\'', "''")),
            false => format!("\"{written}\""),
        }
    } else {
        let words: Vec<&str> = written.split_whitespace().map(|word| word.trim_start_matches('#')).collect();
        let plain = |word: &&str| !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || c == '-');
        if !words.iter().all(plain) {
            return None;
        }
        format!("[{}]", words.join(", "))
    };
    Some(Fix { edits: vec![Edit { span, replacement }], safety: Safety::Suggestion })
}
