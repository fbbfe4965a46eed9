//! The page of a rule: what `toego explain` prints, opened in the editor.
//!
//! There is no address to send an editor to, so the page is written to a folder that goes when the server does.
//! It is plain text: nothing of it is to be read as Markdown, least of all by toego.

use std::path::PathBuf;

use lsp_types::{CodeAction, CodeActionKind, Command};
use serde::Deserialize;
use serde_json::json;
use tempfile::TempDir;
use url::Url;

use super::documents::{Documents, Open};
use crate::config::rules::no_rule_or_group;
use crate::diagnostic::Diagnostic;
use crate::explain;
use crate::fix::write::write_whole;
use crate::lang::{Lang, Localized, both, of};
use crate::rule_set::RuleSet;

/// The command that opens the page of a rule.
pub(super) const OPEN: &str = "toego.openRule";

/// What the command is told.
#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    /// The rule.
    rule: String,
    /// A document that it was found in: blogs have rules of their own.
    document: String,
}

/// Pages that were opened.
#[derive(Debug, Default)]
pub(super) struct Pages(Option<TempDir>);

impl Pages {
    /// Writes the page of a rule; its address.
    ///
    /// # Errors
    /// There is no such rule, or nothing can be written.
    pub(super) fn write(
        &mut self,
        wanted: &Wanted,
        documents: &Documents,
        lang: Lang,
    ) -> Result<Url, Localized> {
        let open = documents.at(&wanted.document);
        let rules = open.map_or(RuleSet::bundled(), Open::rules);
        let found = rules.book().find(&wanted.rule).and_then(|id| Some((id, rules.page(id)?)));
        let (id, page) = found.ok_or_else(|| no_rule_or_group([rules.book()], &wanted.rule))?;
        let folder = match &self.0 {
            Some(folder) => folder,
            None => {
                let made = tempfile::Builder::new().prefix("toego-").tempdir();
                self.0.insert(made.map_err(|error| Localized::from(&error))?)
            }
        };
        let file: PathBuf = folder.path().join(format!("{}.txt", wanted.rule.replace('/', "-")));
        write_whole(&file, &explain::text(rules.book().rule(id), page, lang))?;
        Url::from_file_path(&file)
            .map_err(|()| both!("주소로 적을 수 없는 경로입니다.", "has no address").at(file.display()))
    }
}

/// The offers to open the page of each rule that found something here.
pub(super) fn offered(open: &Open, here: &[&Diagnostic], lang: Lang) -> Vec<CodeAction> {
    let mut rules: Vec<_> = here.iter().map(|found| found.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    let offer = |rule| {
        let id = &open.rules().book().rule(rule).id;
        let name = of(&open.rules().page(rule)?.title, lang);
        let title = match lang {
            Lang::Ko => format!("규칙 설명 열기: {name} ({id})"),
            Lang::En => format!("Open the page of the rule: {name} ({id})"),
        };
        let arguments = vec![json!({ "rule": id, "document": open.uri.as_str() })];
        let command = Command { title: title.clone(), command: OPEN.to_owned(), arguments: Some(arguments) };
        let kind = Some(CodeActionKind::QUICKFIX);
        Some(CodeAction { title, kind, command: Some(command), ..CodeAction::default() })
    };
    rules.into_iter().filter_map(offer).collect()
}
