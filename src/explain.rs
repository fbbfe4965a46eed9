//! A rule file read aloud: as text for a terminal or an editor ([`text`]), as Markdown for the reference in
//! `docs/rules/` ([`markdown`]).

use std::fmt::Write as _;

use crate::diagnostic::{Safety, Severity};
use crate::lang::{Lang, of};
use crate::rule::check::{AssetCase, Check, TermCase};
use crate::rule::source::{Example, Source};
use crate::rule::{Page, Rule};

/// How many examples of each kind are shown.
const MOST_EXAMPLES: usize = 4;

/// What there is to say of a rule.
pub fn text(rule: &Rule, page: &Page, lang: Lang) -> String {
    let say = |text| of(text, lang);
    let words = Words::of(lang);
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = writeln!(out, "{} — {}\n", rule.id, say(&page.title));
    let _ = writeln!(out, "{}\n", say(&page.why));
    // `.toego.yml` and the reports have the English word.
    let word = severity(rule.severity, Lang::En);
    let own = Some(severity(rule.severity, lang)).filter(|own| *own != word);
    let own = own.map(|own| format!("{own} ({word})"));
    let _ = writeln!(out, "{}: {}", words.default, own.as_deref().unwrap_or(word));
    for Source { title, url } in &page.source {
        let address = url.as_deref().map(|url| format!(" <{url}>")).unwrap_or_default();
        let _ = writeln!(out, "{}: {title}{address}", words.source);
    }
    let _ = writeln!(out, "\n{}:", words.bad);
    for example in page.bad.iter().take(MOST_EXAMPLES) {
        shown(&mut out, &example.text, example);
        if let Some(fixed) = &example.fixed {
            let _ = writeln!(out, "  → {}", indented(fixed));
        }
    }
    let _ = writeln!(out, "\n{}:", words.good);
    page.good.iter().take(MOST_EXAMPLES).for_each(|example| shown(&mut out, &example.text, example));
    if let Some(option) = option(&rule.check) {
        let _ = writeln!(out, "\n{}: {option}", words.option);
    }
    let id = &rule.id;
    let (place, comment) = silence(rule, &words);
    let _ = write!(out, "\n{place}:\n  {comment}\n\n{}:\n  rules:\n    {id}: off\n", words.off);
    out
}

/// The same as a section of Markdown, its heading on the second level. The anchor of the section is the name
/// of the rule without its group.
pub fn markdown(rule: &Rule, page: &Page, lang: Lang) -> String {
    let say = |text| of(text, lang);
    let words = Words::of(lang);
    let id = &rule.id;
    let name = id.split_once('/').map_or(id.as_str(), |(_, name)| name);
    let mut out = String::new();
    let _ = writeln!(out, "<a id=\"{name}\"></a>\n\n## `{id}`\n\n**{}**\n", literal(say(&page.title)));
    let _ = writeln!(out, "{}\n", literal(say(&page.why)));
    let _ = writeln!(out, "- {}: {}", words.default, severity(rule.severity, lang));
    let _ = writeln!(out, "- {}: {}", words.fix, fix(rule, page, lang));
    let source = |Source { title, url }: &Source| match url {
        Some(url) => format!("[{}]({url})", literal(title)),
        None => literal(title),
    };
    let sources: Vec<String> = page.source.iter().map(source).collect();
    let _ = writeln!(out, "- {}: {}", words.source, sources.join("; "));
    if let Some(option) = option(&rule.check) {
        let _ = writeln!(out, "- {}: [`{option}`](../../{})", words.option, words.settings);
    }
    let (place, comment) = silence(rule, &words);
    let _ = writeln!(out, "- {place}: `{comment}`");
    let _ = writeln!(out, "- {}: `rules: {{ {id}: off }}`", words.off);
    let _ = writeln!(out, "\n{}:\n", words.bad);
    blocks(&mut out, &page.bad, &words);
    let _ = writeln!(out, "{}:\n", words.good);
    blocks(&mut out, &page.good, &words);
    // One line end is enough.
    out.pop();
    out
}

/// What a severity is called.
pub fn severity(severity: Severity, lang: Lang) -> &'static str {
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

/// Who makes the repair of a rule, by its examples.
pub fn fix(rule: &Rule, page: &Page, lang: Lang) -> &'static str {
    let repairs = page.bad.iter().any(|example| example.fixed.is_some());
    match (repairs, rule.safety, lang) {
        (false, _, Lang::Ko) => "손으로",
        (false, _, Lang::En) => "by hand",
        (true, Safety::Safe, _) => "`--fix`",
        (true, Safety::Suggestion, _) => "`--fix --suggestions`",
    }
}

/// The key of `.toego.yml` that a kind of check listens to, besides the severity of its rules.
fn option(check: &Check) -> Option<&'static str> {
    Some(match check {
        Check::Pattern(_) | Check::Words(_) | Check::Josa(_) | Check::Variants(_) => "words",
        Check::Required {} => "front-matter.required",
        Check::Order {} => "front-matter.order",
        Check::Key {} => "front-matter.fields, front-matter.closed",
        Check::Field {} => "front-matter.fields",
        Check::Term(TermCase::Allowed) => "front-matter.categories, front-matter.tags",
        Check::Math {} => "front-matter.math",
        Check::Asset(AssetCase::TooLarge) => "image.max-size",
        _ => return None,
    })
}

/// What stands around the words of a rule.
struct Words {
    default: &'static str,
    fix: &'static str,
    source: &'static str,
    option: &'static str,
    settings: &'static str,
    bad: &'static str,
    fixed: &'static str,
    good: &'static str,
    beside: &'static str,
    above: &'static str,
    in_line: &'static str,
    in_file: &'static str,
    off: &'static str,
}

impl Words {
    fn of(lang: Lang) -> Words {
        match lang {
            Lang::Ko => Words {
                default: "기본 설정",
                fix: "고치기",
                source: "근거",
                option: "따르는 설정(.toego.yml)",
                settings: "configuration.ko.md",
                bad: "이렇게 적은 곳을 알립니다",
                fixed: "이렇게 고칩니다",
                good: "이런 곳은 알리지 않습니다",
                beside: "블로그의 다른 파일",
                above: "한 줄만 알리지 않게 하려면 그 위에",
                in_line: "한 줄만 알리지 않게 하려면 그 줄 끝에",
                in_file: "이 파일에서 알리지 않게 하려면 본문에",
                off: "이 규칙을 끄는 설정(.toego.yml)",
            },
            Lang::En => Words {
                default: "By default",
                fix: "Repair",
                source: "Source",
                option: "Option (.toego.yml)",
                settings: "configuration.md",
                bad: "What it reports",
                fixed: "Repaired",
                good: "What it leaves alone",
                beside: "Other files of the blog",
                above: "To leave out one line, write above it",
                in_line: "To leave out one line, write at its end",
                in_file: "To leave out a file, write into its text",
                off: "To switch the rule off (.toego.yml)",
            },
        }
    }
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

/// Examples: together where each is a line, or else one by one.
fn blocks(out: &mut String, examples: &[Example], words: &Words) {
    let examples = &examples[..examples.len().min(MOST_EXAMPLES)];
    let is_line = |text: &str| !text.trim_end_matches('\n').contains('\n');
    let is_plain = |example: &Example| {
        let fixed = example.fixed.as_deref().unwrap_or_default();
        example.path.is_none() && example.files.is_empty() && is_line(&example.text) && is_line(fixed)
    };
    if examples.iter().all(is_plain) {
        let line = |example: &Example| {
            let fixed = example.fixed.as_ref().map(|fixed| format!("\n→ {}", fixed.trim_end()));
            format!("{}{}", example.text.trim_end_matches('\n'), fixed.unwrap_or_default())
        };
        let lines: Vec<String> = examples.iter().map(line).collect();
        fenced(out, &lines.join("\n"));
        return;
    }
    for example in examples {
        block(out, example, words);
        if let Some(fixed) = &example.fixed {
            let _ = writeln!(out, "{}:\n", words.fixed);
            fenced(out, fixed);
        }
    }
}

/// An example with the names of its files, and what stands in the others.
fn block(out: &mut String, example: &Example, words: &Words) {
    if let Some(path) = &example.path {
        let _ = writeln!(out, "`{path}`:\n");
    }
    fenced(out, &example.text);
    if example.files.is_empty() {
        return;
    }
    let names: Vec<String> = example.files.keys().map(|path| format!("`{path}`")).collect();
    let _ = writeln!(out, "{}: {}\n", words.beside, names.join(", "));
    let written = example.files.iter().filter(|(_, text)| !text.trim().is_empty());
    let texts: Vec<String> = written.map(|(path, text)| format!("{path}:\n\n{text}")).collect();
    if !texts.is_empty() {
        fenced(out, &texts.join("\n"));
    }
}

/// A text between fences that no fence in it closes.
fn fenced(out: &mut String, text: &str) {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(3.max(longest + 1));
    let _ = writeln!(out, "{fence}text\n{}\n{fence}\n", visible(text.trim_end_matches('\n')));
}

/// Where a comment keeps a diagnostic of the rule back, and the comment.
fn silence(rule: &Rule, words: &Words) -> (&'static str, String) {
    let id = &rule.id;
    match (rule.group(), &rule.check) {
        ("file", _) | (_, Check::FrontMatter(_)) => {
            (words.in_file, format!("<!-- toego-disable-file {id} -->"))
        }
        ("front-matter" | "site", _) => (words.in_line, format!("# toego-disable-line {id}")),
        _ => (words.above, format!("<!-- toego-disable-next-line {id} -->")),
    }
}

/// Characters that nobody sees or can tell apart, by their numbers: an example of them would show nothing, and
/// tools that read the page would take them for a slip.
fn visible(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let is_plain = c == '\n' || !(c.is_control() || c.is_whitespace() && c != ' ' || is_unseen(c));
        if is_plain {
            out.push(c);
        } else {
            let _ = write!(out, "‹U+{:04X}›", u32::from(c));
        }
    }
    out
}

fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{1100}'..='\u{11ff}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
    )
}

/// Text of a rule as Markdown that shows it as it stands: code between backticks stays code.
fn literal(text: &str) -> String {
    let mut out = String::new();
    for (at, part) in text.split('`').enumerate() {
        if at % 2 == 1 {
            let _ = write!(out, "`{part}`");
            continue;
        }
        for c in part.chars() {
            if matches!(c, '*' | '_' | '<' | '[' | ']' | '~' | '|' | '\\' | '$') {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_shows_the_text_as_it_stands() {
        assert_eq!(literal("`a_b`는 *별* <b>"), "`a_b`는 \\*별\\* \\<b>");
        assert_eq!(visible("가\u{200b}나\t다"), "가‹U+200B›나‹U+0009›다");
        let mut out = String::new();
        fenced(&mut out, "````\n코드\n````\n");
        assert_eq!(out, "`````text\n````\n코드\n````\n`````\n\n");
    }
}
