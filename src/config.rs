//! The blog's own settings: `.toego.yml` at its root. Strict, unlike the settings of the generator: it is
//! written for toego alone, and what toego does not understand it must not pass over.
//!
//! The types here are the only description of the file: serde reads it with them, and the schema of
//! [`crate::schema::config`] is derived from them.

mod mistake;
pub mod rules;
mod types;

use std::collections::BTreeMap;
use std::iter;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

pub use mistake::Mistake;
use rules::{Levels, Override, Profile};
pub use types::{Size, Types};

use crate::bundled;
use crate::generator::Generator;
use crate::lang::Localized;
use crate::rule::{Book, Field, FieldTable, FieldType};

/// What `.toego.yml` says.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
#[schemars(description = "toego 설정")]
pub struct Config {
    /// Which rules are on.
    #[serde(deserialize_with = "or_default")]
    #[schemars(description = "규칙의 바탕. strict는 취향의 문제도 알린다")]
    pub profile: Profile,
    /// How loud rules and groups are.
    #[serde(deserialize_with = "or_default")]
    #[schemars(description = "규칙이나 묶음의 심각도: off, info, warning, error")]
    pub rules: Levels,
    /// How loud they are in some files; of several that name a file, the last holds.
    #[serde(deserialize_with = "or_default")]
    #[schemars(description = "어떤 글에서만 다르게")]
    pub overrides: Vec<Override>,
    /// Files that are not checked, as in a `.gitignore`.
    #[serde(deserialize_with = "or_default")]
    #[schemars(description = "살피지 않을 글. .gitignore처럼 적는다", example = ["_posts/옛글/", "README.md"])]
    pub ignore: Vec<String>,
    /// Words that are right in this blog: names, titles, jargon.
    #[serde(deserialize_with = "or_default")]
    #[schemars(description = "이 블로그에서는 맞는 말", example = ["설레임", "컨텐츠랩"])]
    pub words: Vec<String>,
    /// The generator, where it is not recognised.
    #[schemars(with = "Option<String>", description = "블로그를 만드는 프로그램", example = &"jekyll")]
    pub generator: Option<Generator>,
    /// What the blog wants of its front matter.
    #[serde(deserialize_with = "or_default")]
    #[schemars(description = "글의 front matter")]
    pub front_matter: FrontMatter,
    /// What the blog wants of its images.
    #[serde(deserialize_with = "or_default")]
    #[schemars(description = "글에 넣는 그림")]
    pub image: Image,
    /// The blog's own fields as a table.
    #[serde(skip)]
    own: FieldTable,
}

/// `front-matter:`
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
#[schemars(description = "글의 front matter")]
pub struct FrontMatter {
    /// Fields of the blog, by dotted path; they go before those of the theme and the generator.
    #[serde(deserialize_with = "or_default")]
    #[schemars(description = "이 블로그만의 키. 테마와 생성기의 키보다 앞선다", example = example_fields())]
    pub fields: BTreeMap<String, OwnField>,
    /// Keys every post must have.
    #[serde(deserialize_with = "or_default")]
    #[schemars(description = "모든 글에 있어야 하는 키", example = ["title", "date"])]
    pub required: Vec<String>,
    /// The order of keys; those not listed stand where they like.
    #[serde(deserialize_with = "or_default")]
    #[schemars(
        description = "키를 적는 차례. 여기에 없는 키는 어디에 있어도 된다",
        example = ["layout", "title", "date", "categories", "tags"]
    )]
    pub order: Vec<String>,
    /// Whether every key that no table lists is reported.
    #[serde(deserialize_with = "types::switch")]
    #[schemars(description = "true면 생성기, 테마, 이 파일이 모르는 키를 모두 알린다")]
    pub closed: bool,
    /// The only categories; all are allowed where none is listed.
    #[serde(deserialize_with = "or_default")]
    #[schemars(description = "쓸 수 있는 분류. 적지 않으면 무엇이든 쓸 수 있다", example = ["회고", "개발"])]
    pub categories: Vec<String>,
    /// The only tags; all are allowed where none is listed.
    #[serde(deserialize_with = "or_default")]
    #[schemars(description = "쓸 수 있는 태그. 적지 않으면 무엇이든 쓸 수 있다")]
    pub tags: Vec<String>,
    /// The key that switches formulas on.
    #[schemars(description = "수식을 켜는 키", example = &"use_math")]
    pub math: Option<String>,
}

/// `image:`
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
#[schemars(description = "글에 넣는 그림")]
pub struct Image {
    /// The largest file a page should show.
    #[schemars(description = "그림 파일의 최대 크기. 적지 않으면 크기를 보지 않는다", example = &"1MB")]
    pub max_size: Option<Size>,
}

/// A field of the blog.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
#[schemars(description = "키 하나")]
pub struct OwnField {
    /// What its value may be.
    #[serde(rename = "type")]
    #[schemars(description = "값의 꼴. 여럿을 쓸 수 있으면 목록으로 적는다")]
    pub types: Types,
    /// What the items of a list may be.
    #[schemars(description = "목록에 든 값의 꼴")]
    pub items: Types,
    /// The only values it takes.
    #[schemars(description = "쓸 수 있는 값")]
    pub values: Vec<String>,
    /// What holds when it is not given.
    #[schemars(description = "적지 않았을 때의 값")]
    pub default: Option<serde_json::Value>,
    /// Whether the value names an image of the site.
    #[serde(deserialize_with = "types::switch")]
    #[schemars(description = "값이 사이트의 그림을 가리킨다")]
    pub image: bool,
    /// What it is for.
    #[schemars(description = "무엇에 쓰는지. 편집기가 보여 준다")]
    pub title: Option<String>,
}

fn example_fields() -> serde_json::Value {
    serde_json::json!({ "mood": { "type": ["str"], "values": ["맑음", "흐림"] } })
}

impl Config {
    /// The name of the file.
    pub const FILE: &str = ".toego.yml";

    /// Reads the file.
    ///
    /// # Errors
    /// The first thing in it that is not understood.
    pub fn parse(text: &str) -> Result<Config, Mistake> {
        Config::parse_with(text, bundled::book())
    }

    /// Reads the file of a blog that has the rules of `book`.
    ///
    /// # Errors
    /// The first thing in it that is not understood.
    pub fn parse_with(text: &str, book: &Book) -> Result<Config, Mistake> {
        let mut config: Config = if types::has_content(text) {
            // What is read as a number is no name, and only `true` and `false` are what they say: so the
            // schema has it, and so editors read the file.
            let options = serde_yaml::options! { no_schema: true, strict_booleans: true };
            serde_yaml::from_str_with_options(text, options).map_err(|error| Mistake::from(&error))?
        } else {
            Config::default()
        };
        config.own = config.front_matter.table();
        let levels = iter::once(&config.rules).chain(config.overrides.iter().map(|own| &own.rules));
        match levels.into_iter().find_map(|levels| rules::unknown(levels, book)) {
            Some(mistake) => Err(mistake),
            None => Ok(config),
        }
    }

    /// The blog's own fields.
    pub fn own_fields(&self) -> &FieldTable {
        &self.own
    }
}

impl FrontMatter {
    fn table(&self) -> FieldTable {
        let fields = self.fields.iter().map(|(path, field)| (path.clone(), field.table_row()));
        let mut table = FieldTable { fields: fields.collect(), ..FieldTable::default() };
        if let Some(math) = &self.math {
            let switch = Field { types: vec![FieldType::Bool], ..Field::default() };
            table.fields.entry(math.clone()).or_insert(switch);
        }
        table
    }
}

impl OwnField {
    fn table_row(&self) -> Field {
        let title = self.title.clone().map(|text| Localized { ko: text.clone(), en: text });
        Field {
            types: self.types.0.clone(),
            items: self.items.0.clone(),
            values: self.values.clone(),
            default: self.default.as_ref().map(|value| match value {
                serde_json::Value::String(text) => text.clone(),
                other => other.to_string(),
            }),
            image: self.image,
            title,
            ..Field::default()
        }
    }
}

/// A key with nothing after it says nothing.
fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(from: D) -> Result<T, D::Error> {
    Option::<T>::deserialize(from).map(Option::unwrap_or_default)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = "\
front-matter:
  fields:
    mood: { type: [str], values: [맑음, 흐림] }
    log.place: { type: str, title: 쓴 곳 }
    music: { type: [list, str], items: [str], default: 없음 }
    cover: { type: str, image: true }
    draft: { type: bool, default: false }
  required: [title, date]
  order: [layout, title, date, categories, tags]
  closed: true
  categories: [회고, 개발]
  tags:
  math: use_math
";

    #[test]
    fn a_whole_file_is_read() {
        let config = Config::parse(WHOLE).unwrap();
        let front = &config.front_matter;
        assert_eq!((front.required.len(), front.order.len(), front.closed), (2, 5, true));
        assert_eq!((front.categories.len(), front.tags.len()), (2, 0));
        let own = config.own_fields();
        assert_eq!(own.fields["mood"].values, ["맑음", "흐림"]);
        assert_eq!(own.fields["log.place"].types, [FieldType::Str]);
        assert_eq!(own.fields["draft"].default.as_deref(), Some("false"));
        assert_eq!(own.fields["use_math"].types, [FieldType::Bool]);
        let image = Config::parse("image:\n  max-size: 1.5MB\n").unwrap().image;
        assert_eq!(image.max_size, Some(Size(1_500_000)));
        for nothing in ["", "# 아직 없음\n", "---\n", "front-matter:\n"] {
            assert_eq!(Config::parse(nothing), Ok(Config::default()), "{nothing:?}");
        }
    }

    #[test]
    fn a_mistake_has_its_place_and_the_nearest_name() {
        let cases = [
            (
                "front-matter:\n  requird: [title]\n",
                "2:3: unknown key `requird`; did you mean `required`?",
                "2:3: ‘requird’ 키는 없습니다. 비슷한 키: `required`",
            ),
            (
                "frontmatter:\n  closed: true\n",
                "1:1: unknown key `frontmatter`; did you mean `front-matter`?",
                "1:1: ‘frontmatter’ 키는 없습니다. 비슷한 키: `front-matter`",
            ),
            (
                "front-matter:\n  colour: red\n",
                "2:3: unknown key `colour`; there are: fields, required, order, closed, categories, tags, math",
                "2:3: ‘colour’ 키는 없습니다. 쓸 수 있는 키: fields, required, order, closed, categories, tags, math",
            ),
            (
                "front-matter:\n  fields:\n    mood: { type: [string] }\n",
                "3:20: `string` is no type; did you mean `str`?",
                "3:20: ‘string’ 꼴은 없습니다. 비슷한 꼴: `str`",
            ),
            (
                "rules:\n  spacin: off\n",
                "2:3: no rule or group is called `spacin`; did you mean `spacing`?",
                "2:3: ‘spacin’ 규칙이나 묶음은 없습니다. 비슷한 이름: `spacing`",
            ),
            (
                "rules:\n  spacing: of\n",
                "2:12: `of` is no severity; did you mean `off`?",
                "2:12: ‘of’ 심각도는 없습니다. 비슷한 심각도: `off`",
            ),
            (
                "generator: jekyl\n",
                "1:12: `jekyl` is no generator; did you mean `jekyll`?",
                "1:12: ‘jekyl’ 생성기는 없습니다. 비슷한 생성기: `jekyll`",
            ),
            (
                "front-matter:\n  closed: ture\n",
                "2:3: `true` or `false` is wanted here, without quotes",
                "2:3: 여기에는 따옴표 없이 `true`나 `false`를 적습니다.",
            ),
            (
                "front-matter:\n  categories: [2024]\n",
                "2:16: `2024` is read as text only in quotes: `\"2024\"`",
                "2:16: ‘2024’ 값은 글자로 읽히도록 따옴표로 감쌉니다: `\"2024\"`",
            ),
            ("rules:\n  spacing:\n", "2:10: the value is missing", "2:10: 값이 빠졌습니다."),
            (
                "words: 설레임\n",
                "1:8: a list is wanted here, as in `[one, two]`",
                "1:8: 여기에는 목록을 적습니다. `[하나, 둘]`처럼 괄호로 묶거나 한 줄에 하나씩 `- `를 붙입니다.",
            ),
            (
                "front-matter:\n  closed: true\n  closed: false\n",
                "3:3: the key `closed` is given twice",
                "3:3: ‘closed’ 키가 두 번 나옵니다. 하나만 남깁니다.",
            ),
            (
                "image:\n  max-size: 1MiB\n",
                "2:3: wanted here: a size such as 500KB or 1.5MB",
                "2:3: 여기에는 `500KB`나 `1.5MB` 같은 크기를 적습니다",
            ),
        ];
        for (text, en, ko) in cases {
            let said = Config::parse(text).map_err(|mistake| mistake.said());
            assert_eq!(said, Err(Localized { ko: ko.to_owned(), en: en.to_owned() }));
        }
        for (text, place) in [
            ("front-matter:\n  closed: ture\n", "2:3: "),
            ("front-matter:\n  closed: \"true\"\n", "2:3: "),
            ("front-matter:\n  categories: [2024]\n", "2:16: "),
            ("front-matter:\n  math: true\n", "2:9: "),
            ("front-matter:\n  required: title\n", "2:13: "),
            ("front-matter:\n  closed: true\n  closed: false\n", "3:3: "),
            ("front-matter: [\n", "1:15: "),
            ("rules:\n  spacin: off\n", "2:3: "),
            ("rules:\n  spacing: loud\n", "2:12: "),
            ("overrides:\n  - { paths: [a], rules: { style/ending: off } }\n", "2:28: "),
            ("generator: jekyl\n", "1:12: "),
            ("profile: strct\n", "1:10: "),
            ("image:\n  max-size: 큼\n", "2:3: "),
            ("image:\n  max-size: 1MiB\n", "2:3: "),
        ] {
            let Localized { ko, en } = Config::parse(text).expect_err(text).said();
            for mistake in [ko, en] {
                assert!(mistake.starts_with(place), "{text:?}: {mistake}");
                assert!(!mistake.contains('\n'), "{mistake}");
            }
        }
    }
}
