//! `toego explain RULE` and `toego rules`: the rule files, read aloud.

use std::path::Path;

use clap::ValueEnum;
use serde::Serialize;

use crate::config::rules::no_rule_or_group;
use crate::diagnostic::Severity;
use crate::explain::{severity, text};
use crate::lang::{Lang, Localized, of};
use crate::rule::{Page, Rule};
use crate::rule_set::RuleSet;
use crate::site::load;

/// What `explain` is told.
#[derive(clap::Args)]
pub(super) struct Explain {
    /// The rule: `spacing/bound-noun-su`; of a group, its rules are listed.
    rule: String,
}

/// What `rules` is told.
#[derive(clap::Args)]
pub(super) struct Rules {
    /// Only those of a group: `spacing`.
    group: Option<String>,
    /// How to list them.
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
}

#[derive(Clone, Copy, ValueEnum)]
enum ListFormat {
    Table,
    Json,
}

/// Explains a rule, or lists those of a group.
///
/// # Errors
/// There is no such rule or group.
pub(super) fn explain(arguments: &Explain, lang: Lang) -> Result<String, Localized> {
    let rules = here()?;
    let book = rules.book();
    let name = arguments.rule.as_str();
    match book.find(name).and_then(|id| Some((id, rules.page(id)?))) {
        Some((id, page)) => Ok(text(book.rule(id), page, lang)),
        None => Ok(table(&named(&rules, Some(name))?, lang)),
    }
}

/// The rules of the blog around the current folder.
fn here() -> Result<RuleSet, Localized> {
    load::rules(Path::new(".")).map_err(|problem| problem.said())
}

/// The rules that a name means, all where none is given.
///
/// # Errors
/// There are none.
fn named<'r>(rules: &'r RuleSet, name: Option<&str>) -> Result<Vec<(&'r Rule, &'r Page)>, Localized> {
    let book = rules.book();
    if let Some(unknown) = name.filter(|name| !book.has(name)) {
        return Err(no_rule_or_group([book], unknown));
    }
    let is_meant = |rule: &Rule| name.is_none_or(|name| rule.id == name || rule.group() == name);
    let all = book.ids().filter_map(|id| Some((book.rule(id), rules.page(id)?)));
    Ok(all.filter(|(rule, _)| is_meant(rule)).collect())
}

/// Rules, a line each.
fn table(rules: &[(&Rule, &Page)], lang: Lang) -> String {
    let widest = rules.iter().map(|(rule, _)| rule.id.len()).max().unwrap_or_default();
    let line = |(rule, page): &(&Rule, &Page)| {
        let (id, severity) = (&rule.id, severity(rule.severity, Lang::En));
        format!("{id:<widest$}  {severity:<7}  {}\n", of(&page.title, lang))
    };
    rules.iter().map(line).collect()
}

#[derive(Serialize)]
struct Record<'r> {
    id: &'r str,
    group: &'r str,
    severity: Severity,
    title: &'r Localized,
    why: &'r Localized,
}

/// Lists the rules.
///
/// # Errors
/// There is no such group, or the blog's own rules are not understood.
pub(super) fn rules(arguments: &Rules, lang: Lang) -> Result<String, Localized> {
    let rules = here()?;
    let named = named(&rules, arguments.group.as_deref())?;
    Ok(match arguments.format {
        ListFormat::Json => {
            let records: Vec<Record<'_>> = named
                .into_iter()
                .map(|(rule, page)| Record {
                    id: &rule.id,
                    group: rule.group(),
                    severity: rule.severity,
                    title: &page.title,
                    why: &page.why,
                })
                .collect();
            serde_json::to_string_pretty(&records).unwrap_or_default() + "\n"
        }
        ListFormat::Table => table(&named, lang),
    })
}
