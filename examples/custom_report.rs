//! A report format of one's own: what is found as a list of things to do, in Markdown.
//!
//! ```console
//! $ cargo run --example custom_report
//! ```

use std::collections::BTreeMap;
use std::fmt::Write as _;

use toego::bundled;
use toego::engine::Engine;
use toego::lang::Lang;
use toego::message;
use toego::report::{Entry, FileReport, Report, Summary};
use toego::site::Site;
use toego::span::LineIndex;

/// A box to tick for each finding, below the name of its file.
struct ToDo;

impl Report for ToDo {
    fn begin(&self, summary: &Summary) -> String {
        format!("# {} things to do\n\n", summary.errors + summary.warnings + summary.infos)
    }

    fn file(&self, file: &FileReport<'_>, out: &mut String) {
        let lines = LineIndex::new(file.text);
        // Writing to a string does not fail.
        let _ = writeln!(out, "## {}\n", file.path);
        for entry in &file.entries {
            let line = lines.position(file.text, entry.span.start).line;
            let _ = writeln!(out, "- [ ] {line}: {} (`{}`)", entry.message, entry.rule);
        }
    }

    fn separator(&self) -> &'static str {
        "\n"
    }
}

fn main() {
    print!(
        "{}",
        report("_posts/2026-01-04-봄.md", "---\ntitle: 봄\ntages: [회고]\n---\n\n다시 볼수 있다.\n")
    );
}

/// The report of one post of a Jekyll blog.
pub fn report(path: &str, text: &str) -> String {
    let files = [(path, text), ("_config.yml", "title: 블로그\n")];
    let site = Site::in_memory(&BTreeMap::from(files.map(|(path, text)| (path.to_owned(), text.to_owned()))));
    let engine = Engine::recommended();
    let diagnostics = engine.document(&site, path, text.as_bytes().to_vec()).diagnostics.unpack();
    let mut summary = Summary { files: 1, ..Summary::default() };
    let mut entries = Vec::new();
    for diagnostic in &diagnostics {
        let rule = engine.book().rule(diagnostic.rule);
        let page = bundled::page(diagnostic.rule);
        let message = page.map(|page| message::word(rule, page, &diagnostic.finding, Lang::En));
        summary.add(diagnostic.severity, 1);
        entries.push(Entry {
            rule: &rule.id,
            severity: diagnostic.severity,
            span: diagnostic.finding.span,
            message: message.unwrap_or_default(),
            args: &diagnostic.finding.args,
            help: None,
            fix: diagnostic.finding.fix.as_ref(),
        });
    }
    let mut out = ToDo.begin(&summary);
    ToDo.file(&FileReport { path, text, entries }, &mut out);
    out + ToDo.end()
}
