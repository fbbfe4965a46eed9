//! Escapes between double quotes that were meant as written: `"C:\temp\new"` has a tab and a line break.

use super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::front::Format;
use crate::document::front::tree::{Kind, Node, Style};

/// What stands for a character that cannot be seen. `\"`, `\\`, `\u…` and the like are meant.
const CONTROL: [char; 9] = ['n', 't', 'b', 'r', 'a', 'f', 'v', 'e', '0'];

/// Reports paths of Windows anywhere, and the title: in a description, a line break may be meant.
pub fn check(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let Some(block) = context.document.front.block.as_ref().filter(|block| block.format != Format::Json)
    else {
        return;
    };
    let Some(root) = &block.root else { return };
    for (key, node) in values(root) {
        let written = node.span.slice(&context.document.text);
        let is_quoted = matches!(node.kind, Kind::Scalar { style: Style::DoubleQuoted, .. });
        if !is_quoted || written.contains('\n') {
            continue;
        }
        let escapes: Vec<char> = escapes(written).collect();
        let Some(first) = escapes.iter().find(|escape| CONTROL.contains(escape)) else { continue };
        let is_path = has_drive(written);
        if !is_path && key != "title" {
            continue;
        }
        let inner = node.content_span().slice(&context.document.text);
        let toml = block.format == Format::Toml;
        // With other escapes among them, what was meant is no longer the text as written.
        let plain = escapes.iter().all(|escape| CONTROL.contains(escape)) && !(toml && inner.contains('\''));
        let replacement = format!("'{}'", inner.replace('\'', "''"));
        let edits = vec![Edit { span: node.span, replacement }];
        emit(Finding {
            span: node.span,
            variant: u8::from(is_path),
            args: vec![key.to_owned(), format!("\\{first}")],
            fix: plain.then_some(Fix { edits, safety: Safety::Suggestion }),
        });
    }
}

/// Every scalar value with the key it belongs to, in lists the key of the list.
fn values(root: &Node) -> impl Iterator<Item = (&str, &Node)> {
    let mut open = vec![("", root)];
    std::iter::from_fn(move || {
        let (key, node) = open.pop()?;
        open.extend(node.items().iter().rev().map(|item| (key, item)));
        let entries = node.entries().iter().rev();
        open.extend(entries.map(|entry| (entry.key.as_str().unwrap_or(key), &entry.value)));
        Some((key, node))
    })
}

/// The characters after the backslashes that begin an escape.
fn escapes(written: &str) -> impl Iterator<Item = char> {
    let mut characters = written.chars();
    std::iter::from_fn(move || {
        characters.find(|c| *c == '\\')?;
        characters.next()
    })
}

/// Whether there is `C:\`, and no letter before it.
fn has_drive(written: &str) -> bool {
    written.match_indices(":\\").any(|(at, _)| {
        let before = written.as_bytes()[..at].iter().rev();
        let letters = before.take_while(|byte| byte.is_ascii_alphabetic()).count();
        letters == 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_drives() {
        assert_eq!(escapes(r#""a\\nb\tc\"d""#).collect::<String>(), "\\t\"");
        assert!(has_drive(r#""C:\temp""#) && has_drive(r#""경로 d:\new""#));
        assert!(!has_drive(r#""abc:\n""#) && !has_drive(r#"":\n""#));
    }
}
