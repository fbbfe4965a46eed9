//! A blog that is being written: the facts of all its posts, with unsaved texts in place of saved ones.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::documents::{Documents, Open};
use super::loading::Surroundings;
use super::posts::Posts;
use crate::diagnostic::Diagnostic;
use crate::engine::{Checked, Engine, Findings};
use crate::facts::Facts;
use crate::files::Files;
use crate::site::ignored::Rules;
use crate::site::load;
use crate::site::missing::is_image;

/// A blog that is being written.
pub(super) struct Live {
    surroundings: Surroundings,
    /// What all its posts say.
    posts: Posts,
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
            posts: Posts::new(Arc::clone(&surroundings.blog), facts),
            surroundings,
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

    /// Takes a document in that is not one of the posts, unless the blog does not want it checked.
    fn invite(&mut self, path: &str) {
        let ignored = self.surroundings.blog.site.config().ignore.join("\n");
        if self.posts.at(path).is_none() && !Rules::new([("", ignored.as_str())]).ignore(path) {
            self.posts.insert(path);
            self.guests.insert(path.to_owned());
        }
    }

    /// Replaces what one document said; whether that is something else.
    fn put(&mut self, at: usize, facts: Facts) -> bool {
        let before = self.posts.said(at);
        let is_other = *before != facts;
        self.is_changed |= is_other && !before.tell_the_same(&facts);
        if is_other {
            self.posts.put(at, facts);
        }
        is_other
    }

    /// What a post on the disk says is read anew.
    fn reread(&mut self, at: usize) {
        let surroundings = self.surroundings.clone();
        let Ok(engine) = surroundings.engine() else { return };
        let (blog, path) = (&surroundings.blog, std::slice::from_ref(self.posts.path(at)));
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
        match self.posts.at(path) {
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
        let Some(at) = self.posts.at(path) else { return };
        self.findings.remove(path);
        if self.guests.remove(path) {
            self.posts.remove(at);
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
            if let Some(at) = self.posts.at(&path) {
                let Checked { diagnostics, facts } =
                    engine.document(site, &path, open.text.clone().into_bytes());
                self.findings.insert(path.clone(), diagnostics);
                if self.put(at, facts) {
                    // What the others tell of it lies elsewhere now.
                    open.told = None;
                }
            }
            open.syntax = site.syntax(&path);
            open.blog = Some(Arc::clone(&surroundings.blog));
        }
        for (path, open) in documents.within(root) {
            match self.posts.at(&path) {
                Some(at) => shown.push((at, open)),
                None => open.show(Vec::new()),
            }
        }
        if self.knows_all {
            // Others hear of what one says to them; what it says for itself is told to itself alone.
            let is_for_all = std::mem::take(&mut self.is_changed);
            let mut unaware: Vec<&mut (usize, &mut Open)> =
                shown.iter_mut().filter(|(_, open)| is_for_all || open.told.is_none()).collect();
            let wanted: Vec<usize> = unaware.iter().map(|(at, _)| *at).collect();
            for ((_, open), told) in unaware.iter_mut().zip(self.posts.told(&engine, &wanted)) {
                open.told = Some(told);
            }
        }
        for (at, open) in shown {
            let own = self.findings.get(self.posts.path(at)).cloned().unwrap_or_default();
            let told = open.told.clone().unwrap_or_default();
            let found = self.of_both(&engine, at, own, &told, &open.text);
            open.show(found);
        }
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
        own.add(told.clone());
        let mut found = own.unpack();
        if let Some(baseline) = &self.surroundings.baseline {
            let is_there = |path: &str| self.surroundings.blog.site.tree().is_file(path);
            baseline.known(self.posts.path(at), is_there).hide(text, &mut found, engine.book());
        }
        found
    }

    /// What a document would be told if it had another text, and has not agreed to live with.
    pub(super) fn of_text(&mut self, path: &str, text: &str) -> Vec<Diagnostic> {
        let surroundings = self.surroundings.clone();
        let (Some(at), Ok(engine)) = (self.posts.at(path), surroundings.engine()) else { return Vec::new() };
        let checked = engine.document(&surroundings.blog.site, path, text.as_bytes().to_vec());
        let mut told = Findings::default();
        if self.knows_all {
            let before = self.posts.said(at).clone();
            self.posts.put(at, checked.facts);
            told = self.posts.told(&engine, &[at]).pop().unwrap_or_default();
            self.posts.put(at, before);
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
