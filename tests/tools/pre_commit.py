"""The hooks of `.pre-commit-hooks.yaml`, run by the real pre-commit at real commits to a scratch blog.

Wants a Python with `pre-commit`, and git and Cargo. pre-commit builds toego as it does for everybody (`cargo
install`, `pip install`), but in haste, and into `target/`, so that the second build finds the dependencies of the
first.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HASTE = {
    "CARGO_TARGET_DIR": str(ROOT / "target" / "hooks"),
    "CARGO_PROFILE_RELEASE_OPT_LEVEL": "0",
    "CARGO_PROFILE_RELEASE_LTO": "off",
    "CARGO_PROFILE_RELEASE_CODEGEN_UNITS": "256",
    "CARGO_PROFILE_RELEASE_BUILD_OVERRIDE_OPT_LEVEL": "0",
}
IMAGE = ROOT / "fixtures/minimal-mistakes/images/2024여름/바다.JPG"
CLEAN = "---\ntitle: 봄\n---\n\n꽃이 피었다.\n"
WRONG = "---\ntitle: 여름\n---\n\n그렇게 됬다.\n\n![여름 바다](/images/바다.jpg)\n"
OLD = "_posts/2024-01-01-옛 글.md"
SPACED = "_posts/2024-02-01-여름 바다에서.md"
DECOMPOSED = unicodedata.normalize("NFD", "_posts/2024-03-01-가을.md")


class Repository:
    """A git repository in a folder of its own."""

    def __init__(self, path):
        self.path = path
        path.mkdir()
        self.git("init", "--quiet")
        for key, value in {"user.name": "toego", "user.email": "toego@example.com", "commit.gpgsign": "false"}.items():
            self.git("config", key, value)

    def run(self, *command):
        done = subprocess.run(
            command, cwd=self.path, text=True, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        return done.returncode, done.stdout

    def git(self, *arguments):
        status, said = self.run("git", *arguments)
        assert status == 0, said
        return said.strip()

    def write(self, name, text):
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def commit(self, *options):
        """Exit status and words of `git commit` with everything that is there."""
        self.git("add", "--all")
        return self.run("git", "commit", "--message", "글", *options)


def checkout(path):
    """The files of this repository as they are now, committed in another."""
    repository = Repository(path)
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(listing, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_bytes((ROOT / name).read_bytes())
    status, said = repository.commit("--quiet")
    assert status == 0, said
    return repository


def blog(path, toego, hook):
    """A blog with a post that is wrong already, and the hook before each commit."""
    repository = Repository(path)
    repository.write("_config.yml", "title: 블로그\n")
    (repository.path / "images").mkdir()
    shutil.copyfile(IMAGE, repository.path / "images/바다.JPG")
    # With a title of its own: of one that is shared, each post would be told.
    repository.write(OLD, WRONG.replace("여름", "지난해", 1))
    wanted = {"repo": str(toego.path), "rev": toego.git("rev-parse", "HEAD"), "hooks": [{"id": hook, "files": "^_posts/"}]}
    repository.write(".pre-commit-config.yaml", json.dumps({"repos": [wanted]}))
    status, said = repository.commit("--quiet")
    assert status == 0, said
    begin = time.monotonic()
    status, said = repository.run(sys.executable, "-m", "pre_commit", "install", "--install-hooks")
    assert status == 0, said
    print(f"{hook}: installed in {time.monotonic() - begin:.0f} s", flush=True)
    return repository


def refuses_what_is_wrong(path, toego, hook):
    repository = blog(path, toego, hook)
    repository.write("_posts/2024-02-02-봄.md", CLEAN)
    status, said = repository.commit()
    assert status == 0 and "Passed" in said, said
    repository.write("about.txt", "그렇게 됬다.\n")
    status, said = repository.commit()
    assert status == 0 and "Skipped" in said, said
    repository.write(SPACED, WRONG)
    repository.write(DECOMPOSED, WRONG)
    status, said = repository.commit()
    assert status == 1 and "Failed" in said, said
    for name in (SPACED, DECOMPOSED):
        assert name in said, (name, said)
    # The image is not part of the commit: the blog around it has been read.
    assert said.count("[spelling/doe-dwae]") == 2 and "images/바다.JPG" in said, said
    assert OLD not in said, "only what is committed is reported\n" + said


def repairs_at_the_first_try(path, toego, hook):
    repository = blog(path, toego, hook)
    repository.write(SPACED, WRONG.replace(".jpg", ".JPG"))
    status, said = repository.commit()
    assert status == 1 and "files were modified by this hook" in said, said
    assert "그렇게 됐다." in (repository.path / SPACED).read_text(encoding="utf-8")
    status, said = repository.commit()
    assert status == 0 and "Passed" in said, said
    assert "됬다" in (repository.path / OLD).read_text(encoding="utf-8"), "only what is committed is repaired"


def main():
    with tempfile.TemporaryDirectory(prefix="toego 훅 ") as folder:
        folder = Path(folder)
        os.environ.update(HASTE, PRE_COMMIT_HOME=str(folder / "cache"), PRE_COMMIT_COLOR="never")
        toego = checkout(folder / "toego")
        for suffix in ("", "-wheel"):
            refuses_what_is_wrong(folder / f"blog{suffix}", toego, f"toego{suffix}")
            repairs_at_the_first_try(folder / f"blog-fix{suffix}", toego, f"toego-fix{suffix}")
    print("4 passed, 0 failed")


main()
