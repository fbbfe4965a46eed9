//! Blogs that take long to read.

use serde_json::{Value, json};

use super::{CONFIG, Editor, Folder};

/// A blog of many posts, each with a title of its own but for the last two.
fn blog(name: &str) -> (Folder, String, String) {
    let folder = Folder::new(name, &[CONFIG]);
    let post = |number: usize| format!("_posts/2024-01-02-{number:03}.md");
    let text = |number: usize| {
        format!(
            "---\ntitle: {}번째 글\n---\n\n{}그렇게 됬다.\n",
            number.min(198),
            "꽃이 피었다. ".repeat(300)
        )
    };
    (0..200).for_each(|number| folder.write(&post(number), &text(number)));
    let uri = folder.uri(&post(199));
    (folder, uri, text(199))
}

#[test]
fn what_is_open_is_checked_at_once_and_again_when_the_blog_has_been_read() {
    let (folder, uri, text) = blog("slow");
    let mut editor = Editor::usual();
    editor.open(&uri, &text);
    while !editor.shown.contains_key(&uri) {
        editor.next_message();
    }
    assert_eq!(editor.rules(&uri), ["spelling/doe-dwae"]);
    assert!(!editor.reading.is_empty(), "the others have not been read");
    // Requests are answered meanwhile, and changes are heard.
    let at = text.find('됬').expect("a finding");
    let mut place = json!({ "textDocument": { "uri": uri } });
    place["position"] = editor.range(&uri, at, at)["start"].clone();
    assert_ne!(editor.ask("textDocument/hover", place), Ok(Value::Null));
    assert!(!editor.actions(&uri, 0, text.len(), Some("source.fixAll")).is_empty());
    editor.edit(&uri, at, at + "됬".len(), "됐");
    editor.settle();
    assert_eq!(editor.rules(&uri), ["site/duplicate-title"]);
    drop(folder);
    assert_eq!(editor.end(), 0);
}

#[test]
fn a_reading_that_is_superseded_is_dropped() {
    let (folder, uri, text) = blog("superseded");
    let mut editor = Editor::usual();
    editor.open(&uri, &text);
    for settings in ["rules: { site: off }\n", "rules: { spelling: off }\n", "rules: { spelling: error }\n"] {
        folder.write(".toego.yml", settings);
        editor.file_changed(&folder.uri(".toego.yml"), 2);
        editor.flush();
        assert_eq!(editor.reading.len(), 1, "the one before is no longer wanted");
    }
    // What changes on the disk while it is read counts, too.
    let other = text.replace("198번째", "다른");
    folder.write("_posts/2024-01-02-198.md", &other);
    editor.file_changed(&folder.uri("_posts/2024-01-02-198.md"), 2);
    editor.settle();
    assert_eq!(editor.rules(&uri), ["spelling/doe-dwae"]);
    assert_eq!(editor.shown[&uri]["diagnostics"][0]["severity"], 1);
    // The end does not wait either.
    folder.write(".toego.yml", "");
    editor.file_changed(&folder.uri(".toego.yml"), 3);
    editor.flush();
    assert!(!editor.reading.is_empty());
    assert_eq!(editor.end(), 0);
}
