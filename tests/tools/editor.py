#!/usr/bin/env python3
"""Drives `toego server` with a client that others wrote (pygls), as an editor does.

    pip install pygls==2.1.1
    python3 tests/tools/editor.py [PROGRAM]      # target/debug/toego by default

It makes a blog, opens, edits, saves and closes its posts, asks for reasons and offers, makes the offered edits,
changes settings and rules behind the server's back, and holds every list of findings against a run of
`toego check --format json` over the saved files. Nothing is left behind. It takes about two seconds.
"""

import asyncio
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Union
from urllib.parse import unquote, urlparse

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient
from pygls.protocol import default_converter

HERE = Path(__file__).resolve().parent.parent.parent
POSTS = {
    "_posts/2024-01-02-봄 나들이.md": "---\ntitle: 봄\ntags: [Docker]\n---\n\n나는 😀 할수 있다. 그렇게 됬다.\n",
    "_posts/2024-01-03-summer.md": "---\ntitle: 여름\ntags: [Docker]\n---\n\n[봄](/없는-글/) 꽃이 피었다.\n",
    "_posts/2024-01-04-가을.md": "---\ntitle: 가을\ntags: [docker]\n---\n\n![산](/images/산.png)\r\n오늘은 토에고를 썼다.\n",
}
RULE = (HERE / "tests/blog/product.yml").read_text()


def converter():
    """That of the client, which takes every offer with a command for a command."""
    made = default_converter()

    def offer(data, _):
        return made.structure(data, lsp.Command if isinstance(data.get("command"), str) else lsp.CodeAction)

    made.register_structure_hook(Union[lsp.Command, lsp.CodeAction], offer)
    return made


class Editor:
    """The client, with the texts it shows."""

    def __init__(self, program, root):
        self.program, self.root = program, root
        self.texts, self.versions, self.found, self.shown = {}, {}, {}, []
        self.reading, self.said = set(), []
        self.client = client = LanguageClient("editor", "1", converter_factory=converter)

        @client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def publish(params):
            self.found[params.uri] = params

        @client.feature(lsp.CLIENT_REGISTER_CAPABILITY)
        def register(params):
            self.watched = params.registrations
            return None

        @client.feature(lsp.WINDOW_WORK_DONE_PROGRESS_CREATE)
        def create(params):
            return None

        @client.feature(lsp.PROGRESS)
        def progress(params):
            kind = params.value["kind"] if isinstance(params.value, dict) else params.value.kind
            (self.reading.add if kind == "begin" else self.reading.discard)(params.token)

        @client.feature(lsp.WINDOW_SHOW_DOCUMENT)
        def show(params):
            self.shown.append(params.uri)
            return lsp.ShowDocumentResult(success=True)

        @client.feature(lsp.WINDOW_SHOW_MESSAGE)
        def message(params):
            self.said.append(params.message)

    async def start(self, encodings):
        await self.client.start_io(self.program, "server", cwd=str(self.root))
        capabilities = lsp.ClientCapabilities(
            general=lsp.GeneralClientCapabilities(position_encodings=encodings),
            window=lsp.WindowClientCapabilities(
                work_done_progress=True, show_document=lsp.ShowDocumentClientCapabilities(support=True)
            ),
            workspace=lsp.WorkspaceClientCapabilities(
                workspace_edit=lsp.WorkspaceEditClientCapabilities(document_changes=True),
                did_change_watched_files=lsp.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True),
            ),
        )
        folder = lsp.WorkspaceFolder(uri=self.root.as_uri(), name="blog")
        params = lsp.InitializeParams(capabilities=capabilities, workspace_folders=[folder])
        result = await self.client.initialize_async(params)
        self.unit = result.capabilities.position_encoding
        assert self.unit == encodings[0], self.unit
        self.client.initialized(lsp.InitializedParams())

    async def stop(self):
        await self.client.shutdown_async(None)
        self.client.exit(None)
        await asyncio.wait_for(self.client._server.wait(), 10)
        assert self.client._server.returncode == 0, self.client._server.returncode
        await self.client.stop()

    def uri(self, path):
        return (self.root / path).as_uri()

    # Places: the client counts for itself, so that the server's counting is tried.

    def width(self, text):
        return len(text.encode()) if self.unit == "utf-8" else len(text.encode("utf-16-le")) // 2

    def place(self, text, at):
        """The position of a character."""
        before = text[:at].replace("\r\n", " \n")
        line = before.count("\n")
        start = before.rfind("\n") + 1
        return lsp.Position(line=line, character=self.width(before[start:]))

    def at(self, text, place):
        """The character at a position."""
        start = 0
        for _ in range(place.line):
            start = text.index("\n", start) + 1
        at = start
        while self.width(text[start:at]) < place.character:
            at += 1
        return at

    def span(self, text, start, end):
        return lsp.Range(start=self.place(text, start), end=self.place(text, end))

    # What an editor does.

    def open(self, path):
        uri = self.uri(path)
        text = (self.root / path).read_bytes().decode() if (self.root / path).exists() else ""
        self.texts[uri], self.versions[uri] = text, 1
        item = lsp.TextDocumentItem(uri=uri, language_id="markdown", version=1, text=text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(text_document=item))
        return uri

    def replace(self, uri, old, new):
        text = self.texts[uri]
        start = text.index(old)
        self.change(uri, self.span(text, start, start + len(old)), new)

    def change(self, uri, span, new):
        text = self.texts[uri]
        self.texts[uri] = text[: self.at(text, span.start)] + new + text[self.at(text, span.end) :]
        self.versions[uri] += 1
        document = lsp.VersionedTextDocumentIdentifier(uri=uri, version=self.versions[uri])
        change = lsp.TextDocumentContentChangePartial(range=span, text=new)
        self.client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(text_document=document, content_changes=[change])
        )

    def save(self, uri):
        path = Path(unquote(urlparse(uri).path))
        path.write_bytes(self.texts[uri].encode())
        self.client.text_document_did_save(
            lsp.DidSaveTextDocumentParams(text_document=lsp.TextDocumentIdentifier(uri=uri))
        )

    def close(self, uri):
        del self.texts[uri]
        self.client.text_document_did_close(
            lsp.DidCloseTextDocumentParams(text_document=lsp.TextDocumentIdentifier(uri=uri))
        )

    def touched(self, path, kind=lsp.FileChangeType.Changed):
        event = lsp.FileEvent(uri=self.uri(path), type=kind)
        self.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams(changes=[event]))

    async def hover(self, uri, word):
        params = lsp.HoverParams(
            text_document=lsp.TextDocumentIdentifier(uri=uri),
            position=self.place(self.texts[uri], self.texts[uri].index(word)) if word else lsp.Position(0, 0),
        )
        return await self.client.text_document_hover_async(params)

    async def actions(self, uri, word=None, only=None):
        text = self.texts[uri]
        start = text.index(word) if word else 0
        params = lsp.CodeActionParams(
            text_document=lsp.TextDocumentIdentifier(uri=uri),
            range=self.span(text, start, start + len(word) if word else len(text)),
            context=lsp.CodeActionContext(diagnostics=[], only=only),
        )
        return await self.client.text_document_code_action_async(params)

    def make(self, uri, action):
        """Makes the edits of an offer, as an editor does: the last first."""
        [document] = action.edit.document_changes
        assert document.text_document.version == self.versions[uri]
        edits = sorted(document.edits, key=lambda edit: (edit.range.start.line, edit.range.start.character))
        for edit in reversed(edits):
            self.change(uri, edit.range, edit.new_text)

    async def settle(self, uri):
        """Waits until the blog is read and the newest text is checked."""
        while True:
            await self.hover(uri, None)
            if not self.reading and self.found.get(uri) and self.found[uri].version == self.versions[uri]:
                return
            await asyncio.sleep(0.01)

    async def same_as_a_run(self, what):
        """Saves everything and holds what is shown against a run of the program."""
        for uri in self.texts:
            self.save(uri)
        for uri in self.texts:
            await self.settle(uri)
        out = subprocess.run([self.program, "--format", "json", "--quiet"], cwd=self.root, capture_output=True)
        assert out.returncode in (0, 1), out.stderr.decode()
        wanted = {uri: [] for uri in self.texts}
        for found in json.loads(out.stdout)["diagnostics"]:
            uri = self.uri(found["path"])
            if uri in wanted:
                data = self.texts[uri].encode()
                start, end = (len(data[: found[side]].decode()) for side in ("start", "end"))
                wanted[uri].append((found["rule"], start, end, found["message"]))
        count = 0
        for uri, text in self.texts.items():
            shown = [
                (found.code, self.at(text, found.range.start), self.at(text, found.range.end), found.message)
                for found in self.found[uri].diagnostics
            ]
            assert sorted(shown) == sorted(wanted[uri]), f"{what}: {unquote(uri)}\n{shown}\n{wanted[uri]}"
            count += len(shown)
        return count


async def session(program, root, encodings):
    editor = Editor(program, root)
    await editor.start(encodings)
    first, second, third = (editor.open(path) for path in POSTS)
    counts = [await editor.same_as_a_run("opened")]
    assert counts[0] >= 4, counts

    # Why, and where to read more.
    hover = await editor.hover(first, "됬다")
    assert "근거" in hover.contents.value, hover
    offers = await editor.actions(first, "됬다")
    [page] = [offer.command for offer in offers if offer.command]
    params = lsp.ExecuteCommandParams(command=page.command, arguments=page.arguments)
    await editor.client.workspace_execute_command_async(params)
    opened = Path(unquote(urlparse(editor.shown[-1]).path)).read_text()
    explained = subprocess.run([program, "explain", "spelling/doe-dwae"], cwd=root, capture_output=True)
    assert opened == explained.stdout.decode()

    # One repair, a line left alone, all that is safe.
    [repair] = [offer for offer in offers if offer.is_preferred]
    editor.make(first, repair)
    counts.append(await editor.same_as_a_run("repaired"))
    silent = [offer for offer in await editor.actions(first, "할수") if "알리지 않기" in offer.title]
    editor.make(first, silent[0])
    counts.append(await editor.same_as_a_run("left alone"))
    assert "toego-disable" in editor.texts[first]
    editor.replace(second, "피었다.", "피었다. 그렇게 됬다. 나는 할수 있다.")
    [everything] = await editor.actions(second, only=["source.fixAll.toego"])
    editor.make(second, everything)
    assert "됐다. 나는 할 수 있다." in editor.texts[second]
    counts.append(await editor.same_as_a_run("everything safe"))

    # What is typed in one post is said of another; a new post; one that is closed.
    editor.replace(second, "title: 여름", "title: 가을")
    counts.append(await editor.same_as_a_run("the same title"))
    fourth = editor.open("_posts/2024-01-05-new.md")
    editor.change(fourth, editor.span("", 0, 0), "---\ntitle: 봄\n---\n\n새 글.\n")
    editor.save(fourth)
    editor.touched("_posts/2024-01-05-new.md", lsp.FileChangeType.Created)
    counts.append(await editor.same_as_a_run("a new post"))
    editor.close(second)
    counts.append(await editor.same_as_a_run("closed"))

    # Behind the server's back: an image, settings, a rule of the blog's own.
    (root / "images").mkdir()
    (root / "images/산.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01")
    editor.touched("images/산.png", lsp.FileChangeType.Created)
    counts.append(await editor.same_as_a_run("an image"))
    (root / ".toego/rules").mkdir(parents=True)
    (root / ".toego/rules/product.yml").write_text(RULE)
    editor.touched(".toego/rules/product.yml", lsp.FileChangeType.Created)
    counts.append(await editor.same_as_a_run("a rule"))
    assert "own/product" in [found.code for found in editor.found[third].diagnostics]
    (root / ".toego.yml").write_text("rules: { spelling: off }\nwords: [토에고]\n")
    editor.touched(".toego.yml", lsp.FileChangeType.Created)
    counts.append(await editor.same_as_a_run("settings"))
    assert not editor.said, editor.said
    await editor.stop()
    return counts


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else HERE / "target/debug/toego"
    program = str(Path(program).resolve())
    for encodings in (["utf-8", "utf-16"], ["utf-16"]):
        root = Path(tempfile.mkdtemp(prefix="toego-editor-")).resolve()
        try:
            (root / "_config.yml").write_text("title: 블로그\n")
            for path, text in POSTS.items():
                (root / path).parent.mkdir(exist_ok=True)
                (root / path).write_bytes(text.encode())
            counts = asyncio.run(asyncio.wait_for(session(program, root, encodings), 120))
            print(f"{encodings[0]}: the same as a run, {len(counts)} times; findings: {counts}")
        finally:
            shutil.rmtree(root)


if __name__ == "__main__":
    main()
