//! What Jekyll made of 145 small sites, against what toego says of their front matter. The record lies
//! beside the project, not in it; without it the test says so and passes.

use std::collections::BTreeMap;

use serde_json::Value;
use toego::engine::Engine;
use toego::site::Site;

/// Families of cases in which every harm is one of values, keys or names.
const VALUES: [&str; 7] =
    ["boolean", "categories", "comment-cut", "key-case", "key-value", "published", "tags"];

#[test]
fn values_are_reported_where_jekyll_reads_them_otherwise() {
    let record = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/reference/jekyll-cases.json");
    let Ok(record) = std::fs::read_to_string(record) else {
        println!("skipped: no {record}");
        return;
    };
    let cases: Vec<Value> = serde_json::from_str(&record).expect("the record is JSON");
    let engine = Engine::recommended();
    let (mut asked, mut wrong) = (0, Vec::new());
    for case in &cases {
        let main = case["main"].as_str().unwrap_or_default();
        // Files that are no text are in the record as something else than a string.
        let Some(text) = case["files"][main].as_str() else { continue };
        let config = case["config"].as_str().unwrap_or_default().to_owned();
        let files = case["files"].as_object().into_iter().flatten();
        let mut files: BTreeMap<String, String> =
            files.filter_map(|(path, text)| Some((path.clone(), text.as_str()?.to_owned()))).collect();
        files.entry("_config.yml".to_owned()).or_insert(config);
        let checked = engine.document(&Site::in_memory(&files), main, text.as_bytes().to_vec());
        let rules: Vec<&str> = checked
            .diagnostics
            .unpack()
            .iter()
            .map(|found| engine.book().rule(found.rule).id.as_str())
            .collect();
        let of_values = case["families"]
            .as_array()
            .is_some_and(|all| all.iter().any(|family| VALUES.iter().any(|name| family == name)));
        match case["expect"].as_str() {
            Some("silent") if !rules.is_empty() => wrong.push(format!("{}: {rules:?}", case["id"])),
            Some("report") if of_values && rules.is_empty() => wrong.push(format!("{}: missed", case["id"])),
            _ => asked += 1,
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(asked > 100, "{asked} cases");
}
