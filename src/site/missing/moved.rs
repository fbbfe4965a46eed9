//! Files that are published below the address of a page, not where they lie.

use crate::facts::ReadBy;
use crate::generator::Generator;
use crate::site::Site;
use crate::site::reference::{Anchor, Local};
use crate::site::resolve::{Candidate, Origin};
use crate::site::tree::Cause;

impl Site {
    /// The address of the file, if it is named by where it lies, but moves with a page of another address, so
    /// that nothing is published there.
    pub(super) fn moved(&self, from: Origin<'_>, local: &Local<'_>, candidate: &Candidate) -> Option<String> {
        let folder = from.page.rfind('/').map_or("", |at| &from.page[..=at]);
        let is_own = self.is_bundle(from.page) && candidate.path.starts_with(folder);
        let by_browser = match from.read_by {
            ReadBy::Markdown => !self.rewrites_images,
            ReadBy::Browser | ReadBy::Link => true,
            _ => false,
        };
        let by_address = match local.anchor {
            Anchor::Root => true,
            Anchor::Alias(_) => false,
            Anchor::Page(_) => self.followed_from(from).is_some() && !is_own,
        };
        if !by_browser || !by_address || candidate.by_address {
            return None;
        }
        let address = from.pages?.address_of(&candidate.path)?;
        (address != self.below_root(&candidate.path)).then_some(address)
    }

    /// Whether the reference may name a file that `cause` found by the address of its page, which need not
    /// be the path of its folder: page bundles of Hugo, folders of posts of Hexo. What stands below the
    /// folder is the same in both.
    pub(super) fn may_have_address_of_page(
        &self,
        from: Origin<'_>,
        local: &Local<'_>,
        cause: &Cause,
    ) -> bool {
        if local.anchor == Anchor::Page(0) {
            return false;
        }
        let is_known = |folder: &str| from.pages.is_some_and(|pages| pages.moves(folder));
        let is_of_page = |folder: &str| match self.generator {
            _ if is_known(folder) => false,
            Some(Generator::Hugo) => {
                let mut files = self.tree.children(folder).map(|(name, _)| name);
                folder.starts_with(&self.settings.source)
                    && files.any(|name| {
                        name.trim_start_matches('_').starts_with("index.") && name.ends_with(".md")
                    })
            }
            Some(Generator::Hexo) => {
                self.settings.post_asset_folder && self.tree.is_file(&format!("{folder}.md"))
            }
            _ => false,
        };
        let paths = local.readings();
        let is_named = |below: &str| {
            let mut folders = paths.iter().filter_map(|path| path.strip_suffix(below));
            folders.any(|folder| folder.ends_with('/'))
        };
        let may_be_meant = |file: &str| {
            let mut folders = file.match_indices('/').map(|(at, _)| file.split_at(at));
            folders.any(|(folder, below)| is_named(&below[1..]) && is_of_page(folder))
        };
        match cause {
            Cause::Moved { candidates } => candidates.iter().any(|file| may_be_meant(file)),
            cause => cause.actual().is_some_and(may_be_meant),
        }
    }
}
