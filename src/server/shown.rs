//! What the editor shows: diagnostics, and a rule's reasons under the pointer.

use lsp_types::{
    CodeDescription, Diagnostic as Shown, DiagnosticSeverity, Hover, HoverContents, MarkupContent,
    MarkupKind, NumberOrString, Position, PublishDiagnosticsParams,
};

use super::Client;
use super::documents::{Open, range};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::{Lang, of};
use crate::message::word;
use crate::rule_set::RuleSet;
use crate::span::{LineIndex, Span};

/// What was found in a document.
pub(super) fn published(open: &Open, client: Client) -> PublishDiagnosticsParams {
    let lines = LineIndex::new(&open.text);
    let diagnostics = open.found.iter().map(|found| diagnostic(open, &lines, found, client)).collect();
    PublishDiagnosticsParams { uri: open.uri.clone(), diagnostics, version: Some(open.version) }
}

/// One thing that was found.
pub(super) fn diagnostic(open: &Open, lines: &LineIndex, found: &Diagnostic, client: Client) -> Shown {
    let rule = open.rules().book().rule(found.rule);
    let page = open.rules().page(found.rule);
    let address = page.and_then(|page| page.source.iter().find_map(|source| source.url.as_ref()));
    Shown {
        range: range(&open.text, lines, found.finding.span, client.unit),
        severity: Some(match found.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Info | Severity::Off => DiagnosticSeverity::INFORMATION,
        }),
        code: Some(NumberOrString::String(rule.id.clone())),
        code_description: address.and_then(|address| Some(CodeDescription { href: address.parse().ok()? })),
        source: Some("toego".to_owned()),
        message: page.map(|page| word(rule, page, &found.finding, client.lang)).unwrap_or_default(),
        ..Shown::default()
    }
}

/// The rules of what was found at a place: title, why, source.
pub(super) fn hover(open: &Open, place: Position, client: Client) -> Option<Hover> {
    let lines = LineIndex::new(&open.text);
    let at = Span::at(lines.offset(&open.text, place.line, place.character, client.unit));
    let here = || open.found.iter().filter(|found| found.finding.span.overlaps(at));
    let first = here().next()?;
    let texts: Vec<String> = here().filter_map(|found| reasons(open.rules(), found, client.lang)).collect();
    let markup = MarkupContent { kind: MarkupKind::Markdown, value: texts.join("\n\n---\n\n") };
    Some(Hover {
        contents: HoverContents::Markup(markup),
        range: Some(range(&open.text, &lines, first.finding.span, client.unit)),
    })
}

fn reasons(rules: &RuleSet, found: &Diagnostic, lang: Lang) -> Option<String> {
    let page = rules.page(found.rule)?;
    let id = &rules.book().rule(found.rule).id;
    let ground = if lang == Lang::Ko { "근거" } else { "Source" };
    let sources = page.source.iter().map(|source| match &source.url {
        Some(url) => format!("[{}](<{url}>)", source.title),
        None => source.title.clone(),
    });
    let sources: Vec<String> = sources.collect();
    let (title, why) = (of(&page.title, lang), of(&page.why, lang).trim());
    Some(format!("**{title}** (`{id}`)\n\n{why}\n\n{ground}: {}", sources.join(", ")))
}
