//! Random findings of a rule or a group over a folder, each in its line, to be read by eye.
//!
//! ```console
//! $ cargo run --release --example sample -- RULE|GROUP COUNT FOLDER… [--seed N]
//! ```

use std::error::Error;
use std::path::PathBuf;

use toego::bundled;
use toego::engine::Engine;
use toego::lang::Lang;
use toego::message;
use toego::site::load;
use toego::span::LineIndex;

/// Longest piece of a line that is shown on either side, in code points.
const AROUND: usize = 40;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let usage = "usage: sample RULE|GROUP COUNT FOLDER… [--seed N]";
    let wanted = arguments.next().ok_or(usage)?;
    let count: usize = arguments.next().ok_or(usage)?.parse()?;
    let mut seed = 1;
    let mut folders = Vec::new();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--seed" => seed = arguments.next().ok_or(usage)?.parse()?,
            _ => folders.push(PathBuf::from(argument)),
        }
    }
    let engine = Engine::recommended();
    let mut found = Vec::new();
    for blog in load::load(&folders, None)? {
        let read = |path: &str| std::fs::read(blog.root.join(path));
        let findings = engine.check(&blog.site, &blog.posts, read, || ());
        for (path, findings) in blog.posts.iter().zip(findings) {
            let text = std::fs::read_to_string(blog.root.join(path)).unwrap_or_default();
            let lines = LineIndex::new(&text);
            for diagnostic in findings.unpack() {
                let rule = engine.book().rule(diagnostic.rule);
                if rule.id != wanted && rule.group() != wanted {
                    continue;
                }
                let span = diagnostic.finding.span;
                let line = lines.position(&text, span.start).line;
                let whole = lines.line_span(&text, line as usize - 1);
                let before: String = text[whole.start as usize..span.start as usize].to_owned();
                let after: String = text[span.end as usize..whole.end.max(span.end) as usize].to_owned();
                let skipped = before.chars().count().saturating_sub(AROUND);
                let before: String = before.chars().skip(skipped).collect();
                let after: String = after.chars().take(AROUND).collect();
                let Some(page) = bundled::page(diagnostic.rule) else { continue };
                let message = message::word(rule, page, &diagnostic.finding, Lang::Ko);
                let edits = diagnostic.finding.fix.iter().flat_map(|fix| &fix.edits);
                let fix: Vec<&str> = edits.map(|edit| edit.replacement.as_str()).collect();
                found.push(format!(
                    "{path}:{line} {}\n  {before}⟦{}⟧{after}\n  → {} | {message}",
                    rule.id,
                    span.slice(&text),
                    fix.join(" … "),
                ));
            }
        }
    }
    println!("{} findings", found.len());
    // A small generator is enough to draw a sample that can be drawn again.
    let mut state: u64 = seed;
    for _ in 0..count.min(found.len()) {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let at = (state >> 33) as usize % found.len();
        println!("{}", found.swap_remove(at));
    }
    Ok(())
}
