//! Opening, changing, saving and closing; hovering.

use serde_json::{Value, json};

use super::{CONFIG, Editor, Folder, GOOD};

#[test]
fn open_change_save_close() {
    let post = "_posts/2024-01-02-봄.md";
    let folder = Folder::new("life", &[CONFIG, (post, GOOD)]);
    let (mut editor, uri) = (Editor::usual(), folder.uri(post));
    editor.open(&uri, GOOD);
    editor.settle();
    assert_eq!(editor.rules(&uri), Vec::<String>::new());
    assert_eq!(editor.shown[&uri]["version"], 1);

    // Nobody asks: it is checked after a pause, once for all changes.
    let before = editor.times;
    for c in "그렇게 됬다.".chars() {
        let end = editor.texts[&uri].len();
        editor.edit(&uri, end, end, &c.to_string());
    }
    while editor.times == before {
        editor.next_message();
    }
    assert_eq!(editor.times, before + 1);
    let found = editor.found(&uri);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(&editor.texts[&uri][found[0].1..found[0].2], "됬");
    assert_eq!(editor.shown[&uri]["diagnostics"][0]["source"], "toego");
    assert_eq!(editor.shown[&uri]["diagnostics"][0]["severity"], 2);

    editor.save(&uri);
    editor.settle();
    assert_eq!(editor.rules(&uri).len(), 1);
    editor.close(&uri);
    editor.settle();
    assert_eq!(editor.shown[&uri]["diagnostics"], json!([]));
    assert_eq!(editor.end(), 0);
}

#[test]
fn unsaved_texts_count_among_the_posts() {
    let of = |title: &str, tag: &str| format!("---\ntitle: {title}\ntags: [{tag}]\n---\n\n꽃이 피었다.\n");
    let [a, b, c] = ["가", "나", "다"].map(|name| format!("_posts/2024-01-02-{name}.md"));
    let (one, two, three) = (of("봄", "Docker"), of("여름", "Docker"), of("가을", "Docker"));
    let folder = Folder::new("unsaved", &[CONFIG, (&a, &one), (&b, &two), (&c, &three)]);
    let (mut editor, first, second) = (Editor::usual(), folder.uri(&a), folder.uri(&b));
    editor.open(&first, &one);
    editor.open(&second, &two);
    editor.settle();
    assert_eq!((editor.rules(&first), editor.rules(&second)), (vec![], vec![]));
    // What is typed in one is reported in it, by what the others say; one of them is not open.
    let at = two.find("Docker").expect("a tag");
    editor.edit(&second, at, at + 6, "docker");
    editor.settle();
    assert_eq!(editor.rules(&second).len(), 1, "{:?}", editor.found(&second));
    // The same title in the first: that is said of both.
    let at = one.find("봄").expect("a title");
    editor.edit(&first, at, at + "봄".len(), "여름");
    editor.settle();
    let (of_first, of_second) = (editor.rules(&first), editor.rules(&second));
    assert!(of_first.len() + of_second.len() > 1, "{of_first:?} {of_second:?}");
    // A text that is not saved is gone when it is closed.
    editor.close(&first);
    editor.settle();
    assert_eq!(editor.rules(&second).len(), 1, "{:?}", editor.found(&second));
    assert_eq!(editor.end(), 0);
}

#[test]
fn a_finding_says_why_in_the_language_that_is_asked_for() {
    let text = "---\ntitle: 글\n---\n\n그렇게 됬다.\n";
    let post = "_posts/2024-01-02-글.md";
    let folder = Folder::new("hover", &[CONFIG, (post, text)]);
    let uri = folder.uri(post);
    for (options, ground) in [(json!({}), "근거: "), (json!({ "lang": "en" }), "Source: ")] {
        let mut editor = Editor::new(json!({ "capabilities": {}, "initializationOptions": options }));
        editor.open(&uri, text);
        editor.settle();
        let at = text.find('됬').expect("a finding");
        let mut place = json!({ "textDocument": { "uri": uri } });
        place["position"] = editor.range(&uri, at, at)["start"].clone();
        let hover = editor.ask("textDocument/hover", place.clone()).expect("an answer");
        let said = hover["contents"]["value"].as_str().expect("a text");
        let rule = &editor.rules(&uri)[0];
        assert!(said.contains(ground) && said.contains(rule.as_str()) && said.starts_with("**"), "{said}");
        assert_eq!(editor.offset(&uri, &hover["range"]["start"]), at);
        place["position"] = json!({ "line": 0, "character": 0 });
        assert_eq!(editor.ask("textDocument/hover", place), Ok(Value::Null));
        assert_eq!(editor.end(), 0);
    }
}

#[test]
fn a_file_in_no_blog_is_checked_alone() {
    let text = "그렇게 됬다. ![바다](바다.png) [글](없음.md)\n";
    let folder = Folder::new("alone", &[("글.md", text)]);
    let mut editor = Editor::usual();
    for uri in [folder.uri("글.md"), "untitled:Untitled-1".to_owned(), folder.uri("없음/새.md")] {
        editor.open(&uri, text);
        editor.settle();
        assert_eq!(editor.rules(&uri), ["spelling/doe-dwae"], "{uri}");
        let fixed = editor.actions(&uri, 0, 0, Some("source.fixAll.toego"));
        assert!(editor.applied(&uri, &fixed[0]).contains("됐다"), "{uri}");
    }
    let item = json!({ "uri": folder.uri("a.rs"), "languageId": "rust", "version": 1, "text": text });
    editor.tell("textDocument/didOpen", json!({ "textDocument": item }));
    editor.settle();
    assert!(!editor.shown.contains_key(&folder.uri("a.rs")));
    assert_eq!(editor.end(), 0);
}
