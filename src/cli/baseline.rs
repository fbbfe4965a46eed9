//! `toego baseline`, and what later runs make of the file it writes.

use std::collections::BTreeSet;
use std::fs;
use std::io;

use rayon::prelude::*;

use super::{Baseline as Arguments, Check};
use crate::baseline::Baseline;
use crate::diagnostic::Diagnostic;
use crate::engine::{Around, Engine, Findings};
use crate::files::Files;
use crate::fix::write::write_whole;
use crate::lang::{Lang, Localized};
use crate::levels::{self, Told};
use crate::report;
use crate::rule::Book;
use crate::site::load::{self, Blog};

/// What a blog has agreed to live with, if it has.
pub(super) struct Accepted<'b> {
    baseline: Option<Baseline>,
    /// The paths of all files there are, where there is a baseline.
    files: BTreeSet<String>,
    book: &'b Book,
}

/// How a run met what a baseline holds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Met {
    /// Findings that are known and not reported.
    pub hidden: usize,
    /// Those of them that can be repaired safely.
    pub repairable: usize,
    /// What is known but no longer there.
    pub stale: usize,
    /// Findings among the hidden that were recorded of a document that is gone: it was renamed.
    moved: usize,
}

impl Met {
    /// Both together.
    pub(super) fn and(self, other: Met) -> Met {
        Met {
            hidden: self.hidden + other.hidden,
            repairable: self.repairable + other.repairable,
            stale: self.stale + other.stale,
            moved: self.moved + other.moved,
        }
    }
}

impl<'b> Accepted<'b> {
    /// Reads the blog's file, unless it is not wanted.
    ///
    /// # Errors
    /// The file cannot be read, or says something that is not understood.
    pub(super) fn load(blog: &'b Blog, arguments: &Check) -> Result<Accepted<'b>, Localized> {
        let baseline = if arguments.no_baseline { None } else { read(blog)? };
        let files = baseline.iter().flat_map(|_| blog.site.tree().files().map(str::to_owned)).collect();
        Ok(Accepted { baseline, files, book: blog.rules.book() })
    }

    /// The findings of a document that are new.
    pub(super) fn new_ones(&self, path: &str, text: &str, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        if let Some(baseline) = &self.baseline {
            baseline.known(path, |path| self.files.contains(path)).hide(text, &mut found, self.book);
        }
        found
    }

    /// Takes away what is known.
    pub(super) fn hide_known<'p>(
        &self,
        blog: &Blog,
        all: impl Iterator<Item = (&'p str, &'p mut Findings)>,
    ) -> Met {
        let Some(baseline) = &self.baseline else { return Met::default() };
        let all: Vec<_> = all.collect();
        let met = all.into_par_iter().map(|(path, findings)| {
            let mut known = baseline.known(path, |path| self.files.contains(path));
            let (found, repairable) = (findings.len(), findings.repairable());
            if !findings.is_empty() {
                // The text was dropped when the document had been checked. One that is none has no words.
                let bytes = if blog.site.reads(path) { blog.read(path) } else { Ok(Vec::new()) };
                let text = String::from_utf8(bytes.unwrap_or_default()).unwrap_or_default();
                findings.change(|found| known.hide(&text, found, self.book));
            }
            let hidden = found - findings.len();
            let moved = if known.is_of_gone() { hidden } else { 0 };
            let repairable = repairable - findings.repairable();
            Met { hidden, repairable, stale: known.unmet(), moved }
        });
        let met = met.reduce(Met::default, Met::and);
        let gone = baseline.gone(|path| blog.site.tree().is_file(path)).saturating_sub(met.moved);
        Met { stale: met.stale + gone, ..met }
    }
}

fn read(blog: &Blog) -> Result<Option<Baseline>, Localized> {
    let file = blog.root.join(Baseline::FILE);
    let read = match load::read(&file) {
        Ok(text) => Baseline::parse(&String::from_utf8_lossy(&text)).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err((&error).into()),
    };
    read.map_err(|error| error.at(file.display()))
}

/// Writes what is found now as what later runs do not report.
///
/// # Errors
/// A sentence about why it was not written.
pub(super) fn run(arguments: &Arguments, lang: Lang) -> Result<(), Localized> {
    let blogs = load::load(&arguments.paths, arguments.generator).map_err(|problem| problem.said())?;
    for blog in &blogs {
        let engine = levels::engine(Told::default(), &blog.rules, blog.site.config())?;
        let findings = engine.check_among(&blog.site, &blog.posts, &Around::new(&blog.others), blog, || {});
        write(blog, &engine, &findings, lang)?;
    }
    Ok(())
}

/// Writes what was found in a blog; of posts that were not looked at, what is recorded stays.
///
/// # Errors
/// A sentence about why it was not written.
pub(super) fn write(
    blog: &Blog,
    engine: &Engine<'_>,
    findings: &[Findings],
    lang: Lang,
) -> Result<(), Localized> {
    // A file that is damaged is written anew, if everything has been looked at.
    let old = match read(blog) {
        Err(_) if blog.is_whole => Baseline::default(),
        old => old?.unwrap_or_default(),
    };
    let before = old.len();
    let mut baseline = if blog.is_whole { Baseline::default() } else { old };
    for (path, findings) in blog.posts.iter().zip(findings) {
        let text = fs::read_to_string(blog.root.join(path)).unwrap_or_default();
        baseline.record(path, &text, &findings.unpack(), engine.book());
    }
    baseline.forget(|path| blog.site.tree().is_file(path));
    let file = blog.root.join(Baseline::FILE);
    write_whole(&file, &baseline.print())?;
    eprintln!("{}", report::baseline_line(before, baseline.len(), lang));
    Ok(())
}
