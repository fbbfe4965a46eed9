//! From paths on the disk to sites in memory: the only folder of [`crate::site`] that reads the disk.

mod config;
mod git;
mod own;
mod path;
mod regular;
mod root;
mod texts;
mod walk;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::ignored::Rules;
use super::missing::is_image;
use super::tree::Tree;
use super::{Problem, Role, Site, detect};
use crate::files::Files;
use crate::generator::Generator;
use crate::lang::{Localized, both};
use crate::rule_set::RuleSet;
pub use path::absolute;
pub(crate) use path::relative;
use path::{canonical, not_utf_8, place};
pub use regular::read;
pub use root::{blog_above, find_root};
pub(crate) use walk::output_directories;
use walk::{Disk, Walk};

/// A site on the disk and what is to be checked of it.
#[derive(Debug)]
pub struct Blog {
    /// The site's root, absolute.
    pub root: PathBuf,
    /// The site.
    pub site: Site,
    /// The files to check, relative to the root, `/`-separated, sorted.
    pub posts: Vec<String>,
    /// The other posts of the blog, in the same way: what they tell is known, what is wrong with them not asked.
    pub others: Vec<String>,
    /// What was asked for and is not checked, since `ignore` of the settings says so: the files that were named,
    /// or all posts where none is left.
    pub left_out: Vec<String>,
    /// Whether that is the whole site, not some posts of it.
    pub is_whole: bool,
    /// What could not be read on the way.
    pub problems: Vec<Problem>,
    /// The `.toego.yml` that holds, if there is one.
    pub config: Option<PathBuf>,
    /// The rules: toego's and the blog's own.
    pub rules: RuleSet,
    /// What the only post holds, where that is not what is on the disk.
    pub typed: Option<Vec<u8>>,
}

impl Files for Blog {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        match &self.typed {
            Some(typed) if self.posts.first().is_some_and(|post| post == path) => Ok(typed.clone()),
            _ => read(&self.root.join(path)),
        }
    }

    fn peek(&self, path: &str, enough: usize) -> io::Result<(u64, Vec<u8>)> {
        let full = self.root.join(path);
        // A link may leave the site; what is outside is not looked at. Of directories the tree knows.
        if fs::symlink_metadata(&full)?.is_symlink() && !fs::canonicalize(&full)?.starts_with(&self.root) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let file = regular::open(&full)?;
        let mut head = Vec::new();
        let length = file.metadata()?.len();
        file.take(enough as u64).read_to_end(&mut head)?;
        Ok((length, head))
    }
}

/// Loads the sites that `paths` lie in, each once: a file names itself, a directory the posts in it.
/// `generator` overrules detection. Fails only if a path is not there, or a `.toego.yml` or a rule of the
/// blog's own says something that is not understood.
pub fn load(paths: &[PathBuf], generator: Option<Generator>) -> Result<Vec<Blog>, Problem> {
    load_with(paths, generator, None)
}

/// As [`load`], with `config` instead of the blog's `.toego.yml`.
pub fn load_with(
    paths: &[PathBuf],
    generator: Option<Generator>,
    config: Option<&Path>,
) -> Result<Vec<Blog>, Problem> {
    let mut named: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    for path in paths {
        let full = canonical(path)?;
        named.entry(find_root(&full)).or_default().push(full);
    }
    named.into_iter().map(|(root, named)| open(root, &named, generator, config, None)).collect()
}

/// Loads the site of one post that holds `typed`, whatever is on the disk: an editor shows it, and the file
/// `name` may be new.
pub fn load_typed(
    name: &Path,
    typed: Vec<u8>,
    generator: Option<Generator>,
    config: Option<&Path>,
) -> Result<Blog, Problem> {
    let refused = |reason| Problem { path: name.display().to_string(), reason };
    let full = place(name).map_err(|error| refused((&error).into()))?;
    if full.is_dir() {
        return Err(refused(both!("글이 아니라 폴더입니다.", "a folder, not a post")));
    }
    open(find_root(&full), &[full], generator, config, Some(typed))
}

/// The rules of the blog that `path` lies in, without the rest of it.
pub fn rules(path: &Path) -> Result<RuleSet, Problem> {
    own::rules(&find_root(&canonical(path)?))
}

fn open(
    root: PathBuf,
    named: &[PathBuf],
    generator: Option<Generator>,
    config: Option<&Path>,
    typed: Option<Vec<u8>>,
) -> Result<Blog, Problem> {
    let mut problems = Vec::new();
    let mut texts = texts::settings(&root, &mut problems);
    let config_file = config.map(Path::to_owned).or_else(|| config::above(&root));
    let rules = own::rules(&root)?;
    let config = config::read(config_file.as_deref(), rules.book())?;
    let generator = generator.or(config.generator);
    // Who made the site says which directories are output.
    let detected = || detect::generator(&|path| root.join(path).is_dir(), &texts);
    let known = generator.or_else(|| detected().map(|(generator, _)| generator));
    // Around a file that lies in no site may be a whole home directory.
    let is_stray = root::above(&root).is_none() && !named.iter().any(|path| path.is_dir());
    let disk = Disk { root: &root, skip: output_directories(known), is_deep: !is_stray };

    // What is typed may be for a folder that is still to be made.
    let Walk { mut listing, kept, problems: unread } =
        if root.is_dir() { disk.walk() } else { Walk::default() };
    if typed.is_some() {
        listing.entries.extend(named.iter().filter_map(|path| relative(&root, path)));
    }
    problems.extend(unread);
    let gitmodules = texts.get(".gitmodules").map_or("", String::as_str);
    listing
        .unseen
        .extend(git::submodules(gitmodules).filter(|path| is_empty(&root.join(path))).map(str::to_owned));
    if known == Some(Generator::Jekyll) && root.join("vendor").is_dir() {
        listing.unseen.insert("vendor".to_owned());
    }
    let images: Vec<String> = listing.entries.iter().filter(|path| is_image(path)).cloned().collect();
    if known == Some(Generator::Hugo) {
        texts.extend(texts::sections(&root, &listing));
        texts.extend(texts::layouts(&root, &listing));
    }
    if known == Some(Generator::Jekyll) {
        texts.extend(texts::templates(&root, &listing));
    }
    let site = Site::new(Tree::new(listing), &texts, generator).configured(config).at(seconds_since_1970());
    problems.extend(site.problems().iter().cloned());

    let git = git::index(&root);
    let directories: Vec<&PathBuf> = named.iter().filter(|path| path.is_dir()).collect();
    let is_whole = named.contains(&root);
    let is_named =
        |post: &String| is_whole || directories.iter().any(|path| root.join(post).starts_with(path));
    let all = disk.posts(&site, &kept).filter(|_| !is_stray);
    let (mut posts, mut others): (BTreeSet<String>, BTreeSet<String>) = all.partition(is_named);
    let ignored = git.filter(|_| !site.settings().built_here).map(|(index, prefix)| {
        let kept: HashSet<&String> = kept.iter().collect();
        let passed = images.into_iter().filter(|path| !kept.contains(path));
        git::ignored(&root, &passed.collect::<Vec<_>>(), &index, &prefix)
    });
    let site = site.ignoring(ignored.unwrap_or_default());
    for path in named.iter().filter(|path| !path.is_dir()) {
        match relative(&root, path) {
            Some(post) if typed.is_some() || path.is_file() => {
                others.remove(&post);
                posts.insert(post);
            }
            Some(path) => {
                let reason = both!("글로 읽을 수 있는 파일이 아닙니다.", "not a regular file");
                problems.push(Problem { path, reason });
            }
            None => problems.push(not_utf_8(path)),
        }
    }
    let rules_of_writer = Rules::new([("", site.config().ignore.join("\n").as_str())]);
    let [(mut left_out, posts), (_, others)] = [posts, others]
        .map(|paths| paths.into_iter().partition::<Vec<_>, _>(|post| rules_of_writer.ignore(post)));
    if !posts.is_empty() {
        left_out.retain(|post| named.contains(&root.join(post)));
    }
    Ok(Blog { root, site, posts, others, left_out, is_whole, problems, config: config_file, rules, typed })
}

fn is_empty(directory: &Path) -> bool {
    fs::read_dir(directory).is_ok_and(|mut entries| entries.next().is_none())
}

impl Disk<'_> {
    /// Those of the files that are to be checked: Markdown the generator reads.
    fn posts<'a>(&'a self, site: &'a Site, kept: &'a [String]) -> impl Iterator<Item = String> + 'a {
        let is_content = |path: &&String| match site.role(path) {
            Role::Other => texts::has_front_matter(&self.root.join(path)).unwrap_or(true),
            _ => true,
        };
        kept.iter().filter(|path| site.reads(path)).filter(is_content).cloned()
    }
}

fn seconds_since_1970() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// What is said where nothing lies in a blog.
pub(crate) fn no_blog() -> Localized {
    both!("블로그를 찾지 못했습니다.", "there is no blog")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::tree::Entry;

    /// A directory of its own below the temporary one, gone at the end of the test.
    pub(super) struct Folder(pub(super) PathBuf);

    impl Folder {
        pub(super) fn new(name: &str, files: &[(&str, &str)]) -> Folder {
            let path = std::env::temp_dir().join(format!("toego-load-{name}-{}", std::process::id()));
            _ = fs::remove_dir_all(&path);
            fs::create_dir_all(&path).unwrap();
            let folder = Folder(fs::canonicalize(path).unwrap());
            files.iter().for_each(|(path, text)| folder.write(path, text));
            folder
        }

        fn write(&self, path: &str, text: &str) {
            let path = self.0.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }

        fn load(&self, path: &str) -> Blog {
            load(&[self.0.join(path)], None).unwrap().remove(0)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn posts_are_found_and_the_rest_is_listed() {
        let folder = Folder::new(
            "posts",
            &[
                ("_config.yml", "title: 산책"),
                ("_posts/2024-05-06-바다.md", ""),
                ("_posts/비밀.md", ""),
                ("_posts/사진.md/a.png", ""),
                ("소개.md", "---\ntitle: 소개\n---\n"),
                ("README.md", "# 블로그\n"),
                ("_site/a.md", "---\n---\n"),
                (".gitignore", "/images\n비밀.md\n"),
                (".toegoignore", "옛글/\n"),
                ("옛글/_posts/2001-01-01-a.md", ""),
                ("images/바다.png", ""),
            ],
        );
        let blog = folder.load("");
        assert_eq!(blog.posts, ["_posts/2024-05-06-바다.md", "소개.md"]);
        assert_eq!(blog.problems, []);
        assert!(blog.site.tree().is_file("images/바다.png"));
        assert_eq!(blog.site.tree().lookup("_site/a.md"), Entry::Missing);
        assert_eq!(folder.load("_posts").posts, ["_posts/2024-05-06-바다.md"]);
        assert_eq!(folder.load("_posts").root, folder.0);
        assert_eq!(folder.load("README.md").posts, ["README.md"]);
        assert!(load(&[folder.0.join("없음.md")], None).is_err());
    }

    #[test]
    fn the_other_posts_are_known_and_around_a_stray_file_nothing_is_looked_for() {
        let files = [
            ("블로그/_config.yml", ""),
            ("블로그/.toego.yml", "ignore: ['*-c.md']\n"),
            ("블로그/_posts/2024-05-06-a.md", ""),
            ("블로그/_posts/2024-05-06-b.md", ""),
            ("블로그/_posts/2024-05-06-c.md", ""),
            ("맨글/글.md", ""),
            ("맨글/다른 글.md", ""),
            ("맨글/사진/산.png", ""),
        ];
        let folder = Folder::new("others", &files);
        let named = folder.load("블로그/_posts/2024-05-06-c.md");
        assert_eq!(
            (named.posts.len(), named.left_out.as_slice()),
            (0, &["_posts/2024-05-06-c.md".to_owned()][..])
        );
        assert_eq!(folder.load("블로그").left_out, Vec::<String>::new());
        let blog = folder.load("블로그/_posts/2024-05-06-b.md");
        assert_eq!(
            (blog.posts.len(), blog.others.as_slice()),
            (1, &["_posts/2024-05-06-a.md".to_owned()][..])
        );
        assert_eq!(folder.load("블로그").others, Vec::<String>::new());
        assert_eq!(folder.load("블로그/_posts").others, Vec::<String>::new());
        let blog = folder.load("맨글/글.md");
        assert_eq!((blog.posts.len(), blog.others.len()), (1, 0));
        assert_eq!(blog.site.tree().lookup("다른 글.md"), Entry::File);
        assert_eq!(blog.site.tree().lookup("사진/산.png"), Entry::Unseen);
    }

    #[cfg(unix)]
    #[test]
    fn links_stay_inside_and_loops_do_no_harm() {
        use std::os::unix::fs::symlink;
        let files =
            [("_posts/글.md", ""), ("images/산.png", ""), (".gitmodules", "[submodule]\n\tpath = lib\n")];
        let folder = Folder::new("links", &files);
        fs::create_dir(folder.0.join("lib")).unwrap();
        symlink("../images", folder.0.join("_posts/img")).unwrap();
        symlink("..", folder.0.join("_posts/loop")).unwrap();
        symlink("/", folder.0.join("out")).unwrap();
        symlink("nowhere.md", folder.0.join("_posts/끊김.md")).unwrap();
        let blog = folder.load("");
        assert_eq!(blog.posts, ["_posts/글.md"]);
        assert_eq!(blog.problems, []);
        let lookup = |path| blog.site.tree().lookup(path);
        assert_eq!(lookup("_posts/img/산.png"), Entry::File);
        assert_eq!(lookup("_posts/loop/_posts/글.md"), Entry::File);
        assert_eq!(lookup("out/etc/passwd"), Entry::Outside);
        assert_eq!(lookup("lib/로고.png"), Entry::Unseen);
    }
}
