"""Whole processes, side by side; `compare.sh` calls it.

    compare.py side-by-side FOLDER
    compare.py growth FOLDER…

Each command runs once before anything is timed, and then in turn with the others, so that what else the machine
does falls on all. Shown is the median, and the least, which other work disturbs least.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "target/release/toego"
PEERS = ROOT / "target/peers"
ROUNDS = int(os.environ.get("TOEGO_ROUNDS", 7))
MB = 1_000_000


def toego(path):
    return [PROGRAM, "--quiet", "--format", "short", "--output", os.devnull, path]


def once(command):
    """Wall and CPU time in seconds."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begin
    process.returncode = 0
    return wall, usage.ru_utime + usage.ru_stime


def peak(command):
    """Peak memory in MiB. What Python itself has taken counts for the programs that it starts: GNU time is small."""
    timer = shutil.which("time")
    if timer is None:
        return float("nan")
    with tempfile.NamedTemporaryFile("r") as told:
        measured = [timer, "--quiet", "--format=%M", f"--output={told.name}", *command]
        subprocess.run(measured, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return int(told.read()) / 1024


def measure(commands, rounds=ROUNDS):
    """By name: medians and least of wall and CPU time, and the peak memory."""
    peaks = {name: peak(command) for name, command in commands.items()}
    times = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            times[name].append(once(command))
    measured = {}
    for name, taken in times.items():
        wall, cpu = zip(*taken)
        measured[name] = (statistics.median(wall), min(wall), statistics.median(cpu), min(cpu), peaks[name])
    return measured


def version(command):
    said = subprocess.run([command, "--version"], capture_output=True, text=True).stdout.split()
    return next((word for word in said if word[:1].isdigit() or word[:2] == "v0"), "")


def side_by_side(folder):
    commands = {
        "toego": toego(folder),
        "reading and parsing": [ROOT / "target/release/examples/parse_only", folder],
    }
    optional = {
        "rumdl": (PEERS / "bin/rumdl", ["check", "--no-cache", "--quiet", folder]),
        "mado": (PEERS / "bin/mado", ["check", "--quiet", folder]),
        "markdownlint-cli2": (PEERS / "node_modules/.bin/markdownlint-cli2", [f"{folder}/**/*.md"]),
    }
    for name, (program, arguments) in optional.items():
        if program.exists():
            commands[f"{name} {version(program)}".strip()] = [program, *arguments]
        else:
            print(f"{name}: not installed")
    posts = [path for path in (ROOT / folder).rglob("*.md")]
    size = sum(path.stat().st_size for path in posts)
    print(f"\n{len(posts):,} posts, {size / MB:.0f} MB, median (least) of {ROUNDS} runs:\n")
    slow = {name: commands.pop(name) for name in list(commands) if name.startswith("markdownlint")}
    measured = measure(commands) | (measure(slow, 1) if slow else {})
    print("| | wall | CPU | peak memory | toego's wall | toego's CPU |\n|---|---|---|---|---|---|")
    own = measured["toego"]
    for name, (wall, least_wall, cpu, least_cpu, memory) in measured.items():
        ratios = f"{own[0] / wall:.2f} ({own[1] / least_wall:.2f}) | {own[2] / cpu:.2f} ({own[3] / least_cpu:.2f})"
        times = f"{wall:.2f} s ({least_wall:.2f}) | {cpu:.2f} s ({least_cpu:.2f}) | {memory:.1f} MiB"
        print(f"| {name} | {times} | {ratios if name != 'toego' else ' | '} |")


def joined(posts, size, path):
    """One post of at least that many bytes: the front matter of the first, the bodies of all."""
    with open(path, "w", encoding="utf-8") as out:
        for at, post in enumerate(posts):
            text = post.read_text(encoding="utf-8")
            out.write(text if at == 0 else text.split("---\n", 2)[2])
            if out.tell() >= size:
                return


def growth(folders):
    print("\n| | bytes | wall | CPU | CPU for each MB | peak memory |\n|---|---|---|---|---|---|")

    def row(name, path, rounds):
        files = [path] if Path(path).is_file() else [file for file in Path(path).rglob("*.md")]
        size = sum(file.stat().st_size for file in files)
        _, wall, _, cpu, memory = measure({name: toego(path)}, rounds)[name]
        of_each = f"{cpu / size * MB * 1000:.0f} ms"
        print(f"| {name} | {size / MB:.3g} MB | {wall * 1000:,.1f} ms | {cpu * 1000:,.1f} ms | {of_each} | {memory:.1f} MiB |")
        return len(files), memory

    rows = [row(f"{Path(folder).name} posts", ROOT / folder, 1) for folder in folders]
    with tempfile.TemporaryDirectory() as scratch:
        posts = sorted((ROOT / folders[-1]).rglob("*.md"))
        one, large = Path(scratch, "one", "2020-01-01-a.md"), Path(scratch, "large", "2020-01-01-a.md")
        one.parent.mkdir()
        large.parent.mkdir()
        shutil.copyfile(posts[0], one)
        joined(posts, 50 * MB, large)
        row("one post", one, 20)
        row("one post of 50 MB", large, 3)
    for (fewer, before), (more, after) in zip(rows, rows[1:]):
        print(f"\nFrom {fewer:,} to {more:,} posts: {(after - before) * 1024 / (more - fewer):.2f} KiB for each.")


if __name__ == "__main__":
    what, *folders = sys.argv[1:]
    side_by_side(*folders) if what == "side-by-side" else growth(folders)
