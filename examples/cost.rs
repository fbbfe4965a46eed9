//! What the rules about Korean text cost against parsing, for folders of real posts: bytes, the time to parse
//! them, the time of all recommended rules that search the prose, and how many times the first the second is.
//!
//! ```console
//! $ cargo run --release --example cost -- FOLDER…
//! ```
//!
//! Each post is timed by itself, on one thread; the best of [`RUNS`] times counts, and those of a folder are
//! added up. So what else the machine does matters little.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use toego::bundled;
use toego::checks::TextRules;
use toego::diagnostic::{RuleId, Severity};
use toego::document::{Document, syntax::Syntax};
use toego::rule::Check;
use toego::rule_set::RuleSet;
use toego::site::load;

const RUNS: usize = 5;

fn best<T>(mut work: impl FnMut() -> T) -> Duration {
    let time = |_| {
        let start = Instant::now();
        // What it made is dropped when the time is taken.
        let made = work();
        let taken = start.elapsed();
        drop(made);
        taken
    };
    (0..RUNS).map(time).min().unwrap_or_default()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let book = bundled::book();
    let severity = |id| book.rule(id).severity;
    let reads_prose = |id: &RuleId| {
        let check = &book.rule(*id).check;
        severity(*id) > Severity::Off
            && matches!(check, Check::Pattern(_) | Check::Words(_) | Check::Josa(_) | Check::Variants(_))
    };
    let rules = TextRules::new(RuleSet::bundled(), book.ids().filter(reads_prose));
    println!("{:>9}  {:>9}  {:>9}  {:>5}  folder", "bytes", "parse ms", "Korean ms", "ratio");
    for folder in std::env::args_os().skip(1).map(PathBuf::from) {
        let (mut bytes, mut parse, mut korean) = (0, Duration::ZERO, Duration::ZERO);
        for blog in load::load(std::slice::from_ref(&folder), None)? {
            let posts = blog.posts.iter().map(|post| load::read(&blog.root.join(post)));
            for text in posts.flatten().filter_map(|bytes| String::from_utf8(bytes).ok()) {
                bytes += text.len();
                let document = Document::parse(text.clone(), Syntax::default());
                parse += best(|| Document::parse(text.clone(), Syntax::default()));
                korean += best(|| {
                    let mut found = Vec::new();
                    rules.run(&document, bundled::lexicon(), &severity, &mut found);
                    found
                });
            }
        }
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        let ratio = ms(korean) / ms(parse);
        println!("{bytes:>9}  {:>9.2}  {:>9.2}  {ratio:>5.2}  {}", ms(parse), ms(korean), folder.display());
    }
    Ok(())
}
