//! The printed schemas, put to a validator: they accept what toego accepts in the fixtures, and refuse
//! what editors should warn of.

use std::path::{Path, PathBuf};
use std::process::Command;

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::Value;
use toego::document::Document;
use toego::document::syntax::Syntax;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn printed(arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_toego"))
        .current_dir(fixtures())
        .arg("schema")
        .args(arguments)
        .output()
        .expect("toego runs");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("a schema is JSON")
}

/// A schema, ready to be asked. Compiling it also holds it against the schema of schemas.
struct Validator(Schemas, SchemaIndex);

impl Validator {
    fn new(schema: Value) -> Validator {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.add_resource("schema.json", schema).expect("a schema is a resource");
        let index = compiler.compile("schema.json", &mut schemas).expect("the schema is one of draft 7");
        Validator(schemas, index)
    }

    fn check(&self, yaml: &str) -> Result<(), String> {
        let value: Value = serde_yaml::from_str(yaml).expect("the example is YAML");
        self.0.validate(&value, self.1).map_err(|error| format!("{yaml}\n{error}"))
    }
}

/// The YAML between the delimiters of every post below a folder.
fn front_matters(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a fixture is a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(front_matters(&path));
        } else if path.extension().is_some_and(|ending| ending == "md") {
            let text = std::fs::read_to_string(&path).expect("a post is UTF-8");
            let document = Document::parse(text, Syntax::default());
            let block = document.front.block.as_ref().filter(|_| document.front.problems.is_empty());
            found.extend(block.map(|block| block.content.slice(&document.text).to_owned()));
        }
    }
    found
}

#[test]
fn the_front_matter_of_the_fixtures_fits() {
    // What does not fit is what the reports beside the fixtures say, too.
    let reported = ["comments: ture", "pin: trues", "draft: flase", "weather: 비", "publish: false"];
    let mut asked = 0;
    for blog in ["minimal-mistakes", "chirpy", "hugo", "clean", "settings"] {
        let validator = Validator::new(printed(&["front-matter", blog]));
        for yaml in front_matters(&fixtures().join(blog)) {
            let is_reported = reported.iter().any(|line| yaml.contains(line));
            assert_eq!(validator.check(&yaml).is_err(), is_reported, "{blog}: {:?}", validator.check(&yaml));
            asked += 1;
        }
    }
    assert!(asked >= 8, "{asked} posts");
}

#[test]
fn editors_are_warned() {
    let validator = Validator::new(printed(&["front-matter", "settings"]));
    for good in
        ["title: 봄\ntoc: false\ntags: [봄]\n", "title: 봄\ntags: 봄\ntoc:\ncategories: 회고\nmood: 맑음\n"]
    {
        assert_eq!(validator.check(good), Ok(()));
    }
    for bad in [
        "title: 봄\ntags: [봄]\ntoc: \"false\"\n",
        "title: 봄\ntags: { a: 1 }\n",
        "title: 봄\ntags: [2024]\n",
        "title: 봄\ntags: [봄]\nmood: 비\n",
        "title: 봄\ntags: [봄]\nweather: 맑음\n",
        "title: 봄\ntags: [봄]\ncategories: [일상]\n",
        "tags: [봄]\n",
    ] {
        assert!(validator.check(bad).is_err(), "{bad}");
    }
}

#[test]
fn the_settings_fit_their_schema() {
    let validator = Validator::new(printed(&["config"]));
    let own =
        std::fs::read_to_string(fixtures().join("settings/.toego.yml")).expect("the fixture has settings");
    assert_eq!(validator.check(&own), Ok(()));
    for bad in [
        "front-matter: { requird: [title] }",
        "front-matter: { closed: maybe }",
        "front-matter: { fields: { mood: { type: string } } }",
        "frontmatter: {}",
        "front-matter: { closed: \"true\" }",
        "front-matter: { categories: [2024] }",
        "front-matter: { math: true }",
    ] {
        assert!(validator.check(bad).is_err(), "{bad}");
        assert!(toego::config::Config::parse(bad).is_err(), "{bad}");
    }
}
