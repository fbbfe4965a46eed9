//! The blogs that documents lie in, by root: which are known, which are being read, which must be read anew.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crossbeam_channel::{Receiver, Sender, unbounded};

use super::documents::{Documents, Open, Place};
use super::live::Live;
use super::loading::{Loading, Report, Step};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::engine::Engine;
use crate::lang::Localized;
use crate::site::Site;

/// The blogs.
pub(super) struct Blogs {
    known: BTreeMap<PathBuf, Known>,
    /// Those of which more changed than a post.
    stale: BTreeSet<PathBuf>,
    /// For documents in none.
    alone: Option<(Engine<'static>, Site)>,
    /// What the threads tell that read blogs.
    pub(super) reports: Receiver<Report>,
    sender: Sender<Report>,
    /// How many readings there were.
    readings: u64,
    /// What the editor is to be told.
    news: Vec<News>,
}

/// One of the blogs.
#[derive(Default)]
struct Known {
    /// What was understood last; `None` if it could not be read, or not yet.
    live: Option<Live>,
    /// The reading under way, and the files that changed since it began.
    loading: Option<(Loading, Vec<String>)>,
}

/// Something the editor is to be told.
pub(super) enum News {
    /// The reading of this number began.
    Begun(u64),
    /// It ended, or is not wanted any more.
    Ended(u64),
    /// Something could not be done.
    Problem(Localized),
}

impl Default for Blogs {
    fn default() -> Self {
        let (sender, reports) = unbounded();
        Blogs {
            known: BTreeMap::new(),
            stale: BTreeSet::new(),
            alone: None,
            reports,
            sender,
            readings: 0,
            news: Vec::new(),
        }
    }
}

impl Blogs {
    /// What happened since it was asked last.
    pub(super) fn news(&mut self) -> Vec<News> {
        std::mem::take(&mut self.news)
    }

    /// Checks the documents that changed, and those that hear of it. Blogs that have to be read first are read in
    /// the background; until then what was understood before holds.
    pub(super) fn check(&mut self, documents: &mut Documents) {
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
                    open.blog = None;
                    open.show(checked.diagnostics.unpack());
                }
                Place::Alone(_) => {}
            }
        }
        for root in &roots {
            if self.stale.contains(root) || !self.known.contains_key(root) {
                self.read(root, documents);
            }
            match self.known.get_mut(root) {
                Some(Known { live: Some(live), .. }) => live.check(root, documents),
                // They wait for it.
                Some(Known { loading: Some(_), .. }) => {}
                _ => documents.within(root).for_each(|(_, open)| open.show(Vec::new())),
            }
        }
        // One in which nothing is open is read anew when something is.
        let stale = std::mem::take(&mut self.stale);
        let is_wanted = |root: &PathBuf| roots.contains(root) || !stale.contains(root);
        let unwanted: Vec<PathBuf> = self.known.keys().filter(|root| !is_wanted(root)).cloned().collect();
        for known in unwanted.iter().filter_map(|root| self.known.remove(root)) {
            self.news.extend(known.loading.map(|(loading, _)| News::Ended(loading.number)));
        }
    }

    /// Begins to read a blog, in place of a reading that is under way.
    fn read(&mut self, root: &Path, documents: &mut Documents) {
        self.readings += 1;
        let open = documents.within(root).map(|(path, _)| path).collect();
        let loading = Loading::start(root.to_owned(), open, self.readings, self.sender.clone());
        self.news.push(News::Begun(loading.number));
        let known = self.known.entry(root.to_owned()).or_default();
        let before = known.loading.replace((loading, Vec::new()));
        self.news.extend(before.map(|(loading, _)| News::Ended(loading.number)));
    }

    /// Takes in what was read of a blog, unless it is not wanted any more; what is open is to be checked then.
    pub(super) fn arrived(&mut self, report: Report, documents: &mut Documents) {
        let Report { root, number, step } = report;
        let Some(known) = self.known.get_mut(&root) else { return };
        let Some((_, missed)) = known.loading.take_if(|(loading, _)| match step {
            Step::Settings(_) => false,
            Step::Posts(..) | Step::Failed(_) => loading.number == number,
        }) else {
            let is_wanted = known.loading.as_ref().is_some_and(|(loading, _)| loading.number == number);
            let is_better = known.live.as_ref().is_none_or(|live| !live.knows_all());
            if let Step::Settings(surroundings) = step
                && is_wanted
                && is_better
            {
                known.live = Some(Live::without_others(surroundings, &root, documents));
            }
            return;
        };
        self.news.push(News::Ended(number));
        match step {
            Step::Posts(surroundings, facts) => {
                known.live = Some(Live::new(surroundings, facts, &root, documents));
                for path in missed {
                    let is_open = documents.within(&root).any(|(open, _)| open == path);
                    self.note(&root, &path, is_open, false);
                }
            }
            Step::Failed(problem) => self.news.push(News::Problem(problem)),
            Step::Settings(_) => {}
        }
    }

    /// The roots of those that a file may matter to.
    pub(super) fn around(&self, path: &Path) -> impl Iterator<Item = PathBuf> {
        let above = path.parent().filter(|_| path.file_name().is_some_and(|name| name == Config::FILE));
        let matters =
            |root: &&PathBuf| path.starts_with(root) || above.is_some_and(|above| root.starts_with(above));
        self.known.keys().filter(matters).cloned().collect::<Vec<_>>().into_iter()
    }

    /// Has a blog read anew.
    pub(super) fn reload(&mut self, root: &Path) {
        self.stale.insert(root.to_owned());
    }

    /// Takes note of a file of a blog that changed on the disk; `is_one_of_many` if others may have changed.
    pub(super) fn note(&mut self, root: &Path, path: &str, is_open: bool, is_one_of_many: bool) {
        let Some(known) = self.known.get_mut(root) else { return self.reload(root) };
        let is_enough = match &mut known.live {
            Some(live) => is_one_of_many && !live.is_output(path) || !live.note(path, is_open),
            // It is being read, or could not be.
            None => known.loading.is_none(),
        };
        if is_enough {
            self.reload(root);
        } else if let Some((_, missed)) = &mut known.loading {
            missed.push(path.to_owned());
        }
    }

    /// What is said of a document goes back to what is saved.
    pub(super) fn forget(&mut self, root: &Path, path: &str) {
        if let Some(Known { live: Some(live), .. }) = self.known.get_mut(root) {
            live.forget(path);
        }
    }

    /// What a document that is open would be told if it had another text, and has not agreed to live with.
    pub(super) fn of_text(&mut self, open: &Open, text: &str) -> Vec<Diagnostic> {
        match &open.place {
            Place::Blog(root, path) => match self.known.get_mut(root) {
                Some(Known { live: Some(live), .. }) => live.of_text(path, text),
                _ => Vec::new(),
            },
            Place::Alone(name) => self.alone.as_ref().map_or_else(Vec::new, |(engine, site)| {
                engine.document(site, name, text.as_bytes().to_vec()).diagnostics.unpack()
            }),
        }
    }
}
