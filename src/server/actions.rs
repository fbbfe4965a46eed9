//! What the editor offers to do: repairs, one by one or all that are safe, and leaving a line alone.

use std::collections::HashMap;

use lsp_types::{
    CodeAction, CodeActionKind, CodeActionParams, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextEdit, WorkspaceEdit,
};
use similar::{DiffOp, TextDiff};

use super::blogs::Blogs;
use super::documents::{Open, range};
use super::{Client, FIX_ALL, page, shown};
use crate::diagnostic::{Diagnostic, Edit, Fix, Safety};
use crate::document::Document;
use crate::fix;
use crate::josa;
use crate::lang::Lang;
use crate::report::preview::{corrected, deletes_unseen};
use crate::span::{LineIndex, Span};
use crate::suppress::{self, Suppressions};

/// The most columns of a repaired text that an offer shows.
const ROOM: usize = 40;

/// What can be done about what was found in a range of a document.
pub(super) fn offered(
    open: &Open,
    params: &CodeActionParams,
    blogs: &mut Blogs,
    client: Client,
) -> Vec<CodeAction> {
    let lines = LineIndex::new(&open.text);
    let offset =
        |place: lsp_types::Position| lines.offset(&open.text, place.line, place.character, client.unit);
    let asked = Span::new(offset(params.range.start), offset(params.range.end));
    // A kind that is asked for stands for all kinds below it.
    let wants = |kind: &str| {
        params.context.only.as_ref().is_none_or(|only| {
            only.iter().any(|wanted| {
                kind.strip_prefix(wanted.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
        })
    };
    let touches =
        |found: &&Diagnostic| found.finding.span.start <= asked.end && asked.start <= found.finding.span.end;
    let here: Vec<&Diagnostic> = open.found.iter().filter(touches).collect();
    let offer = |title, kind, edits: &[Edit]| CodeAction {
        title,
        kind: Some(kind),
        edit: Some(workspace_edit(open, &lines, edits, client)),
        ..CodeAction::default()
    };
    let mut offers = Vec::new();
    if wants("quickfix") {
        for found in &here {
            let Some(fix) = found.finding.fix.as_ref().filter(|fix| !fix.edits.is_empty()) else { continue };
            offers.push(CodeAction {
                diagnostics: Some(vec![shown::diagnostic(open, &lines, found, client)]),
                is_preferred: Some(fix.safety == Safety::Safe),
                ..offer(title(&open.text, fix, client.lang), CodeActionKind::QUICKFIX, &fix.edits)
            });
        }
        for found in &here {
            let Some(edit) = silenced(open, &lines, found) else { continue };
            let rule = &open.rules().book().rule(found.rule).id;
            let title = match client.lang {
                Lang::Ko => format!("이 줄에서는 {rule} 규칙을 알리지 않기"),
                Lang::En => format!("Do not report {rule} on this line"),
            };
            offers.push(CodeAction {
                diagnostics: Some(vec![shown::diagnostic(open, &lines, found, client)]),
                ..offer(title, CodeActionKind::QUICKFIX, &[edit])
            });
        }
        if client.shows_documents {
            offers.extend(page::offered(open, &here, client.lang));
        }
    }
    let is_safe =
        |found: &Diagnostic| found.finding.fix.as_ref().is_some_and(|fix| fix.safety == Safety::Safe);
    if wants(FIX_ALL) && open.found.iter().any(is_safe) {
        let check = |text: &str| blogs.of_text(open, text);
        let after = fix::settle(&open.text, open.rules().book(), open.syntax, Safety::Safe, check);
        if let Some(after) = after {
            let title = match client.lang {
                Lang::Ko => "안전하게 고칠 수 있는 것을 모두 고치기",
                Lang::En => "Make all safe repairs",
            };
            offers.push(offer(title.to_owned(), CodeActionKind::new(FIX_ALL), &changes(&open.text, &after)));
        }
    }
    offers
}

fn title(text: &str, fix: &Fix, lang: Lang) -> String {
    let words = corrected(text, fix, ROOM).map(|words| words.replace('\n', " "));
    let words = if deletes_unseen(text, fix) { Some(String::new()) } else { words };
    match (words.as_deref(), lang) {
        (Some(""), Lang::Ko) => "지우기".to_owned(),
        (Some(""), Lang::En) => "Remove".to_owned(),
        (Some(words), Lang::Ko) => {
            format!("‘{words}’{} 고치기", josa::form(words, "으로/로"))
        }
        (Some(words), Lang::En) => format!("Change to ‘{words}’"),
        (None, Lang::Ko) => "고치기".to_owned(),
        (None, Lang::En) => "Repair".to_owned(),
    }
}

/// The edit that keeps a rule from being reported where it was found and changes nothing else, if there is one.
fn silenced(open: &Open, lines: &LineIndex, found: &Diagnostic) -> Option<Edit> {
    let text = &open.text;
    let rule = &open.rules().book().rule(found.rule).id;
    let line = lines.line_of(found.finding.span.start);
    let content = lines.line_span(text, line);
    let before = Document::parse(text.clone(), open.syntax);
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let comment = suppress::comment(&format!("toego-disable-next-line {rule}"), open.syntax);
    let indent: String = content.slice(text).chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
    let insert = |at: u32, replacement: String| Edit { span: Span::at(at as usize), replacement };
    let above = || insert(content.start, format!("{indent}{comment}{line_end}"));
    // A line of its own would cut a paragraph in two.
    let at_end_above = || {
        let end = lines.line_span(text, line.checked_sub(1)?).end;
        Some(insert(end, format!(" {comment}")))
    };
    let is_front = (content.start as usize) < before.front.body_start;
    let tries = if is_front {
        vec![Some(insert(content.end, format!(" # toego-disable-line {rule}")))]
    } else {
        vec![Some(above()), at_end_above()]
    };
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let body_start = Span::at(before.front.body_start.max(mark)).start;
    let in_file = suppress::comment(&format!("toego-disable-file {rule}"), open.syntax);
    let whole_file = insert(body_start, format!("{in_file}{line_end}"));
    tries.into_iter().flatten().chain([whole_file]).find(|edit| {
        let mut after = text.clone();
        after.insert_str(edit.span.start as usize, &edit.replacement);
        let after = Document::parse(after, open.syntax);
        let moved = if edit.span.start <= found.finding.span.start { edit.replacement.len() } else { 0 };
        let Span { start, end } = found.finding.span;
        let span = Span::new(start as usize + moved, end as usize + moved);
        Suppressions::read(&after).cover(rule, span) && fix::is_same_but_for_words(&before, &after)
    })
}

/// What turns one text into another, line by line, so that the cursor stays where it is.
fn changes(before: &str, after: &str) -> Vec<Edit> {
    let diff = TextDiff::from_lines(before, after);
    let starts = |lines: &[&str]| {
        let mut at = 0;
        let ends = lines.iter().map(move |line| {
            at += line.len();
            at
        });
        std::iter::once(0).chain(ends).collect::<Vec<usize>>()
    };
    let olds: Vec<&str> = diff.iter_old_slices().collect();
    let news: Vec<&str> = diff.iter_new_slices().collect();
    let (olds, news) = (starts(&olds), starts(&news));
    let is_change = |op: &&DiffOp| !matches!(op, DiffOp::Equal { .. });
    let edit = |op: &DiffOp| {
        let (old, new) = (op.old_range(), op.new_range());
        let replacement = after[news[new.start]..news[new.end]].to_owned();
        Edit { span: Span::new(olds[old.start], olds[old.end]), replacement }
    };
    diff.ops().iter().filter(is_change).map(edit).collect()
}

// The editor's own type: its keys are addresses that do not change.
#[allow(clippy::mutable_key_type)]
fn workspace_edit(open: &Open, lines: &LineIndex, edits: &[Edit], client: Client) -> WorkspaceEdit {
    let edits = edits.iter().map(|edit| TextEdit {
        range: range(&open.text, lines, edit.span, client.unit),
        new_text: edit.replacement.clone(),
    });
    let edits: Vec<TextEdit> = edits.collect();
    if !client.takes_versions {
        return WorkspaceEdit::new(HashMap::from([(open.uri.clone(), edits)]));
    }
    let document =
        OptionalVersionedTextDocumentIdentifier { uri: open.uri.clone(), version: Some(open.version) };
    let edits = edits.into_iter().map(OneOf::Left).collect();
    let changes = DocumentChanges::Edits(vec![TextDocumentEdit { text_document: document, edits }]);
    WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() }
}
