//! What the editor offers to do.

use std::fs;

use serde_json::{Value, json};
use toego::span::Unit;

use super::{CONFIG, Editor, Folder, path};

/// An emoji, NFD, `\r\n`, a byte order mark.
const STRANGE: &str = "\u{feff}---\r\ntitle: 글\r\n---\r\n\r\n나는 😀😀 할수 있다. \u{1112}\u{1161}\u{11ab} 그렇게 됬다.\r\n\r\n끝이 됬다.";

#[test]
fn positions_in_both_encodings_and_actions_that_give_what_fix_gives() {
    let post = "_posts/2024-01-02-글.md";
    let folder = Folder::new("positions", &[CONFIG, (post, STRANGE)]);
    let uri = folder.uri(post);
    let mut texts = Vec::new();
    for (encodings, unit) in [
        (json!(["utf-8", "utf-16"]), Unit::Utf8),
        (json!(["utf-32", "utf-16", "utf-8"]), Unit::Utf16),
        (json!(null), Unit::Utf16),
    ] {
        let versions = json!({ "workspaceEdit": { "documentChanges": unit == Unit::Utf8 } });
        let capabilities = json!({ "general": { "positionEncodings": encodings }, "workspace": versions });
        let mut editor = Editor::new(json!({ "capabilities": capabilities }));
        assert_eq!(editor.unit, unit);
        editor.open(&uri, STRANGE);
        editor.settle();
        let found = editor.found(&uri);
        let words = found.iter().map(|(_, start, end, _)| &STRANGE[*start..*end]).collect::<Vec<_>>();
        let counted = words.iter().filter(|word| **word == "됬").count();
        assert!(counted == 2 && words.iter().any(|word| word.contains("할수")), "{words:?}");

        // Each repair for itself.
        let at = STRANGE.find("할수").expect("a finding");
        let actions = editor.actions(&uri, at, at, Some("quickfix"));
        let titles: Vec<&str> = actions.iter().filter_map(|action| action["title"].as_str()).collect();
        assert_eq!(titles[0], "‘할 수’로 고치기", "{titles:?}");
        assert_eq!(actions[0]["isPreferred"], true);
        assert_eq!(editor.applied(&uri, &actions[0]), STRANGE.replace("할수", "할 수"));
        // All of them.
        let actions = editor.actions(&uri, 0, 0, Some("source.fixAll"));
        assert_eq!(actions.len(), 1, "{actions:?}");
        assert_eq!(actions[0]["kind"], "source.fixAll.toego");
        texts.push(editor.applied(&uri, &actions[0]));
        assert_eq!(editor.actions(&uri, 0, 0, Some("refactor")), Vec::<Value>::new());
        assert_eq!(editor.end(), 0);
    }
    folder.run(&["--fix", "--quiet"]);
    let fixed = fs::read_to_string(folder.0.join(post)).expect("a post");
    assert!(fixed.contains("할 수") && !fixed.contains("됬"), "{fixed}");
    texts.iter().for_each(|text| assert_eq!(*text, fixed));
}

#[test]
fn a_line_can_be_left_alone_wherever_it_is() {
    let text = "---\ntitle: 글\ntags: [가, 가]\n---\n\n처음 됬다.\n둘째 됬다.\n\n- 하나\n  둘 됬다\n- 셋 됬다\n\n> 넷 됬다\n> 다섯 됬다\n\n| 가 | 나 |\n|---|---|\n| 됬다 | 라 |\n| 마 | 됬다 |\n";
    let post = "_posts/2024-01-02-글.md";
    let folder = Folder::new("silence", &[CONFIG, (post, text)]);
    let (mut editor, uri) = (Editor::usual(), folder.uri(post));
    editor.open(&uri, text);
    editor.settle();
    let found = editor.found(&uri);
    assert!(found.len() >= 8, "{found:?}");
    for (rule, start, end, _) in &found {
        let actions = editor.actions(&uri, *start, *end, Some("quickfix"));
        let title = format!("이 줄에서는 {rule} 규칙을 알리지 않기");
        let action = actions.iter().find(|action| action["title"] == title.as_str()).expect("an action");
        let silent = editor.applied(&uri, action);
        editor.texts.insert(uri.clone(), silent.clone());
        editor.change(&uri, json!([{ "text": silent }]));
        editor.settle();
        let left = editor.rules(&uri);
        assert!(
            left.len() < found.len() && !left.iter().any(|left| left.contains("suppression")),
            "{silent} {left:?}"
        );
        editor.texts.insert(uri.clone(), text.to_owned());
        editor.change(&uri, json!([{ "text": text }]));
        editor.settle();
        assert_eq!(editor.found(&uri), found);
    }
    assert_eq!(editor.end(), 0);
}

#[test]
fn the_page_of_a_rule_is_what_explain_prints() {
    let text = "---\ntitle: 글\n---\n\n그렇게 됬다. 이렇게 됬다.\n";
    let post = "_posts/2024-01-02-글.md";
    let folder = Folder::new("page", &[CONFIG, (post, text)]);
    let (mut editor, uri) = (Editor::usual(), folder.uri(post));
    editor.open(&uri, text);
    editor.settle();
    let is_offer = |action: &Value| action["command"]["command"] == "toego.openRule";
    let actions = editor.actions(&uri, 0, text.len(), Some("quickfix"));
    let offers: Vec<&Value> = actions.iter().filter(|action| is_offer(action)).collect();
    assert_eq!(offers.len(), 1, "once for a rule that found two things");
    let command = &offers[0]["command"];
    let params = json!({ "command": command["command"], "arguments": command["arguments"] });
    assert_eq!(editor.ask("workspace/executeCommand", params), Ok(Value::Null));
    let shown = editor.requests.last().expect("a request");
    assert_eq!(shown.method, "window/showDocument");
    let page = path(shown.params["uri"].as_str().expect("an address"));
    let wanted = folder.run(&["explain", "spelling/doe-dwae"]);
    assert_eq!(fs::read_to_string(&page).expect("the page"), wanted);
    for params in [
        json!({ "command": "toego.openRule", "arguments": [{ "rule": "../../x", "document": uri }] }),
        json!({ "command": "toego.openRule", "arguments": [{ "rule": 3 }] }),
        json!({ "command": "toego.openRule" }),
        json!({ "command": "rm" }),
        json!(null),
    ] {
        assert!(editor.ask("workspace/executeCommand", params).is_err());
    }
    assert_eq!(editor.end(), 0);
    assert!(!page.exists(), "it goes with the server");
}

#[test]
fn an_editor_that_shows_no_documents_is_offered_none() {
    let text = "그렇게 됬다.\n";
    let folder = Folder::new("no-page", &[("글.md", text)]);
    let uri = folder.uri("글.md");
    let mut editor = Editor::with(json!({ "capabilities": {} }));
    editor.open(&uri, text);
    let actions = editor.actions(&uri, 0, text.len(), None);
    assert!(actions.len() > 1 && actions.iter().all(|action| action["command"].is_null()), "{actions:?}");
    let params = json!({ "command": "toego.openRule", "arguments": [{ "rule": "spelling/doe-dwae", "document": uri }] });
    assert!(editor.ask("workspace/executeCommand", params).is_err());
    assert_eq!(editor.end(), 0);
}
