//! Messages that are wrong, out of order or of no sense.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Duration;

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use serde_json::{Value, json};
use toego::server;

use super::dice::Dice;
use super::{CONFIG, Editor, Folder, GOOD};

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

/// A value that has no business where it stands.
fn nonsense(dice: &mut Dice, uris: &[String]) -> Value {
    match dice.roll(14) {
        0 => Value::Null,
        1 => json!([]),
        2 => json!({}),
        3 => json!(-1),
        4 => json!(u64::MAX),
        5 => json!(4_294_967_296_u64),
        6 => json!(1.5e300),
        7 => json!("\u{0}\u{feff}\u{202e}"),
        8 => json!("😀".repeat(100)),
        9 => json!(true),
        10 => json!([[[[[[[[{}]]]]]]]]),
        11 => json!({ "uri": uris[dice.roll(uris.len())] }),
        12 => json!({ "line": i64::MIN, "character": i64::MAX }),
        _ => json!(uris[dice.roll(uris.len())]),
    }
}

/// Puts nonsense in place of a part of a message, or takes the part away.
fn spoil(value: &mut Value, dice: &mut Dice, uris: &[String]) {
    let inner = match value {
        Value::Object(map) if !map.is_empty() => {
            let key = map.keys().nth(dice.roll(map.len())).cloned().unwrap_or_default();
            if dice.roll(4) == 0 {
                map.remove(&key);
                return;
            }
            map.get_mut(&key)
        }
        Value::Array(items) if !items.is_empty() => {
            let at = dice.roll(items.len());
            items.get_mut(at)
        }
        _ => None,
    };
    match inner {
        Some(inner) if dice.roll(3) > 0 => spoil(inner, dice, uris),
        Some(inner) => *inner = nonsense(dice, uris),
        None => *value = nonsense(dice, uris),
    }
}

/// A place that may be in the middle of a character, or far outside.
fn place(dice: &mut Dice) -> Value {
    let far = [0, 1, 2, 3, 5, 8, 1_000, u32::MAX];
    json!({ "line": far[dice.roll(far.len())], "character": far[dice.roll(far.len())] })
}

/// A message that is right, but for the places and the documents it names.
fn message(dice: &mut Dice, uris: &[String]) -> (&'static str, Value) {
    let uri = uris[dice.roll(uris.len())].as_str();
    let document = json!({ "uri": uri, "version": dice.roll(9) });
    let mut range = || json!({ "start": place(dice), "end": place(dice) });
    let (one, two, three) = (range(), range(), range());
    let text = "한😀글\r\n---\ntitle: [\n됬다";
    match dice.roll(13) {
        0 | 1 => {
            let item = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
            ("textDocument/didOpen", json!({ "textDocument": item }))
        }
        2..=4 => {
            let changes = json!([
                { "range": one, "text": "😀" },
                { "range": two, "text": "\r" },
                { "range": three, "rangeLength": 3, "text": "\u{1112}" },
            ]);
            ("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }))
        }
        5 => ("textDocument/didSave", json!({ "textDocument": document })),
        6 => ("textDocument/didClose", json!({ "textDocument": document })),
        7 => {
            let changes = json!([{ "uri": uri, "type": dice.roll(5) }]);
            ("workspace/didChangeWatchedFiles", json!({ "changes": changes }))
        }
        8 => ("$/cancelRequest", json!({ "id": dice.roll(2_000) })),
        9 => ("textDocument/hover", json!({ "textDocument": document, "position": one["start"] })),
        10 => {
            let context = json!({ "diagnostics": [], "only": ["quickfix"] });
            let params = json!({ "textDocument": document, "range": one, "context": context });
            ("textDocument/codeAction", params)
        }
        11 => {
            let wanted = json!([{ "rule": "spelling/doe-dwae", "document": uri }]);
            ("workspace/executeCommand", json!({ "command": "toego.openRule", "arguments": wanted }))
        }
        _ => ("initialized", json!({})),
    }
}

#[test]
fn thousands_of_messages_without_sense_are_survived() {
    let post = "_posts/2024-01-02-글.md";
    let folder = Folder::new("nonsense", &[CONFIG, (post, GOOD), ("_posts/2024-01-03-새 글.md", GOOD)]);
    let uris: Vec<String> = [
        folder.uri(post),
        folder.uri("_posts/2024-01-03-새 글.md"),
        folder.uri("_posts/없음/a.md"),
        folder.uri(""),
        folder.uri(".toego.yml"),
        folder.uri("_posts/2024-01-02-글.md") + "#a?b",
        "file:///%FF%00/%2e%2e/a.md".to_owned(),
        "file:".to_owned(),
        "file://host/a.md".to_owned(),
        "untitled:Untitled-1".to_owned(),
        "vscode-notebook-cell:/a.md#W0".to_owned(),
        "http://example.com/a.md".to_owned(),
        "a".repeat(9_000) + ".md",
        "::".to_owned(),
        String::new(),
    ]
    .into();
    let seed = std::env::var("TOEGO_SEED").ok().and_then(|seed| seed.parse().ok());
    let mut dice = Dice(seed.unwrap_or(2026));
    let mut editor = Editor::usual();
    let mut asked = Vec::new();
    for _ in 0..2_000 {
        let (method, mut params) = message(&mut dice, &uris);
        if dice.roll(2) == 0 {
            spoil(&mut params, &mut dice, &uris);
        }
        // A request where a notification belongs, and the other way round.
        let is_request = ["hover", "codeAction", "executeCommand"].iter().any(|end| method.ends_with(end));
        if is_request != (dice.roll(20) == 0) {
            asked.push(editor.send(method, params));
        } else {
            editor.tell(method, params);
        }
        if dice.roll(50) == 0 {
            asked.push(editor.send("textDocument/rename", json!({})));
        }
    }
    // Each request was answered, once, and in the order in which they came unless it was cancelled.
    let mut answered = Vec::new();
    while answered.len() < asked.len() {
        if let Message::Response(Response { id, .. }) = editor.next_message() {
            answered.push(id);
        }
    }
    let (mut wanted, mut answers) = (asked.clone(), answered.clone());
    wanted.sort();
    answers.sort();
    assert_eq!(answers, wanted);
    // And it is still of use.
    let uri = folder.uri(post);
    let wrong = GOOD.replace("피었다", "됬다");
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    editor.open(&uri, &wrong);
    editor.settle();
    assert!(editor.rules(&uri).contains(&"spelling/doe-dwae".to_owned()), "{:?}", editor.found(&uri));
    assert_eq!(editor.end(), 0);
}
