//! Messages that are wrong, out of order or of no sense.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Duration;

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use serde_json::{Value, json};
use toego::server;

use super::{CONFIG, Folder, GOOD};

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
