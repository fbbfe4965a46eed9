//! `toego server`: the Language Server Protocol, known here and nowhere else.
//!
//! ```text
//!  editor ─▶ stdio ─▶ queue ─▶ documents (what is open) ─▶ blogs (facts of all posts) ─▶ shown ─▶ editor
//!                                                                                  └▶ actions
//! ```
//!
//! One thread answers one message after the other; those that wait can be cancelled. A change replaces the
//! facts of one document and the reduce step runs again, for the open documents only; the facts of the others
//! are kept. No message ends the server but `exit`.

mod actions;
mod blog;
mod documents;
mod files;
mod shown;
mod stdio;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::{CodeActionParams, HoverParams};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use self::blog::Blogs;
use self::documents::Documents;
use crate::report::Lang;
use crate::span::Unit;

pub use self::stdio::stdio;

/// How long nothing must be typed before the text is checked, and how long a check waits at most.
const PAUSE: Duration = Duration::from_millis(120);
const MOST_PATIENCE: Duration = Duration::from_secs(1);

/// The kind of the action that makes all safe repairs.
const FIX_ALL: &str = "source.fixAll.toego";

/// What the editor can do and wants.
#[derive(Clone, Copy, Debug, Default)]
struct Client {
    unit: Unit,
    lang: Lang,
    /// Whether edits may name the version they are meant for.
    takes_versions: bool,
    /// Whether it can be asked to say which files change.
    watches: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    New,
    Running,
    ShutDown,
}

/// What comes next.
enum Next {
    Message(Message),
    /// Enough time has passed without a change.
    Pause,
    /// The editor is gone.
    Closed,
}

struct Server<'c> {
    connection: &'c Connection,
    /// Messages that were received and wait.
    queue: VecDeque<Message>,
    client: Client,
    phase: Phase,
    documents: Documents,
    blogs: Blogs,
    /// When the first change came that was not checked, and when the last.
    changed: Option<(Instant, Instant)>,
}

/// Answers until the editor says `exit` or is gone; the exit status of the process, as the protocol has it.
pub fn serve(connection: &Connection) -> u8 {
    let mut server = Server {
        connection,
        queue: VecDeque::new(),
        client: Client::default(),
        phase: Phase::New,
        documents: Documents::default(),
        blogs: Blogs::default(),
        changed: None,
    };
    loop {
        match server.next() {
            Next::Message(Message::Request(request)) => server.request(request),
            Next::Message(Message::Notification(notification)) if notification.method == "exit" => break,
            Next::Message(Message::Notification(notification)) => server.notification(notification),
            Next::Message(Message::Response(_)) => {}
            Next::Pause => server.check(),
            Next::Closed => break,
        }
    }
    u8::from(server.phase != Phase::ShutDown)
}

impl Server<'_> {
    fn next(&mut self) -> Next {
        while let Ok(message) = self.connection.receiver.try_recv() {
            self.receive(message);
        }
        let due = self.changed.map(|(first, last)| (last + PAUSE).min(first + MOST_PATIENCE));
        if due.is_some_and(|due| Instant::now() >= due) {
            return Next::Pause;
        }
        if let Some(message) = self.queue.pop_front() {
            return Next::Message(message);
        }
        let Some(due) = due else {
            return self.connection.receiver.recv().map_or(Next::Closed, |message| self.first(message));
        };
        match self.connection.receiver.recv_deadline(due) {
            Ok(message) => self.first(message),
            Err(error) if error.is_timeout() => Next::Pause,
            Err(_) => Next::Closed,
        }
    }

    /// A message that came while nothing waited; one that only cancels is no work.
    fn first(&mut self, message: Message) -> Next {
        self.receive(message);
        match self.queue.pop_front() {
            Some(message) => Next::Message(message),
            None => self.next(),
        }
    }

    /// Puts a message with those that wait, or takes away the one that it cancels.
    fn receive(&mut self, message: Message) {
        let Message::Notification(Notification { method, params }) = &message else {
            return self.queue.push_back(message);
        };
        if method != "$/cancelRequest" {
            return self.queue.push_back(message);
        }
        let Ok(id) = serde_json::from_value::<RequestId>(params["id"].clone()) else { return };
        let is_meant = |waiting: &Message| matches!(waiting, Message::Request(request) if request.id == id);
        if let Some(at) = self.queue.iter().position(is_meant) {
            self.queue.remove(at);
            self.fail(id, ErrorCode::RequestCanceled, "cancelled");
        }
    }

    fn request(&mut self, request: Request) {
        let Request { id, method, params } = request;
        match (self.phase, method.as_str()) {
            (Phase::New, "initialize") => self.initialize(id, &params),
            (Phase::New, _) => self.fail(id, ErrorCode::ServerNotInitialized, "not initialized"),
            (Phase::ShutDown, _) => self.fail(id, ErrorCode::InvalidRequest, "shut down"),
            (Phase::Running, "initialize") => {
                self.fail(id, ErrorCode::InvalidRequest, "initialized already");
            }
            (Phase::Running, "shutdown") => {
                self.phase = Phase::ShutDown;
                self.succeed(id, Value::Null);
            }
            (Phase::Running, "textDocument/hover") => self.answer(id, params, Self::hover),
            (Phase::Running, "textDocument/codeAction") => self.answer(id, params, Self::actions),
            (Phase::Running, _) => {
                self.fail(id, ErrorCode::MethodNotFound, &format!("{method} is not known"));
            }
        }
    }

    /// Answers a request about a text, once that has been checked.
    fn answer<P: DeserializeOwned, R: Serialize>(
        &mut self,
        id: RequestId,
        params: Value,
        answer: fn(&mut Self, P) -> R,
    ) {
        match serde_json::from_value(params) {
            Ok(params) => {
                self.check();
                let answer = answer(self, params);
                self.succeed(id, answer);
            }
            Err(error) => self.fail(id, ErrorCode::InvalidParams, &error.to_string()),
        }
    }

    fn initialize(&mut self, id: RequestId, params: &Value) {
        if !params.is_object() {
            return self.fail(id, ErrorCode::InvalidParams, "the parameters are no object");
        }
        // Only what matters is read: what an editor says of other things cannot be wrong for this server.
        let can = |path: &str| {
            params.pointer(&format!("/capabilities/{path}")).and_then(Value::as_bool).unwrap_or_default()
        };
        let encodings = params.pointer("/capabilities/general/positionEncodings").and_then(Value::as_array);
        let unit = encodings.into_iter().flatten().find_map(|encoding| match encoding.as_str()? {
            "utf-8" => Some(Unit::Utf8),
            "utf-16" => Some(Unit::Utf16),
            _ => None,
        });
        let is_english = params.pointer("/initializationOptions/lang").is_some_and(|lang| lang == "en");
        self.client = Client {
            unit: unit.unwrap_or_default(),
            lang: if is_english { Lang::En } else { Lang::Ko },
            takes_versions: can("workspace/workspaceEdit/documentChanges"),
            watches: can("workspace/didChangeWatchedFiles/dynamicRegistration"),
        };
        self.phase = Phase::Running;
        let encoding = if self.client.unit == Unit::Utf8 { "utf-8" } else { "utf-16" };
        let result = json!({
            "capabilities": {
                "positionEncoding": encoding,
                // Incremental changes.
                "textDocumentSync": { "openClose": true, "change": 2, "save": { "includeText": false } },
                "hoverProvider": true,
                "codeActionProvider": { "codeActionKinds": ["quickfix", FIX_ALL] },
            },
            "serverInfo": { "name": "toego", "version": env!("CARGO_PKG_VERSION") },
        });
        self.succeed(id, result);
    }

    fn notification(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        if self.phase != Phase::Running {
            return;
        }
        match method.as_str() {
            "initialized" => self.watch(),
            "textDocument/didOpen" => self.told(params, Self::opened),
            "textDocument/didChange" => self.told(params, Self::edited),
            "textDocument/didSave" => self.told(params, Self::saved),
            "textDocument/didClose" => self.told(params, Self::closed),
            "workspace/didChangeWatchedFiles" => self.told(params, Self::files_changed),
            _ => {}
        }
    }

    /// Takes note of something. What is not understood is passed over: nobody waits for an answer.
    fn told<P: DeserializeOwned>(&mut self, params: Value, note: fn(&mut Self, P)) {
        match serde_json::from_value(params) {
            Ok(params) => note(self, params),
            Err(error) => self.log(&error.to_string()),
        }
    }

    /// Asks the editor to say which files change.
    fn watch(&self) {
        if !self.client.watches {
            return;
        }
        let method = "workspace/didChangeWatchedFiles";
        let options = json!({ "watchers": [{ "globPattern": "**/*" }] });
        let registrations = json!([{ "id": "files", "method": method, "registerOptions": options }]);
        let params = json!({ "registrations": registrations });
        let request = Request::new("watch".to_owned().into(), "client/registerCapability".to_owned(), params);
        self.send(request);
    }

    /// The time at which something changed that is to be checked after a pause.
    fn has_changed(&mut self) {
        let now = Instant::now();
        self.changed = Some((self.changed.map_or(now, |(first, _)| first), now));
    }

    /// Checks what changed, and shows what is found where that changed.
    fn check(&mut self) {
        self.changed = None;
        for problem in self.blogs.check(&mut self.documents) {
            // An error; it is shown.
            self.notify("window/showMessage", json!({ "type": 1, "message": format!("toego: {problem}") }));
        }
        let client = self.client;
        let unshown = self
            .documents
            .all()
            .filter_map(|open| std::mem::take(&mut open.is_unshown).then(|| shown::published(open, client)));
        let published: Vec<_> = unshown.collect();
        published.iter().for_each(|params| self.notify("textDocument/publishDiagnostics", params));
    }

    fn hover(&mut self, params: HoverParams) -> Option<lsp_types::Hover> {
        let place = params.text_document_position_params;
        let open = self.documents.get(&place.text_document.uri)?;
        shown::hover(open, place.position, self.client)
    }

    fn actions(&mut self, params: CodeActionParams) -> Vec<lsp_types::CodeAction> {
        let Some(open) = self.documents.get(&params.text_document.uri) else { return Vec::new() };
        actions::offered(open, &params, &mut self.blogs, self.client)
    }

    fn log(&self, message: &str) {
        self.notify("window/logMessage", json!({ "type": 2, "message": message }));
    }

    fn notify(&self, method: &str, params: impl Serialize) {
        self.send(Notification::new(method.to_owned(), params));
    }

    fn succeed(&self, id: RequestId, result: impl Serialize) {
        self.send(Response::new_ok(id, result));
    }

    fn fail(&self, id: RequestId, code: ErrorCode, message: &str) {
        self.send(Response::new_err(id, code as i32, message.to_owned()));
    }

    fn send(&self, message: impl Into<Message>) {
        // An editor that is gone is noticed when the next message is waited for.
        let _ = self.connection.sender.send(message.into());
    }
}
