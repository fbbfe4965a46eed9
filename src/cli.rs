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
pub(crate) mod levels;
mod schema;
mod test_rules;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

use crate::config::rules::Profile;
use crate::diagnostic::Severity;
use crate::generator::Generator;
use crate::report::{Lang, terminal};
use crate::server;

/// Work that could not be done.
const FAILED: u8 = 2;

#[derive(Parser)]
#[command(name = "toego", version, about, max_term_width = 100, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    check: Check,
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
    /// The language of what is said.
    #[arg(long, value_enum, default_value_t = Language::Ko)]
    lang: Language,
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
    /// The language of the report.
    #[arg(long, value_enum, default_value_t = Language::Ko)]
    lang: Language,
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

#[derive(Clone, Copy, ValueEnum)]
enum Language {
    Ko,
    En,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Lang {
        match language {
            Language::Ko => Lang::Ko,
            Language::En => Lang::En,
        }
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
            // `--help` and `--version` come here, too. Nothing can be done about a closed terminal.
            let _ = error.print();
            return if error.use_stderr() { ExitCode::from(FAILED) } else { ExitCode::SUCCESS };
        }
    };
    let check = match arguments.command {
        Some(Command::Check(check)) => check,
        Some(Command::Baseline(arguments)) => return status(baseline::run(&arguments)),
        Some(Command::Init(arguments)) => return status(init::run(&arguments)),
        Some(Command::Config(arguments)) => {
            return status(config::run(&arguments).and_then(shown));
        }
        Some(Command::Explain(arguments)) => {
            return status(explain::explain(&arguments).and_then(shown));
        }
        Some(Command::Rules(arguments)) => return status(explain::rules(&arguments).and_then(shown)),
        Some(Command::TestRules(arguments)) => {
            return match test_rules::run(&arguments) {
                Ok(true) => ExitCode::SUCCESS,
                Ok(false) => ExitCode::from(1),
                Err(problem) => failed(&problem),
            };
        }
        Some(Command::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "toego", &mut script);
            return status(printed(script));
        }
        Some(Command::Man) => {
            let mut page = Vec::new();
            let written = clap_mangen::Man::new(Arguments::command()).render(&mut page);
            return status(written.map_err(|error| error.to_string()).and_then(|()| printed(page)));
        }
        Some(Command::Server) => return ExitCode::from(server::stdio()),
        Some(Command::Schema(schema)) => return status(schema::run(&schema)),
        None => arguments.check,
    };
    match check::run(&check) {
        Ok(worst) if worst.is_some_and(|worst| check.fail_on.fails(worst)) => ExitCode::from(1),
        Ok(_) => ExitCode::SUCCESS,
        Err(problem) => failed(&problem),
    }
}

/// Prints a text for people: what names and rules of a blog bring along does not steer the terminal.
fn shown(text: impl AsRef<str>) -> Result<(), String> {
    printed(terminal::visible_lines(text.as_ref()))
}

/// Says on standard error what is wrong.
fn say(problem: &dyn std::fmt::Display) {
    eprintln!("toego: {}", terminal::visible_lines(&problem.to_string()));
}

/// Prints a text. A reader that stops reading (`toego rules | head`) is no failure.
fn printed(text: impl AsRef<[u8]>) -> Result<(), String> {
    match io::stdout().write_all(text.as_ref()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(format!("cannot write: {error}")),
        _ => Ok(()),
    }
}

fn status(done: Result<(), String>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => failed(&problem),
    }
}

fn failed(problem: &str) -> ExitCode {
    say(&problem);
    ExitCode::from(FAILED)
}
