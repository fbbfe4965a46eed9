//! What all posts of a blog say, merged, and kept merged while they are written.
//!
//! Merging the facts of thousands of posts takes longer than checking one. But most of what is typed only moves
//! the places in the post that is open: what the others hear of it is what they heard before. So the merged
//! facts are kept beside the facts they were made of, and what was said since lies beside them as long as it tells
//! the others the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use self_cell::self_cell;

use crate::engine::{Engine, Findings};
use crate::facts::Facts;
use crate::merged::Merged;
use crate::site::load::Blog;

/// What the posts say.
pub(super) struct Posts {
    said: Said,
    /// What some said since, and tells the others the same.
    since: BTreeMap<usize, Facts>,
}

/// Posts with what they said, both in one order.
struct Parts {
    blog: Arc<Blog>,
    /// Sorted.
    paths: Vec<String>,
    facts: Vec<Facts>,
}

impl Parts {
    fn merged(&self) -> Merged<'_> {
        Merged::new(&self.blog.site, &self.paths, &self.facts)
    }
}

self_cell!(
    struct Together {
        owner: Parts,
        #[covariant]
        dependent: Merged,
    }
);

/// Whether they have been merged.
enum Said {
    Apart(Parts),
    Merged(Together),
    /// Between the two.
    Nothing,
}

impl Posts {
    /// The posts of a blog, with what they said.
    pub(super) fn new(blog: Arc<Blog>, facts: Vec<Facts>) -> Posts {
        let paths = blog.posts.clone();
        Posts { said: Said::Apart(Parts { blog, paths, facts }), since: BTreeMap::new() }
    }

    fn parts(&self) -> Option<&Parts> {
        match &self.said {
            Said::Apart(parts) => Some(parts),
            Said::Merged(together) => Some(together.borrow_owner()),
            Said::Nothing => None,
        }
    }

    fn search(&self, path: &str) -> Result<usize, usize> {
        let paths = self.parts().map_or(&[][..], |parts| &parts.paths);
        paths.binary_search_by(|post| post.as_str().cmp(path))
    }

    /// Where a document stands among them.
    pub(super) fn at(&self, path: &str) -> Option<usize> {
        self.search(path).ok()
    }

    /// The path of one.
    pub(super) fn path(&self, at: usize) -> &String {
        static NONE: String = String::new();
        self.parts().map_or(&NONE, |parts| &parts.paths[at])
    }

    /// What one said last.
    pub(super) fn said(&self, at: usize) -> Option<&Facts> {
        self.since.get(&at).or_else(|| self.parts()?.facts.get(at))
    }

    /// Changes them; they have to be merged again.
    fn change(&mut self, change: impl FnOnce(&mut Parts)) {
        let mut parts = match std::mem::replace(&mut self.said, Said::Nothing) {
            Said::Apart(parts) => parts,
            Said::Merged(together) => together.into_owner(),
            Said::Nothing => return,
        };
        for (at, facts) in std::mem::take(&mut self.since) {
            parts.facts[at] = facts;
        }
        change(&mut parts);
        self.said = Said::Apart(parts);
    }

    /// Takes another document in.
    pub(super) fn insert(&mut self, path: &str) {
        if let Err(at) = self.search(path) {
            self.change(|parts| {
                parts.paths.insert(at, path.to_owned());
                parts.facts.insert(at, Facts::default());
            });
        }
    }

    /// Forgets a document.
    pub(super) fn remove(&mut self, at: usize) {
        self.change(|parts| {
            parts.paths.remove(at);
            parts.facts.remove(at);
        });
    }

    /// Replaces what one says.
    pub(super) fn put(&mut self, at: usize, facts: Facts) {
        match &self.said {
            Said::Merged(together) if together.borrow_owner().facts[at].tell_the_same(&facts) => {
                self.since.insert(at, facts);
            }
            _ => self.change(|parts| parts.facts[at] = facts),
        }
    }

    /// What they all tell of some.
    pub(super) fn told(&mut self, engine: &Engine<'_>, wanted: &[usize]) -> Vec<Findings> {
        if wanted.is_empty() {
            return Vec::new();
        }
        if let Said::Apart(_) = self.said
            && let Said::Apart(parts) = std::mem::replace(&mut self.said, Said::Nothing)
        {
            self.said = Said::Merged(Together::new(parts, Parts::merged));
        }
        let Said::Merged(together) = &self.said else { return Vec::new() };
        let Parts { blog, paths, facts } = together.borrow_owner();
        let own = |at: &usize| (*at, self.since.get(at).unwrap_or(&facts[*at]));
        let wanted: Vec<(usize, &Facts)> = wanted.iter().map(own).collect();
        let assets = engine.assets(&blog.site, paths, &wanted, &**blog);
        engine.told(&blog.site, together.borrow_dependent(), &assets, &wanted)
    }
}
