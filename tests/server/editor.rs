//! An editor, as far as the server sees.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::thread::JoinHandle;
use std::time::Duration;

use lsp_server::{Connection, Message, Notification, Request, RequestId, Response};
use serde_json::{Value, json};
use toego::server;
use toego::span::{LineIndex, Unit};

use super::path;

/// An editor, as far as the server sees.
pub(crate) struct Editor {
    pub(crate) connection: Connection,
    pub(crate) server: JoinHandle<u8>,
    pub(crate) unit: Unit,
    pub(crate) next: i32,
    pub(crate) versions: BTreeMap<String, i32>,
    pub(crate) texts: BTreeMap<String, String>,
    /// What was shown last, by address.
    pub(crate) shown: BTreeMap<String, Value>,
    /// How often something was shown.
    pub(crate) times: usize,
    /// What else was said.
    pub(crate) messages: Vec<Notification>,
    /// What was asked.
    pub(crate) requests: Vec<Request>,
    /// Blogs that are being read.
    pub(crate) reading: BTreeSet<String>,
}

impl Editor {
    /// One that shows progress and documents, and what else these parameters say.
    pub(crate) fn new(mut params: Value) -> Editor {
        params["capabilities"]["window"] =
            json!({ "workDoneProgress": true, "showDocument": { "support": true } });
        Editor::with(params)
    }

    /// One that can do what these parameters say.
    pub(crate) fn with(params: Value) -> Editor {
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
            requests: Vec::new(),
            reading: BTreeSet::new(),
        };
        let result = editor.ask("initialize", params).expect("capabilities");
        if result["capabilities"]["positionEncoding"] == "utf-8" {
            editor.unit = Unit::Utf8;
        }
        editor.tell("initialized", json!({}));
        editor
    }

    /// One that can do what most can.
    pub(crate) fn usual() -> Editor {
        let watches = json!({ "didChangeWatchedFiles": { "dynamicRegistration": true } });
        Editor::new(json!({ "capabilities": { "workspace": watches } }))
    }

    pub(crate) fn tell(&self, method: &str, params: Value) {
        let message = Notification::new(method.to_owned(), params);
        self.connection.sender.send(message.into()).expect("the server listens");
    }

    pub(crate) fn send(&mut self, method: &str, params: Value) -> RequestId {
        self.next += 1;
        let id = RequestId::from(self.next);
        let message = Request::new(id.clone(), method.to_owned(), params);
        self.connection.sender.send(message.into()).expect("the server listens");
        id
    }

    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Result<Value, i32> {
        let id = self.send(method, params);
        self.answer(&id)
    }

    pub(crate) fn answer(&mut self, wanted: &RequestId) -> Result<Value, i32> {
        loop {
            if let Message::Response(Response { id, response_result }) = self.next_message() {
                assert_eq!(id, *wanted);
                return response_result.map_err(|error| error.code);
            }
        }
    }

    pub(crate) fn next_message(&mut self) -> Message {
        let message = self.connection.receiver.recv_timeout(Duration::from_secs(60)).expect("a message");
        match &message {
            Message::Notification(told) if told.method == "textDocument/publishDiagnostics" => {
                let uri = told.params["uri"].as_str().expect("an address").to_owned();
                self.shown.insert(uri, told.params.clone());
                self.times += 1;
            }
            Message::Notification(told) if told.method == "$/progress" => {
                let token = told.params["token"].as_str().expect("a token").to_owned();
                if told.params["value"]["kind"] == "begin" {
                    assert!(self.reading.insert(token), "begun twice");
                } else {
                    assert!(self.reading.remove(&token), "ended twice");
                }
            }
            Message::Notification(told) => self.messages.push(told.clone()),
            Message::Request(asked) => {
                self.requests.push(asked.clone());
                let answer = Response::new_ok(asked.id.clone(), Value::Null);
                self.connection.sender.send(answer.into()).expect("the server listens");
            }
            Message::Response(_) => {}
        }
        message
    }

    /// Waits until everything that was said is checked, as far as what is known of the blogs allows.
    pub(crate) fn flush(&mut self) {
        let place = json!({ "textDocument": { "uri": "file:///nowhere.md" }, "position": { "line": 0, "character": 0 } });
        assert_eq!(self.ask("textDocument/hover", place), Ok(Value::Null));
    }

    /// Waits until everything that was said is checked, and the blogs are read.
    pub(crate) fn settle(&mut self) {
        self.flush();
        while !self.reading.is_empty() {
            while !self.reading.is_empty() {
                self.next_message();
            }
            self.flush();
        }
    }

    pub(crate) fn open(&mut self, uri: &str, text: &str) {
        self.versions.insert(uri.to_owned(), 1);
        self.texts.insert(uri.to_owned(), text.to_owned());
        let item = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": item }));
    }

    /// Replaces the bytes from `start` to `end`.
    pub(crate) fn edit(&mut self, uri: &str, start: usize, end: usize, with: &str) {
        let range = self.range(uri, start, end);
        let text = self.texts.get_mut(uri).expect("an open document");
        text.replace_range(start..end, with);
        self.change(uri, json!([{ "range": range, "text": with }]));
    }

    pub(crate) fn change(&mut self, uri: &str, changes: Value) {
        let version = self.versions.get_mut(uri).expect("an open document");
        *version += 1;
        let document = json!({ "uri": uri, "version": *version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    pub(crate) fn save(&self, uri: &str) {
        fs::write(path(uri), &self.texts[uri]).expect("a file");
        self.tell("textDocument/didSave", json!({ "textDocument": { "uri": uri } }));
    }

    pub(crate) fn close(&mut self, uri: &str) {
        self.texts.remove(uri);
        self.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    pub(crate) fn file_changed(&self, uri: &str, kind: u8) {
        self.tell("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri, "type": kind }] }));
    }

    pub(crate) fn range(&self, uri: &str, start: usize, end: usize) -> Value {
        let text = &self.texts[uri];
        let lines = LineIndex::new(text);
        let place = |offset: usize| {
            let (line, character) = lines.place(text, offset as u32, self.unit);
            json!({ "line": line, "character": character })
        };
        json!({ "start": place(start), "end": place(end) })
    }

    pub(crate) fn offset(&self, uri: &str, place: &Value) -> usize {
        let text = &self.texts[uri];
        let number = |name: &str| place[name].as_u64().expect("a number") as u32;
        LineIndex::new(text).offset(text, number("line"), number("character"), self.unit)
    }

    /// The rules of what is shown, with the bytes they point at and their messages.
    pub(crate) fn found(&self, uri: &str) -> Vec<(String, usize, usize, String)> {
        let shown = self.shown[uri]["diagnostics"].as_array().expect("diagnostics");
        let found = shown.iter().map(|shown| {
            let text = |name: &str| shown[name].as_str().expect("a text").to_owned();
            let at = |end: &str| self.offset(uri, &shown["range"][end]);
            (text("code"), at("start"), at("end"), text("message"))
        });
        found.collect()
    }

    pub(crate) fn rules(&self, uri: &str) -> Vec<String> {
        self.found(uri).into_iter().map(|(rule, ..)| rule).collect()
    }

    pub(crate) fn actions(&mut self, uri: &str, start: usize, end: usize, only: Option<&str>) -> Vec<Value> {
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
    pub(crate) fn applied(&self, uri: &str, action: &Value) -> String {
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

    pub(crate) fn end(mut self) -> u8 {
        assert_eq!(self.ask("shutdown", Value::Null), Ok(Value::Null));
        self.tell("exit", Value::Null);
        self.server.join().expect("the server does not panic")
    }
}
