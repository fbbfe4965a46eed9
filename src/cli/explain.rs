//! `toego explain RULE` and `toego rules`: the rule files, read aloud.

use std::path::Path;

use clap::ValueEnum;
use serde::Serialize;

use super::Language;
use crate::diagnostic::Severity;
use crate::explain::{severity, text};
use crate::message::of;
use crate::report::Lang;
use crate::rule::{Localized, Page, Rule};
use crate::rule_set::RuleSet;
use crate::rule_set::nearest;
use crate::site::load;

/// What `explain` is told.
#[derive(clap::Args)]
pub(super) struct Explain {
    /// The rule: `spacing/bound-noun-su`.
    rule: String,
    /// The language.
    #[arg(long, value_enum, default_value_t = Language::Ko)]
    lang: Language,
}

/// What `rules` is told.
#[derive(clap::Args)]
pub(super) struct Rules {
    /// How to list them.
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
    /// The language.
    #[arg(long, value_enum, default_value_t = Language::Ko)]
    lang: Language,
}

#[derive(Clone, Copy, ValueEnum)]
enum ListFormat {
    Table,
    Json,
}

/// Explains a rule.
///
/// # Errors
/// There is no such rule.
pub(super) fn explain(arguments: &Explain) -> Result<String, String> {
    let rules = here()?;
    let book = rules.book();
    let name = arguments.rule.as_str();
    let Some((id, page)) = book.find(name).and_then(|id| Some((id, rules.page(id)?))) else {
        let group: Vec<&str> =
            book.rules.iter().filter(|rule| rule.group() == name).map(|rule| rule.id.as_str()).collect();
        return match nearest(book, name) {
            _ if !group.is_empty() => {
                Err(format!("`{name}` is a group; its rules are: {}", group.join(", ")))
            }
            Some(nearest) => Err(format!("no rule is called `{name}`; did you mean `{nearest}`?")),
            None => Err(format!("no rule is called `{name}`; `toego rules` lists them")),
        };
    };
    Ok(text(book.rule(id), page, Lang::from(arguments.lang)))
}

/// The rules of the blog around the current folder.
fn here() -> Result<RuleSet, String> {
    load::rules(Path::new(".")).map_err(|problem| problem.to_string())
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
/// The blog's own are not understood.
pub(super) fn rules(arguments: &Rules) -> Result<String, String> {
    let rules = here()?;
    let book = rules.book();
    let lang = Lang::from(arguments.lang);
    let all = book.ids().filter_map(|id| Some((book.rule(id), rules.page(id)?)));
    Ok(match arguments.format {
        ListFormat::Json => {
            let records: Vec<Record<'_>> = all
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
        ListFormat::Table => {
            let widest = book.rules.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
            let line = |(rule, page): (&Rule, &Page)| {
                format!(
                    "{:<widest$}  {:<7}  {}\n",
                    rule.id,
                    severity(rule.severity, Lang::En),
                    of(&page.title, lang)
                )
            };
            all.map(line).collect()
        }
    })
}
