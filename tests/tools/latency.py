#!/usr/bin/env python3
"""Measures how soon `toego server` shows what a change brings, in a large blog.

    cargo build --release
    python3 tests/tools/latency.py BLOG [PROGRAM]      # target/release/toego by default

It speaks the protocol itself, over the pipes of the program, so that no library's time is measured. Of some posts,
spread over the blog, each is opened and changed: in the middle of the text, near its start (every place in the post
moves), and in its front matter (the post tells the others something else). A change is followed by a question,
which has the server check without waiting for a pause in the typing; measured is the time until the findings
of that version have come.
"""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent.parent
POSTS = 60
CHANGES = 10


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


def main():
    blog = Path(sys.argv[1]).resolve()
    program = Path(sys.argv[2] if len(sys.argv) > 2 else HERE / "target/release/toego").resolve()
    posts = sorted(path for path in blog.rglob("*.md") if path.is_file())
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
    times = {"opened": [], "in the middle": [], "near the start": [], "in the front matter": [], "all": []}
    for post in posts[:: max(1, len(posts) // POSTS)]:
        begun = time.perf_counter()
        uri, text = opened(post)
        server.wait(lambda: (uri, 1) in server.found)
        times["opened"].append(server.found[uri, 1] - begun)
        lines = text.split("\n")
        body = next((at for at, line in enumerate(lines) if at and line == "---"), 0) + 1
        title = next((at for at, line in enumerate(lines) if line.startswith("title:")), 1)
        places = {"in the middle": (len(lines) + body) // 2, "near the start": body, "in the front matter": title}
        version = 1
        for name, line in places.items():
            for _ in range(CHANGES):
                version += 1
                place = {"line": line, "character": 0 if name != "in the front matter" else 8}
                document = {"uri": uri, "version": version}
                change = {"range": {"start": place, "end": place}, "text": "할수 "}
                begun = time.perf_counter()
                server.tell("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})
                server.ask(*question(uri))
                server.wait(lambda: (uri, version) in server.found)
                times[name].append(server.found[uri, version] - begun)
                times["all"].append(server.found[uri, version] - begun)
        server.tell("textDocument/didClose", {"textDocument": {"uri": uri}})
    for name, all in times.items():
        quantiles(name if name == "opened" else f"changed: {name}", all)
    server.call("shutdown", None)
    server.tell("exit", None)
    assert server.process.wait(10) == 0


if __name__ == "__main__":
    main()
