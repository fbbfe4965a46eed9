#!/usr/bin/env python3
"""Measures how soon `toego server` shows what a change brings, in a large blog.

    cargo build --release
    python3 tests/tools/latency.py [--linked] BLOG [PROGRAM]      # target/release/toego by default

It speaks the protocol itself, over the pipes of the program, so that no library's time is measured. Of some posts,
spread over the blog, each is opened and changed: in the middle of the text, near its start (every place in the post
moves), in a heading, in a link, and in its front matter (the post tells the others something else): its title,
tags and address. Some other posts are open all the while. A change is followed by a question, which has the server
check without waiting for a pause in the typing; measured is the time until the findings of that version have come.

With `--linked` the blog is a copy (Jekyll), in which every post has tags of its own and links to headings of
others.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent.parent
POSTS = 60
CHANGES = 10
OTHERS = 4


class Server:
    def __init__(self, program):
        self.process = subprocess.Popen([program, "server"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.condition = threading.Condition()
        self.number, self.answers, self.reading, self.ended = 0, {}, set(), None
        self.found = {}
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        out = self.process.stdout
        while header := out.readline():
            length = int(header.split(b":")[1])
            out.readline()
            body = out.read(length)
            now = time.perf_counter()
            message = json.loads(body)
            with self.condition:
                method, params = message.get("method"), message.get("params")
                if method == "textDocument/publishDiagnostics":
                    self.found[params["uri"], params.get("version")] = now
                elif method == "$/progress":
                    begins = params["value"]["kind"] == "begin"
                    (self.reading.add if begins else self.reading.discard)(params["token"])
                elif method is None:
                    self.answers[message["id"]] = now
                self.condition.notify_all()

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def tell(self, method, params):
        self.send({"method": method, "params": params})

    def ask(self, method, params):
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        return self.number

    def wait(self, is_done):
        with self.condition:
            if not self.condition.wait_for(is_done, 120):
                raise SystemExit("no answer")

    def call(self, method, params):
        number = self.ask(method, params)
        self.wait(lambda: number in self.answers)
        return self.answers[number]


def quantiles(name, times):
    times = sorted(times)
    at = lambda share: 1000 * times[min(len(times) - 1, int(share * len(times)))]
    print(f"{name:<28} p50 {at(0.5):7.2f} ms   p99 {at(0.99):7.2f} ms   worst {1000 * times[-1]:7.2f} ms   ({len(times)})")


def linked(posts, folder):
    """A blog of the same posts, each with tags of its own and links to headings of others."""
    (folder / "_posts").mkdir()
    (folder / "_config.yml").write_text("url: https://me.github.io\npermalink: /:year/:title/\n")
    names = [f"2020-{1 + at % 12:02}-{1 + at % 28:02}-post-{at}.md" for at in range(len(posts))]
    for at, (post, name) in enumerate(zip(posts, names)):
        _, _, text = post.read_text().split("---\n", 2)
        others = [at * step % len(posts) for step in (3, 7, 11)]
        links = "".join(f"[글](/2020/post-{other}/#제목-{other}) [곳](/2020/post-{other}/) " for other in others)
        tags = ", ".join([f"낱말{at}", f"Word {at}", f"공통{at % 300}", f"Common {at % 50}", "개발"])
        front = f"title: 글 {at}\ncategories: [갈래{at % 40}]\ntags: [{tags}]\n"
        (folder / "_posts" / name).write_text(f"---\n{front}---\n\n## 제목 {at}\n\n{links}\n\n{text}")
    return [folder / "_posts" / name for name in names]


def kinds(text):
    """Changes by kind: places, as line and byte, with what is typed there; the first may prepare the others."""
    lines = text.split("\n")
    start = next((at for at, line in enumerate(lines) if at and line == "---"), 0) + 1
    of = lambda begin, usual: next((at for at, line in enumerate(lines) if line.startswith(begin)), usual)
    bytes = lambda at, mark: len(lines[at][: lines[at].find(mark) + 1].encode())
    heading = of("## ", start)
    every = lambda line, character, text: [(line, character, text)] * CHANGES
    title, tags = of("title:", 1), of("tags:", 1)
    yield "in the middle", every((len(lines) + start) // 2, 0, "할수 ")
    yield "near the start", every(start, 0, "할수 ")
    yield "in a heading", every(heading, 3, "봄")
    yield "in a link", [(start, 0, "[글](/2020/) ")] + every(start, 12, "p")
    yield "in the title", every(title, 8, "할수 ")
    yield "in the tags", every(tags, bytes(tags, "[") or 5, "봄")
    yield "in the address", [(1, 0, "permalink: /post/\n")] + every(1, 16, "a")


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--linked"]
    blog = Path(arguments[0]).resolve()
    program = Path(arguments[1] if len(arguments) > 1 else HERE / "target/release/toego").resolve()
    posts = sorted(path for path in blog.rglob("*.md") if path.is_file())
    with tempfile.TemporaryDirectory() as folder:
        measure(linked(posts, Path(folder).resolve()) if "--linked" in sys.argv else posts, program)


def measure(posts, program):
    server = Server(str(program))
    window = {"workDoneProgress": True}
    server.call("initialize", {"capabilities": {"window": window, "general": {"positionEncodings": ["utf-8"]}}})
    server.tell("initialized", {})

    def opened(post):
        uri, text = post.as_uri(), post.read_text()
        item = {"uri": uri, "languageId": "markdown", "version": 1, "text": text}
        server.tell("textDocument/didOpen", {"textDocument": item})
        return uri, text

    def question(uri):
        return "textDocument/hover", {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}}

    begun = time.perf_counter()
    uri, _ = opened(posts[-1])
    server.wait(lambda: (uri, 1) in server.found)
    print(f"{len(posts)} posts; the first one opened: findings after {time.perf_counter() - begun:.3f} s")
    asked = time.perf_counter()
    answered = server.call(*question(uri))
    print(f"a question while the blog is read: {1000 * (answered - asked):.1f} ms")
    server.wait(lambda: not server.reading)
    print(f"the blog read after {time.perf_counter() - begun:.3f} s")
    server.tell("textDocument/didClose", {"textDocument": {"uri": uri}})
    for post in posts[1 :: len(posts) // OTHERS]:
        other, _ = opened(post)
        server.wait(lambda: (other, 1) in server.found)
    times = {"opened": []}
    for post in posts[:: max(1, len(posts) // POSTS)]:
        begun = time.perf_counter()
        uri, text = opened(post)
        server.wait(lambda: (uri, 1) in server.found)
        times["opened"].append(server.found[uri, 1] - begun)
        version = 1
        for name, changes in kinds(text):
            for line, character, typed in changes:
                version += 1
                place = {"line": line, "character": character}
                document = {"uri": uri, "version": version}
                change = {"range": {"start": place, "end": place}, "text": typed}
                begun = time.perf_counter()
                server.tell("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})
                server.ask(*question(uri))
                server.wait(lambda: (uri, version) in server.found)
                for kind in (name, "all"):
                    times.setdefault(kind, []).append(server.found[uri, version] - begun)
        server.tell("textDocument/didClose", {"textDocument": {"uri": uri}})
    times["all"] = times.pop("all")
    for name, all in times.items():
        quantiles(name if name == "opened" else f"changed: {name}", all)
    server.call("shutdown", None)
    server.tell("exit", None)
    _, status, used = os.wait4(server.process.pid, 0)
    print(f"processor time {used.ru_utime + used.ru_stime:.2f} s, memory {used.ru_maxrss / 1024:.0f} MiB")
    assert status == 0


if __name__ == "__main__":
    main()
