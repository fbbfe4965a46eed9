//! The language server, driven by a client: over a connection in memory, and over the pipes of the program.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use serde_json::{Value, json};
use toego::server;
use toego::span::{LineIndex, Unit};
use url::Url;

/// A folder of its own for one test, gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Folder {
        let path = std::env::temp_dir().join(format!("toego-server-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a temporary folder");
        let folder = Folder(fs::canonicalize(path).expect("the folder"));
        files.iter().for_each(|(path, text)| folder.write(path, text));
        folder
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn uri(&self, path: &str) -> String {
        Url::from_file_path(self.0.join(path)).expect("an absolute path").to_string()
    }

    /// Standard output of the program in this folder.
    fn run(&self, arguments: &[&str]) -> String {
        let toego = Command::new(env!("CARGO_BIN_EXE_toego")).current_dir(&self.0).args(arguments).output();
        String::from_utf8(toego.expect("toego runs").stdout).expect("output is UTF-8")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() { copy(&from, &to) } else { _ = fs::copy(&from, &to).expect("a file") }
    }
}

/// An editor, as far as the server sees.
struct Editor {
    connection: Connection,
    server: JoinHandle<u8>,
    unit: Unit,
    next: i32,
    versions: BTreeMap<String, i32>,
    texts: BTreeMap<String, String>,
    /// What was shown last, by address.
    shown: BTreeMap<String, Value>,
    /// How often something was shown.
    times: usize,
    messages: Vec<Notification>,
}

impl Editor {
    fn new(params: Value) -> Editor {
        let (server, connection) = Connection::memory();
        let server = std::thread::spawn(move || server::serve(&server));
        let mut editor = Editor {
            connection,
            server,
            unit: Unit::Utf16,
            next: 0,
            versions: BTreeMap::new(),
            texts: BTreeMap::new(),
            shown: BTreeMap::new(),
            times: 0,
            messages: Vec::new(),
        };
        let result = editor.ask("initialize", params).expect("capabilities");
        if result["capabilities"]["positionEncoding"] == "utf-8" {
            editor.unit = Unit::Utf8;
        }
        editor.tell("initialized", json!({}));
        editor
    }

    /// One that can do what most can.
    fn usual() -> Editor {
        let watches = json!({ "didChangeWatchedFiles": { "dynamicRegistration": true } });
        Editor::new(json!({ "capabilities": { "workspace": watches } }))
    }

    fn tell(&self, method: &str, params: Value) {
        let message = Notification::new(method.to_owned(), params);
        self.connection.sender.send(message.into()).expect("the server listens");
    }

    fn send(&mut self, method: &str, params: Value) -> RequestId {
        self.next += 1;
        let id = RequestId::from(self.next);
        let message = Request::new(id.clone(), method.to_owned(), params);
        self.connection.sender.send(message.into()).expect("the server listens");
        id
    }

    fn ask(&mut self, method: &str, params: Value) -> Result<Value, i32> {
        let id = self.send(method, params);
        self.answer(&id)
    }

    fn answer(&mut self, wanted: &RequestId) -> Result<Value, i32> {
        loop {
            if let Message::Response(Response { id, response_result }) = self.next_message() {
                assert_eq!(id, *wanted);
                return response_result.map_err(|error| error.code);
            }
        }
    }

    fn next_message(&mut self) -> Message {
        let message = self.connection.receiver.recv_timeout(Duration::from_secs(60)).expect("a message");
        match &message {
            Message::Notification(told) if told.method == "textDocument/publishDiagnostics" => {
                let uri = told.params["uri"].as_str().expect("an address").to_owned();
                self.shown.insert(uri, told.params.clone());
                self.times += 1;
            }
            Message::Notification(told) => self.messages.push(told.clone()),
            Message::Request(_) | Message::Response(_) => {}
        }
        message
    }

    /// Waits until everything that was said is checked.
    fn settle(&mut self) {
        let place = json!({ "textDocument": { "uri": "file:///nowhere.md" }, "position": { "line": 0, "character": 0 } });
        assert_eq!(self.ask("textDocument/hover", place), Ok(Value::Null));
    }

    fn open(&mut self, uri: &str, text: &str) {
        self.versions.insert(uri.to_owned(), 1);
        self.texts.insert(uri.to_owned(), text.to_owned());
        let item = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": item }));
    }

    /// Replaces the bytes from `start` to `end`.
    fn edit(&mut self, uri: &str, start: usize, end: usize, with: &str) {
        let range = self.range(uri, start, end);
        let text = self.texts.get_mut(uri).expect("an open document");
        text.replace_range(start..end, with);
        self.change(uri, json!([{ "range": range, "text": with }]));
    }

    fn change(&mut self, uri: &str, changes: Value) {
        let version = self.versions.get_mut(uri).expect("an open document");
        *version += 1;
        let document = json!({ "uri": uri, "version": *version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    fn save(&self, uri: &str) {
        fs::write(path(uri), &self.texts[uri]).expect("a file");
        self.tell("textDocument/didSave", json!({ "textDocument": { "uri": uri } }));
    }

    fn close(&mut self, uri: &str) {
        self.texts.remove(uri);
        self.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    fn file_changed(&self, uri: &str, kind: u8) {
        self.tell("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri, "type": kind }] }));
    }

    fn range(&self, uri: &str, start: usize, end: usize) -> Value {
        let text = &self.texts[uri];
        let lines = LineIndex::new(text);
        let place = |offset: usize| {
            let (line, character) = lines.place(text, offset as u32, self.unit);
            json!({ "line": line, "character": character })
        };
        json!({ "start": place(start), "end": place(end) })
    }

    fn offset(&self, uri: &str, place: &Value) -> usize {
        let text = &self.texts[uri];
        let number = |name: &str| place[name].as_u64().expect("a number") as u32;
        LineIndex::new(text).offset(text, number("line"), number("character"), self.unit)
    }

    /// The rules of what is shown, with the bytes they point at and their messages.
    fn found(&self, uri: &str) -> Vec<(String, usize, usize, String)> {
        let shown = self.shown[uri]["diagnostics"].as_array().expect("diagnostics");
        let found = shown.iter().map(|shown| {
            let text = |name: &str| shown[name].as_str().expect("a text").to_owned();
            let at = |end: &str| self.offset(uri, &shown["range"][end]);
            (text("code"), at("start"), at("end"), text("message"))
        });
        found.collect()
    }

    fn rules(&self, uri: &str) -> Vec<String> {
        self.found(uri).into_iter().map(|(rule, ..)| rule).collect()
    }

    fn actions(&mut self, uri: &str, start: usize, end: usize, only: Option<&str>) -> Vec<Value> {
        let mut context = json!({ "diagnostics": [] });
        if let Some(only) = only {
            context["only"] = json!([only]);
        }
        let range = self.range(uri, start, end);
        let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": context });
        let actions = self.ask("textDocument/codeAction", params).expect("actions");
        actions.as_array().expect("a list").clone()
    }

    /// The text after an action; its edits are made as an editor makes them.
    fn applied(&self, uri: &str, action: &Value) -> String {
        let edits = match &action["edit"]["documentChanges"] {
            Value::Null => &action["edit"]["changes"][uri],
            changes => {
                assert_eq!(changes[0]["textDocument"]["version"], self.versions[uri]);
                &changes[0]["edits"]
            }
        };
        let mut edits: Vec<(usize, usize, &str)> = edits
            .as_array()
            .expect("edits")
            .iter()
            .map(|edit| {
                let at = |end: &str| self.offset(uri, &edit["range"][end]);
                (at("start"), at("end"), edit["newText"].as_str().expect("a text"))
            })
            .collect();
        edits.sort_unstable();
        let mut text = self.texts[uri].clone();
        edits.iter().rev().for_each(|(start, end, with)| text.replace_range(*start..*end, with));
        text
    }

    fn end(mut self) -> u8 {
        assert_eq!(self.ask("shutdown", Value::Null), Ok(Value::Null));
        self.tell("exit", Value::Null);
        self.server.join().expect("the server does not panic")
    }
}

fn path(uri: &str) -> PathBuf {
    Url::parse(uri).expect("an address").to_file_path().expect("a file")
}

const CONFIG: (&str, &str) = ("_config.yml", "title: 블로그\n");
const GOOD: &str = "---\ntitle: 봄\n---\n\n꽃이 피었다.\n";

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
fn a_finding_says_why_in_the_language_that_is_asked_for() {
    let text = "---\ntitle: 글\n---\n\n그렇게 됬다.\n";
    let post = "_posts/2024-01-02-글.md";
    let folder = Folder::new("hover", &[CONFIG, (post, text)]);
    let uri = folder.uri(post);
    for (options, ground) in [(json!({}), "근거: "), (json!({ "lang": "en" }), "Source: ")] {
        let mut editor = Editor::new(json!({ "capabilities": {}, "initializationOptions": options }));
        editor.open(&uri, text);
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
    assert!(said.params["message"].as_str().is_some_and(|text| text.contains(".toego.yml")), "{said:?}");
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

#[test]
fn no_message_ends_the_server() {
    let post = "_posts/2024-01-02-글.md";
    let folder = Folder::new("bad", &[CONFIG, (post, GOOD)]);
    let uri = folder.uri(post);
    let (server, connection) = Connection::memory();
    let thread = std::thread::spawn(move || server::serve(&server));
    let ask = |id: i32, method: &str, params: Value| {
        let request = Request::new(id.into(), method.to_owned(), params);
        connection.sender.send(request.into()).expect("the server listens");
        loop {
            let message = connection.receiver.recv_timeout(Duration::from_secs(60)).expect("an answer");
            if let Message::Response(Response { response_result, .. }) = message {
                return response_result.map_err(|error| error.code);
            }
        }
    };
    let tell = |method: &str, params: Value| {
        let message = Notification::new(method.to_owned(), params);
        connection.sender.send(message.into()).expect("the server listens");
    };
    tell("textDocument/didOpen", json!({}));
    assert_eq!(ask(1, "textDocument/hover", json!({})), Err(ErrorCode::ServerNotInitialized as i32));
    assert_eq!(ask(2, "initialize", json!([])), Err(ErrorCode::InvalidParams as i32));
    assert!(ask(3, "initialize", json!({ "capabilities": 7, "initializationOptions": "ko" })).is_ok());
    assert_eq!(ask(4, "initialize", json!({})), Err(ErrorCode::InvalidRequest as i32));
    assert_eq!(ask(5, "textDocument/rename", json!({})), Err(ErrorCode::MethodNotFound as i32));
    let open =
        json!({ "textDocument": { "uri": uri, "languageId": "markdown", "version": 1, "text": GOOD } });
    tell("textDocument/didOpen", open.clone());
    tell("textDocument/didOpen", open);
    let bad = [
        json!(null),
        json!([]),
        json!({}),
        json!({ "textDocument": 3 }),
        json!({ "textDocument": { "uri": uri, "version": "x" }, "contentChanges": [] }),
        json!({ "textDocument": { "uri": "::", "version": 1 }, "contentChanges": [] }),
        json!({ "textDocument": { "uri": uri, "version": 2 }, "contentChanges": [{ "range": 4, "text": "x" }] }),
        json!({ "textDocument": { "uri": uri, "version": 2 }, "contentChanges": [{ "range": { "start": { "line": -1, "character": 0 } } }] }),
    ];
    let methods = [
        "textDocument/didChange",
        "textDocument/didSave",
        "textDocument/didClose",
        "textDocument/didOpen",
        "workspace/didChangeWatchedFiles",
        "$/cancelRequest",
        "$/unknown",
    ];
    for method in methods {
        bad.iter().for_each(|params| tell(method, params.clone()));
    }
    // Far outside the text, and the wrong way round.
    let place = |line: u32, character: u32| json!({ "line": line, "character": character });
    for (start, end) in [
        (place(9_999, 0), place(9_999, 7)),
        (place(4, 3), place(0, 1)),
        (place(0, u32::MAX), place(u32::MAX, 0)),
    ] {
        let change = json!([{ "range": { "start": start, "end": end }, "text": "😀\r" }]);
        tell(
            "textDocument/didChange",
            json!({ "textDocument": { "uri": uri, "version": 3 }, "contentChanges": change }),
        );
        let params = json!({ "textDocument": { "uri": uri }, "range": { "start": start, "end": end }, "context": { "diagnostics": [] } });
        assert!(ask(6, "textDocument/codeAction", params).is_ok());
    }
    for params in bad {
        for method in ["textDocument/hover", "textDocument/codeAction"] {
            assert_eq!(ask(7, method, params.clone()), Err(ErrorCode::InvalidParams as i32), "{params}");
        }
    }
    // An answer to nothing, and what comes after the end.
    connection.sender.send(Response::new_ok(77.into(), json!(1)).into()).expect("the server listens");
    assert_eq!(ask(8, "shutdown", Value::Null), Ok(Value::Null));
    assert_eq!(ask(9, "textDocument/hover", json!({})), Err(ErrorCode::InvalidRequest as i32));
    tell("exit", Value::Null);
    assert_eq!(thread.join().expect("no panic"), 0);
}

#[test]
fn a_request_that_waits_can_be_cancelled() {
    let uri = "file:///nowhere.md";
    let (server, connection) = Connection::memory();
    let place = json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 0 } });
    let item = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": GOOD });
    let ask = |id: i32, method: &str, params: Value| {
        Message::from(Request::new(id.into(), method.to_owned(), params))
    };
    let tell = |method: &str, params: Value| Message::from(Notification::new(method.to_owned(), params));
    // All of it waits when the server begins.
    let messages = [
        ask(1, "initialize", json!({})),
        tell("textDocument/didOpen", json!({ "textDocument": item })),
        ask(2, "textDocument/hover", place.clone()),
        ask(3, "textDocument/hover", place),
        tell("$/cancelRequest", json!({ "id": 3 })),
        tell("$/cancelRequest", json!({ "id": "그런 것은 없다" })),
        ask(4, "shutdown", Value::Null),
        tell("exit", Value::Null),
    ];
    messages.into_iter().for_each(|message| connection.sender.send(message).expect("a queue"));
    assert_eq!(server::serve(&server), 0);
    drop(server);
    let answers: BTreeMap<RequestId, _> = connection
        .receiver
        .into_iter()
        .filter_map(|message| match message {
            Message::Response(Response { id, response_result }) => {
                Some((id, response_result.map_err(|error| error.code)))
            }
            _ => None,
        })
        .collect();
    assert_eq!(answers.len(), 4);
    assert_eq!(answers[&2.into()], Ok(Value::Null));
    assert_eq!(answers[&3.into()], Err(ErrorCode::RequestCanceled as i32));
    assert_eq!(answers[&4.into()], Ok(Value::Null));
}

fn framed(text: &str) -> String {
    format!("Content-Length: {}\r\n\r\n{text}", text.len())
}

#[test]
fn the_program_speaks_over_pipes_and_ends_as_the_protocol_says() {
    let initialize = framed(r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#);
    let shutdown = framed(r#"{"jsonrpc":"2.0","id":"둘","method":"shutdown"}"#);
    let exit = framed(r#"{"jsonrpc":"2.0","method":"exit"}"#);
    let garbage = framed("{\"jsonrpc\": 한글");
    let cases = [
        ([initialize.as_str(), &shutdown, &exit].concat(), 0, 2),
        ([initialize.as_str(), &garbage, &framed("[]"), &shutdown, &exit].concat(), 0, 2),
        ([initialize.as_str(), &exit].concat(), 1, 1),
        (exit.clone(), 1, 0),
        (initialize.clone(), 1, 1),
        ("nonsense\r\n\r\n".to_owned(), 1, 0),
    ];
    for (input, status, answers) in cases {
        let mut toego = Command::new(env!("CARGO_BIN_EXE_toego"))
            .arg("server")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("toego runs");
        toego.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("it reads");
        let output = toego.wait_with_output().expect("toego ends");
        let said = String::from_utf8(output.stdout).expect("UTF-8");
        assert_eq!(output.status.code(), Some(status), "{input}");
        assert_eq!(said.matches("Content-Length").count(), answers, "{said}");
        assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"), "{input}");
    }
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }
}

const PIECES: [&str; 24] = [
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
    let posts: Vec<String> = fs::read_dir(folder.0.join("_posts"))
        .expect("posts")
        .flatten()
        .map(|entry| folder.uri(&format!("_posts/{}", entry.file_name().display())))
        .collect();
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
                1 if is_open => editor.save(uri),
                2 => {
                    let image = folder.0.join("files/새.png");
                    let is_there = image.exists();
                    if is_there { fs::remove_file(&image) } else { fs::write(&image, b"\x89PNG\r\n\x1a\n") }
                        .expect("an image");
                    editor.file_changed(&folder.uri("files/새.png"), if is_there { 3 } else { 1 });
                }
                3 => {
                    let settings = ["", "words: [됬다]\n", "rules: { link: error }\n", "profile: strict\n"];
                    folder.write(".toego.yml", settings[dice.roll(4)]);
                    editor.file_changed(&folder.uri(".toego.yml"), 2);
                }
                // A post that is not open changes on the disk.
                4 if !is_open => {
                    let text = fs::read_to_string(path(uri)).expect("a post");
                    fs::write(path(uri), format!("{text}{}", PIECES[dice.roll(PIECES.len())]))
                        .expect("a post");
                    editor.file_changed(uri, 2);
                }
                5 if is_open => {
                    let actions = editor.actions(uri, 0, editor.texts[uri].len(), None);
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
                    let text = fs::read_to_string(path(uri)).expect("a post");
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

/// `TOEGO_BLOG=FOLDER cargo test --release --test server -- --nocapture latency` says how long a change takes.
#[test]
fn latency() {
    let Some(blog) = std::env::var_os("TOEGO_BLOG") else {
        eprintln!("TOEGO_BLOG names no folder: nothing is measured");
        return;
    };
    let mut posts = Vec::new();
    let mut folders = vec![PathBuf::from(blog)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                posts.push(path);
            }
        }
    }
    let post = posts.iter().max().expect("a post");
    let uri = Url::from_file_path(post).expect("an absolute path").to_string();
    let text = fs::read_to_string(post).expect("a post");
    let mut editor = Editor::usual();
    let begun = Instant::now();
    editor.open(&uri, &text);
    editor.settle();
    eprintln!("{} posts: opened in {:?}", posts.len(), begun.elapsed());
    for (name, at) in [
        ("at the end", text.len()),
        ("near the start", text.find("---\n\n").map_or(text.len() / 2, |at| at + 4)),
    ] {
        let mut times: Vec<Duration> = (0..20)
            .map(|_| {
                editor.edit(&uri, at, at, "할수 있다. ");
                let begun = Instant::now();
                editor.settle();
                begun.elapsed()
            })
            .collect();
        times.sort_unstable();
        eprintln!("a change {name}: {:?} in the middle, {:?} at worst", times[10], times[19]);
    }
    let begun = Instant::now();
    let actions = editor.actions(&uri, 0, 0, Some("source.fixAll"));
    eprintln!("{} action in {:?}", actions.len(), begun.elapsed());
    assert_eq!(editor.end(), 0);
}
