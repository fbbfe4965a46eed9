//! Writes the rule reference, `docs/rules/`: a page for each group of rules and a table of all, in Korean and
//! English, from the files in `rules/`.
//!
//! ```console
//! $ cargo run --example reference
//! ```
//!
//! `tests/reference.rs` includes this file and holds the pages that are there against it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use toego::diagnostic::Severity;
use toego::explain;
use toego::lang::{Lang, of};
use toego::rule::{Page, Rule};
use toego::rule_set::RuleSet;

/// The groups in the order of a post, from its head to its characters, with what each is about.
pub const GROUPS: [(&str, &str, &str); 15] = [
    ("front-matter", "글의 설정(front matter)", "Front matter"),
    ("file", "글 파일", "Files of posts"),
    ("site", "블로그 전체", "The blog as a whole"),
    ("liquid", "Liquid 태그", "Liquid"),
    ("image", "이미지", "Images"),
    ("link", "링크", "Links"),
    ("markdown", "마크다운", "Markdown"),
    ("html", "HTML", "HTML"),
    ("spelling", "맞춤법", "Spelling"),
    ("loanword", "외래어 표기", "Loanwords"),
    ("spacing", "띄어쓰기", "Spacing"),
    ("josa", "조사", "Particles"),
    ("punctuation", "문장 부호", "Punctuation"),
    ("style", "문체", "Style"),
    ("unicode", "보이지 않는 글자", "Characters nobody sees"),
];

#[allow(dead_code, reason = "the test that includes this file has no use for it")]
fn main() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules");
    for (path, text) in pages() {
        let file = root.join(path);
        std::fs::create_dir_all(file.parent().unwrap_or(&root))?;
        std::fs::write(file, text)?;
    }
    Ok(())
}

/// All pages by their paths below `docs/rules/`.
pub fn pages() -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    for (lang, folder) in [(Lang::Ko, "ko"), (Lang::En, "en")] {
        pages.insert(format!("{folder}/README.md"), index(lang));
        for (group, ko, en) in GROUPS {
            let title = if lang == Lang::Ko { ko } else { en };
            pages.insert(format!("{folder}/{group}.md"), page(group, title, lang));
        }
    }
    pages
}

/// The rules of a group, with their pages.
pub fn rules(group: &str) -> impl Iterator<Item = (&'static Rule, &'static Page)> {
    let rules = RuleSet::bundled();
    let book = rules.book();
    let all = book.ids().filter_map(move |id| Some((book.rule(id), rules.page(id)?)));
    all.filter(move |(rule, _)| rule.group() == group)
}

const MADE: &str = "<!-- Made from rules/ by `cargo run --example reference`. toego-disable-file -->\n";

fn index(lang: Lang) -> String {
    let (title, intro, head) = match lang {
        Lang::Ko => (
            "규칙",
            "명령줄에서는 `toego rules`가 모두 늘어놓고 `toego explain 규칙`이 하나를 설명합니다. *꺼짐*인 규칙은 \
             `.toego.yml`에서 켜거나 `profile: strict`로 함께 켭니다.",
            "| 규칙 | 무엇을 | 기본 설정 | 고치기 |",
        ),
        Lang::En => (
            "Rules",
            "On the command line `toego rules` lists them and `toego explain RULE` explains one. Rules that are \
             *off* are switched on in `.toego.yml`, one by one or with `profile: strict`.",
            "| rule | what | by default | repair |",
        ),
    };
    let other = match lang {
        Lang::Ko => "[English](../en/README.md)",
        Lang::En => "[한국어](../ko/README.md)",
    };
    let mut out = format!("{MADE}\n# {title}\n\n{other}\n\n{intro}\n");
    for (group, ko, en) in GROUPS {
        let title = if lang == Lang::Ko { ko } else { en };
        // Writing to a string does not fail.
        let _ = writeln!(out, "\n## [{title}]({group}.md)\n\n{head}\n|---|---|---|---|");
        for (rule, page) in rules(group) {
            let name = rule.id.split('/').next_back().unwrap_or_default();
            let _ = writeln!(
                out,
                "| [`{}`]({group}.md#{name}) | {} | {} | {} |",
                rule.id,
                cell(of(&page.title, lang)),
                level(rule.severity, lang),
                explain::fix(rule, page, lang),
            );
        }
    }
    out
}

fn page(group: &str, title: &str, lang: Lang) -> String {
    let back = if lang == Lang::Ko { "규칙 목록" } else { "All rules" };
    let other = match lang {
        Lang::Ko => format!("[English](../en/{group}.md)"),
        Lang::En => format!("[한국어](../ko/{group}.md)"),
    };
    let marks = match lang {
        Lang::Ko => "`⟦ ⟧` 사이가 알리는 자리입니다. `‹U+200B›`는 그 번호의 보이지 않는 글자를 나타냅니다.",
        Lang::En => "`⟦ ⟧` stand around what is reported, `‹U+200B›` for a character that nobody sees.",
    };
    let mut out = format!("{MADE}\n# {title} (`{group}`)\n\n[{back}](README.md) · {other}\n\n{marks}\n");
    for (rule, page) in rules(group) {
        let _ = write!(out, "\n{}", explain::markdown(rule, page, lang));
    }
    out
}

/// Text in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "\\<").replace('*', "\\*")
}

fn level(severity: Severity, lang: Lang) -> String {
    let word = explain::severity(severity, lang);
    if severity == Severity::Off { format!("*{word}*") } else { word.to_owned() }
}
