//! What toego knows of the pages of a blog, a line each: path, the file it is published as, categories and
//! tags, separated by tabs.
//!
//! ```console
//! $ cargo run --example pages -- ~/my-blog
//! ```

use std::path::PathBuf;

use toego::document::Document;
use toego::document::front::Problem;
use toego::facts::Term;
use toego::site::{load, terms};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    for blog in load::load(&paths, None)? {
        for path in &blog.posts {
            let text = std::fs::read_to_string(blog.root.join(path))?;
            let document = Document::parse(text, blog.site.syntax(path));
            let problems = &document.front.problems;
            // Front matter that Jekyll does not see is none.
            let is_seen = !problems.iter().any(Problem::is_out_of_place);
            let front = document.front.root().filter(|_| is_seen);
            let is_read = !is_seen || !problems.iter().any(Problem::is_fatal);
            let file = blog.site.published(path, front).filter(|_| is_read);
            let names =
                |terms: Vec<Term>| terms.into_iter().map(|term| term.name).collect::<Vec<_>>().join("|");
            println!(
                "{path}\t{}\t{}\t{}",
                file.unwrap_or_default(),
                names(terms::categories(&blog.site, path, front)),
                names(terms::tags(&blog.site, front))
            );
        }
    }
    Ok(())
}
