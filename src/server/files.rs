//! Files that change on the disk.

use std::path::Path;

use lsp_types::DidChangeWatchedFilesParams;

use super::Server;
use super::documents;
use crate::site::load;

impl Server<'_> {
    pub(super) fn files_changed(&mut self, params: DidChangeWatchedFilesParams) {
        for event in params.changes {
            if let Some(path) = documents::file(&event.uri) {
                // What an editor calls a change may be one: many save by writing another file and renaming it.
                self.file_changed(&path, false);
            }
        }
        self.has_changed();
    }

    /// Takes note of a file that changed; `is_one_of_many` if others may have changed unsaid.
    pub(super) fn file_changed(&mut self, path: &Path, is_one_of_many: bool) {
        let path = load::absolute(path);
        let roots: Vec<_> = self.blogs.around(&path).collect();
        for root in roots {
            let Some(inner) = load::relative(&root, &path) else {
                // The settings of a folder above.
                self.blogs.reload(&root);
                continue;
            };
            let is_open = self.documents.within(&root).any(|(open, _)| open == inner);
            self.blogs.note(&root, &inner, is_open, is_one_of_many);
        }
    }
}
