//! The blogs that documents lie in: the facts of all their posts, with unsaved texts in place of saved ones.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::documents::{Documents, Open, Place};
use crate::assets::Files;
use crate::baseline::Baseline;
use crate::bundled;
use crate::cli::levels::{self, Told};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::engine::{Checked, Engine, Findings};
use crate::facts::Facts;
use crate::rule_set::RuleSet;
use crate::site::Site;
use crate::site::ignored::Rules;
use crate::site::load::{self, Blog};
use crate::site::missing::is_image;

/// The blogs, by root.
#[derive(Default)]
pub(super) struct Blogs {
    /// `None` where a blog could not be loaded.
    known: BTreeMap<PathBuf, Option<Live>>,
    /// Those of which more changed than a post.
    stale: BTreeSet<PathBuf>,
    /// For documents in none.
    alone: Option<(Engine<'static>, Site)>,
}

/// A blog that is being written.
pub(super) struct Live {
    blog: Blog,
    engine: Engine<'static>,
    /// What the blog has agreed to live with.
    baseline: Option<Baseline>,
    /// What each of the posts said, in their order.
    facts: Vec<Facts>,
    /// What is wrong with each of them alone.
    findings: Vec<Findings>,
    /// Those that are there only because they are open.
    guests: BTreeSet<String>,
    /// Whether what the posts say, or the files they show, changed since the last reduce step.
    is_changed: bool,
}

impl Blogs {
    /// Checks the documents that changed, and those that hear of it; what could not be done.
    pub(super) fn check(&mut self, documents: &mut Documents) -> Vec<String> {
        let mut problems = Vec::new();
        if !self.stale.is_empty() {
            // Where a blog begins may have changed, too.
            for open in documents.all() {
                let place = Place::of(&open.uri);
                if open.place != place {
                    (open.place, open.is_changed, open.told) = (place, true, None);
                }
            }
        }
        let mut roots = BTreeSet::new();
        for open in documents.all() {
            match &open.place {
                Place::Blog(root, _) => _ = roots.insert(root.clone()),
                Place::Alone(name) if open.is_changed => {
                    let (engine, site) =
                        self.alone.get_or_insert_with(|| (Engine::recommended(), Site::default()));
                    let checked = engine.document(site, name, open.text.clone().into_bytes());
                    open.syntax = site.syntax(name);
                    open.show(checked.diagnostics.unpack());
                }
                Place::Alone(_) => {}
            }
        }
        for root in &roots {
            if self.stale.contains(root) || !self.known.contains_key(root) {
                match Live::load(root, documents) {
                    Ok(live) => _ = self.known.insert(root.clone(), Some(live)),
                    Err(problem) => {
                        problems.push(problem);
                        // What was understood before holds until the mistake is mended.
                        self.known.entry(root.clone()).or_default();
                    }
                }
            }
            match self.known.get_mut(root) {
                Some(Some(live)) => live.check(root, documents),
                _ => documents.within(root).for_each(|(_, open)| open.show(Vec::new())),
            }
        }
        // One in which nothing is open is loaded anew when something is.
        self.known.retain(|root, _| roots.contains(root) || !self.stale.contains(root));
        self.stale.clear();
        problems
    }

    /// The roots of those that a file may matter to.
    pub(super) fn around(&self, path: &Path) -> impl Iterator<Item = PathBuf> {
        let above = path.parent().filter(|_| path.file_name().is_some_and(|name| name == Config::FILE));
        let matters =
            |root: &&PathBuf| path.starts_with(root) || above.is_some_and(|above| root.starts_with(above));
        self.known.keys().filter(matters).cloned().collect::<Vec<_>>().into_iter()
    }

    /// Has a blog loaded anew.
    pub(super) fn reload(&mut self, root: &Path) {
        self.stale.insert(root.to_owned());
    }

    /// Takes note of a file of a blog that changed on the disk; `is_one_of_many` if others may have changed.
    pub(super) fn note(&mut self, root: &Path, path: &str, is_open: bool, is_one_of_many: bool) {
        let Some(Some(live)) = self.known.get_mut(root) else { return self.reload(root) };
        let top = path.split('/').next().unwrap_or_default();
        let is_output = load::output_directories(live.blog.site.generator()).contains(&top);
        let passed = [".git", "node_modules"];
        if is_output || path.split('/').any(|name| passed.contains(&name)) {
            return;
        }
        let tree = live.blog.site.tree();
        let is_known = tree.is_file(path) || tree.is_directory(path);
        let is_there = live.blog.peek(path, 0).is_ok();
        match live.at(path) {
            _ if is_one_of_many || is_known != is_there => self.reload(root),
            // A file that came and went.
            None if !is_there => {}
            Some(_) if is_open => {}
            Some(at) => live.put(at, live.read(path)),
            None if is_image(path) => live.is_changed = true,
            None => self.reload(root),
        }
    }

    /// What is said of a document goes back to what is saved.
    pub(super) fn forget(&mut self, root: &Path, path: &str) {
        let Some(Some(live)) = self.known.get_mut(root) else { return };
        let Some(at) = live.at(path) else { return };
        if live.guests.remove(path) {
            live.blog.posts.remove(at);
            live.facts.remove(at);
            live.findings.remove(at);
            live.is_changed = true;
        } else {
            live.put(at, live.read(path));
        }
    }

    /// What a document that is open would be told if it had another text, and has not agreed to live with.
    pub(super) fn of_text(&mut self, open: &Open, text: &str) -> Vec<Diagnostic> {
        match &open.place {
            Place::Blog(root, path) => match self.known.get_mut(root) {
                Some(Some(live)) => live.of_text(path, text),
                _ => Vec::new(),
            },
            Place::Alone(name) => self.alone.as_ref().map_or_else(Vec::new, |(engine, site)| {
                engine.document(site, name, text.as_bytes().to_vec()).diagnostics.unpack()
            }),
        }
    }
}

impl Live {
    fn load(root: &Path, documents: &mut Documents) -> Result<Live, String> {
        let open: Vec<String> = documents.within(root).map(|(path, _)| path).collect();
        // A file that is open is checked wherever it lies, as one that is named.
        let named = open.iter().map(|path| root.join(path)).filter(|path| path.is_file());
        let paths: Vec<PathBuf> = named.chain([root.to_owned()]).collect();
        let blogs = load::load(&paths, None).map_err(|problem| problem.to_string())?;
        let blog =
            blogs.into_iter().find(|blog| blog.root == root).ok_or_else(|| root.display().to_string())?;
        let engine = levels::engine(Told::default(), RuleSet::bundled(), blog.site.config())?;
        let baseline = match blog.read(Baseline::FILE) {
            Ok(text) => {
                let text = String::from_utf8_lossy(&text);
                Some(Baseline::parse(&text).map_err(|error| format!("{}: {error}", Baseline::FILE))?)
            }
            Err(_) => None,
        };
        let checked = blog.posts.par_iter().map(|path| {
            let Checked { diagnostics, facts } = engine.file(&blog.site, path, &blog);
            (diagnostics, facts)
        });
        let (findings, facts) = checked.unzip();
        let mut live =
            Live { blog, engine, baseline, facts, findings, guests: BTreeSet::new(), is_changed: true };
        for (path, open) in documents.within(root) {
            open.is_changed = true;
            live.invite(&path);
        }
        Ok(live)
    }

    /// Where a document stands among the posts.
    fn at(&self, path: &str) -> Option<usize> {
        self.blog.posts.binary_search_by(|post| post.as_str().cmp(path)).ok()
    }

    /// Takes a document in that is not one of the posts, unless the blog does not want it checked.
    fn invite(&mut self, path: &str) {
        let Err(at) = self.blog.posts.binary_search_by(|post| post.as_str().cmp(path)) else { return };
        let left_out = Rules::new([("", self.blog.site.config().ignore.join("\n").as_str())]);
        if !left_out.ignore(path) {
            self.blog.posts.insert(at, path.to_owned());
            self.facts.insert(at, Facts::default());
            self.findings.insert(at, Findings::default());
            self.guests.insert(path.to_owned());
        }
    }

    fn read(&self, path: &str) -> Checked {
        self.engine.file(&self.blog.site, path, &self.blog)
    }

    /// Replaces what one document said.
    fn put(&mut self, at: usize, checked: Checked) {
        self.findings[at] = checked.diagnostics;
        if self.facts[at] != checked.facts {
            self.facts[at] = checked.facts;
            self.is_changed = true;
        }
    }

    fn check(&mut self, root: &Path, documents: &mut Documents) {
        let mut shown: Vec<(usize, &mut Open)> = Vec::new();
        for (path, open) in documents.within(root) {
            if open.is_changed {
                self.invite(&path);
                if let Some(at) = self.at(&path) {
                    let text = open.text.clone().into_bytes();
                    self.put(at, self.engine.document(&self.blog.site, &path, text));
                }
                open.syntax = self.blog.site.syntax(&path);
            }
        }
        for (path, open) in documents.within(root) {
            match self.at(&path) {
                Some(at) => shown.push((at, open)),
                None => open.show(Vec::new()),
            }
        }
        // One that was opened just now has not been told anything, whether or not it says something new.
        let is_new = shown.iter().any(|(_, open)| open.told.is_none());
        if std::mem::take(&mut self.is_changed) || is_new {
            let wanted: Vec<usize> = shown.iter().map(|(at, _)| *at).collect();
            for ((_, open), told) in shown.iter_mut().zip(self.told(&wanted)) {
                open.told = Some(told);
            }
        }
        for (at, open) in shown {
            let told = open.told.clone().unwrap_or_default();
            let found = self.of_both(at, &self.findings[at], &told, &open.text);
            open.show(found);
        }
    }

    /// What the facts of all posts say of some.
    fn told(&self, wanted: &[usize]) -> Vec<Findings> {
        let (site, posts) = (&self.blog.site, &self.blog.posts);
        let assets = self.engine.assets(site, posts, &self.facts, wanted, &self.blog);
        self.engine.told(site, posts, &self.facts, assets, wanted)
    }

    /// What is to be shown of what is wrong with a document alone and among the others.
    fn of_both(&self, at: usize, own: &Findings, told: &Findings, text: &str) -> Vec<Diagnostic> {
        let mut all = own.clone();
        all.add(told);
        let mut found = all.unpack();
        if let Some(baseline) = &self.baseline {
            let is_there = |path: &str| self.blog.site.tree().is_file(path);
            baseline.known(&self.blog.posts[at], is_there).hide(text, &mut found, bundled::book());
        }
        found
    }

    fn of_text(&mut self, path: &str, text: &str) -> Vec<Diagnostic> {
        let Some(at) = self.at(path) else { return Vec::new() };
        let checked = self.engine.document(&self.blog.site, path, text.as_bytes().to_vec());
        let before = std::mem::replace(&mut self.facts[at], checked.facts);
        let told = self.told(&[at]).pop().unwrap_or_default();
        self.facts[at] = before;
        self.of_both(at, &checked.diagnostics, &told, text)
    }
}

impl Open {
    /// Has the editor told what was found, if that is new.
    fn show(&mut self, found: Vec<Diagnostic>) {
        self.is_unshown |= self.is_changed || self.found != found;
        self.is_changed = false;
        self.found = found;
    }
}
