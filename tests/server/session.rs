//! A long session of editing, held against fresh runs.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use toego::span::LineIndex;

use super::dice::Dice;
use super::folder::copy;
use super::{Editor, Folder, path};

const PIECES: [&str; 25] = [
    "오늘은 토에고를 썼다. ",
    "그렇게 됬다. ",
    "나도 할수 있다. ",
    "😀",
    "\u{1112}\u{1161}\u{11ab}",
    "\r\n",
    "\n\n",
    "---\n",
    "tags: [Docker, docker]\n",
    "title: 봄나들이\n",
    "permalink: /dev/docker-start/\n",
    "[글](/dev/docker-start/) ",
    "[글](/없는/글/) ",
    "[앵커](/dev/docker-start/#없음) ",
    "![그림](/images/없음.png) ",
    "![그림](/files/새.png) ",
    "<!-- toego-disable-next-line -->\n",
    "<!-- toego-disable link -->",
    "# 제목\n",
    "| 가 | 나 |\n",
    "```\n",
    "{% raw %}",
    "<div>",
    "**강조(말)**을 ",
    "\u{feff}",
];

const NEW: &str = "---\ntitle: 봄나들이\ntags: [docker]\n---\n\n새 글.\n";

/// A rule of the blog's own.
pub(crate) const RULE: (&str, &str) = (".toego/rules/product.yml", include_str!("../blog/product.yml"));

/// What a fresh run says of the open documents, with their texts saved in a copy of the blog.
fn fresh(folder: &Folder, editor: &Editor) -> BTreeMap<String, Vec<(String, usize, usize, String)>> {
    let copied = Folder::new("fresh", &[]);
    copy(&folder.0, &copied.0);
    let mut wanted = BTreeMap::new();
    for (uri, text) in &editor.texts {
        let inner = path(uri).strip_prefix(&folder.0).expect("in the blog").to_owned();
        fs::write(copied.0.join(&inner), text).expect("a file");
        wanted.insert(inner.display().to_string(), (uri.clone(), Vec::new()));
    }
    let report = copied.run(&["--format", "json", "--quiet"]);
    let report: Value = serde_json::from_str(&report).expect("a report");
    for found in report["diagnostics"].as_array().expect("diagnostics") {
        let text = |name: &str| found[name].as_str().expect("a text").to_owned();
        let number = |name: &str| found[name].as_u64().expect("a number") as usize;
        if let Some((_, all)) = wanted.get_mut(&text("path")) {
            all.push((text("rule"), number("start"), number("end"), text("message")));
        }
    }
    wanted.into_values().collect()
}

#[test]
fn after_a_long_session_everything_is_as_in_a_fresh_run() {
    let folder = Folder::new("session", &[]);
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/links"), &folder.0);
    let new = folder.uri("_posts/2024-05-05-새-글.md");
    let mut posts: Vec<String> = fs::read_dir(folder.0.join("_posts"))
        .expect("posts")
        .flatten()
        .map(|entry| folder.uri(&format!("_posts/{}", entry.file_name().display())))
        .collect();
    posts.sort();
    posts.push(new.clone());
    // `TOEGO_SEED=1 cargo test --test server` is another session.
    let seed = std::env::var("TOEGO_SEED").ok().and_then(|seed| seed.parse().ok());
    let mut dice = Dice(seed.unwrap_or(2026));
    let (mut compared, mut found) = (0, 0);
    for encodings in [json!(["utf-8"]), json!(["utf-16"])] {
        let watches = json!({ "didChangeWatchedFiles": { "dynamicRegistration": true } });
        let general = json!({ "positionEncodings": encodings });
        let mut editor = Editor::new(json!({ "capabilities": { "workspace": watches, "general": general } }));
        for step in 1..=300 {
            let uri = &posts[dice.roll(posts.len())];
            let is_open = editor.texts.contains_key(uri);
            match dice.roll(20) {
                0 if is_open => editor.close(uri),
                1 if is_open => {
                    let is_new = !path(uri).exists();
                    editor.save(uri);
                    editor.file_changed(uri, if is_new { 1 } else { 2 });
                }
                2 => {
                    let image = folder.0.join("files/새.png");
                    let is_there = image.exists();
                    if is_there { fs::remove_file(&image) } else { fs::write(&image, b"\x89PNG\r\n\x1a\n") }
                        .expect("an image");
                    editor.file_changed(&folder.uri("files/새.png"), if is_there { 3 } else { 1 });
                }
                3 if dice.roll(2) == 0 => {
                    let rule = folder.0.join(RULE.0);
                    let is_there = rule.exists();
                    if is_there {
                        fs::remove_file(&rule).expect("a rule")
                    } else {
                        folder.write(RULE.0, RULE.1)
                    }
                    editor.file_changed(&folder.uri(RULE.0), if is_there { 3 } else { 1 });
                }
                3 => {
                    let settings = ["", "words: [됬다]\n", "rules: { link: error }\n", "profile: strict\n"];
                    folder.write(".toego.yml", settings[dice.roll(4)]);
                    editor.file_changed(&folder.uri(".toego.yml"), 2);
                }
                // A post that is not open changes on the disk.
                4 if !is_open && path(uri).exists() => {
                    let text = fs::read_to_string(path(uri)).expect("a post");
                    fs::write(path(uri), format!("{text}{}", PIECES[dice.roll(PIECES.len())]))
                        .expect("a post");
                    editor.file_changed(uri, 2);
                }
                // A new post that is not on the disk until it is saved, and one that is taken away.
                5 if uri == &new => {
                    if is_open {
                        editor.close(uri);
                    }
                    if path(uri).exists() {
                        fs::remove_file(path(uri)).expect("a post");
                        editor.file_changed(uri, 3);
                    }
                }
                6 if is_open => {
                    // Several changes in one message, each on the text that the one before left.
                    let (first, second) = (PIECES[dice.roll(PIECES.len())], PIECES[dice.roll(PIECES.len())]);
                    let start = editor.range(uri, 0, 0);
                    let text = editor.texts.get_mut(uri).expect("an open document");
                    text.insert_str(0, first);
                    text.push_str(second);
                    let end =
                        editor.range(uri, editor.texts[uri].len() - second.len(), editor.texts[uri].len());
                    let end = json!({ "start": end["start"], "end": end["start"] });
                    let changes =
                        json!([{ "range": start, "text": first }, { "range": end, "text": second }]);
                    editor.change(uri, changes);
                }
                7 if is_open => {
                    let mut actions = editor.actions(uri, 0, editor.texts[uri].len(), None);
                    actions.retain(|action| action["command"].is_null());
                    if !actions.is_empty() {
                        let text = editor.applied(uri, &actions[dice.roll(actions.len())]);
                        editor.texts.insert(uri.clone(), text.clone());
                        editor.change(uri, json!([{ "text": text }]));
                    }
                }
                _ if is_open => {
                    let text = &editor.texts[uri];
                    // An editor has no place between `\r` and `\n`.
                    let is_place = |at: &usize| {
                        text.is_char_boundary(*at)
                            && !(text[..*at].ends_with('\r') && text[*at..].starts_with('\n'))
                    };
                    let places: Vec<usize> = (0..=text.len()).filter(is_place).collect();
                    let start = dice.roll(places.len());
                    let end =
                        if dice.roll(3) == 0 { (start + dice.roll(12)).min(places.len() - 1) } else { start };
                    let (start, end) = (places[start], places[end]);
                    editor.edit(uri, start, end, PIECES[dice.roll(PIECES.len())]);
                }
                _ => {
                    let text = fs::read_to_string(path(uri)).unwrap_or_else(|_| NEW.to_owned());
                    editor.open(uri, &text);
                }
            }
            if step % 60 == 0 {
                editor.settle();
                for (uri, wanted) in fresh(&folder, &editor) {
                    let mut shown = editor.found(&uri);
                    // In the middle of a line end an editor has no place.
                    let text = &editor.texts[&uri];
                    let lines = LineIndex::new(text);
                    let place = |at: usize| {
                        let (line, column) = lines.place(text, at as u32, editor.unit);
                        lines.offset(text, line, column, editor.unit)
                    };
                    let mut wanted: Vec<_> = wanted
                        .into_iter()
                        .map(|(rule, start, end, message)| (rule, place(start), place(end), message))
                        .collect();
                    shown.sort_unstable();
                    wanted.sort_unstable();
                    assert_eq!(shown, wanted, "step {step}: {uri}\n{text}");
                    compared += 1;
                    found += shown.len();
                }
            }
        }
        assert_eq!(editor.end(), 0);
    }
    assert!(compared > 10 && found > 100, "{compared} documents, {found} findings");
}
