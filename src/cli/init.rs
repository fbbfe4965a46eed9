//! `toego init`: looks at a blog and writes what toego needs to be at home there.

mod hook;

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::baseline;
use crate::baseline::Baseline;
use crate::config::Config;
use crate::engine::{Around, Findings};
use crate::lang::{Lang, Localized};
use crate::levels;
use crate::rule::Book;
use crate::site::ignored::Rules;
use crate::site::load::{self, Blog};

/// What `init` is told.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The blog.
    #[arg(default_value = ".")]
    path: PathBuf,
    /// Also record what is found now, so that later runs report only what is new.
    #[arg(long)]
    baseline: bool,
    /// Also write `.pre-commit-config.yaml`.
    #[arg(long)]
    pre_commit: bool,
    /// Also write a workflow for GitHub.
    #[arg(long)]
    ci: bool,
}

const CONFIG_KO: &str = "\
# toego(퇴고) 설정입니다. 모두 지워도 됩니다. 무엇을 적을 수 있는지는 `toego schema config`가 알려 줍니다.

# 규칙이나 묶음의 심각도: off, info, warning, error. 묶음에 적으면 그 안의 꺼 둔 규칙까지 켜집니다.
# 규칙은 `toego rules`, 까닭은 `toego explain 규칙`으로 봅니다.
rules:
  # spacing: info
  # loanword/common: off

# 이 블로그에서는 맞는 말: 이름, 제목, 우리끼리 쓰는 말.
words:
  # - 설레임

# 살피지 않을 글. .gitignore처럼 적습니다.
ignore:
  # - README.md
";

const CONFIG_EN: &str = "\
# Settings of toego. All of it may go. `toego schema config` says what can stand here.

# The severity of rules and groups: off, info, warning, error. A group also switches on its rules that are off.
# See `toego rules` and `toego explain RULE`.
rules:
  # spacing: info
  # loanword/common: off

# Words that are right in this blog: names, titles, jargon.
words:
  # - 설레임

# Posts that are not checked, as in a .gitignore.
ignore:
  # - README.md
";

/// What stands before the entry of toego in a file for pre-commit that is not there yet.
const PRE_COMMIT: &str = "repos:\n";

/// What stands before the steps in a workflow that is not there yet.
const WORKFLOW: &str = "\
name: toego
on: [push, pull_request]
permissions:
  contents: read
jobs:
  toego:
    runs-on: ubuntu-latest
    steps:
";

const STEPS: &str = "      - uses: actions/checkout@v4\n      - uses: OWNER/toego@main\n";

/// Looks, says what it found, and writes.
///
/// # Errors
/// A sentence about why the work could not be done.
pub(super) fn run(arguments: &Arguments, lang: Lang) -> Result<(), Localized> {
    let paths = std::slice::from_ref(&arguments.path);
    let blogs = load::load(paths, None).map_err(|problem| problem.said())?;
    let blog = blogs.first().ok_or_else(load::no_blog)?;
    let engine = levels::engine(levels::Told::default(), &blog.rules, blog.site.config())?;
    let findings = engine.check_among(&blog.site, &blog.posts, &Around::new(&blog.others), blog, || {});
    super::shown(seen(blog, &findings, engine.book(), lang))?;
    let config = if lang == Lang::Ko { CONFIG_KO } else { CONFIG_EN };
    let mut left = Left { files: vec![blog.root.join(Config::FILE)], ..Left::default() };
    create(&blog.root, &left.files[0], config, lang)?;
    // Git's own folder is where pre-commit and GitHub look; a blog may lie deeper.
    let top = blog.root.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(&blog.root);
    let below = load::relative(top, &blog.root).filter(|below| !below.is_empty());
    if arguments.pre_commit {
        let below = below.as_ref().map(|below| format!("{below}/"));
        let entry = hook::entry(blog, below.as_deref().unwrap_or_default());
        let file = top.join(".pre-commit-config.yaml");
        let is_new = create(&blog.root, &file, &format!("{PRE_COMMIT}{entry}"), lang)?;
        left.hook = said(&file, is_new).map(|settings| hook::fitting(&entry, &settings));
        left.files.push(file);
    }
    if arguments.ci {
        let paths = below.map(|below| format!("        with:\n          paths: {}\n", hook::scalar(&below)));
        let steps = format!("{STEPS}{}", paths.unwrap_or_default());
        let file = top.join(".github/workflows/toego.yml");
        let is_new = create(&blog.root, &file, &format!("{WORKFLOW}{steps}"), lang)?;
        left.steps = said(&file, is_new).map(|_| steps);
        left.files.push(file);
    }
    if arguments.baseline {
        let file = blog.root.join(Baseline::FILE);
        if file.exists() {
            super::printed(format!("{}\n", kept(Baseline::FILE, lang)))?;
        } else {
            baseline::write(blog, &engine, &findings, lang)?;
        }
        left.files.insert(1, file);
    }
    super::shown(left.worded(&blog.root, arguments, lang))
}

/// The settings in a file that was there before and has nothing run toego.
fn said(file: &Path, is_new: bool) -> Option<String> {
    let settings = (!is_new).then(|| load::read(file).unwrap_or_default())?;
    Some(String::from_utf8_lossy(&settings).into_owned()).filter(|settings| !hook::runs_toego(settings))
}

/// What is left to do by hand.
#[derive(Default)]
struct Left {
    /// The files that belong into a commit.
    files: Vec<PathBuf>,
    /// What to add to the settings of pre-commit.
    hook: Option<String>,
    /// What to add to the workflow.
    steps: Option<String>,
}

impl Left {
    fn worded(&self, root: &Path, arguments: &Arguments, lang: Lang) -> String {
        let mut out = String::new();
        let git = load::read(&root.join(".gitignore")).unwrap_or_default();
        let git = Rules::new([("", String::from_utf8_lossy(&git).as_ref())]);
        let ignored = |file: &&PathBuf| load::relative(root, file).is_some_and(|file| git.ignore(&file));
        let lost = self.files.iter().filter(ignored);
        let lost: String = lost.map(|file| format!("  !{}\n", shown(root, file))).collect();
        let say = |ko: &'static str, en: &'static str| if lang == Lang::Ko { ko } else { en };
        if !lost.is_empty() {
            out.push_str(say(
                ".gitignore 때문에 커밋되지 않는 파일이 있습니다. .gitignore 끝에 이렇게 적습니다:\n",
                ".gitignore keeps files out of your commits. Write at its end:\n",
            ));
            out.push_str(&lost);
        }
        if let Some(hook) = &self.hook {
            out.push_str(say(
".pre-commit-config.yaml에는 toego를 실행하는 훅이 없습니다. `repos:` 아래에 이렇게 더 적습니다:\n",
".pre-commit-config.yaml has no hook that runs toego. Add below `repos:`:\n",
));
            out.push_str(hook);
        }
        if arguments.pre_commit {
            out.push_str(match &self.hook {
                None => say(
                    "`pre-commit install`을 한 번 실행하면 그때부터 커밋할 때마다 살핍니다.\n",
                    "Run `pre-commit install` once; from then on each commit is checked.\n",
                ),
                Some(_) => say(
                    "적은 다음 `pre-commit install`을 한 번 실행하면 그때부터 커밋할 때마다 살핍니다.\n",
                    "Then run `pre-commit install` once; from then on each commit is checked.\n",
                ),
            });
        }
        if let Some(steps) = &self.steps {
            out.push_str(say(
".github/workflows/toego.yml은 toego를 실행하지 않습니다. `steps:` 아래에 이렇게 더 적습니다:\n",
".github/workflows/toego.yml does not run toego. Add below `steps:`:\n",
));
            out.push_str(steps);
        }
        if arguments.ci {
            out.push_str(say(
                "워크플로의 OWNER는 toego를 공개한 계정으로 바꿉니다.\n",
                "In the workflow, put whoever publishes toego in the place of OWNER.\n",
            ));
        }
        let names = self.files.iter().map(|file| shown(root, file)).collect::<Vec<_>>().join(", ");
        out.push_str(&match lang {
            Lang::Ko => {
                format!("커밋에 넣을 파일: {names}. 그래야 다른 컴퓨터와 CI에서도 똑같이 살핍니다.\n")
            }
            Lang::En => {
                format!("Commit these files: {names}. Then other machines and CI judge the same way.\n")
            }
        });
        out
    }
}

/// What was found, by group.
fn seen(blog: &Blog, findings: &[Findings], book: &Book, lang: Lang) -> String {
    let mut groups: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    for found in findings.iter().flat_map(Findings::unpack) {
        groups.entry(book.rule(found.rule).group()).or_default()[found.severity as usize] += 1;
    }
    // `name: what shows it`, each.
    let known = |one: &str| one.split_once(": ").map(|(name, sign)| format!("{name}({sign})"));
    let evidence: Vec<String> = blog.site.evidence().split("; ").filter_map(known).collect();
    let evidence = Some(evidence.join(", ")).filter(|text| !text.is_empty());
    let posts = blog.posts.len();
    let mut out = match lang {
        Lang::Ko => format!(
            "블로그: {}\n글: {posts}편\n",
            evidence.as_deref().unwrap_or(
                "생성기를 알아보지 못했습니다. .toego.yml에 `generator: jekyll`처럼 적어 알려 주세요."
            )
        ),
        Lang::En => format!(
            "Blog: {}\nPosts: {posts}\n",
            evidence
                .as_deref()
                .unwrap_or("generator not recognised; name it in .toego.yml, as in `generator: jekyll`")
        ),
    };
    for (group, counts) in groups {
        let [_, infos, warnings, errors] = counts;
        out.push_str(&match lang {
            Lang::Ko => format!("  {group:<13} 오류 {errors}, 경고 {warnings}, 참고 {infos}\n"),
            Lang::En => format!("  {group:<13} {errors} errors, {warnings} warnings, {infos} infos\n"),
        });
    }
    out
}

fn kept(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Ko => format!("{name}: 이미 있어 그대로 둡니다."),
        Lang::En => format!("{name}: is there already and stays as it is."),
    }
}

/// A file as the blog calls it; one outside it with its whole path.
fn shown(root: &Path, file: &Path) -> String {
    load::relative(root, file).unwrap_or_else(|| file.display().to_string())
}

/// Writes a file that is not there yet, and says so; whether it was not.
fn create(root: &Path, file: &Path, text: &str, lang: Lang) -> Result<bool, Localized> {
    let say = |error: &io::Error| Localized::from(error).at(file.display());
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(|error| say(&error))?;
    }
    let name = shown(root, file);
    let (line, is_new) = match OpenOptions::new().write(true).create_new(true).open(file) {
        Ok(mut new) => {
            new.write_all(text.as_bytes()).map_err(|error| say(&error))?;
            let line = match lang {
                Lang::Ko => format!("{name}: 적었습니다."),
                Lang::En => format!("{name}: written."),
            };
            (line, true)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => (kept(&name, lang), false),
        Err(error) => return Err(say(&error)),
    };
    super::shown(format!("{line}\n")).map(|()| is_new)
}
