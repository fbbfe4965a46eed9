//! `toego init`: looks at a blog and writes what toego needs to be at home there.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{baseline, levels};
use crate::baseline::Baseline;
use crate::config::Config;
use crate::engine::{Around, Findings};
use crate::lang::{Lang, Localized};
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

# 규칙이나 묶음의 크기: off, info, warning, error. 묶음에 적으면 그 안의 꺼 둔 규칙까지 켜집니다.
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

# How loud rules and groups are: off, info, warning, error. A group also switches on its rules that are off.
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

const PRE_COMMIT: &str = "\
repos:
  - repo: local
    hooks:
      - id: toego
        name: toego
        entry: toego
        language: system
        types_or: [markdown, mdx]
        require_serial: true
";

const WORKFLOW: &str = "\
name: toego
on: [push, pull_request]
permissions:
  contents: read
jobs:
  toego:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: OWNER/toego@main
";

/// Looks, says what it found, and writes.
///
/// # Errors
/// A sentence about why the work could not be done.
pub(super) fn run(arguments: &Arguments, lang: Lang) -> Result<(), Localized> {
    let paths = std::slice::from_ref(&arguments.path);
    let blogs = load::load(paths, None).map_err(|problem| problem.said())?;
    let blog = blogs.first().ok_or_else(super::no_blog)?;
    let engine = levels::engine(levels::Told::default(), &blog.rules, blog.site.config())?;
    let findings = engine.check_among(&blog.site, &blog.posts, &Around::new(&blog.others), blog, || {});
    super::shown(seen(blog, &findings, engine.book(), lang))?;
    let config = if lang == Lang::Ko { CONFIG_KO } else { CONFIG_EN };
    create(&blog.root, Config::FILE, config, lang)?;
    if arguments.pre_commit {
        create(&blog.root, ".pre-commit-config.yaml", PRE_COMMIT, lang)?;
    }
    if arguments.ci {
        create(&blog.root, ".github/workflows/toego.yml", WORKFLOW, lang)?;
    }
    if arguments.baseline && blog.root.join(Baseline::FILE).exists() {
        super::printed(format!("{}\n", kept(Baseline::FILE, lang)))?;
    } else if arguments.baseline {
        baseline::write(blog, &engine, &findings, lang)?;
    }
    super::shown(left(&blog.root, arguments, lang))
}

/// What is left to do by hand.
fn left(root: &Path, arguments: &Arguments, lang: Lang) -> String {
    let mut out = String::new();
    let git = load::read(&root.join(".gitignore")).unwrap_or_default();
    let git = Rules::new([("", String::from_utf8_lossy(&git).as_ref())]);
    let names = [
        (Config::FILE, true),
        (Baseline::FILE, arguments.baseline),
        (".pre-commit-config.yaml", arguments.pre_commit),
    ];
    let lost: Vec<&str> =
        names.iter().filter(|(name, wanted)| *wanted && git.ignore(name)).map(|(name, _)| *name).collect();
    let lines = lost.iter().map(|name| format!("  !{name}\n")).collect::<String>();
    let is_korean = lang == Lang::Ko;
    if !lost.is_empty() {
        out.push_str(if is_korean {
            ".gitignore 때문에 커밋되지 않는 파일이 있습니다. .gitignore 끝에 이렇게 적습니다:\n"
        } else {
            ".gitignore keeps files out of your commits. Write at its end:\n"
        });
        out.push_str(&lines);
    }
    if arguments.pre_commit {
        out.push_str(if is_korean {
            "`pre-commit install`을 한 번 실행하면 그때부터 커밋할 때마다 살핍니다.\n"
        } else {
            "Run `pre-commit install` once; from then on each commit is checked.\n"
        });
    }
    if arguments.ci {
        out.push_str(if is_korean {
            "워크플로의 OWNER는 toego를 공개한 계정으로 바꿉니다.\n"
        } else {
            "In the workflow, put whoever publishes toego in the place of OWNER.\n"
        });
    }
    out
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

/// Writes a file that is not there yet.
fn create(root: &Path, name: &str, text: &str, lang: Lang) -> Result<(), Localized> {
    let file = root.join(name);
    let say = |error: &io::Error| Localized::from(error).at(file.display());
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(|error| say(&error))?;
    }
    let line = match OpenOptions::new().write(true).create_new(true).open(&file) {
        Ok(mut new) => {
            new.write_all(text.as_bytes()).map_err(|error| say(&error))?;
            if lang == Lang::Ko { format!("{name}: 적었습니다.") } else { format!("{name}: written.") }
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => kept(name, lang),
        Err(error) => return Err(say(&error)),
    };
    super::shown(format!("{line}\n"))
}
