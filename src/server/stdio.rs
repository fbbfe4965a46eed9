//! Messages over standard input and output.

use std::io::{self, ErrorKind};
use std::thread;

use lsp_server::{Connection, Message};

use crate::lang::Lang;

/// Serves over standard input and output, in `lang` if the editor does not name a language; the exit status.
pub fn stdio(lang: Lang) -> u8 {
    // The crate's own transport ends with the first message that is no JSON, and stands still while an
    // editor does not read.
    let (server, editor) = Connection::memory();
    let Connection { sender, receiver } = editor;
    // Neither is waited for: the reader may stand in a read that never ends.
    thread::spawn(move || {
        let mut input = io::stdin().lock();
        loop {
            match Message::read(&mut input) {
                Ok(Some(message)) => {
                    if sender.send(message).is_err() {
                        return;
                    }
                }
                // The message was read to its end and is no message; the next may be one.
                Err(error)
                    if error.kind() == ErrorKind::InvalidData
                        && error.to_string().starts_with("malformed LSP payload") =>
                {
                    eprintln!("toego: a message that is none was passed over");
                }
                Ok(None) | Err(_) => return,
            }
        }
    });
    let writer = thread::spawn(move || {
        let mut output = io::stdout().lock();
        receiver.into_iter().try_for_each(|message| message.write(&mut output))
    });
    let status = super::serve_in(&server, lang);
    // The writer ends when it has written everything.
    drop(server);
    let _ = writer.join();
    status
}
