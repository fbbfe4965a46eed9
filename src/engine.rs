//! The way from files to diagnostics: a map over documents, a reduce over their facts.
//!
//! [`Engine::document`] is the map step: it parses one document, runs the checks that need nothing
//! else, and gives back diagnostics and [`Facts`]; the text is dropped. [`Engine::told`] is the reduce
//! step: checks that need the whole site, on the facts alone. [`Engine::check`] runs both over a list
//! of files on all cores. What a file says does not depend on the order or the number of threads.

mod around;
mod findings;

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};
use std::io;

use rayon::prelude::*;

use crate::assets::Assets;
use crate::bundled;
use crate::bytes;
use crate::checks::{self, TextRules};
use crate::diagnostic::{Diagnostic, Edit, Finding, Fix, RuleId, Safety, Severity};
use crate::document::Document;
use crate::document::encoding::{self, NotText};
use crate::facts::Facts;
use crate::files::{Files, Whole};
use crate::lexicon::Lexicon;
use crate::merged::Merged;
use crate::rule::check::FileCase;
use crate::rule::{Book, Check};
use crate::rule_set::{RuleSet, nearest};
use crate::site::Site;
use crate::site::ignored;
use crate::site::unused::Images;
use crate::span::Span;
use crate::suppress::{Suppressions, names};

use self::around::Together;

pub use self::around::Around;
pub use self::findings::Findings;

/// The rules in force, ready to run.
pub struct Engine<'b> {
    rules: &'b RuleSet,
    book: &'b Book,
    lexicon: &'b Lexicon,
    /// How loud each rule can be anywhere.
    severities: Vec<Severity>,
    /// How loud it is where nothing else is said.
    usual: Vec<Severity>,
    /// How loud rules are in some files; the last that names a file holds.
    overrules: Vec<Overrule>,
    /// Words that no rule of the text is to find fault with.
    words: Vec<String>,
    text: TextRules<'b>,
    /// Rules whose check looks at one document.
    on_documents: Vec<RuleId>,
    /// Rules whose check looks at the facts of the site.
    on_sites: Vec<RuleId>,
}

/// How loud rules are in some files.
#[derive(Debug)]
pub struct Overrule {
    /// Which files.
    pub files: ignored::Rules,
    /// The rules.
    pub levels: Vec<(RuleId, Severity)>,
}

/// What one document gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Its diagnostics, in the order of the file.
    pub diagnostics: Findings,
    /// What the site checks need of it.
    pub facts: Facts,
}

impl<'b> Engine<'b> {
    /// An engine over `rules`; `severity` says how loud each is (by default what its file says).
    pub fn new(rules: &'b RuleSet, severity: impl Fn(RuleId) -> Severity) -> Self {
        Engine::for_blog(rules, severity, Vec::new(), Vec::new())
    }

    /// An engine over `rules` with what a blog wants: other severities in some files, and words of its own.
    pub fn for_blog(
        rules: &'b RuleSet,
        severity: impl Fn(RuleId) -> Severity,
        overrules: Vec<Overrule>,
        words: Vec<String>,
    ) -> Self {
        let (book, lexicon) = (rules.book(), bundled::lexicon());
        let usual: Vec<Severity> = book.ids().map(severity).collect();
        let mut severities = usual.clone();
        for (rule, severity) in overrules.iter().flat_map(|overrule| &overrule.levels) {
            let loudest = &mut severities[usize::from(rule.0)];
            *loudest = (*loudest).max(*severity);
        }
        let active = || book.ids().filter(|id| severities[usize::from(id.0)] > Severity::Off);
        let on_documents = active().filter(|id| checks::is_on_document(&book.rule(*id).check)).collect();
        let on_sites = active().filter(|id| checks::is_on_site(&book.rule(*id).check)).collect();
        let text = TextRules::new(rules, active());
        Engine { rules, book, lexicon, severities, usual, overrules, words, text, on_documents, on_sites }
    }

    /// An engine over the bundled rules, each as loud as its file says.
    pub fn recommended() -> Engine<'static> {
        Engine::new(RuleSet::bundled(), |id| bundled::book().rule(id).severity)
    }

    /// The rules.
    pub fn book(&self) -> &'b Book {
        self.book
    }

    /// Checks `paths` (relative to the site's root, `/`-separated), read with `read`, on all cores;
    /// `done` is called after each document. The results are in the order of `paths`.
    pub fn check(
        &self,
        site: &Site,
        paths: &[String],
        read: impl Fn(&str) -> io::Result<Vec<u8>> + Sync,
        done: impl Fn() + Sync,
    ) -> Vec<Findings> {
        self.check_among(site, paths, &Around::default(), &Whole(read), done)
    }

    /// Checks `paths` as [`Engine::check`] does, with files of which parts can be read, among the posts
    /// `around` them.
    pub fn check_among(
        &self,
        site: &Site,
        paths: &[String],
        around: &Around<'_>,
        files: &impl Files,
        done: impl Fn() + Sync,
    ) -> Vec<Findings> {
        let (mut findings, mut facts) = (Vec::new(), Vec::new());
        let checked = paths.par_iter().map(|path| {
            let checked = self.file(site, path, files);
            done();
            (checked.diagnostics, checked.facts)
        });
        checked.unzip_into_vecs(&mut findings, &mut facts);
        let Together { all, wanted } = around.among(self, site, paths, facts, files);
        let told = self.told(site, &all, &wanted, files);
        for (findings, told) in findings.iter_mut().zip(told).filter(|(_, told)| !told.is_empty()) {
            findings.add(told);
        }
        findings
    }

    /// Looks into the files that some documents show, if a rule in force asks for it.
    fn assets(&self, site: &Site, all: &Merged, wanted: &[usize], files: &impl Files) -> Assets {
        let is_asked = |id: &RuleId| matches!(self.book.rule(*id).check, Check::Asset(_));
        if self.on_sites.iter().any(is_asked) {
            Assets::look(site, all.paths(), all.facts(), wanted, files)
        } else {
            Assets::default()
        }
    }

    /// What is wrong with files that are no documents, by path: images that no text of the site names.
    /// The site's texts are only read if a rule in force asks for it.
    pub fn other_files(&self, site: &Site, files: &impl Files) -> Vec<(String, Findings)> {
        let is_asked = |id: &&RuleId| matches!(self.book.rule(**id).check, Check::Unused {});
        let Some(&rule) = self.on_sites.iter().find(is_asked) else { return Vec::new() };
        let images = Images::new(site);
        let texts: Vec<&str> = site.texts().collect();
        let used: BTreeSet<usize> = texts
            .par_iter()
            .filter_map(|path| Some((path, files.peek(path, usize::MAX).ok()?.1)))
            .flat_map_iter(|(path, bytes)| images.used_in(path, &String::from_utf8_lossy(&bytes)))
            .collect();
        let unused = images.paths().iter().enumerate().filter(|(at, _)| !used.contains(at));
        let report = |(_, path): (usize, &String)| {
            let (length, _) = files.peek(path, 0).ok()?;
            let args = vec![path.clone(), bytes::shown(length)];
            let finding = Finding { args, ..Finding::default() };
            let diagnostic = Diagnostic { rule, severity: self.severity(rule), finding };
            Some((path.clone(), Findings::pack(vec![diagnostic])))
        };
        unused.filter_map(report).collect()
    }

    /// The map step: one document, read from `files`.
    pub fn file(&self, site: &Site, path: &str, files: &impl Files) -> Checked {
        match files.read(path) {
            Ok(bytes) => self.document(site, path, bytes),
            Err(error) => self.unread(&error),
        }
    }

    /// The map step: one document.
    pub fn document(&self, site: &Site, path: &str, bytes: Vec<u8>) -> Checked {
        match encoding::decode(bytes) {
            Ok(text) => self.text(site, path, text),
            Err(problem) => self.not_text(&problem),
        }
    }

    fn text(&self, site: &Site, path: &str, text: String) -> Checked {
        let document = Document::parse(text, site.syntax(path));
        let mut found = Vec::new();
        let tables: Vec<_> = site.field_tables(self.book).collect();
        let context = checks::Context::new(&document, path, site, self.book, &tables);
        for &id in &self.on_documents {
            checks::on_document(&self.book.rule(id).check, context, &mut |finding| found.push((id, finding)));
        }
        let mut diagnostics: Vec<Diagnostic> = found
            .into_iter()
            .map(|(rule, finding)| Diagnostic { rule, severity: self.severity(rule), finding })
            .collect();
        self.text.run(&document, self.lexicon, &|id| self.severity(id), &mut diagnostics);
        diagnostics.retain(|diagnostic| !self.is_own_word(&document.text, diagnostic));
        let is_variant =
            |diagnostic: &mut Diagnostic| matches!(self.book.rule(diagnostic.rule).check, Check::Variants(_));
        let variants = checks::variants::facts(diagnostics.extract_if(.., is_variant));

        let mut suppressions = Suppressions::read(&document);
        diagnostics.retain(|diagnostic| !self.is_suppressed(&mut suppressions, diagnostic));
        self.settle(path, &mut diagnostics);
        let facts = Facts { variants, ..checks::facts(context, suppressions) };
        Checked { diagnostics: Findings::pack(diagnostics), facts }
    }

    /// The reduce step: what only the facts of all documents, and the files they show, tell of some. An editor
    /// shows a few of thousands.
    pub fn told(&self, site: &Site, all: &Merged, wanted: &[usize], files: &impl Files) -> Vec<Findings> {
        let assets = &self.assets(site, all, wanted, files);
        let is_whole =
            wanted.iter().any(|at| !all.facts()[*at].suppressions.is_empty()) && all.is_whole(site);
        wanted
            .par_iter()
            .map(|&at| {
                let context = checks::SiteContext { site, all, at, assets, missing: &OnceCell::new() };
                let mut added = Vec::new();
                for &rule in &self.on_sites {
                    let severity = self.severity(rule);
                    let mut emit = |finding| added.push(Diagnostic { rule, severity, finding });
                    checks::on_site(&self.book.rule(rule).check, context, &mut emit);
                }
                let mut suppressions = context.facts().suppressions.clone();
                added.retain(|diagnostic| !self.is_suppressed(&mut suppressions, diagnostic));
                self.unused(&suppressions, is_whole, &mut added);
                self.settle(context.path(), &mut added);
                Findings::pack(added)
            })
            .collect()
    }

    /// Gives each diagnostic the severity that its rule has in the file at `path`.
    fn settle(&self, path: &str, diagnostics: &mut Vec<Diagnostic>) {
        if self.overrules.is_empty() {
            return;
        }
        let here: Vec<&Overrule> = self.overrules.iter().filter(|own| own.files.ignore(path)).collect();
        diagnostics.retain_mut(|diagnostic| {
            let rule = diagnostic.rule;
            let levels = here.iter().rev().flat_map(|overrule| &overrule.levels);
            let own = levels.into_iter().find(|(named, _)| *named == rule).map(|(_, severity)| *severity);
            let settled = own.unwrap_or(self.usual[usize::from(rule.0)]);
            // What the check itself made quieter stays so.
            diagnostic.severity = settled.min(diagnostic.severity);
            diagnostic.severity > Severity::Off
        });
    }

    /// Whether a rule of the text finds fault with one of the blog's own words.
    fn is_own_word(&self, text: &str, diagnostic: &Diagnostic) -> bool {
        let span = diagnostic.finding.span;
        let reads_text = matches!(
            self.book.rule(diagnostic.rule).check,
            Check::Pattern(_) | Check::Words(_) | Check::Josa(_) | Check::Variants(_)
        );
        reads_text
            && self.words.iter().any(|word| {
                let from = (span.start as usize).saturating_sub(word.len());
                let from = (from..=span.start as usize).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
                let to = (span.end as usize + word.len()).min(text.len());
                let to = (span.end as usize..=to).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(to);
                let mut places = text[from..to].match_indices(word.as_str());
                // A space beside the word is not the word.
                let changed = |place: Span| match &diagnostic.finding.fix {
                    Some(fix) => fix.edits.iter().any(|edit| {
                        edit.span.start < place.end && place.start < edit.span.end
                            || edit.span.is_empty()
                                && place.start < edit.span.start
                                && edit.span.start < place.end
                    }),
                    None => place.overlaps(span),
                };
                places.any(|(at, _)| changed(Span::new(from + at, from + at + word.len())))
            })
    }

    fn severity(&self, rule: RuleId) -> Severity {
        self.severities[usize::from(rule.0)]
    }

    fn is_suppressed(&self, suppressions: &mut Suppressions, diagnostic: &Diagnostic) -> bool {
        suppressions.cover(&self.book.rule(diagnostic.rule).id, diagnostic.finding.span)
    }

    /// Reports the comments that kept nothing back, as far as that is known: a rule that does not run, or
    /// that needs all documents where only some are read, might have had something to say.
    fn unused(&self, suppressions: &Suppressions, is_whole: bool, out: &mut Vec<Diagnostic>) {
        let Some(&rule) =
            self.on_sites.iter().find(|id| matches!(self.book.rule(**id).check, Check::Suppression {}))
        else {
            return;
        };
        let mut known: HashMap<&str, Option<&str>> = HashMap::new();
        for unused in suppressions.unused() {
            let named = |at: &usize| unused.rule.is_none_or(|name| names(name, &self.book.rules[*at].id));
            let mut rules = (0..self.book.rules.len()).filter(named).peekable();
            let is_unknown = rules.peek().is_none();
            let has_run = rules.all(|at| {
                let is_on = self.severities[at] > Severity::Off
                    // A group and a comment without a name also name what is off by default.
                    || unused.rule != Some(&self.book.rules[at].id) && self.book.rules[at].severity == Severity::Off;
                is_on && (is_whole || !checks::is_on_site(&self.book.rules[at].check))
            });
            if !is_unknown && !has_run {
                continue;
            }
            // A name of no rule begins like this: it is a command with a slip.
            let is_command = unused.rule.is_some_and(|name| name.starts_with("toego-"));
            let unknown = unused.rule.filter(|_| is_unknown && !is_command);
            let nearest =
                unknown.and_then(|name| *known.entry(name).or_insert_with(|| nearest(self.book, name)));
            let name = unused.rule.unwrap_or_default().to_owned();
            let edit = match nearest {
                Some(nearest) => Edit { span: unused.written, replacement: nearest.to_owned() },
                None => Edit { span: unused.removed, replacement: String::new() },
            };
            let finding = Finding {
                span: unused.written,
                variant: match (is_unknown, nearest) {
                    (true, Some(_)) => 2,
                    (true, None) if is_command => 3,
                    (true, None) => 1,
                    (false, _) => 0,
                },
                args: vec![name, nearest.unwrap_or_default().to_owned()],
                // A name that is not known may be a slip: it is not for toego to take it away.
                fix: (!is_unknown || nearest.is_some())
                    .then(|| Fix { edits: vec![edit], safety: Safety::Suggestion }),
            };
            out.push(Diagnostic { rule, severity: self.severity(rule), finding });
        }
    }

    fn unread(&self, error: &io::Error) -> Checked {
        self.file_problem(FileCase::Unreadable, 0, error.to_string())
    }

    fn not_text(&self, problem: &NotText) -> Checked {
        let (case, variant, detail) = checks::file::worded(problem);
        self.file_problem(case, variant, detail)
    }

    /// A diagnostic about a file of which there is no text.
    fn file_problem(&self, case: FileCase, variant: u8, detail: String) -> Checked {
        let mut diagnostics = Vec::new();
        for (at, rule) in self.book.rules.iter().enumerate() {
            let id = RuleId(at as u16);
            let severity = self.severity(id);
            if checks::file::is_about(&rule.check, case) && severity > Severity::Off {
                let finding = Finding { variant, args: vec![detail.clone()], ..Finding::default() };
                diagnostics.push(Diagnostic { rule: id, severity, finding });
            }
        }
        Checked { diagnostics: Findings::pack(diagnostics), facts: Facts::default() }
    }
}

/// The order of a report: by place, then by rule.
fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by_key(|diagnostic| (diagnostic.finding.span, diagnostic.rule));
}
