//! `toego server`: the Language Server Protocol, known here and nowhere else.
//!
//! ```text
//!  editor ─▶ stdio ─▶ queue ─▶ documents (what is open) ─▶ blogs (facts of all posts) ─▶ shown ─▶ editor
//!                                                                                  └▶ actions
//! ```
//!
//! # Threads
//!
//! - The *server* thread ([`serve`]) owns everything: the queue, the documents, the blogs. It answers one message
//!   after the other, in the order in which they came; those that wait can be cancelled. A change replaces the facts
//!   of one document and the reduce step runs again, for the open documents only; the facts of the others are kept.
//!   Nothing it does waits for a blog to be read.
//! - A *blog* thread (`loading`) reads one blog, once. It shares nothing: it sends what it read, with its number,
//!   over a channel that the server thread looks at between two messages. What is superseded ends early, and what
//!   it still sends is passed over. Files that change while it reads are read again when it is done.
//! - A *reader* and a *writer* (`stdio`) stand between the pipes and the queues, so that neither an editor that
//!   does not read nor a message that is none stops the server.
//!
//! So: a request is answered for the text as the messages before it left it. What is published for a document
//! is in the order of its versions. A document is checked alone as soon as the settings of its blog are known, and
//! among the other posts when those have been read; until then nothing is said of it that the others could
//! disprove. No message ends the server but `exit`.

mod actions;
mod blogs;
mod documents;
mod files;
mod live;
mod loading;
mod page;
mod posts;
mod shown;
mod stdio;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crossbeam_channel::{at, never, select};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::{CodeActionParams, ExecuteCommandParams, HoverParams};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use self::blogs::{Blogs, News};
use self::documents::Documents;
use self::loading::Report;
use self::page::{Pages, Wanted};
use crate::lang::{Lang, of};
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
    /// Whether it can be asked to show a document.
    shows_documents: bool,
    /// Whether it shows that something goes on.
    shows_progress: bool,
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
    /// A blog has been read, or a part of it.
    Read(Report),
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
    pages: Pages,
    /// How many requests were made of the editor.
    asked: i32,
    /// When the first change came that was not checked, and when the last.
    changed: Option<(Instant, Instant)>,
}

/// Answers until the editor says `exit` or is gone; the exit status of the process, as the protocol has it.
pub fn serve(connection: &Connection) -> u8 {
    serve_in(connection, Lang::default())
}

/// As [`serve`], in `lang` if the editor does not name a language.
pub fn serve_in(connection: &Connection, lang: Lang) -> u8 {
    let mut server = Server {
        connection,
        queue: VecDeque::new(),
        client: Client { lang, ..Client::default() },
        phase: Phase::New,
        documents: Documents::default(),
        blogs: Blogs::default(),
        pages: Pages::default(),
        asked: 0,
        changed: None,
    };
    loop {
        match server.next() {
            Next::Message(Message::Request(request)) => server.request(request),
            Next::Message(Message::Notification(notification)) if notification.method == "exit" => break,
            Next::Message(Message::Notification(notification)) => server.notification(notification),
            Next::Message(Message::Response(_)) => {}
            Next::Read(report) => {
                server.blogs.arrived(report, &mut server.documents);
                server.check();
            }
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
        if let Ok(report) = self.blogs.reports.try_recv() {
            return Next::Read(report);
        }
        if let Some(message) = self.queue.pop_front() {
            return Next::Message(message);
        }
        let pause = due.map_or_else(never, at);
        select! {
            recv(self.connection.receiver) -> message => message.map_or(Next::Closed, |message| self.first(message)),
            recv(self.blogs.reports) -> report => report.map_or(Next::Pause, Next::Read),
            recv(pause) -> _ => Next::Pause,
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
            (Phase::Running, "workspace/executeCommand") => self.command(id, params),
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
        let lang = params.pointer("/initializationOptions/lang").and_then(Value::as_str);
        self.client = Client {
            unit: unit.unwrap_or_default(),
            lang: match lang {
                Some("en") => Lang::En,
                Some("ko") => Lang::Ko,
                _ => self.client.lang,
            },
            takes_versions: can("workspace/workspaceEdit/documentChanges"),
            watches: can("workspace/didChangeWatchedFiles/dynamicRegistration"),
            shows_documents: can("window/showDocument/support"),
            shows_progress: can("window/workDoneProgress"),
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
                "executeCommandProvider": { "commands": [page::OPEN] },
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
    fn watch(&mut self) {
        if !self.client.watches {
            return;
        }
        let method = "workspace/didChangeWatchedFiles";
        let options = json!({ "watchers": [{ "globPattern": "**/*" }] });
        let registrations = json!([{ "id": "files", "method": method, "registerOptions": options }]);
        let params = json!({ "registrations": registrations });
        self.ask("client/registerCapability", params);
    }

    /// The time at which something changed that is to be checked after a pause.
    fn has_changed(&mut self) {
        let now = Instant::now();
        self.changed = Some((self.changed.map_or(now, |(first, _)| first), now));
    }

    /// Checks what changed, and shows what is found where that changed.
    fn check(&mut self) {
        self.changed = None;
        self.blogs.check(&mut self.documents);
        self.tell_news();
        let client = self.client;
        let unshown = self
            .documents
            .all()
            .filter_map(|open| std::mem::take(&mut open.is_unshown).then(|| shown::published(open, client)));
        let published: Vec<_> = unshown.collect();
        published.iter().for_each(|params| self.notify("textDocument/publishDiagnostics", params));
    }

    /// Tells what happened to blogs.
    fn tell_news(&mut self) {
        let title = if self.client.lang == Lang::Ko { "블로그를 읽는 중" } else { "Reading the blog" };
        for news in self.blogs.news() {
            let (number, value) = match news {
                News::Problem(problem) => {
                    // An error; it is shown.
                    let said =
                        json!({ "type": 1, "message": format!("toego: {}", of(&problem, self.client.lang)) });
                    self.notify("window/showMessage", said);
                    continue;
                }
                News::Begun(number) => (number, json!({ "kind": "begin", "title": title })),
                News::Ended(number) => (number, json!({ "kind": "end" })),
            };
            if self.client.shows_progress {
                let token = format!("toego/{number}");
                if value["kind"] == "begin" {
                    self.ask("window/workDoneProgress/create", json!({ "token": token }));
                }
                self.notify("$/progress", json!({ "token": token, "value": value }));
            }
        }
    }

    /// Does what one of the offers named.
    fn command(&mut self, id: RequestId, params: Value) {
        let wanted = serde_json::from_value::<ExecuteCommandParams>(params)
            .ok()
            .filter(|params| params.command == page::OPEN && self.client.shows_documents)
            .and_then(|params| serde_json::from_value::<Wanted>(params.arguments.into_iter().next()?).ok());
        let Some(wanted) = wanted else {
            return self.fail(id, ErrorCode::InvalidParams, "no such command");
        };
        match self.pages.write(&wanted, &self.documents, self.client.lang) {
            Ok(uri) => {
                self.ask("window/showDocument", json!({ "uri": uri.as_str(), "takeFocus": true }));
                self.succeed(id, Value::Null);
            }
            Err(problem) => self.fail(id, ErrorCode::RequestFailed, of(&problem, self.client.lang)),
        }
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

    /// Asks the editor something. Whatever it answers, it goes on.
    fn ask(&mut self, method: &str, params: Value) {
        self.asked += 1;
        self.send(Request::new(format!("toego/{}", self.asked).into(), method.to_owned(), params));
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
