//! Where the blog begins that a path lies in.

use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::site::config::Settings;

/// The root of the site that the absolute `path` lies in; the directory itself if it lies in none.
pub fn find_root(path: &Path) -> PathBuf {
    let nearest = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
    above(nearest).unwrap_or(nearest).to_owned()
}

/// The root of the blog that the absolute `path` lies in; `None` if what is there does not look like one, so
/// that an editor that opens a stray file does not walk through a whole home directory.
pub fn blog_above(path: &Path) -> Option<PathBuf> {
    let is_blog = |root: &PathBuf| {
        has_settings(root) || root.join("_posts").is_dir() || root.join(Config::FILE).is_file()
    };
    Some(find_root(path)).filter(is_blog)
}

/// The nearest directory upwards with the settings of a generator. `.git` and `.toego.yml` end the search.
pub(super) fn above(nearest: &Path) -> Option<&Path> {
    let mut fallback = None;
    for directory in nearest.ancestors() {
        if has_settings(directory) {
            return Some(directory);
        }
        // A folder of posts with nothing around it; in Hexo the root is one higher.
        if directory.join("_posts").is_dir() {
            fallback = fallback.or(Some(directory));
        }
        if directory.join(".git").exists() || directory.join(".toego.yml").exists() {
            fallback = fallback.or(Some(directory));
            break;
        }
    }
    fallback
}

fn has_settings(directory: &Path) -> bool {
    // Those that only say which programs and themes are in use lie in other folders, too.
    let tells_more = [
        "Gemfile",
        "Gemfile.lock",
        "package.json",
        "go.mod",
        "jekyll-theme-chirpy.gemspec",
        "tsconfig.json",
        "jsconfig.json",
    ];
    let is_settings = |name: &&&str| !name.starts_with('.') && !tells_more.contains(name);
    let generic = |name: &str| name.starts_with("config.");
    Settings::FILES
        .iter()
        .filter(is_settings)
        .any(|name| directory.join(name).is_file() && (!generic(name) || directory.join("content").is_dir()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::load::tests::Folder;

    #[test]
    fn the_root_is_the_nearest_directory_with_settings() {
        let files = [
            ("저장소/.git/HEAD", ""),
            ("저장소/블로그/_config.yml", ""),
            ("저장소/블로그/scaffolds/post.md", ""),
            ("저장소/블로그/source/_posts/글.md", ""),
            ("저장소/노트/글.md", ""),
            ("맨글/_posts/글.md", ""),
        ];
        let folder = Folder::new("root", &files);
        let root = |path: &str| find_root(&folder.0.join(path)).strip_prefix(&folder.0).unwrap().to_owned();
        assert_eq!(root("저장소/블로그/source/_posts/글.md"), Path::new("저장소/블로그"));
        assert_eq!(root("저장소/노트"), Path::new("저장소"));
        assert_eq!(root("맨글/_posts/글.md"), Path::new("맨글"));
    }
}
