//! What renderers take for emphasis, held against what they wrote (`tests/oracle/markdown/inline.json`).

use std::collections::BTreeMap;

use serde::Deserialize;
use toego::document::Document;
use toego::document::emphasis::{self, Kind};
use toego::document::markdown::{Markdown, Punctuation};
use toego::document::syntax::{Renderer, Syntax, Templates};

#[derive(Deserialize)]
struct Recorded {
    text: String,
    /// HTML by the names of those who write it.
    shown: BTreeMap<String, String>,
}

fn way(engine: &str) -> Markdown {
    let usual = Markdown::usual;
    match engine {
        "kramdown" => usual(Renderer::Kramdown),
        "goldmark" => usual(Renderer::Goldmark),
        "cmark" => Markdown { strikes: usual(Renderer::Remark).strikes, ..usual(Renderer::Cmark) },
        "marked" => usual(Renderer::Marked),
        "marked-4" => Markdown { punctuation: Punctuation::Ascii, ..usual(Renderer::Marked) },
        "markdown-it" => usual(Renderer::MarkdownIt),
        "markdown-it-friendly" => {
            Markdown { friendly: true, friendly_strikes: true, ..usual(Renderer::MarkdownIt) }
        }
        "remark" => usual(Renderer::Remark),
        "remark-13" => usual(Renderer::Remark).before_symbols(),
        "remark-friendly" => Markdown {
            friendly: true,
            friendly_strikes: true,
            punctuation: Punctuation::Symbols,
            ..usual(Renderer::Remark)
        },
        other => panic!("no engine {other}"),
    }
}

/// The text with tags where the marks of emphasis are, as [`Recorded`] has it.
fn shown(text: &str, way: &Markdown) -> Option<String> {
    let syntax = Syntax { renderer: way.renderer, templates: Templates::None, ..Syntax::default() };
    let document = Document::parse(text.to_owned(), syntax);
    let mut tags: Vec<(usize, usize, String)> = Vec::new();
    for passage in &document.body.passages {
        for pair in emphasis::pairs(text, passage, way)? {
            let name = match pair.kind {
                Kind::Emphasis => "em",
                Kind::Strong => "strong",
                Kind::Strike => "del",
                Kind::Lowered => "sub",
            };
            for (span, slash) in [(pair.open, ""), (pair.close, "/")] {
                tags.push((span.start as usize, span.end as usize, format!("<{slash}{name}>")));
            }
        }
    }
    tags.sort();
    let mut out = text.to_owned();
    for (start, end, tag) in tags.into_iter().rev() {
        out.replace_range(start..end, &tag);
    }
    let links = [("[글](b)", "<a href=\"b\">글</a>"), ("[마](b)", "<a href=\"b\">마</a>")];
    let code = [("`코드`", "<code>코드</code>"), ("`코`", "<code>코</code>")];
    let quotes = [("‘", "'"), ("’", "'")];
    for (written, html) in links.into_iter().chain(code).chain(quotes) {
        out = out.replace(written, html);
    }
    Some(out)
}

#[test]
fn renderers_are_followed_mark_by_mark() {
    // Another list, larger than the one that is kept: `INLINE=… cargo test --test emphasis`.
    let path = std::env::var("INLINE").unwrap_or("tests/oracle/markdown/inline.json".to_owned());
    let recorded: Vec<Recorded> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut wrong = Vec::new();
    for Recorded { text, shown: all } in &recorded {
        for (engines, html) in all {
            for engine in engines.split(' ') {
                let ours = shown(text, &way(engine));
                if ours.as_deref().is_some_and(|ours| ours != html) {
                    wrong.push(format!("{engine}: {text}\n  is   {html}\n  ours {}", ours.unwrap()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {} texts:\n{}", wrong.len(), recorded.len(), wrong.join("\n"));
}
