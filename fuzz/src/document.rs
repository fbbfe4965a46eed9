//! Parsing: never fails, and every place it names is one of whole characters in the file.

use toego::document::Document;
use toego::document::blocks::CodeKind;
use toego::document::front::{self, Front};
use toego::document::syntax::{Delimiters, Renderer, Syntax, Templates, YamlDialect};
use toego::generator::Generator;
use toego::span::Span;

use super::split;

/// How a page is read, by a byte: as the generators do, and in other mixtures.
fn syntax(choice: u8) -> Syntax {
    use Generator::*;
    let of = [Jekyll, Hugo, Hexo, Gatsby, Astro][usize::from(choice) % 5].syntax();
    match choice / 5 % 5 {
        0 | 1 => of,
        2 => Syntax { renderer: Renderer::Cmark, templates: Templates::None, ..of },
        3 => Syntax { delimiters: Delimiters::Hexo, yaml: YamlDialect::JsYaml3, ..of },
        _ => Syntax { templates: Templates::Mdx, renderer: Renderer::MarkdownIt, ..of },
    }
}

/// Holds a place against the text.
pub fn assert_place(text: &str, span: Span, what: &str) {
    assert!(text.get(span.range()).is_some(), "{what} {span:?} in {} bytes: {text:?}", text.len());
}

/// Front matter in YAML, TOML and JSON.
pub fn front_matter(data: &[u8]) {
    let (choice, text) = split(data);
    let syntax = syntax(choice);
    assert_front(&text, &front::read(&text, &syntax));
    for root in [front::yaml(&text, syntax.yaml), front::toml(&text)].into_iter().flatten().flatten() {
        root.everywhere().for_each(|node| assert_place(&text, node.span, "a node of settings"));
    }
}

fn assert_front(text: &str, front: &Front) {
    assert!(text.is_char_boundary(front.body_start), "{} {text:?}", front.body_start);
    for problem in &front.problems {
        assert_place(text, problem.span, "a problem");
        for edit in problem.fix.iter().flat_map(|fix| &fix.edits) {
            assert_place(text, edit.span, "an edit");
        }
    }
    let Some(block) = &front.block else { return };
    assert!(block.span.contains(block.content), "{block:?}");
    block.comments.iter().for_each(|span| assert_place(text, *span, "a comment"));
    assert_place(text, block.span, "front matter");
    for node in block.root.iter().flat_map(|root| root.everywhere()) {
        assert_place(text, node.span, "a node");
        assert_place(text, node.content_span(), "the text of a node");
    }
}

/// The parts of a whole document.
pub fn document(data: &[u8]) {
    let (choice, text) = split(data);
    let document = Document::parse(text, syntax(choice));
    let text = &document.text;
    assert_front(text, &document.front);
    let body = &document.body;
    let images = body.images.iter().flat_map(|own| [own.span, own.alt_span, own.target_span]);
    let links = body.links.iter().flat_map(|own| [own.span, own.text_span, own.target_span]);
    let definitions = body.definitions.iter().flat_map(|own| [own.span, own.target_span]);
    let headings = body.headings.iter().flat_map(|own| [own.span, own.text_span].into_iter().chain(own.id));
    let tags = body.tags.iter().flat_map(|own| own.attributes.iter().map(|own| own.span).chain([own.span]));
    let notes = body.footnotes.iter().flat_map(|own| [own.span, own.label]);
    let code = body.code.iter().flat_map(|own| {
        let info = match own.kind {
            CodeKind::Fenced { info, .. } => Some(info),
            _ => None,
        };
        [own.span, own.content].into_iter().chain(info)
    });
    let runs = body.passages.iter().flat_map(|own| own.runs.iter().map(|run| run.span).chain([own.span]));
    let blocks = body.lists.iter().map(|own| own.span).chain(body.tables.iter().map(|own| own.span));
    let blocks = blocks.chain(body.texts.iter().map(|own| own.span));
    let rest = body.comments.iter().chain(&body.html_texts).chain(&document.prose.addresses).copied();
    let all = images.chain(links).chain(definitions).chain(headings).chain(tags).chain(notes).chain(code);
    for span in all.chain(runs).chain(blocks).chain(rest) {
        assert_place(text, span, "a part");
    }
    for region in &body.regions {
        assert_place(text, region.span, "a region");
    }
}

/// The way from the prose back to the file: inside it, at whole characters, and forward within a block.
pub fn prose_map(data: &[u8]) {
    let (choice, text) = split(data);
    let Document { text, prose, .. } = Document::parse(text, syntax(choice));
    let mut end = 0;
    for block in &prose.blocks {
        assert_eq!(block.start as usize, end, "{text:?}");
        let shown = prose.text_of(block);
        assert!(!shown.is_empty(), "{text:?}");
        assert!(prose.text[block.end as usize..].starts_with('\n'), "{text:?}");
        let mut last = 0;
        for (at, c) in shown.char_indices() {
            let start = block.start as usize + at;
            let place = prose.place(start, start + c.len_utf8());
            assert_place(&text, place.span, "a character");
            assert_place(&text, prose.place(start, start).span, "a gap");
            assert!(last <= place.span.start, "backwards at {start}: {text:?}");
            last = place.span.start;
            if place.exact {
                assert_eq!(place.span.slice(&text), c.encode_utf8(&mut [0; 4]), "{text:?}");
            }
        }
        let whole = prose.place(block.start as usize, block.end as usize);
        assert_place(&text, whole.span, "a block");
        assert!(!whole.exact || whole.span.slice(&text) == shown, "{text:?}");
        end = block.end as usize + 1;
    }
    assert_eq!(end, prose.text.len(), "{text:?}");
}
