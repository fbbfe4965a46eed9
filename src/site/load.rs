//! From paths on the disk to sites in memory: the only file of [`crate::site`] that reads the disk.

mod own;
mod regular;
mod walk;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::io::{self, Read};
use std::iter;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::config::{Settings, Texts};
use super::ignored::{Rules, tracked};
use super::missing::is_image;
use super::tree::{Listing, Tree};
use super::{Problem, Role, Site, detect};
use crate::assets::Files;
use crate::config::Config;
use crate::generator::Generator;
use crate::rule::Book;
use crate::rule_set::RuleSet;
pub use regular::read;
use walk::Walk;

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
    let refused = |reason: String| Problem { path: name.display().to_string(), reason };
    let full = place(name).map_err(|error| refused(error.to_string()))?;
    if full.is_dir() {
        return Err(refused("a folder, not a post".to_owned()));
    }
    open(find_root(&full), &[full], generator, config, Some(typed))
}

/// Where a file is or would be, without symbolic links.
fn place(name: &Path) -> io::Result<PathBuf> {
    let full = std::path::absolute(name)?;
    for known in full.ancestors() {
        if let (Ok(real), Ok(new)) = (fs::canonicalize(known), full.strip_prefix(known)) {
            return Ok(if new.as_os_str().is_empty() { real } else { real.join(new) });
        }
    }
    Ok(full)
}

/// The rules of the blog that `path` lies in, without the rest of it.
pub fn rules(path: &Path) -> Result<RuleSet, Problem> {
    own::rules(&find_root(&canonical(path)?))
}

fn canonical(path: &Path) -> Result<PathBuf, Problem> {
    fs::canonicalize(path)
        .map_err(|error| Problem { path: path.display().to_string(), reason: error.to_string() })
}

/// The root of the site that the absolute `path` lies in; the directory itself if it lies in none.
pub fn find_root(path: &Path) -> PathBuf {
    let nearest = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
    root_above(nearest).unwrap_or(nearest).to_owned()
}

/// The nearest directory upwards with the settings of a generator. `.git` and `.toego.yml` end the search.
fn root_above(nearest: &Path) -> Option<&Path> {
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

/// The root of the blog that the absolute `path` lies in; `None` if what is there does not look like one, so
/// that an editor that opens a stray file does not walk through a whole home directory.
pub fn blog_above(path: &Path) -> Option<PathBuf> {
    let is_blog = |root: &PathBuf| {
        has_settings(root) || root.join("_posts").is_dir() || root.join(Config::FILE).is_file()
    };
    Some(find_root(path)).filter(is_blog)
}

/// The absolute path of a file, links followed; of one that is not there, those of its directory.
pub fn absolute(path: &Path) -> PathBuf {
    let of_directory = || Some(fs::canonicalize(path.parent()?).ok()?.join(path.file_name()?));
    fs::canonicalize(path).ok().or_else(of_directory).unwrap_or_else(|| path.to_owned())
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

fn open(
    root: PathBuf,
    named: &[PathBuf],
    generator: Option<Generator>,
    config: Option<&Path>,
    typed: Option<Vec<u8>>,
) -> Result<Blog, Problem> {
    let mut problems = Vec::new();
    let mut texts = read_settings(&root, &mut problems);
    let config_file = config.map(Path::to_owned).or_else(|| config_above(&root));
    let rules = own::rules(&root)?;
    let config = configuration(config_file.as_deref(), rules.book())?;
    let generator = generator.or(config.generator);
    // Who made the site says which directories are output.
    let detected = || detect::generator(&|path| root.join(path).is_dir(), &texts);
    let known = generator.or_else(|| detected().map(|(generator, _)| generator));
    // Around a file that lies in no site may be a whole home directory.
    let is_stray = root_above(&root).is_none() && !named.iter().any(|path| path.is_dir());
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
        .extend(submodules(gitmodules).filter(|path| is_empty(&root.join(path))).map(str::to_owned));
    if known == Some(Generator::Jekyll) && root.join("vendor").is_dir() {
        listing.unseen.insert("vendor".to_owned());
    }
    let images: Vec<String> = listing.entries.iter().filter(|path| is_image(path)).cloned().collect();
    if known == Some(Generator::Hugo) {
        texts.extend(sections(&root, &listing));
    }
    if known == Some(Generator::Jekyll) {
        texts.extend(templates(&root, &listing));
    }
    let site = Site::new(Tree::new(listing), &texts, generator).configured(config).at(seconds_since_1970());
    problems.extend(site.problems().iter().cloned());

    let git = git_index(&root);
    let directories: Vec<&PathBuf> = named.iter().filter(|path| path.is_dir()).collect();
    let is_whole = named.contains(&root);
    let is_named =
        |post: &String| is_whole || directories.iter().any(|path| root.join(post).starts_with(path));
    let all = disk.posts(&site, &kept).filter(|_| !is_stray);
    let (mut posts, mut others): (BTreeSet<String>, BTreeSet<String>) = all.partition(is_named);
    let ignored = git.filter(|_| !site.settings().built_here).map(|(index, prefix)| {
        let kept: HashSet<&String> = kept.iter().collect();
        let passed = images.into_iter().filter(|path| !kept.contains(path));
        disk.ignored(passed.collect(), &index, &prefix)
    });
    let site = site.ignoring(ignored.unwrap_or_default());
    for path in named.iter().filter(|path| !path.is_dir()) {
        match relative(&root, path) {
            Some(post) if typed.is_some() || path.is_file() => {
                others.remove(&post);
                posts.insert(post);
            }
            Some(path) => problems.push(Problem { path, reason: "not a regular file".to_owned() }),
            None => problems.push(not_utf_8(path)),
        }
    }
    let left_out = Rules::new([("", site.config().ignore.join("\n").as_str())]);
    let [posts, others] =
        [posts, others].map(|paths| paths.into_iter().filter(|post| !left_out.ignore(post)).collect());
    Ok(Blog { root, site, posts, others, is_whole, problems, config: config_file, rules, typed })
}

/// The nearest `.toego.yml`, from the root upwards as far as the repository goes.
fn config_above(root: &Path) -> Option<PathBuf> {
    for directory in root.ancestors() {
        let file = directory.join(Config::FILE);
        if file.is_file() {
            return Some(file);
        }
        if directory.join(".git").exists() {
            break;
        }
    }
    None
}

/// What a `.toego.yml` says.
fn configuration(file: Option<&Path>, book: &Book) -> Result<Config, Problem> {
    let Some(file) = file else { return Ok(Config::default()) };
    let text = fs::read_to_string(file)
        .map_err(|error| Problem { path: file.display().to_string(), reason: error.to_string() })?;
    Config::parse_with(&text, book).map_err(|mistake| Problem {
        path: format!("{}:{}:{}", file.display(), mistake.line, mistake.column),
        reason: mistake.message,
    })
}

/// Directories at the root that the generator writes, not the writer.
pub(crate) fn output_directories(generator: Option<Generator>) -> &'static [&'static str] {
    match generator {
        Some(Generator::Jekyll) => &["_site", "vendor", ".jekyll-cache", ".sass-cache"],
        Some(Generator::Hugo) => &["public", "resources"],
        Some(Generator::Hexo) => &["public", ".deploy_git"],
        Some(Generator::Gatsby) => &["public", ".cache"],
        Some(Generator::Astro) => &["dist", ".astro"],
        None => &[],
    }
}

fn read_settings(root: &Path, problems: &mut Vec<Problem>) -> Texts {
    let mut texts = Texts::new();
    let names = Settings::FILES.into_iter().chain(Settings::PARTS);
    for name in names.filter(|name| root.join(name).is_file()) {
        match read(&root.join(name)) {
            Ok(bytes) => _ = texts.insert(name.to_owned(), String::from_utf8_lossy(&bytes).into_owned()),
            Err(error) => problems.push(Problem { path: name.to_owned(), reason: error.to_string() }),
        }
    }
    texts
}

/// The pages of Hugo's sections, which hand front matter down.
fn sections(root: &Path, listing: &Listing) -> Texts {
    let is_section = |path: &&String| {
        path.rsplit('/').next().is_some_and(|name| name.starts_with("_index.")) && path.ends_with(".md")
    };
    let sections = listing.entries.iter().filter(is_section);
    sections.filter_map(|path| Some((path.clone(), regular::text(&root.join(path)).ok()?))).collect()
}

/// The front matter of Jekyll's pages of HTML, which says where they are published.
fn templates(root: &Path, listing: &Listing) -> Texts {
    let is_below =
        |path: &str| ["_includes/", "_layouts/", "_sass/", "assets/"].iter().any(|top| path.starts_with(top));
    let pages = listing.entries.iter().filter(|path| super::is_template(path) && !is_below(path));
    let texts = pages.filter_map(|path| Some((path.clone(), front_matter(&root.join(path)).ok()??)));
    texts.collect()
}

/// What a file begins with up to the end of its front matter, if it has any.
fn front_matter(path: &Path) -> io::Result<Option<String>> {
    const LONGEST: u64 = 64 << 10;
    if !has_front_matter(path)? {
        return Ok(None);
    }
    let mut start = Vec::new();
    regular::open(path)?.take(LONGEST).read_to_end(&mut start)?;
    let mut text = String::from_utf8_lossy(&start).into_owned();
    if let Some(end) = text.find("\n---") {
        text.truncate(end + "\n---".len());
        text.push('\n');
    }
    Ok(Some(text))
}

/// The paths in a `.gitmodules`.
fn submodules(text: &str) -> impl Iterator<Item = &str> {
    let pairs = text.lines().filter_map(|line| line.split_once('='));
    pairs.filter(|(key, _)| key.trim() == "path").map(|(_, path)| path.trim())
}

/// The index of the repository that the site is in, and the path from there to the site: empty, or with
/// `/` at the end.
fn git_index(root: &Path) -> Option<(Vec<u8>, String)> {
    let top = root.ancestors().find(|directory| directory.join(".git").exists())?;
    let prefix = root.strip_prefix(top).ok()?.to_str().map(slashed)?;
    let prefix = if prefix.is_empty() { prefix } else { prefix + "/" };
    Some((read(&top.join(".git/index")).ok()?, prefix))
}

fn is_empty(directory: &Path) -> bool {
    fs::read_dir(directory).is_ok_and(|mut entries| entries.next().is_none())
}

/// A site's directory, without some directories at its top.
struct Disk<'a> {
    root: &'a Path,
    skip: &'static [&'static str],
    /// Whether what lies in its directories is looked at.
    is_deep: bool,
}

impl Disk<'_> {
    /// Those of the files that are to be checked: Markdown the generator reads.
    fn posts<'a>(&'a self, site: &'a Site, kept: &'a [String]) -> impl Iterator<Item = String> + 'a {
        let is_content = |path: &&String| match site.role(path) {
            Role::Other => has_front_matter(&self.root.join(path)).unwrap_or(true),
            _ => true,
        };
        kept.iter().filter(|path| site.reads(path)).filter(is_content).cloned()
    }

    /// Those of the files that Git ignores and has never been told to keep.
    fn ignored(&self, files: Vec<String>, index: &[u8], prefix: &str) -> BTreeSet<String> {
        let Some(tracked) = tracked(index).filter(|_| !files.is_empty()) else { return BTreeSet::new() };
        let folders = files.iter().flat_map(|path| {
            let ends = path.match_indices('/').map(|(at, _)| at + 1);
            iter::once(0).chain(ends).map(|end| &path[..end])
        });
        let folders: BTreeSet<&str> = folders.collect();
        let texts = folders.into_iter().filter_map(|folder| {
            Some((folder, regular::text(&self.root.join(folder).join(".gitignore")).ok()?))
        });
        let texts: Vec<(&str, String)> = texts.collect();
        let rules = Rules::new(texts.iter().map(|(folder, text)| (*folder, text.as_str())));
        let is_lost =
            |path: &String| rules.ignore(path) && !tracked.contains(format!("{prefix}{path}").as_bytes());
        files.iter().filter(|path| is_lost(path)).cloned().collect()
    }
}

fn seconds_since_1970() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// The path below `root`, `/`-separated; `None` if it is not UTF-8 or not below.
pub(crate) fn relative(root: &Path, path: &Path) -> Option<String> {
    path.strip_prefix(root).ok()?.to_str().map(slashed)
}

fn slashed(path: &str) -> String {
    path.replace(std::path::MAIN_SEPARATOR, "/")
}

/// Whether a regular file begins like front matter does.
fn has_front_matter(path: &Path) -> io::Result<bool> {
    let mut start = Vec::new();
    regular::open(path)?.take(6).read_to_end(&mut start)?;
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&start);
    Ok([b"---", b"+++", b";;;"].iter().any(|opener| start.starts_with(*opener)))
}

fn not_utf_8(path: &Path) -> Problem {
    Problem { path: path.display().to_string(), reason: "the path is not UTF-8".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::tree::Entry;

    /// A directory of its own below the temporary one, gone at the end of the test.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str, files: &[(&str, &str)]) -> Folder {
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

    #[test]
    fn what_is_ignored_is_what_git_ignores() {
        let folder = Folder::new(
            "ignored",
            &[
                (".gitignore", "*.log.md\n/top.md\nout/\n!.보임.md\n[\n"),
                (".toegoignore", "!kept.log.md\ndraft*\n"),
                ("kept.log.md", ""),
                ("lost.log.md", ""),
                ("top.md", ""),
                (".숨음.md", ""),
                (".보임.md", ""),
                (".hidden/a.md", ""),
                ("a/.gitignore", "!lost.log.md\n/b/*.md\n"),
                ("a/lost.log.md", ""),
                ("a/top.md", ""),
                ("a/b/c.md", ""),
                ("a/b/.gitignore", "!d.md\n"),
                ("a/b/d.md", ""),
                ("a/out/e.md", ""),
                ("a/out/.gitignore", "!e.md\n"),
                ("a/drafts/f.md", ""),
            ],
        );
        let mut builder = ignore::WalkBuilder::new(&folder.0);
        builder.ignore(false).git_global(false).git_exclude(false).parents(false).require_git(false);
        builder.add_custom_ignore_filename(".toegoignore");
        let files = builder.build().flatten().filter(|entry| entry.path().is_file());
        let mut wanted: Vec<String> = files.filter_map(|entry| relative(&folder.0, entry.path())).collect();
        let mut kept = Disk { root: &folder.0, skip: &[], is_deep: true }.walk().kept;
        wanted.sort();
        kept.sort();
        assert_eq!(kept, wanted);
        assert_eq!(kept, [".보임.md", "a/b/d.md", "a/lost.log.md", "a/top.md", "kept.log.md"]);
    }

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
