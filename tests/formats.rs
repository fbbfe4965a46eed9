//! Each format as what reads it reads it, with paths and messages that hold whatever can be misread.

mod blog;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use toego::diagnostic::{Edit, Fix, Safety, Severity};
use toego::lang::Lang;
use toego::report::checkstyle::Checkstyle;
use toego::report::github::Github;
use toego::report::gitlab::Gitlab;
use toego::report::jsonl::JsonLines;
use toego::report::junit::Junit;
use toego::report::rdjsonl::Rdjsonl;
use toego::report::sarif::Sarif;
use toego::report::{Entry, FileReport, Report, Summary};
use toego::span::Span;

use blog::Blog;

/// A line end, `%`, `:`, `,`, quotes, `<`, `&`, an emoji, decomposed Hangul, spaces.
const ODD: &str = "_posts/줄\n끝 100%25: \"봄\", 'a' <b> & 🌸 \u{1112}\u{1161}\u{11ab}.md";
const MESSAGE: &str = "첫 줄\r\n둘째: 100%0A, \"봄\" 'a' <b> & ]]> 🌸 \u{1112}\u{1161}\u{11ab}::끝";
const TEXT: &str = "\u{feff}---\ntitle: 봄\n---\n\n🌸 할수 있다.\n🌸 할수 있다.\n\n끝\n";

/// Two findings of the same words, one over several lines, and a repair with two edits.
fn report(format: &dyn Report) -> String {
    let first = TEXT.find("할수").expect("there");
    let second = TEXT.rfind("할수").expect("there");
    let span = |at| Span::new(at, at + "할수".len());
    let edit = |at, text: &str| Edit { span: Span::at(at), replacement: text.to_owned() };
    let fix = Fix { edits: vec![edit(first + 3, " "), edit(first + 6, "\n")], safety: Safety::Safe };
    let entry = |severity, span, fix| Entry {
        rule: "spacing/bound-noun-su",
        severity,
        span,
        message: MESSAGE.to_owned(),
        args: &[],
        help: None,
        fix,
    };
    let entries = vec![
        entry(Severity::Error, Span::new(3, first), None),
        entry(Severity::Warning, span(first), Some(&fix)),
        entry(Severity::Info, span(second), None),
    ];
    let summary = Summary { files: 2, errors: 1, warnings: 1, infos: 1 };
    let mut out = format.begin(&summary);
    format.file(&FileReport { path: ODD, text: TEXT, entries }, &mut out);
    out.push_str(format.end());
    out
}

fn nothing(format: &dyn Report) -> String {
    let summary = Summary { files: 1, ..Summary::default() };
    format!("{}{}", format.begin(&summary), format.end())
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A workflow command as the runner takes it apart: name, properties, message.
fn command(line: &str) -> (String, Vec<(String, String)>, String) {
    let (head, message) = line.strip_prefix("::").expect("a command").split_once("::").expect("a message");
    let (name, properties) = head.split_once(' ').expect("properties");
    let data = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    let property = |text: &str| {
        let text = text.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":");
        text.replace("%2C", ",").replace("%25", "%")
    };
    let pair = |pair: &str| pair.split_once('=').map(|(key, value)| (key.to_owned(), property(value)));
    (name.to_owned(), properties.split(',').filter_map(pair).collect(), data(message))
}

#[test]
fn github_commands_are_read_back() {
    let out = report(&Github);
    let commands: Vec<_> = out.lines().map(command).collect();
    assert_eq!(commands.len(), 3, "{out}");
    let names: Vec<&str> = commands.iter().map(|(name, ..)| name.as_str()).collect();
    assert_eq!(names, ["error", "warning", "notice"]);
    for (_, properties, message) in &commands {
        assert_eq!(message, MESSAGE);
        assert_eq!(properties[0], ("file".to_owned(), ODD.to_owned()));
        assert_eq!(properties.last().map(|(_, title)| title.as_str()), Some("spacing/bound-noun-su"));
    }
    let said = |at: usize| {
        let places = commands[at].1[1..].iter().map(|(key, value)| format!("{key}={value}"));
        places.take(4).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(said(0), "line=1 endLine=5 title=spacing/bound-noun-su");
    assert_eq!(said(1), "line=5 endLine=5 col=3 endColumn=5");
    assert_eq!(nothing(&Github), "");
}

#[test]
fn sarif_has_places_fingerprints_and_fixes() {
    for (lang, language) in [(Lang::Ko, "ko"), (Lang::En, "en")] {
        let log = parsed(&report(&Sarif::new(lang)));
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        assert_eq!(
            (run["language"].as_str(), run["columnKind"].as_str()),
            (Some(language), Some("unicodeCodePoints"))
        );
        let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
        let ids: BTreeSet<&str> = rules.iter().filter_map(|rule| rule["id"].as_str()).collect();
        assert_eq!(ids.len(), rules.len());
        for rule in rules {
            for key in ["shortDescription", "fullDescription", "help"] {
                assert!(rule[key]["text"].as_str().is_some_and(|text| !text.is_empty()), "{key} of {rule}");
            }
            assert!(rule["helpUri"].as_str().is_none_or(|address| address.starts_with("http")), "{rule}");
        }
        let title = rules.iter().find(|rule| rule["id"] == "spacing/bound-noun-su").expect("the rule");
        let is_korean = title["shortDescription"]["text"]
            .as_str()
            .is_some_and(|text| text.starts_with(['가', '의', '띄']));
        assert!(is_korean || language == "en", "{title}");
        let results = run["results"].as_array().expect("results");
        assert_eq!(results.len(), 3);
        let levels: Vec<_> = results.iter().filter_map(|result| result["level"].as_str()).collect();
        assert_eq!(levels, ["error", "warning", "note"]);
        for result in results {
            assert_eq!(result["message"]["text"], MESSAGE);
            let index = result["ruleIndex"].as_u64().expect("an index") as usize;
            assert_eq!(rules[index]["id"], result["ruleId"]);
            let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str();
            let uri = uri.expect("a uri");
            assert!(uri.starts_with("_posts/%EC%A4%84%0A") && uri.is_ascii(), "{uri}");
            assert!(!uri.contains([' ', ':', '"', '<', ',']), "{uri}");
            assert_eq!(decoded(uri), ODD);
        }
        let region = |at: usize| results[at]["locations"][0]["physicalLocation"]["region"].to_string();
        assert_eq!(region(0), r#"{"endColumn":3,"endLine":5,"startColumn":1,"startLine":1}"#);
        assert_eq!(region(1), r#"{"endColumn":5,"endLine":5,"startColumn":3,"startLine":5}"#);
        let replacements = &results[1]["fixes"][0]["artifactChanges"][0]["replacements"];
        assert_eq!(replacements[0]["deletedRegion"]["startColumn"], 4);
        assert_eq!(replacements[0]["deletedRegion"]["endColumn"], 4);
        assert_eq!(replacements[1]["insertedContent"]["text"], "\n");
        let empty = parsed(&nothing(&Sarif::new(lang)));
        assert_eq!(empty["runs"][0]["results"].as_array().map(Vec::len), Some(0));
    }
}

/// Against the official schema, which is not part of this repository: `tests/tools/install.sh` brings it along
/// with the validator that it comes with.
#[test]
fn sarif_keeps_to_its_schema() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("target/tools/node_modules/@microsoft/sarif-multitool-linux/sarif-2.1.0.json");
    let Ok(schema) = fs::read_to_string(&path) else {
        println!("skipped: {} is not there", path.display());
        assert!(std::env::var_os("TOEGO_REQUIRE_TOOLS").is_none(), "the schema of SARIF is not there");
        return;
    };
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("sarif.json", parsed(&schema)).expect("a resource");
    let mut schemas = boon::Schemas::new();
    let schema = compiler.compile("sarif.json", &mut schemas).expect("a schema");
    for format in [Sarif::new(Lang::Ko), Sarif::new(Lang::En)] {
        for log in [report(&format), nothing(&format)] {
            schemas.validate(&parsed(&log), schema).unwrap_or_else(|error| panic!("{error:#}"));
        }
    }
}

fn decoded(uri: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = uri.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex = (first == b'%').then(|| std::str::from_utf8(&after[..2]).expect("two digits"));
        bytes.push(hex.map_or(first, |hex| u8::from_str_radix(hex, 16).expect("hexadecimal")));
        rest = if hex.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn gitlab_issues_have_fingerprints_of_their_own() {
    let issues = parsed(&report(&Gitlab));
    let issues = issues.as_array().expect("an array");
    let prints: BTreeSet<_> = issues.iter().filter_map(|issue| issue["fingerprint"].as_str()).collect();
    assert_eq!((issues.len(), prints.len()), (3, 3));
    let severities: Vec<_> = issues.iter().filter_map(|issue| issue["severity"].as_str()).collect();
    assert_eq!(severities, ["major", "minor", "info"]);
    for issue in issues {
        assert_eq!((&issue["description"], &issue["location"]["path"]), (&MESSAGE.into(), &ODD.into()));
        assert_eq!(issue["check_name"], "spacing/bound-noun-su");
        assert!(issue["location"]["lines"]["begin"].as_u64().is_some_and(|line| line > 0));
    }
    assert_eq!(parsed(&nothing(&Gitlab)), Value::Array(Vec::new()));
}

#[test]
fn rdjsonl_counts_bytes_and_suggests_whole_repairs() {
    let out = report(&Rdjsonl);
    let records: Vec<Value> = out.lines().map(parsed).collect();
    assert_eq!(records.len(), 3);
    for record in &records {
        assert_eq!((&record["message"], &record["location"]["path"]), (&MESSAGE.into(), &ODD.into()));
        assert_eq!(record["source"]["name"], "toego");
        assert_eq!(record["code"]["value"], "spacing/bound-noun-su");
    }
    let severities: Vec<_> = records.iter().filter_map(|record| record["severity"].as_str()).collect();
    assert_eq!(severities, ["ERROR", "WARNING", "INFO"]);
    // A byte order mark takes three bytes, the emoji and the space after it five.
    assert_eq!(records[0]["location"]["range"]["start"].to_string(), "{\"column\":4,\"line\":1}");
    let suggestion = &records[1]["suggestions"][0];
    assert_eq!(suggestion["text"], " 수\n");
    // As reviewdog applies it: bytes of the line.
    let line = TEXT.lines().nth(4).expect("a line");
    let column = |end: &str| suggestion["range"][end]["column"].as_u64().expect("a column") as usize - 1;
    assert_eq!((column("start"), column("end")), (8, 11));
    let text = suggestion["text"].as_str().expect("a text");
    assert_eq!(format!("{}{text}{}", &line[..column("start")], &line[column("end")..]), "🌸 할 수\n 있다.");
    assert!(records[0].get("suggestions").is_none());
    assert_eq!(nothing(&Rdjsonl), "");
}

#[test]
fn jsonl_is_json_line_by_line() {
    let out = report(&JsonLines);
    let records: Vec<Value> = out.lines().map(parsed).collect();
    assert_eq!(records.len(), 3);
    assert!(records.iter().all(|record| record["message"] == MESSAGE && record["path"] == ODD));
    assert_eq!((&records[1]["line"], &records[1]["column"]), (&5.into(), &3.into()));
    assert_eq!(nothing(&JsonLines), "");
}

#[test]
fn junit_is_read_back() {
    let out = report(&Junit);
    let document = roxmltree::Document::parse(&out).expect("XML");
    let root = document.root_element();
    let number = |node: &roxmltree::Node<'_, '_>, name: &str| {
        node.attribute(name).map(str::to_owned).unwrap_or_default()
    };
    assert_eq!(
        (number(&root, "tests"), number(&root, "failures"), number(&root, "errors")),
        ("3".into(), "2".into(), "0".into())
    );
    let suite = root.first_element_child().expect("a suite");
    assert_eq!(suite.attribute("name"), Some(ODD));
    assert_eq!(
        (number(&suite, "tests"), number(&suite, "failures"), number(&suite, "skipped")),
        ("3".into(), "2".into(), "1".into())
    );
    let cases: Vec<_> = suite.children().filter(|node| node.has_tag_name("testcase")).collect();
    let names: BTreeSet<_> = cases.iter().filter_map(|case| case.attribute("name")).collect();
    assert_eq!((cases.len(), names.len()), (3, 3));
    for (case, element) in cases.iter().zip(["failure", "failure", "skipped"]) {
        assert_eq!(case.attribute("classname"), Some(ODD));
        let problem = case.first_element_child().expect("a problem");
        assert!(problem.has_tag_name(element));
        assert_eq!(problem.attribute("message"), Some(MESSAGE));
        assert!(problem.text().is_some_and(|text| text.starts_with(ODD) && text.ends_with(MESSAGE)));
    }
    let out = nothing(&Junit);
    let passed = roxmltree::Document::parse(&out).expect("XML");
    assert_eq!(passed.descendants().filter(|node| node.has_tag_name("testcase")).count(), 1);
}

#[test]
fn checkstyle_is_read_back() {
    let out = report(&Checkstyle);
    let document = roxmltree::Document::parse(&out).expect("XML");
    let file = document.root_element().first_element_child().expect("a file");
    assert_eq!(file.attribute("name"), Some(ODD));
    let errors: Vec<_> = file.children().filter(|node| node.has_tag_name("error")).collect();
    let severities: Vec<_> = errors.iter().filter_map(|error| error.attribute("severity")).collect();
    assert_eq!(severities, ["error", "warning", "info"]);
    for error in &errors {
        assert_eq!(error.attribute("message"), Some(MESSAGE));
        assert_eq!(error.attribute("source"), Some("spacing/bound-noun-su"));
    }
    assert_eq!((errors[1].attribute("line"), errors[1].attribute("column")), (Some("5"), Some("3")));
    assert!(roxmltree::Document::parse(&nothing(&Checkstyle)).is_ok());
}

#[test]
fn what_xml_cannot_hold_is_shown_otherwise() {
    let steering = "\u{0}\u{1b}[2J\u{fffe}\t";
    let entry = Entry {
        rule: "unicode/control",
        severity: Severity::Warning,
        span: Span::at(0),
        message: steering.to_owned(),
        args: &[],
        help: None,
        fix: None,
    };
    for format in [&Checkstyle as &dyn Report, &Junit] {
        let mut out = format.begin(&Summary { warnings: 1, ..Summary::default() });
        format.file(&FileReport { path: "봄.md", text: "", entries: vec![entry.clone()] }, &mut out);
        out.push_str(format.end());
        let document = roxmltree::Document::parse(&out).expect("XML");
        let messages: Vec<_> = document.descendants().filter_map(|node| node.attribute("message")).collect();
        assert_eq!(messages, ["␀␛[2J\u{fffd}\t"]);
    }
}

impl Blog {
    fn report(&self, format: &str) -> String {
        let run = self.run(&["--quiet", "--fail-on", "never", "--format", format]);
        assert_eq!(run.status, Some(0), "{}", run.err);
        run.out
    }
}

/// Two files whose reports are joined, one of them with an odd name.
#[cfg(unix)]
#[test]
fn whole_runs_are_well_formed() {
    let name = ODD.trim_start_matches("_posts/");
    let name = format!("2024-01-02-{name}");
    let wrong = "---\ntitle: 봄\n---\n\n🌸 그렇게 됬다.\n\n나는 할수 있다. ![새](</images/a: \"b\", 100%25 <c.png>)\n";
    let good = "---\ntitle: 꽃\n---\n\n꽃이 피었다.\n";
    let blog =
        Blog::with_posts("whole", &[("2024-01-01-봄.md", wrong), (&name, wrong), ("2024-01-03-꽃.md", good)]);
    let path = format!("_posts/{name}");
    let found = parsed(&blog.report("json"));
    let found = found["diagnostics"].as_array().expect("diagnostics").clone();
    assert!(found.len() >= 4, "{found:?}");
    let lines: Vec<Value> = blog.report("jsonl").lines().map(parsed).collect();
    assert_eq!(lines, found);
    let sarif = parsed(&blog.report("sarif"));
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    let messages: Vec<_> = results.iter().map(|result| &result["message"]["text"]).collect();
    assert_eq!(messages, found.iter().map(|found| &found["message"]).collect::<Vec<_>>());
    assert_eq!(parsed(&blog.report("gitlab")).as_array().map(Vec::len), Some(found.len()));
    assert_eq!(blog.report("rdjsonl").lines().map(parsed).count(), found.len());
    let github = blog.report("github");
    let commands: Vec<_> = github.lines().map(command).collect();
    for ((_, properties, message), found) in commands.iter().zip(&found) {
        assert_eq!(
            (Some(message.as_str()), Some(properties[0].1.as_str())),
            (found["message"].as_str(), found["path"].as_str())
        );
    }
    assert!(commands.len() == found.len() && commands.iter().any(|(_, all, _)| all[0].1 == path));
    for (format, element) in [("junit", "testcase"), ("checkstyle", "error")] {
        let out = blog.report(format);
        let document = roxmltree::Document::parse(&out).expect("XML");
        let elements = document.descendants().filter(|node| node.has_tag_name(element));
        assert_eq!(elements.count(), found.len(), "{format}");
        assert!(document.descendants().any(|node| node.attribute("name") == Some(&path)), "{format}");
    }
}

/// What marks a finding stays the same when text is added above, and differs within a report where it must.
#[test]
fn fingerprints_do_not_know_lines() {
    let body = "나는 할수 있다. 나는 할수 있다.\n\n그렇게 됬다.\n";
    let prints = |above: &str| {
        let text = format!("---\ntitle: 봄\n---\n\n{above}{body}");
        let blog = Blog::with_posts("prints", &[("2024-01-01-봄.md", &text)]);
        let (gitlab, sarif) = (parsed(&blog.report("gitlab")), parsed(&blog.report("sarif")));
        let of_gitlab = gitlab.as_array().expect("an array").iter().map(|issue| issue["fingerprint"].clone());
        let results = sarif["runs"][0]["results"].as_array().expect("results").iter();
        let of_sarif = results.map(|result| result["partialFingerprints"]["toego/v1"].clone());
        (of_gitlab.collect::<Vec<_>>(), of_sarif.collect::<Vec<_>>())
    };
    let (gitlab, sarif) = prints("");
    assert_eq!(prints("꽃이 피었다.\n\n새가 운다.\n\n"), (gitlab.clone(), sarif));
    assert_eq!(gitlab.iter().map(Value::to_string).collect::<BTreeSet<_>>().len(), gitlab.len());
    assert!(gitlab.len() >= 3, "{gitlab:?}");
}
