//! The front matter as a whole: where it stands, whether it loads, a key given twice.

use super::Context;
use crate::date::post_name;
use crate::diagnostic::Finding;
use crate::document::front::{Problem, ProblemKind, Reason};
use crate::document::syntax::YamlDialect;
use crate::generator::Generator;
use crate::rule::check::FrontCase;
use crate::site::Role;

/// Words the problems that reading the front matter met, each under the rule it belongs to.
pub fn check(case: FrontCase, context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let front = &context.document.front;
    let is_post = context.role == Role::Post;
    let is_jekyll = context.site.generator() == Some(Generator::Jekyll);
    for problem in &front.problems {
        // Jekyll passes over the mark of a post.
        if is_post && problem.kind == ProblemKind::ByteOrderMark {
            continue;
        }
        if let Some((own, variant, args)) =
            worded(problem, &context.document.text, context.document.syntax.yaml)
            && own == case
        {
            emit(Finding { span: problem.span, variant, args, fix: problem.fix.clone() });
        }
    }
    let has_text = !context.document.text.trim_start_matches('\u{feff}').trim().is_empty();
    if case == FrontCase::Missing
        && is_jekyll
        && is_post
        && has_text
        && post_name(context.path.rsplit('/').next().unwrap_or(context.path)).is_some()
        && front.block.is_none()
        && front.problems.is_empty()
    {
        // Lone carriage returns are no line ends to Jekyll: it sees one long line.
        let text = &context.document.text;
        let variant = u8::from(text.contains('\r') && !text.contains('\n'));
        emit(Finding { variant, ..Finding::default() });
    }
}

/// The rule a problem belongs to, which of its messages fits (0, or from 1 a name of
/// `Check::variants`), and its values: key and detail.
fn worded(problem: &Problem, text: &str, dialect: YamlDialect) -> Option<(FrontCase, u8, Vec<String>)> {
    let detail = |detail: String| vec![String::new(), detail];
    let of = |case: FrontCase, name: &str, args: Vec<String>| {
        let names = crate::rule::Check::FrontMatter(case).variants();
        let at = names.iter().position(|known| *known == name)?;
        Some((case, at as u8 + 1, args))
    };
    let delimiter =
        |name: &str| of(FrontCase::Delimiter, name, detail(problem.span.slice(text).trim().to_owned()));
    let syntax = |name: &str, value: String| of(FrontCase::Syntax, name, detail(value));
    match &problem.kind {
        ProblemKind::BlankLineBefore => Some((FrontCase::Delimiter, 0, Vec::new())),
        ProblemKind::SpaceBefore => {
            let before = text.get(..problem.span.start as usize).unwrap_or("");
            let is_opener = before.trim_start_matches('\u{feff}').trim().is_empty();
            delimiter(if is_opener { "space" } else { "space-at-end" })
        }
        ProblemKind::ByteOrderMark => Some((FrontCase::ByteOrderMark, 0, Vec::new())),
        ProblemKind::WrongDelimiter => delimiter("wrong"),
        ProblemKind::Unclosed { later: None } => delimiter("unclosed"),
        ProblemKind::Unclosed { later: Some(_) } => delimiter("swallowed"),
        ProblemKind::DuplicateKey { key, .. } => {
            let args = vec![key.clone(), String::new()];
            match dialect {
                YamlDialect::JsYaml | YamlDialect::JsYaml3 => of(FrontCase::Duplicate, "refused", args),
                YamlDialect::Psych | YamlDialect::GoYaml => Some((FrontCase::Duplicate, 0, args)),
            }
        }
        ProblemKind::NotAMapping => syntax("not-a-mapping", String::new()),
        ProblemKind::TooDeep => syntax("too-deep", String::new()),
        ProblemKind::SwallowedKey { key } => {
            of(FrontCase::Syntax, "swallowed-key", vec![key.clone(), String::new()])
        }
        ProblemKind::StrayTag => syntax("stray-tag", problem.span.slice(text).to_owned()),
        ProblemKind::DoesNotLoad(reason) => match reason {
            Reason::ColonInValue => syntax("colon", String::new()),
            Reason::StartsWithBracket => syntax("bracket", String::new()),
            Reason::StartsWithIndicator(c) => syntax("indicator", c.to_string()),
            Reason::Tab => syntax("tab", String::new()),
            Reason::FullWidthColon => syntax("full-width-colon", String::new()),
            Reason::MissingSpaceAfterColon => syntax("no-space", String::new()),
            Reason::OddSpace(c) => syntax("odd-space", format!("U+{:04X}", u32::from(*c))),
            Reason::SmartQuotes => syntax("smart-quotes", String::new()),
            Reason::UnclosedQuote => syntax("unclosed-quote", String::new()),
            Reason::UnclosedBracket => syntax("unclosed-bracket", String::new()),
            Reason::QuoteInsideQuotes => syntax("inner-quotes", String::new()),
            Reason::TextAfterQuote => syntax("text-after-quote", String::new()),
            Reason::BackslashInQuotes => syntax("backslash", String::new()),
            Reason::BadIndent => syntax("indent", String::new()),
            Reason::UnknownAlias => syntax("alias", String::new()),
            Reason::HashInList => syntax("hash-in-list", String::new()),
            Reason::ListOnKeyLine => syntax("list-on-key-line", String::new()),
            Reason::MissingBrackets => syntax("no-brackets", String::new()),
            Reason::MissingSpaceAfterDash => syntax("no-space-after-dash", String::new()),
            Reason::DashBeforeKey => syntax("dash-before-key", String::new()),
            Reason::StrayMark(mark) => syntax("stray-mark", mark.clone()),
            Reason::NoColon => syntax("no-colon", String::new()),
            Reason::CommentSyntax => syntax("comment", String::new()),
            Reason::YamlInToml => syntax("yaml-in-toml", String::new()),
            Reason::TomlInYaml => syntax("toml-in-yaml", String::new()),
            Reason::UnquotedText => syntax("unquoted", String::new()),
            Reason::UnquotedKey => syntax("unquoted-key", String::new()),
            Reason::NoValue => syntax("no-value", String::new()),
            Reason::OddDate => syntax("odd-date", String::new()),
            Reason::KeyTwice(key) => of(FrontCase::Syntax, "key-twice", vec![key.clone(), String::new()]),
            Reason::NotJson => syntax("not-json", String::new()),
            Reason::Other(message) => Some((FrontCase::Syntax, 0, detail(message.clone()))),
        },
    }
}
