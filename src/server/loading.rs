//! Blogs that are read while the editor is answered.
//!
//! Each is read on a thread of its own, which shares nothing with the others: it is told where the blog lies and
//! tells what it has read, first the settings, with which open documents can be checked alone, then the facts of
//! all posts. What a thread tells carries its number, and a thread that is no longer wanted ends early.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;

use crossbeam_channel::Sender;
use rayon::ThreadPoolBuilder;

use crate::baseline::Baseline;
use crate::engine::Engine;
use crate::facts::Facts;
use crate::files::Files;
use crate::lang::Localized;
use crate::levels::{self, Told};
use crate::site::load::{self, Blog};

/// A blog that is being read; no longer, once this is dropped.
#[derive(Debug)]
pub(super) struct Loading {
    /// Which of the readings it is.
    pub(super) number: u64,
    is_unwanted: Arc<AtomicBool>,
}

/// What was read.
pub(super) struct Report {
    /// The root of the blog.
    pub(super) root: PathBuf,
    /// Which of the readings told it.
    pub(super) number: u64,
    /// What it told.
    pub(super) step: Step,
}

/// How far reading a blog has come.
pub(super) enum Step {
    /// What surrounds the posts is known.
    Settings(Surroundings),
    /// The posts have been read: their facts, in their order. It is the end.
    Posts(Surroundings, Vec<Facts>),
    /// The blog could not be read, and why. It is the end.
    Failed(Localized),
}

/// What holds for all posts of a blog.
#[derive(Clone)]
pub(super) struct Surroundings {
    /// The blog.
    pub(super) blog: Arc<Blog>,
    /// What it has agreed to live with.
    pub(super) baseline: Option<Arc<Baseline>>,
}

impl Surroundings {
    /// The rules in force.
    ///
    /// # Errors
    /// Settings that are not understood.
    pub(super) fn engine(&self) -> Result<Engine<'_>, Localized> {
        levels::engine(Told::default(), &self.blog.rules, self.blog.site.config())
    }

    fn read(root: &Path, open: &[String]) -> Result<Surroundings, Localized> {
        // A file that is open is checked wherever it lies, as one that is named.
        let named = open.iter().map(|path| root.join(path)).filter(|path| path.is_file());
        let paths: Vec<PathBuf> = named.chain([root.to_owned()]).collect();
        let blogs = load::load(&paths, None).map_err(|problem| problem.said())?;
        let blog = blogs
            .into_iter()
            .find(|blog| blog.root == root)
            .ok_or_else(|| load::no_blog().at(root.display()))?;
        let baseline = match blog.read(Baseline::FILE) {
            Ok(text) => {
                let text = String::from_utf8_lossy(&text);
                let baseline = Baseline::parse(&text).map_err(|error| error.at(Baseline::FILE))?;
                Some(Arc::new(baseline))
            }
            Err(_) => None,
        };
        Ok(Surroundings { blog: Arc::new(blog), baseline })
    }
}

impl Loading {
    /// Begins to read the blog at `root`, in which the documents at `open` are open.
    pub(super) fn start(root: PathBuf, open: Vec<String>, number: u64, reports: Sender<Report>) -> Loading {
        let is_unwanted = Arc::new(AtomicBool::new(false));
        let goes_on = {
            let is_unwanted = Arc::clone(&is_unwanted);
            move || !is_unwanted.load(Relaxed)
        };
        let tell = {
            let root = root.clone();
            // Nobody may be listening any more.
            move |step| _ = reports.send(Report { root: root.clone(), number, step })
        };
        let tell_here = tell.clone();
        let reading = move || {
            if let Err(problem) = read(&root, &open, &goes_on, &tell) {
                tell(Step::Failed(problem));
            }
        };
        if let Err(error) = thread::Builder::new().name("blog".to_owned()).spawn(reading) {
            tell_here(Step::Failed((&error).into()));
        }
        Loading { number, is_unwanted }
    }
}

impl Drop for Loading {
    fn drop(&mut self) {
        self.is_unwanted.store(true, Relaxed);
    }
}

fn read(
    root: &Path,
    open: &[String],
    goes_on: &(dyn Fn() -> bool + Sync),
    tell: &dyn Fn(Step),
) -> Result<(), Localized> {
    let surroundings = Surroundings::read(root, open)?;
    let engine = surroundings.engine()?;
    if !goes_on() {
        return Ok(());
    }
    tell(Step::Settings(surroundings.clone()));
    let blog = &surroundings.blog;
    // A core is left for the editor, and the threads that check what is open are not those that wait here.
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let pool = ThreadPoolBuilder::new().num_threads(cores.saturating_sub(1).max(1)).build();
    let pool = pool.map_err(|error| Localized::same(error.to_string()))?;
    let facts = pool.install(|| engine.facts(&blog.site, &blog.posts, &**blog, goes_on));
    if let Some(facts) = facts {
        tell(Step::Posts(surroundings.clone(), facts));
    }
    Ok(())
}
