//! `toego test-rules`: the examples of a blog's own rules, tried as those of the bundled rules are.

use std::path::PathBuf;

use super::shown;
use crate::diagnostic::RuleId;
use crate::examples::{self, Failure};
use crate::lang::{Lang, Localized, of};
use crate::site::load;

/// What `test-rules` is told.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A folder or post of the blog.
    #[arg(default_value = ".")]
    path: PathBuf,
}

/// Says which examples do not hold; whether all do.
///
/// # Errors
/// A rule is not understood.
pub(super) fn run(arguments: &Arguments, lang: Lang) -> Result<bool, Localized> {
    let rules = load::rules(&arguments.path).map_err(|problem| problem.said())?;
    let own: Vec<RuleId> = rules.own().collect();
    let failures: Vec<Failure> = own.iter().flat_map(|rule| examples::failures(&rules, *rule)).collect();
    let mut out: String =
        failures.iter().map(|failure| of(&failure.said(rules.book()), lang).to_owned() + "\n").collect();
    out.push_str(&match (lang, own.len(), failures.len()) {
        (Lang::Ko, 0, _) => "`.toego/rules/`에 규칙이 없습니다.\n".to_owned(),
        (Lang::En, 0, _) => "There are no rules in `.toego/rules/`.\n".to_owned(),
        (Lang::Ko, rules, 0) => format!("규칙 {rules}개의 보기가 모두 맞습니다.\n"),
        (Lang::En, rules, 0) => format!("Rules: {rules}; all examples hold.\n"),
        (Lang::Ko, rules, wrong) => format!("규칙 {rules}개의 보기 가운데 {wrong}개가 맞지 않습니다.\n"),
        (Lang::En, rules, wrong) => format!("Rules: {rules}; examples that do not hold: {wrong}.\n"),
    });
    shown(&out)?;
    Ok(failures.is_empty())
}
