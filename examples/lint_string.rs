//! Checks a text in memory, without any blog around it.
//!
//! ```console
//! $ cargo run --example lint_string
//! ```

use std::collections::BTreeMap;

use toego::bundled;
use toego::engine::Engine;
use toego::lang::Lang;
use toego::message;
use toego::site::Site;
use toego::span::LineIndex;

fn main() {
    print!("{}", lint("생각보다 재미있는 일이였다.\n\n큐(queue)을 쓰면 다시 할수 있다.\n"));
}

/// What toego says of a text: `line:column: message`, a line each.
pub fn lint(text: &str) -> String {
    const PATH: &str = "sentence.md";
    // A site of one file, of no known generator. With a `_config.yml` beside it, it would be one of Jekyll.
    let site = Site::in_memory(&BTreeMap::from([(PATH.to_owned(), text.to_owned())]));
    let engine = Engine::recommended();
    let checked = engine.document(&site, PATH, text.as_bytes().to_vec());
    let lines = LineIndex::new(text);
    let mut out = String::new();
    for diagnostic in checked.diagnostics.unpack() {
        let rule = engine.book().rule(diagnostic.rule);
        let Some(page) = bundled::page(diagnostic.rule) else { continue };
        let at = lines.position(text, diagnostic.finding.span.start);
        let message = message::word(rule, page, &diagnostic.finding, Lang::Ko);
        out += &format!("{}:{}: {message}\n", at.line, at.column);
    }
    out
}
