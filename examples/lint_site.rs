//! Checks whole blogs as `toego` does, and counts what is found in each post.
//!
//! ```console
//! $ cargo run --example lint_site -- fixtures/first-look
//! ```

use std::path::PathBuf;

use toego::diagnostic::Severity;
use toego::engine::Engine;
use toego::site::{Problem, load};

fn main() -> Result<(), Problem> {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    print!("{}", count(&paths)?);
    Ok(())
}

/// How many errors and warnings each post has, a line each.
///
/// # Errors
/// A path is not there, or settings are not understood.
pub fn count(paths: &[PathBuf]) -> Result<String, Problem> {
    let mut out = String::new();
    // Posts of several blogs may be named; each blog is read once, with its settings and its own rules.
    for blog in load::load(paths, None)? {
        let engine = Engine::new(&blog.rules, |rule| blog.rules.book().rule(rule).severity);
        let read = |path: &str| std::fs::read(blog.root.join(path));
        // In parallel, and then once over the facts of all posts; the results stand in the order of the posts.
        let findings = engine.check(&blog.site, &blog.posts, read, || ());
        for (path, findings) in blog.posts.iter().zip(findings) {
            let (errors, warnings) = (findings.count(Severity::Error), findings.count(Severity::Warning));
            out += &format!("{errors:>4} {warnings:>4}  {path}\n");
        }
    }
    Ok(out)
}
