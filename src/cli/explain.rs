//! `toego explain RULE` and `toego rules`: the rule files, read aloud.

use std::fmt::Write as _;
use std::path::Path;

use clap::ValueEnum;
use serde::Serialize;

use super::Language;
use crate::diagnostic::Severity;
use crate::engine::nearest;
use crate::message::of;
use crate::report::Lang;
use crate::rule::source::Example;
use crate::rule::{Localized, Page, Rule};
use crate::rule_set::RuleSet;
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

/// How many examples of each kind are shown.
const MOST_EXAMPLES: usize = 4;

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

/// What there is to say of a rule.
pub(crate) fn text(rule: &Rule, page: &Page, lang: Lang) -> String {
    let say = |text| of(text, lang);
    let word = |ko: &'static str, en: &'static str| if lang == Lang::Ko { ko } else { en };
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = writeln!(out, "{} — {}\n", rule.id, say(&page.title));
    let _ = writeln!(out, "{}\n", say(&page.why));
    let _ = writeln!(out, "{}: {}", word("기본 설정", "By default"), severity(rule.severity, lang));
    for source in &page.source {
        let address = source.url.as_deref().map(|url| format!(" <{url}>")).unwrap_or_default();
        let _ = writeln!(out, "{}: {}{address}", word("근거", "Source"), source.title);
    }
    let _ = writeln!(out, "\n{}", word("이렇게 적은 곳을 알립니다:", "What it reports:"));
    for example in page.bad.iter().take(MOST_EXAMPLES) {
        shown(&mut out, &example.text, example);
        if let Some(fixed) = &example.fixed {
            let _ = writeln!(out, "  → {}", indented(fixed));
        }
    }
    let _ = writeln!(out, "\n{}", word("이런 곳은 알리지 않습니다:", "What it leaves alone:"));
    page.good.iter().take(MOST_EXAMPLES).for_each(|example| shown(&mut out, &example.text, example));
    let id = &rule.id;
    let _ = write!(
        out,
        "\n{}\n  <!-- toego-disable-next-line {id} -->\n\n{}\n  rules:\n    {id}: off\n",
        word("한 줄만 알리지 않게 하려면 그 위에 적습니다:", "To leave out one line, write above it:"),
        word("이 규칙을 끄려면 .toego.yml에 적습니다:", "To switch the rule off, write in .toego.yml:"),
    );
    out
}

fn shown(out: &mut String, text: &str, example: &Example) {
    if let Some(path) = &example.path {
        let _ = writeln!(out, "  [{path}]");
    }
    let _ = writeln!(out, "  {}", indented(text));
}

fn indented(text: &str) -> String {
    text.trim_end().replace('\n', "\n  ")
}

fn severity(severity: Severity, lang: Lang) -> &'static str {
    match (severity, lang) {
        (Severity::Error, Lang::Ko) => "오류",
        (Severity::Warning, Lang::Ko) => "경고",
        (Severity::Info, Lang::Ko) => "참고",
        (Severity::Off, Lang::Ko) => "꺼짐",
        (Severity::Error, Lang::En) => "error",
        (Severity::Warning, Lang::En) => "warning",
        (Severity::Info, Lang::En) => "info",
        (Severity::Off, Lang::En) => "off",
    }
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
