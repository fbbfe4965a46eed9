//! Settings, rules and other files that change on the disk.

use std::fs;

use serde_json::json;

use super::session::RULE;
use super::{CONFIG, Editor, Folder, path};

#[test]
fn settings_and_files_are_watched() {
    let text = "---\ntitle: 글\n---\n\n그렇게 됬다.\n\n![바다](/images/바다.png)\n";
    let post = "_posts/2024-01-02-글.md";
    let folder = Folder::new("watched", &[CONFIG, (post, text)]);
    let (mut editor, uri) = (Editor::usual(), folder.uri(post));
    editor.open(&uri, text);
    editor.settle();
    let groups = |editor: &Editor| {
        editor
            .rules(&uri)
            .iter()
            .map(|rule| rule.split('/').next().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(groups(&editor), ["spelling", "image"]);
    fs::create_dir_all(folder.0.join("images")).expect("a folder");
    fs::write(folder.0.join("images/바다.png"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01")
        .expect("an image");
    editor.file_changed(&folder.uri("images/바다.png"), 1);
    editor.settle();
    assert_eq!(groups(&editor), ["spelling"]);
    let config = folder.uri(".toego.yml");
    folder.write(".toego.yml", "rules:\n  spelling: off\n");
    editor.file_changed(&config, 1);
    editor.settle();
    assert_eq!(groups(&editor), Vec::<String>::new());
    // A mistake is said, and what was understood before holds.
    folder.write(".toego.yml", "rule:\n  spelling: off\n");
    editor.file_changed(&config, 2);
    editor.settle();
    let said = editor.messages.last().expect("a message");
    assert_eq!(said.method, "window/showMessage");
    let text = said.params["message"].as_str().unwrap_or_default();
    assert!(text.contains(".toego.yml:1:1: ‘rule’ 키는 없습니다. 비슷한 키: `rules`"), "{said:?}");
    assert_eq!(groups(&editor), Vec::<String>::new());
    fs::remove_file(folder.0.join(".toego.yml")).expect("a file");
    fs::remove_dir_all(folder.0.join("images")).expect("a folder");
    editor.file_changed(&config, 3);
    editor.settle();
    assert_eq!(groups(&editor), ["spelling", "image"]);
    // What is agreed to live with is not shown.
    folder.run(&["baseline"]);
    editor.file_changed(&folder.uri(".toego-baseline.json"), 1);
    editor.settle();
    assert_eq!(groups(&editor), Vec::<String>::new());
    assert_eq!(editor.end(), 0);
}

#[test]
fn rules_of_the_blog_are_in_force_and_read_anew() {
    let text = "---\ntitle: 글\n---\n\n오늘은 토에고를 썼다.\n";
    let post = "_posts/2024-01-02-글.md";
    let folder = Folder::new("rules", &[CONFIG, (post, text), RULE]);
    let (mut editor, uri, rule) = (Editor::usual(), folder.uri(post), folder.uri(RULE.0));
    editor.open(&uri, text);
    editor.settle();
    assert_eq!(editor.rules(&uri), ["own/product"]);
    let (_, start, end, message) = editor.found(&uri).remove(0);
    assert_eq!(message, "우리 제품은 ‘퇴고’라고 적습니다.");
    let actions = editor.actions(&uri, start, end, None);
    assert_eq!(editor.applied(&uri, &actions[0]), text.replace("토에고", "퇴고"));
    let command = &actions.iter().find(|action| !action["command"].is_null()).expect("an offer")["command"];
    let params = json!({ "command": command["command"], "arguments": command["arguments"] });
    assert!(editor.ask("workspace/executeCommand", params).is_ok());
    let page = path(editor.requests.last().expect("a request").params["uri"].as_str().expect("an address"));
    assert_eq!(fs::read_to_string(page).expect("the page"), folder.run(&["explain", "own/product"]));
    let mut place = json!({ "textDocument": { "uri": uri } });
    place["position"] = editor.range(&uri, start, start)["start"].clone();
    let hover = editor.ask("textDocument/hover", place).expect("an answer");
    assert!(hover["contents"]["value"].as_str().is_some_and(|said| said.contains("편집 지침")), "{hover}");

    folder.write(RULE.0, &RULE.1.replace("severity: warning", "severity: error"));
    editor.file_changed(&rule, 2);
    editor.settle();
    assert_eq!(editor.shown[&uri]["diagnostics"][0]["severity"], 1);
    // A mistake is said, and what was understood before holds.
    folder.write(RULE.0, "title: 3\n");
    editor.file_changed(&rule, 2);
    editor.settle();
    let said = editor.messages.last().expect("a message");
    assert!(said.params["message"].as_str().is_some_and(|text| text.contains("product.yml")), "{said:?}");
    assert_eq!(editor.rules(&uri), ["own/product"]);
    fs::remove_dir_all(folder.0.join(".toego")).expect("a folder");
    editor.file_changed(&rule, 3);
    editor.settle();
    assert_eq!(editor.rules(&uri), Vec::<String>::new());
    assert_eq!(editor.end(), 0);
}
