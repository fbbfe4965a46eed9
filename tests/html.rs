//! The report in HTML as browsers take it apart. `tests/browser` looks at it in one.

mod blog;

use std::collections::BTreeMap;
use std::fs;

use html5gum::{DefaultEmitter, HtmlString, Token, Tokenizer};
use serde_json::Value;

use blog::Blog;

/// Ends of scripts, comments, tags, entities, line ends of JavaScript, turned writing, a control character.
const HOSTILE: &str = "---\ntitle: 봄\n---\n\n\
    </script><script>alert(1)</script> 그렇게 됬다 <!-- <script> 할수 있다.\n\n\
    할수 있다 \u{2028} 됬다 \u{202e} 됬다 \u{1} 됬다 <img src=\"//a.example/b\"> 됬다 --> ]]> 됬다.\n\n\
    할수 있다 &lt;/script&gt; {{ style }} ⟦됬다|됬다⟧ {{style}} 됬다\n";

impl Blog {
    fn report(&self, arguments: &[&str]) -> String {
        let run = self.run(&[&["--quiet", "--fail-on", "never"], arguments].concat());
        assert_eq!(run.status, Some(0), "{}", run.err);
        run.out
    }

    fn found(&self) -> Vec<Value> {
        let report: Value = serde_json::from_str(&self.report(&["--format", "json"])).expect("JSON");
        report["diagnostics"].as_array().expect("diagnostics").clone()
    }
}

/// What a page holds.
#[derive(Default)]
struct Page {
    /// What the scripts of each type hold; the type of those that run is `""` or `module`.
    scripts: BTreeMap<String, Vec<String>>,
    /// Every address in an attribute, with its element.
    addresses: Vec<(String, String)>,
    /// Attributes that run scripts.
    handlers: Vec<String>,
    /// What is written outside of scripts and styles.
    text: String,
}

/// Takes a page apart and fails where it is not well formed.
fn read(html: &str) -> Page {
    let string = |text: &HtmlString| String::from_utf8(text.to_vec()).expect("UTF-8");
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let (mut page, mut open) = (Page::default(), Vec::<String>::new());
    let mut kind = String::new();
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(token): Result<Token<()>, _> = token;
        match token {
            Token::StartTag(tag) => {
                let name = string(&tag.name);
                kind.clear();
                for (key, value) in &tag.attributes {
                    let (key, value) = (string(key), string(value));
                    match key.as_str() {
                        "src" | "href" | "action" | "srcset" | "data" => {
                            page.addresses.push((name.clone(), value))
                        }
                        "type" if name == "script" => kind = value,
                        key if key.starts_with("on") => page.handlers.push(key.to_owned()),
                        _ => {}
                    }
                }
                if name == "script" {
                    page.scripts.entry(kind.clone()).or_default().push(String::new());
                }
                if !["meta", "link", "input", "br"].contains(&name.as_str()) {
                    open.push(name);
                }
            }
            Token::EndTag(tag) => assert_eq!(open.pop(), Some(string(&tag.name))),
            Token::String(text) => match open.last().map(String::as_str) {
                Some("script") => {
                    let scripts = page.scripts.get_mut(&kind).expect("an open script");
                    scripts.last_mut().expect("an open script").push_str(&string(&text));
                }
                Some("style") => {
                    assert!(!string(&text).contains("url(") && !string(&text).contains("@import"))
                }
                _ => page.text.push_str(&string(&text)),
            },
            Token::Error(error) => panic!("{error:?} after {open:?}, {}", page.text),
            Token::Comment(_) | Token::Doctype(_) => {}
        }
    }
    assert!(open.is_empty(), "{open:?}");
    page
}

/// The rules and the posts.
fn data(page: &Page) -> (Vec<Value>, Vec<Value>) {
    let data = page.scripts["application/json"].iter();
    let mut data = data.map(|json| serde_json::from_str::<Value>(json).expect("JSON"));
    (data.next().and_then(|rules| rules.as_array().cloned()).expect("rules"), data.collect())
}

#[test]
fn the_page_holds_what_json_holds() {
    let name = "2024-01-02-<b> & \"봄\" \u{1112}\u{1161}\u{11ab}.md";
    let clean = "---\ntitle: 꽃\n---\n\n꽃이 피었다.\n";
    let blog = Blog::with_posts(
        "holds",
        &[("2024-01-01-봄.md", HOSTILE), (name, HOSTILE), ("2024-01-03-꽃.md", clean)],
    );
    let expected = blog.found();
    assert!(expected.len() >= 20, "{}", expected.len());
    let page = read(&blog.report(&["--format", "html"]));
    let (rules, posts) = data(&page);
    let found: Vec<(&Value, &Value)> = posts
        .iter()
        .flat_map(|post| {
            post["found"].as_array().expect("findings").iter().map(|found| (&post["path"], found))
        })
        .collect();
    assert_eq!(found.len(), expected.len());
    for ((path, found), expected) in found.iter().zip(&expected) {
        assert_eq!(*path, &expected["path"]);
        let severity = ["error", "warning", "info"][found[0].as_u64().expect("a severity") as usize];
        assert_eq!(expected["severity"], severity);
        assert_eq!(rules[found[1].as_u64().expect("a rule") as usize]["id"], expected["rule"]);
        assert_eq!((&found[2], &found[3]), (&expected["line"], &expected["column"]));
        assert_eq!(found[4], expected["message"]);
        // What is pointed at, without what would be inserted there.
        let pieces = found[5].as_array().expect("a sentence").iter().filter_map(Value::as_str);
        let marked: String =
            pieces.filter(|piece| piece.starts_with(['1', '3'])).map(|piece| &piece[1..]).collect();
        let at = |key: &str| expected[key].as_u64().expect("an offset") as usize;
        assert_eq!(marked, HOSTILE[at("start")..at("end")]);
        assert_eq!(found[6].is_null(), expected["fix"].is_null());
        if let Some(safety) = expected["fix"]["safety"].as_str() {
            assert_eq!(found[6][0], safety == "safe");
        }
    }
    assert!(page.text.contains(&format!("고칠 곳 {}군데", expected.len())));
    for post in &posts {
        let (path, found) =
            (post["path"].as_str().expect("a path"), post["found"].as_array().map_or(0, Vec::len));
        assert!(page.text.contains(&format!("{path}: {found}\n")), "{path}: {}", page.text);
    }
    assert_eq!(posts.len(), 2);
}

#[test]
fn nothing_leaves_its_place_and_nothing_is_loaded() {
    let posts = [("2024-01-01-봄.md", HOSTILE)];
    let blog = Blog::with_posts("place", &posts);
    let html = blog.report(&["--format", "html"]);
    let page = read(&html);
    let kinds: Vec<(&str, usize)> =
        page.scripts.iter().map(|(kind, scripts)| (kind.as_str(), scripts.len())).collect();
    assert_eq!(kinds, [("", 1), ("application/json", 2), ("module", 1)]);
    assert_eq!(page.handlers, Vec::<String>::new());
    let addresses: Vec<(&str, &str)> =
        page.addresses.iter().map(|(element, address)| (element.as_str(), address.as_str())).collect();
    assert_eq!(addresses, [("link", "data:,"), ("a", "#findings")]);
    // What rules rest on is linked to by the script; no other address is in the page.
    let (rules, _) = data(&page);
    let sources = rules.iter().filter_map(|rule| rule["source"].as_array()).flatten();
    assert!(sources.filter_map(|source| source["url"].as_str()).all(|url| url.starts_with("http")));
    assert!(!page.scripts["module"][0].contains("http:") && !page.scripts["module"][0].contains("https:"));
    // A text of a post neither is filled in nor fills anything in.
    assert!(html.contains("{{style}} ") || html.contains("{{ style }}"), "the text is kept");
    assert!(!html.contains(['\u{1}', '\u{2028}']));
}

#[test]
fn both_languages_are_whole_and_own_rules_are_described() {
    let blog = Blog::with_posts(
        "own",
        &[("2024-01-01-봄.md", "---\ntitle: 봄\n---\n\n나는 깃헙에 올렸다. 할수 있다.\n")],
    );
    fs::create_dir_all(blog.0.join(".toego/rules")).expect("a folder");
    let rule = "title: { ko: GitHub이라 적는다, en: GitHub by its name }\nseverity: warning\nsafety: suggestion\n\
        check:\n  pattern:\n    find: [{ text: 깃헙, replace: GitHub }]\n\
        message: { ko: GitHub으로 적습니다., en: Write GitHub. }\nwhy: { ko: 이름입니다., en: It is a name. }\n\
        source: [{ title: 우리 글 }]\nbad: [{ text: ⟦깃헙⟧을 쓴다., fixed: GitHub을 쓴다. }]\n\
        good: [GitHub을 쓴다., 깃을 쓴다.]\n";
    fs::write(blog.0.join(".toego/rules/names.yml"), rule).expect("a rule");
    for (lang, code, title, total) in [
        ("ko", "lang=\"ko\"", "GitHub이라 적는다", "글 1편을"),
        ("en", "lang=\"en\"", "GitHub by its name", "Posts read: 1"),
    ] {
        let html = blog.report(&["--format", "html", "--lang", lang]);
        assert!(html.contains(code));
        let page = read(&html);
        assert!(page.text.contains(total), "{}", page.text);
        let (rules, posts) = data(&page);
        let ids = posts[0]["found"].as_array().expect("findings").iter();
        let ids: Vec<&Value> = ids.map(|found| &rules[found[1].as_u64().expect("a rule") as usize]).collect();
        assert!(ids.iter().any(|rule| rule["id"] == "own/names" && rule["title"] == title), "{ids:?}");
        assert_eq!(posts[0]["found"].as_array().map(Vec::len), Some(blog.found().len()));
    }
}
