//! A blog that is being written: the facts of all its posts, with unsaved texts in place of saved ones.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::documents::{Documents, Open};
use super::loading::Surroundings;
use crate::assets::Files;
use crate::diagnostic::Diagnostic;
use crate::engine::{Checked, Engine, Findings};
use crate::facts::Facts;
use crate::site::ignored::Rules;
use crate::site::load;
use crate::site::missing::is_image;

/// A blog that is being written.
pub(super) struct Live {
    surroundings: Surroundings,
    /// Its posts, sorted, and what else of it is open.
    posts: Vec<String>,
    /// What each of them said, in their order.
    facts: Vec<Facts>,
    /// What is wrong with those that are open, each alone.
    findings: BTreeMap<String, Findings>,
    /// Those that are there only because they are open.
    guests: BTreeSet<String>,
    /// Whether all posts have been read: else little can be said of one among the others.
    knows_all: bool,
    /// Whether what the posts say, or the files they show, changed since the last reduce step.
    is_changed: bool,
}

impl Live {
    /// A blog whose posts have all been read; what is open of it is to be checked.
    pub(super) fn new(
        surroundings: Surroundings,
        facts: Vec<Facts>,
        root: &Path,
        documents: &mut Documents,
    ) -> Live {
        let mut live = Live {
            posts: surroundings.blog.posts.clone(),
            surroundings,
            facts,
            findings: BTreeMap::new(),
            guests: BTreeSet::new(),
            knows_all: true,
            is_changed: true,
        };
        for (path, open) in documents.within(root) {
            (open.is_changed, open.told) = (true, None);
            live.invite(&path);
        }
        live
    }

    /// A blog of which only the settings and the list of files have been read.
    pub(super) fn without_others(surroundings: Surroundings, root: &Path, documents: &mut Documents) -> Live {
        let facts = vec![Facts::default(); surroundings.blog.posts.len()];
        Live { knows_all: false, ..Live::new(surroundings, facts, root, documents) }
    }

    /// Whether all its posts have been read.
    pub(super) fn knows_all(&self) -> bool {
        self.knows_all
    }

    /// Where a document stands among the posts.
    fn at(&self, path: &str) -> Option<usize> {
        self.posts.binary_search_by(|post| post.as_str().cmp(path)).ok()
    }

    /// Takes a document in that is not one of the posts, unless the blog does not want it checked.
    fn invite(&mut self, path: &str) {
        let Err(at) = self.posts.binary_search_by(|post| post.as_str().cmp(path)) else { return };
        let ignored = self.surroundings.blog.site.config().ignore.join("\n");
        if !Rules::new([("", ignored.as_str())]).ignore(path) {
            self.posts.insert(at, path.to_owned());
            self.facts.insert(at, Facts::default());
            self.guests.insert(path.to_owned());
        }
    }

    /// Replaces what one document said.
    fn put(&mut self, at: usize, facts: Facts) {
        if self.facts[at] != facts {
            self.facts[at] = facts;
            self.is_changed = true;
        }
    }

    /// What a post on the disk says is read anew.
    fn reread(&mut self, at: usize) {
        let surroundings = self.surroundings.clone();
        let Ok(engine) = surroundings.engine() else { return };
        let (blog, path) = (&surroundings.blog, std::slice::from_ref(&self.posts[at]));
        let facts = engine.facts(&blog.site, path, &**blog, || true).and_then(|mut facts| facts.pop());
        self.put(at, facts.unwrap_or_default());
    }

    /// Whether the generator writes what is at a path, or a program.
    pub(super) fn is_output(&self, path: &str) -> bool {
        let top = path.split('/').next().unwrap_or_default();
        load::output_directories(self.surroundings.blog.site.generator()).contains(&top)
            || path.split('/').any(|name| [".git", "node_modules"].contains(&name))
    }

    /// Takes note of a file that changed on the disk; whether that is enough, and the blog need not be read anew.
    pub(super) fn note(&mut self, path: &str, is_open: bool) -> bool {
        if self.is_output(path) {
            return true;
        }
        let blog = Arc::clone(&self.surroundings.blog);
        let tree = blog.site.tree();
        let is_known = tree.is_file(path) || tree.is_directory(path);
        let is_there = blog.peek(path, 0).is_ok();
        match self.at(path) {
            _ if is_known != is_there => return false,
            // A file that came and went.
            None if !is_there => {}
            Some(_) if is_open => {}
            Some(at) => self.reread(at),
            None if is_image(path) => self.is_changed = true,
            None => return false,
        }
        true
    }

    /// What is said of a document goes back to what is saved.
    pub(super) fn forget(&mut self, path: &str) {
        let Some(at) = self.at(path) else { return };
        self.findings.remove(path);
        if self.guests.remove(path) {
            self.posts.remove(at);
            self.facts.remove(at);
            self.is_changed = true;
        } else {
            self.reread(at);
        }
    }

    /// Checks the documents that changed, and says of all what the others tell of them.
    pub(super) fn check(&mut self, root: &Path, documents: &mut Documents) {
        let surroundings = self.surroundings.clone();
        let Ok(engine) = surroundings.engine() else { return };
        let site = &surroundings.blog.site;
        let mut shown: Vec<(usize, &mut Open)> = Vec::new();
        for (path, open) in documents.within(root).filter(|(_, open)| open.is_changed) {
            self.invite(&path);
            if let Some(at) = self.at(&path) {
                let Checked { diagnostics, facts } =
                    engine.document(site, &path, open.text.clone().into_bytes());
                self.findings.insert(path.clone(), diagnostics);
                self.put(at, facts);
            }
            open.syntax = site.syntax(&path);
            open.blog = Some(Arc::clone(&surroundings.blog));
        }
        for (path, open) in documents.within(root) {
            match self.at(&path) {
                Some(at) => shown.push((at, open)),
                None => open.show(Vec::new()),
            }
        }
        // One that was opened just now has not been told anything, whether or not it says something new.
        let is_new = shown.iter().any(|(_, open)| open.told.is_none());
        if self.knows_all && (std::mem::take(&mut self.is_changed) || is_new) {
            let wanted: Vec<usize> = shown.iter().map(|(at, _)| *at).collect();
            for ((_, open), told) in shown.iter_mut().zip(self.told(&engine, &wanted)) {
                open.told = Some(told);
            }
        }
        for (at, open) in shown {
            let own = self.findings.get(&self.posts[at]).cloned().unwrap_or_default();
            let told = open.told.clone().unwrap_or_default();
            let found = self.of_both(&engine, at, own, &told, &open.text);
            open.show(found);
        }
    }

    /// What the facts of all posts say of some.
    fn told(&self, engine: &Engine<'_>, wanted: &[usize]) -> Vec<Findings> {
        let blog = &self.surroundings.blog;
        let assets = engine.assets(&blog.site, &self.posts, &self.facts, wanted, &**blog);
        engine.told(&blog.site, &self.posts, &self.facts, assets, wanted)
    }

    /// What is to be shown of what is wrong with a document alone and among the others.
    fn of_both(
        &self,
        engine: &Engine<'_>,
        at: usize,
        mut own: Findings,
        told: &Findings,
        text: &str,
    ) -> Vec<Diagnostic> {
        own.add(told);
        let mut found = own.unpack();
        if let Some(baseline) = &self.surroundings.baseline {
            let is_there = |path: &str| self.surroundings.blog.site.tree().is_file(path);
            baseline.known(&self.posts[at], is_there).hide(text, &mut found, engine.book());
        }
        found
    }

    /// What a document would be told if it had another text, and has not agreed to live with.
    pub(super) fn of_text(&mut self, path: &str, text: &str) -> Vec<Diagnostic> {
        let surroundings = self.surroundings.clone();
        let (Some(at), Ok(engine)) = (self.at(path), surroundings.engine()) else { return Vec::new() };
        let checked = engine.document(&surroundings.blog.site, path, text.as_bytes().to_vec());
        let mut told = Findings::default();
        if self.knows_all {
            let before = std::mem::replace(&mut self.facts[at], checked.facts);
            told = self.told(&engine, &[at]).pop().unwrap_or_default();
            self.facts[at] = before;
        }
        self.of_both(&engine, at, checked.diagnostics, &told, text)
    }
}

impl Open {
    /// Has the editor told what was found, if that is new.
    pub(super) fn show(&mut self, found: Vec<Diagnostic>) {
        self.is_unshown |= self.is_changed || self.found != found;
        self.is_changed = false;
        self.found = found;
    }
}
