//! Files that are no documents: what is known of those that documents show. Each is opened once, however many
//! documents show it, and no other is.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::facts::{Facts, ImageReference};
use crate::files::Files;
use crate::site::content::{self, Content};
use crate::site::{Origin, Site};

/// A file that a document shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Its path, relative to the root.
    pub path: String,
    /// Its length.
    pub bytes: u64,
    /// What it holds.
    pub content: Content,
    /// Width and height in pixels; looked for only where the file is larger than the blog wants it.
    pub dimensions: Option<(usize, usize)>,
}

/// What the documents show.
#[derive(Debug, Default)]
pub struct Assets {
    known: Vec<Asset>,
    /// For each document: the number of the image in its facts, and of the file in `known`.
    shown: Vec<Vec<(usize, usize)>>,
}

/// How much of a JPEG is read for its dimensions: they stand behind previews and colour profiles.
const ENOUGH_FOR_DIMENSIONS: usize = 256 << 10;

impl Assets {
    /// Looks into the files that some of the documents at `paths`, which said `facts`, show.
    pub fn look(
        site: &Site,
        paths: &[String],
        facts: &[Facts],
        wanted: &[usize],
        files: &impl Files,
    ) -> Assets {
        let leads_to: Vec<Vec<(usize, String)>> = wanted
            .par_iter()
            .map(|&at| {
                let (path, facts) = (&paths[at], &facts[at]);
                let images = facts.images.iter().enumerate();
                let file =
                    |image: &ImageReference| site.file_of(Origin::of(image, path, facts), &image.target);
                images.filter_map(|(at, image)| Some((at, file(image)?))).collect()
            })
            .collect();
        let shown: BTreeSet<&str> = leads_to.iter().flatten().map(|(_, path)| path.as_str()).collect();
        let shown: Vec<&str> = shown.into_iter().collect();
        let limit = site.config().image.max_size.map(|size| size.0);
        let mut known: Vec<Asset> =
            shown.par_iter().filter_map(|path| Asset::look(path, files, limit)).collect();
        if known.iter().any(|asset| asset.content == Content::Pointer) && is_fetched_later(files) {
            known.retain(|asset| asset.content != Content::Pointer);
        }
        let numbers: BTreeMap<&str, usize> =
            known.iter().enumerate().map(|(number, asset)| (asset.path.as_str(), number)).collect();
        let number = |(at, path): &(usize, String)| Some((*at, *numbers.get(path.as_str())?));
        let mut shown = vec![Vec::new(); paths.len()];
        for (at, images) in wanted.iter().zip(&leads_to) {
            shown[*at] = images.iter().filter_map(number).collect();
        }
        Assets { known, shown }
    }

    /// The images of a document whose files are known: the number of the image in the document's facts,
    /// and the file.
    pub fn shown_by(&self, document: usize) -> impl Iterator<Item = (usize, &Asset)> {
        let shown = self.shown.get(document).into_iter().flatten();
        shown.filter_map(|(image, file)| Some((*image, self.known.get(*file)?)))
    }
}

impl Asset {
    /// `None` if the file cannot be read: what it holds is then not known.
    fn look(path: &str, files: &impl Files, limit: Option<u64>) -> Option<Asset> {
        let (bytes, head) = files.peek(path, Content::ENOUGH).ok()?;
        let content = Content::of(bytes, &head);
        let dimensions = match limit.filter(|limit| bytes > *limit) {
            Some(_) => {
                files.peek(path, ENOUGH_FOR_DIMENSIONS).ok().and_then(|(_, head)| content::dimensions(&head))
            }
            None => None,
        };
        Some(Asset { path: path.to_owned(), bytes, content, dimensions })
    }
}

/// Whether the repository keeps files in Git LFS: its placeholders are then no mistake, but files that
/// were not fetched to this machine.
fn is_fetched_later(files: &impl Files) -> bool {
    let attributes = files.peek(".gitattributes", usize::MAX);
    attributes.is_ok_and(|(_, bytes)| String::from_utf8_lossy(&bytes).contains("filter=lfs"))
}
