//! The command line: arguments and exit status.
//!
//! | status | means                                                         |
//! |--------|---------------------------------------------------------------|
//! | 0      | nothing at or above `--fail-on`                               |
//! | 1      | something                                                     |
//! | 2      | the work could not be done: bad arguments, no such path       |

mod baseline;
mod check;
mod config;
pub(crate) mod explain;
mod fix;
mod init;
mod refused;
mod schema;
mod test_rules;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::PossibleValue;
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

use crate::config::rules::Profile;
use crate::diagnostic::Severity;
use crate::generator::Generator;
use crate::lang::{Lang, Localized, both, of};
use crate::report::terminal;
use crate::server;

/// What stands below the help: what is done most, for those who read Korean.
const IN_KOREAN: &str = "\
자주 쓰는 명령:
  toego                글을 모두 살피고 고칠 곳을 알립니다
  toego --diff         고치면 무엇이 바뀌는지 보여 줍니다
  toego --fix          그대로 고쳐도 되는 곳을 고칩니다
  toego explain 규칙   규칙의 까닭과 보기를 보여 줍니다
  toego rules          규칙을 모두 보여 줍니다
  toego init           블로그를 살펴보고 설정 파일을 만듭니다
결과는 한국어로 나옵니다. In English: toego --lang en";

/// Work that could not be done.
const FAILED: u8 = 2;

#[derive(Parser)]
#[command(
    name = "toego",
    version,
    about,
    after_help = IN_KOREAN,
    max_term_width = 100,
    args_conflicts_with_subcommands = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    check: Check,
    /// The language of what is said.
    #[arg(long, value_enum, default_value_t = Lang::Ko, global = true)]
    lang: Lang,
}

#[derive(Subcommand)]
enum Command {
    /// Check posts, folders or whole blogs (as `toego PATH…` does).
    Check(Check),
    /// Record what is found now, so that later runs report only what is new.
    Baseline(Baseline),
    /// Look at a blog, say what is found, and write a `.toego.yml`.
    Init(init::Arguments),
    /// Print what is in force, and where it comes from.
    Config(config::Arguments),
    /// Explain a rule: why, on what ground, with examples.
    Explain(explain::Explain),
    /// List the rules.
    Rules(explain::Rules),
    /// Try the examples of the blog's own rules, `.toego/rules/`.
    TestRules(test_rules::Arguments),
    /// Answer an editor: the Language Server Protocol over standard input and output.
    Server,
    /// Print a script that completes the command line in a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    Man,
    /// Print a JSON Schema that lets editors complete and check front matter or `.toego.yml`.
    Schema(schema::Schema),
}

/// What `baseline` is told.
#[derive(clap::Args)]
struct Baseline {
    /// Posts, folders or whole blogs.
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// The generator of the blog, where it is not recognised.
    #[arg(long, value_name = "NAME", value_parser = generator)]
    generator: Option<Generator>,
}

/// What `check` is told.
#[derive(clap::Args)]
struct Check {
    /// Posts, folders or whole blogs.
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// Check the text on standard input, and write nothing to the disk; with `--fix`, print the repaired
    /// text.
    #[arg(long, requires = "stdin_filename", conflicts_with = "paths")]
    stdin: bool,
    /// With `--stdin`: the file that the text is, or will be; says which blog it belongs to.
    #[arg(long, value_name = "PATH", requires = "stdin")]
    stdin_filename: Option<PathBuf>,
    /// How to print what was found.
    #[arg(long, value_enum, default_value_t = Format::Pretty)]
    format: Format,
    /// Write the report to a file instead of standard output.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// A `.toego.yml` to read instead of the blog's own.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Which rules are on where nothing else is said.
    #[arg(long, value_enum)]
    profile: Option<ProfileName>,
    /// Set the severity of a rule or a group (`RULE=off|info|warning|error`); `RULE` alone switches it on.
    #[arg(long = "rule", value_name = "RULE[=SEVERITY]")]
    rules: Vec<String>,
    /// Write the repairs that are safe; with `--suggestions`, the others too.
    #[arg(long, group = "repairs")]
    fix: bool,
    /// With `--fix` or `--diff`: also repairs that a person should look at.
    #[arg(long, requires = "repairs")]
    suggestions: bool,
    /// Show the repairs as a unified diff instead of writing them; exit status 1 if there are any.
    #[arg(long, group = "repairs")]
    diff: bool,
    /// Report also what the baseline knows.
    #[arg(long)]
    no_baseline: bool,
    /// Run only these rules or groups.
    #[arg(long, value_name = "RULE|GROUP", value_delimiter = ',')]
    only: Vec<String>,
    /// Print how many there are of each rule and in each file, instead of each.
    #[arg(long)]
    statistics: bool,
    /// The least severity that makes the exit status 1.
    #[arg(long, value_enum, default_value_t = FailOn::Warning)]
    fail_on: FailOn,
    /// The generator of the blog, where it is not recognised.
    #[arg(long, value_name = "NAME", value_parser = generator)]
    generator: Option<Generator>,
    /// When to use colours.
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    color: Color,
    /// Number of threads; by default one a core.
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Print diagnostics only: no summary, no progress.
    #[arg(long, short)]
    quiet: bool,
}

fn generator(name: &str) -> Result<Generator, String> {
    name.parse().map_err(|_| "one of: jekyll, hugo, hexo, gatsby, astro".to_owned())
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For people: each place with its line.
    Pretty,
    /// `path:line:column: severity[rule] message`.
    Short,
    /// One object.
    Json,
    /// One object a line.
    Jsonl,
    /// Workflow commands of GitHub Actions.
    Github,
    /// Code quality of GitLab.
    Gitlab,
    /// SARIF 2.1.0.
    Sarif,
    /// For reviewdog, with suggestions.
    Rdjsonl,
    /// JUnit, for Jenkins and others.
    Junit,
    /// Checkstyle, for Jenkins and others.
    Checkstyle,
    /// A page for a browser, all in one file: charts, filters, search.
    Html,
}

#[derive(Clone, Copy, ValueEnum)]
enum ProfileName {
    Recommended,
    Strict,
}

impl From<ProfileName> for Profile {
    fn from(name: ProfileName) -> Profile {
        match name {
            ProfileName::Recommended => Profile::Recommended,
            ProfileName::Strict => Profile::Strict,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

impl Color {
    /// Whether what is printed is coloured.
    fn is_on(self, is_terminal: bool) -> bool {
        match self {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        }
    }
}

impl ValueEnum for Lang {
    fn value_variants<'a>() -> &'a [Lang] {
        &[Lang::Ko, Lang::En]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self {
            Lang::Ko => "ko",
            Lang::En => "en",
        }))
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

impl FailOn {
    /// Whether something of this severity fails the run.
    fn fails(self, severity: Severity) -> bool {
        match self {
            FailOn::Error => severity >= Severity::Error,
            FailOn::Warning => severity >= Severity::Warning,
            FailOn::Info => severity >= Severity::Info,
            FailOn::Never => false,
        }
    }
}

/// Runs the program on the arguments of the process.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let given: Vec<String> =
                std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect();
            if let Some(ko) = refused::korean(&error).filter(|_| refused::lang(&given) == Lang::Ko) {
                return failed(&Localized { ko, en: error.to_string() }, Lang::Ko);
            }
            // `--help` and `--version` come here, too. Nothing can be done about a closed terminal.
            let _ = error.print();
            return if error.use_stderr() { ExitCode::from(FAILED) } else { ExitCode::SUCCESS };
        }
    };
    let lang = arguments.lang;
    match arguments.command {
        Some(Command::Check(check)) => checked(&check, lang),
        None => checked(&arguments.check, lang),
        Some(Command::TestRules(arguments)) => match test_rules::run(&arguments, lang) {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::from(1),
            Err(problem) => failed(&problem, lang),
        },
        Some(Command::Server) => ExitCode::from(server::stdio(lang)),
        Some(command) => match told(command, lang) {
            Ok(()) => ExitCode::SUCCESS,
            Err(problem) => failed(&problem, lang),
        },
    }
}

/// Does what has one outcome.
fn told(command: Command, lang: Lang) -> Result<(), Localized> {
    match command {
        Command::Baseline(arguments) => baseline::run(&arguments, lang),
        Command::Init(arguments) => init::run(&arguments, lang),
        Command::Config(arguments) => config::run(&arguments).and_then(shown),
        Command::Explain(arguments) => explain::explain(&arguments, lang).and_then(shown),
        Command::Rules(arguments) => explain::rules(&arguments, lang).and_then(shown),
        Command::Schema(schema) => schema::run(&schema),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "toego", &mut script);
            printed(script)
        }
        Command::Man => {
            let mut page = Vec::new();
            let written = clap_mangen::Man::new(Arguments::command()).render(&mut page);
            written.map_err(|error| unprinted(&error)).and_then(|()| printed(page))
        }
        Command::Check(_) | Command::TestRules(_) | Command::Server => Ok(()),
    }
}

fn checked(check: &Check, lang: Lang) -> ExitCode {
    match check::run(check, lang) {
        Ok(worst) if worst.is_some_and(|worst| check.fail_on.fails(worst)) => ExitCode::from(1),
        Ok(_) => ExitCode::SUCCESS,
        Err(problem) => failed(&problem, lang),
    }
}

/// Prints a text for people: what names and rules of a blog bring along does not steer the terminal.
fn shown(text: impl AsRef<str>) -> Result<(), Localized> {
    printed(terminal::visible_lines(text.as_ref()))
}

/// Says on standard error what is wrong.
fn say(problem: &Localized, lang: Lang) {
    eprintln!("toego: {}", terminal::visible_lines(of(problem, lang)));
}

/// Prints a text. A reader that stops reading (`toego rules | head`) is no failure.
fn printed(text: impl AsRef<[u8]>) -> Result<(), Localized> {
    match io::stdout().write_all(text.as_ref()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(unprinted(&error)),
        _ => Ok(()),
    }
}

fn unprinted(error: &io::Error) -> Localized {
    let Localized { ko, en } = error.into();
    both!("내보내지 못했습니다. {ko}", "cannot write: {en}")
}

fn failed(problem: &Localized, lang: Lang) -> ExitCode {
    say(problem, lang);
    ExitCode::from(FAILED)
}
