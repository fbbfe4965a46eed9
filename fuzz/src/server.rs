//! The language server, fed with messages that are none, and with such as editors would not send.

use std::path::PathBuf;
use std::sync::OnceLock;

use lsp_server::{Connection, Message, Notification, Request};
use serde_json::{Value, json};
use toego::server;

/// An even first byte: lines of raw messages. An odd one: parts between zero bytes, of which the first byte
/// says what the editor does and the others what with.
pub fn lsp_messages(data: &[u8]) {
    let Some((choice, rest)) = data.split_first() else { return };
    let (ours, editor) = Connection::memory();
    let send = |message: Message| editor.sender.send(message).expect("the queue is open");
    let capabilities = json!({
        "general": { "positionEncodings": if choice & 2 == 0 { json!(["utf-8"]) } else { json!(["utf-16"]) } },
        "workspace": { "workspaceEdit": { "documentChanges": choice & 4 == 0 } },
    });
    let params = json!({ "capabilities": capabilities });
    let initialize = Request::new(0.into(), "initialize".to_owned(), params);
    send(initialize.into());
    let mut requests = 1;
    if choice & 1 == 0 {
        for line in rest.split(|byte| *byte == b'\n') {
            if let Ok(message) = serde_json::from_slice::<Message>(line) {
                // Not to end before the others are read.
                let is_end = matches!(&message, Message::Notification(told) if told.method == "exit");
                requests += usize::from(matches!(message, Message::Request(_)));
                if !is_end {
                    send(message);
                }
            }
        }
    } else {
        for (at, part) in rest.split(|byte| *byte == 0).take(40).enumerate() {
            let Some(message) = step(part, at as i32 + 1) else { continue };
            requests += usize::from(matches!(message, Message::Request(_)));
            send(message);
        }
    }
    send(Request::new(100_000.into(), "shutdown".to_owned(), Value::Null).into());
    send(Notification::new("exit".to_owned(), Value::Null).into());
    server::serve(&ours);
    let answers = editor.receiver.try_iter().filter(|message| matches!(message, Message::Response(_)));
    // Each request is answered once.
    assert_eq!(answers.count(), requests + 1, "{:?}", String::from_utf8_lossy(data));
}

/// One step of an editor.
fn step(part: &[u8], number: i32) -> Option<Message> {
    let (action, rest) = part.split_first()?;
    let (place, rest) = rest.split_at_checked(5).unwrap_or((&[0; 5], rest));
    let text = String::from_utf8_lossy(rest);
    let uri = uri(place[0]);
    let document = json!({ "uri": uri, "version": number });
    let start = json!({ "line": place[1] % 16, "character": place[2] % 80 });
    let end = json!({ "line": place[3] % 16, "character": place[4] % 80 });
    let told = |method: &str, params: Value| Some(Notification::new(method.to_owned(), params).into());
    let asked =
        |method: &str, params: Value| Some(Request::new(number.into(), method.to_owned(), params).into());
    match action % 8 {
        0 | 1 => {
            let item = json!({ "uri": uri, "languageId": "markdown", "version": number, "text": text });
            told("textDocument/didOpen", json!({ "textDocument": item }))
        }
        2 | 3 => {
            let change = json!({ "range": { "start": start, "end": end }, "text": text });
            told("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [change] }))
        }
        4 => {
            let range = json!({ "start": start, "end": end });
            let context = json!({ "diagnostics": [] });
            let params = json!({ "textDocument": document, "range": range, "context": context });
            asked("textDocument/codeAction", params)
        }
        5 => asked("textDocument/hover", json!({ "textDocument": document, "position": start })),
        6 => told("textDocument/didClose", json!({ "textDocument": document })),
        _ => told("textDocument/didSave", json!({ "textDocument": document })),
    }
}

/// Addresses of posts of a blog on the disk, of no blog, and of no file.
fn uri(choice: u8) -> String {
    let post = |name: &str| format!("file://{}/_posts/{name}", folder().display());
    match choice % 4 {
        0 => post("2024-01-02-post.md"),
        1 => post("new.md"),
        2 => "untitled:Untitled-1".to_owned(),
        _ => "file:///toego-none/a.md".to_owned(),
    }
}

/// A small blog, one a process.
fn folder() -> &'static PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = std::env::temp_dir().join(format!("toego-fuzz-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("_posts")).expect("a folder");
        std::fs::write(folder.join("_config.yml"), "title: 글\n").expect("a file");
        let post = "---\ntitle: 글\n---\n할수 있다.\n";
        std::fs::write(folder.join("_posts/2024-01-02-post.md"), post).expect("a file");
        folder
    })
}
