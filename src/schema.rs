//! The front matter of a blog and its `.toego.yml` as JSON Schema, for editors that complete and check
//! YAML as it is written.
//!
//! The draft is 7: yaml-language-server reads that in every version.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::config::Config;
use crate::config::rules::RuleName;
use crate::rule::{Book, Field, FieldType};
use crate::site::Site;

const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// The schema of `.toego.yml` of a blog that has the rules of `book`, derived from the types that read it.
pub fn config(book: &Book) -> Value {
    let settings = SchemaSettings::draft07().with(|settings| settings.inline_subschemas = true);
    let mut schema = settings.into_generator().into_root_schema_for::<Config>().to_value();
    schema["title"] = json!(Config::FILE);
    let mut names: Vec<&str> = book.rules.iter().flat_map(|rule| [rule.group(), rule.id.as_str()]).collect();
    names.sort_unstable();
    names.dedup();
    finish(&mut schema, &names);
    schema
}

/// Puts in the names of rules, and takes out `"format": "uint32"` and the like, which mean nothing outside
/// Rust: editors warn of them.
fn finish(schema: &mut Value, names: &[&str]) {
    match schema {
        Value::Object(map) => {
            if let Some(level) = map.remove(RuleName::ANY) {
                map.extend(names.iter().map(|name| ((*name).to_owned(), level.clone())));
            }
            map.retain(|key, value| key != "format" || !value.is_string());
            map.values_mut().for_each(|value| finish(value, names));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| finish(item, names)),
        _ => {}
    }
}

/// The schema of the front matter of `site`: the fields of its generator, its theme and its own.
pub fn front_matter(site: &Site, book: &Book) -> Value {
    let wanted = &site.config().front_matter;
    let anything = Field::default();
    let mut root = Node::default();
    for table in site.field_tables(book) {
        for (path, field) in &table.fields {
            root.add(path, field);
        }
    }
    for key in wanted.required.iter().chain(&wanted.order) {
        root.add(key, &anything);
    }
    let mut schema = root.schema();
    let terms = [
        ("category", &wanted.categories),
        ("categories", &wanted.categories),
        ("tag", &wanted.tags),
        ("tags", &wanted.tags),
    ];
    for (key, allowed) in terms.into_iter().filter(|(_, allowed)| !allowed.is_empty()) {
        if let Some(property) = schema["properties"].get_mut(key) {
            // A text may hold several names; only in a list is each one alone.
            property["items"] =
                json!({ "anyOf": [{ "enum": allowed }, { "type": "array", "items": { "enum": allowed } }] });
        }
    }
    // Dotted paths lie deeper than `required` reaches.
    let required: Vec<&String> = wanted.required.iter().filter(|key| !key.contains('.')).collect();
    schema["$schema"] = json!(DRAFT);
    schema["title"] = json!("front matter");
    schema["type"] = json!("object");
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema["additionalProperties"] = json!(!wanted.closed);
    schema
}

/// A key with what may stand below it.
#[derive(Default)]
struct Node<'a> {
    field: Option<&'a Field>,
    below: Vec<(&'a str, Node<'a>)>,
    /// Whether what stands below belongs to the items of a list.
    is_list: bool,
}

impl<'a> Node<'a> {
    /// Adds a field by its dotted path; the first one of a path counts.
    fn add(&mut self, path: &'a str, field: &'a Field) {
        let mut node = self;
        for step in path.split('.') {
            let (key, is_list) = step.strip_suffix("[]").map_or((step, false), |key| (key, true));
            let at = node.below.iter().position(|(name, _)| *name == key).unwrap_or_else(|| {
                node.below.push((key, Node::default()));
                node.below.len() - 1
            });
            node = &mut node.below[at].1;
            node.is_list |= is_list;
        }
        node.field.get_or_insert(field);
    }

    fn schema(&self) -> Value {
        let mut schema = self.field.map_or_else(|| json!({}), described);
        if self.below.is_empty() {
            return schema;
        }
        let below: Map<String, Value> =
            self.below.iter().map(|(key, node)| ((*key).to_owned(), node.schema())).collect();
        match self.is_list {
            true => schema["items"] = json!({ "properties": below }),
            false => schema["properties"] = Value::Object(below),
        }
        schema
    }
}

/// What one field says, without what stands below it.
fn described(field: &Field) -> Value {
    let mut schema = json!({});
    if !field.types.is_empty() {
        // A key with nothing after it is as good as none.
        let mut types = named(&field.types);
        types.push("null");
        schema["type"] = json!(types);
    }
    if !field.values.is_empty() {
        let mut values: Vec<Value> = field.values.iter().map(|value| json!(value)).collect();
        values.push(Value::Null);
        schema["enum"] = json!(values);
    }
    if !field.items.is_empty() {
        schema["items"] = json!({ "type": named(&field.items) });
    }
    if let Some(title) = &field.title {
        schema["description"] = json!(title.ko);
    }
    if let Some(default) = &field.default {
        schema["default"] = value(field, default);
    }
    if let Some(example) = example(field) {
        schema["examples"] = json!([example]);
    }
    schema
}

fn named(types: &[FieldType]) -> Vec<&'static str> {
    let mut names: Vec<&str> = types
        .iter()
        .map(|kind| match kind {
            FieldType::Bool => "boolean",
            // YAML 1.2 knows no dates, and no format of JSON Schema has `2024-01-02 10:00 +0900`.
            FieldType::Str | FieldType::Date => "string",
            FieldType::Number => "number",
            FieldType::List => "array",
            FieldType::Map => "object",
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// A default as the field would read it.
fn value(field: &Field, written: &str) -> Value {
    let takes = |kind: FieldType| field.types.contains(&kind);
    match written.parse::<bool>() {
        Ok(truth) if takes(FieldType::Bool) => json!(truth),
        _ if takes(FieldType::Number) => {
            written.parse::<i64>().map_or_else(|_| json!(written), |number| json!(number))
        }
        _ => json!(written),
    }
}

fn example(field: &Field) -> Option<Value> {
    match field.types.first()? {
        FieldType::Date => Some(json!("2024-01-02 10:00:00 +0900")),
        FieldType::Str | FieldType::List if !field.items.is_empty() => Some(json!(["회고", "개발"])),
        _ if field.image => Some(json!("/assets/images/cover.png")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    fn site(config: &str) -> Site {
        let files: BTreeMap<String, String> = [
            ("_config.yml".to_owned(), "theme: minimal-mistakes-jekyll\n".to_owned()),
            (Config::FILE.to_owned(), config.to_owned()),
        ]
        .into();
        Site::in_memory(&files)
    }

    #[test]
    fn fields_become_properties() {
        let config = "front-matter:\n  closed: true\n  required: [title]\n  categories: [회고]\n  fields:\n    mood: { type: str, values: [맑음], title: 기분 }\n";
        let schema = front_matter(&site(config), crate::bundled::book());
        let properties = &schema["properties"];
        assert_eq!(properties["toc"]["type"], json!(["boolean", "null"]));
        assert_eq!(properties["toc"]["default"], json!(false));
        assert_eq!(properties["mood"]["enum"], json!(["맑음", null]));
        assert_eq!(properties["mood"]["description"], json!("기분"));
        assert_eq!(properties["header"]["properties"]["teaser"]["type"], json!(["string", "null"]));
        assert!(properties["gallery"]["items"]["properties"]["image_path"].is_object());
        assert_eq!(schema["required"], json!(["title"]));
        assert_eq!(schema["additionalProperties"], json!(false));
    }

    /// The keys that serde accepts, as it names them itself when it meets another one.
    fn accepted(text: &str) -> BTreeSet<String> {
        let mistake = Config::parse(text).expect_err("there is no such key").to_string();
        let (_, names) = mistake.split_once("there are: ").expect("the names are listed");
        names.split(", ").map(str::to_owned).collect()
    }

    #[test]
    fn the_schema_of_the_settings_has_every_key_that_is_read_and_no_other() {
        let schema = config(crate::bundled::book());
        assert_eq!(schema["$schema"], json!(DRAFT));
        let keys = |schema: &Value| -> BTreeSet<String> {
            assert_eq!(schema["additionalProperties"], json!(false), "{schema}");
            schema["properties"].as_object().into_iter().flat_map(Map::keys).cloned().collect()
        };
        let front = &schema["properties"]["front-matter"];
        let field = &front["properties"]["fields"]["additionalProperties"];
        assert_eq!(keys(&schema), accepted("zzzz: 1\n"));
        assert_eq!(keys(front), accepted("front-matter: { zzzz: 1 }\n"));
        assert_eq!(keys(&schema["properties"]["image"]), accepted("image: { zzzz: 1 }\n"));
        assert_eq!(keys(field), accepted("front-matter: { fields: { a: { zzzz: 1 } } }\n"));
        let names: Vec<&str> = FieldType::NAMED.iter().map(|(_, name)| *name).collect();
        assert_eq!(field["properties"]["type"]["anyOf"][0]["enum"], json!(names));
        for (kind, name) in FieldType::NAMED {
            let text = format!("front-matter: {{ fields: {{ a: {{ type: {name} }} }} }}\n");
            assert_eq!(Config::parse(&text).unwrap().own_fields().fields["a"].types, [kind]);
        }
    }
}
