//! What the libraries that really read front matter made of some 300 scalars and 140 pages, against what
//! toego makes of them. `tests/oracle/dialects/ask.mjs` asks the libraries.

use std::path::{Path, PathBuf};

use toego::document::front::scalar::{Scalar, resolve};
use toego::document::front::{self, Front, ProblemKind};
use toego::document::syntax::YamlDialect;
use toego::generator::Generator;

fn answers(name: &str) -> String {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/dialects");
    std::fs::read_to_string(folder.join(name)).expect("the answers are committed")
}

/// A value as the table has it; JavaScript knows one kind of number.
fn named(scalar: Scalar<'_>) -> String {
    match scalar {
        Scalar::Null => "null".to_owned(),
        Scalar::Bool(value) => format!("bool {value}"),
        Scalar::Int(value) => format!("num {value}"),
        Scalar::Float(value) => format!("num {value}"),
        Scalar::Date(_) => "date".to_owned(),
        Scalar::Timestamp(_) => "time".to_owned(),
        Scalar::Str(_) => "str".to_owned(),
        Scalar::Unsettled => "unsettled".to_owned(),
        Scalar::Compound => "compound".to_owned(),
    }
}

fn agree(ours: &str, told: &str, dialect: YamlDialect) -> bool {
    let number = |text: &str| text.strip_prefix("num ").and_then(|number| number.parse::<f64>().ok());
    let is_js = matches!(dialect, YamlDialect::JsYaml | YamlDialect::JsYaml3);
    match (number(ours), number(told)) {
        (Some(ours), Some(told)) => ours == told || (ours.is_nan() && told.is_nan()),
        _ => ours == told || (is_js && ours == "date" && told == "time"),
    }
}

/// Scalars with a tag of their own, which are reported as such or of which nothing is said.
const TAGGED: &str = "!";

#[test]
fn scalars_have_the_type_their_library_gives_them() {
    let dialects = [YamlDialect::Psych, YamlDialect::GoYaml, YamlDialect::JsYaml, YamlDialect::JsYaml3];
    let (mut asked, mut unsettled, mut wrong) = (0, 0, Vec::new());
    for row in answers("scalars.tsv").lines().filter(|row| !row.starts_with("# ")) {
        let mut columns = row.split('\t');
        let probe = columns.next().unwrap_or_default();
        if probe.starts_with(TAGGED) && !probe.starts_with("!!str") {
            continue;
        }
        let told: Vec<&str> = columns.collect();
        assert_eq!(told.len(), dialects.len(), "{row}");
        for (told, dialect) in told.into_iter().zip(dialects) {
            let root = front::yaml(&format!("x: {probe}\n"), dialect).ok().flatten();
            let value = root.as_ref().and_then(|root| root.get("x"));
            let ours = value.map_or("error".to_owned(), |value| named(resolve(value, dialect)));
            asked += 1;
            if ours == "unsettled" {
                unsettled += 1;
            } else if !agree(&ours, told, dialect) {
                wrong.push(format!("{dialect:?}: {probe}: {told}, not {ours}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {asked}\n{}", wrong.len(), wrong.join("\n"));
    assert!(asked > 1000 && unsettled < 80, "{asked} asked, {unsettled} unsettled");
}

fn title(front: &Front, dialect: YamlDialect) -> Option<&str> {
    let title = front.root().and_then(|root| root.get("title"))?;
    title.as_str().filter(|_| resolve(title, dialect) != Scalar::Null)
}

/// What does no harm to the reading and is reported all the same, or is read otherwise than meant.
fn is_warning(kind: &ProblemKind) -> bool {
    use ProblemKind::*;
    matches!(
        kind,
        WrongDelimiter | Unclosed { later: Some(_) } | DuplicateKey { .. } | StrayTag | NotAMapping
    )
}

/// Pages toego leaves alone, each with the generator and why.
const LEFT_ALONE: [(&str, &str, &str); 9] = [
    ("hugo", "---\t\ntitle", "newer versions may well take a tab"),
    ("hugo", "---\ntitle: &봄", "newer versions may well take such a name"),
    ("hugo", "+++\ntitle = \"봄\"\nx = {a = 1,\n", "TOML 1.1 allows it"),
    ("gatsby", "---toml\n", "a site may have added the engine"),
    ("gatsby", "---\ntitle: ? 봄", "js-yaml 3 reads a map where nobody meant one"),
    ("hexo", "---\n---\n", "there is nothing in it"),
    ("hexo", "---\n\n---\n", "there is nothing in it"),
    ("hexo", "---\n# 말\n---\n", "there is nothing in it"),
    ("hexo", "\"title\": \"봄\"\n;;;", "JSON without an opener is not looked for"),
];

#[test]
fn pages_are_cut_where_their_generator_cuts_them() {
    let pages: Vec<serde_json::Value> = serde_json::from_str(&answers("pages.json")).expect("JSON");
    let (mut asked, mut wrong) = (0, Vec::new());
    for page in &pages {
        let text = page["text"].as_str().expect("a page has a text");
        for generator in Generator::ALL {
            let told = &page[generator.name()];
            let front = front::read(text, &generator.syntax());
            let left = LEFT_ALONE
                .iter()
                .any(|(name, begin, _)| *name == generator.name() && text.starts_with(begin));
            let lone_returns = text.contains('\r') && !text.contains('\n');
            if left || lone_returns {
                continue;
            }
            let noticed = front.block.is_none() || !front.problems.is_empty();
            let ours = (title(&front, generator.syntax().yaml), &text[front.body_start..]);
            asked += 1;
            let fits = match told["body"].as_str() {
                // It stops, or prints the settings: toego sees nothing either, or says why.
                None => noticed,
                Some(body) => {
                    let body = body.replace("\r\n", "\n");
                    let same = ours.0 == told["title"].as_str()
                        && body.trim().ends_with(ours.1.replace("\r\n", "\n").trim());
                    let lost = told["title"].is_null() && noticed;
                    (same && front.problems.is_empty())
                        || lost
                        || front.problems.iter().any(|problem| is_warning(&problem.kind))
                }
            };
            if !fits {
                let kinds: Vec<_> = front.problems.iter().map(|problem| &problem.kind).collect();
                wrong.push(format!("{generator}: {text:?}\n    {told}\n    {ours:?} {kinds:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {asked}\n{}", wrong.len(), wrong.join("\n"));
    assert!(asked > 650, "{asked} asked");
}
