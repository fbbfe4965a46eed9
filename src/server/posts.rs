//! What all posts of a blog say, merged, and kept merged while they are written.

use std::sync::Arc;

use crate::engine::{Engine, Findings};
use crate::facts::Facts;
use crate::merged::Merged;
use crate::site::load::Blog;

/// What the posts say.
pub(super) struct Posts {
    blog: Arc<Blog>,
    /// In the order of their paths.
    all: Merged,
}

impl Posts {
    /// The posts of a blog, with what they said.
    pub(super) fn new(blog: Arc<Blog>, facts: Vec<Facts>) -> Posts {
        let all = Merged::new(&blog.site, blog.posts.clone(), facts);
        Posts { blog, all }
    }

    fn search(&self, path: &str) -> Result<usize, usize> {
        self.all.paths().binary_search_by(|post| post.as_str().cmp(path))
    }

    /// Where a document stands among them.
    pub(super) fn at(&self, path: &str) -> Option<usize> {
        self.search(path).ok()
    }

    /// The path of one.
    pub(super) fn path(&self, at: usize) -> &String {
        &self.all.paths()[at]
    }

    /// What one said last.
    pub(super) fn said(&self, at: usize) -> &Facts {
        &self.all.facts()[at]
    }

    /// Takes another document in, or leaves one out: all have other numbers then, and are merged anew.
    fn change(&mut self, change: impl FnOnce(&mut Vec<String>, &mut Vec<Facts>)) {
        let nothing = Merged::new(&self.blog.site, Vec::new(), Vec::new());
        let (mut paths, mut facts) = std::mem::replace(&mut self.all, nothing).into_parts();
        change(&mut paths, &mut facts);
        self.all = Merged::new(&self.blog.site, paths, facts);
    }

    /// Takes another document in.
    pub(super) fn insert(&mut self, path: &str) {
        if let Err(at) = self.search(path) {
            self.change(|paths, facts| {
                paths.insert(at, path.to_owned());
                facts.insert(at, Facts::default());
            });
        }
    }

    /// Forgets a document.
    pub(super) fn remove(&mut self, at: usize) {
        self.change(|paths, facts| {
            paths.remove(at);
            facts.remove(at);
        });
    }

    /// Replaces what one says.
    pub(super) fn put(&mut self, at: usize, facts: Facts) {
        self.all.replace(&self.blog.site, at, facts);
    }

    /// What they all tell of some.
    pub(super) fn told(&self, engine: &Engine<'_>, wanted: &[usize]) -> Vec<Findings> {
        if wanted.is_empty() {
            return Vec::new();
        }
        engine.told(&self.blog.site, &self.all, wanted, &*self.blog)
    }
}
