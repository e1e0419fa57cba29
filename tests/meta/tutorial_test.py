#!/usr/bin/env python3
"""Does what a tutorial says, as it says it, and compares what it shows.

usage: tutorial_test.py BUILD_FOLDER TUTORIAL_FOLDER [--update]

In the tutorial's README.md, ```lua NAME (or python, toml, ...) is the file NAME; ```console holds commands behind
"$ ", run by bash in a copy of the folder with an installed lastmile, and what they print. A line "..." there stands
for any lines. Times, memory and digests are not compared; in ```console about, no number is.
--update pastes what the commands print now.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

FENCE = re.compile(r"^```(\w+) *(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OF_THE_MACHINE = [(r"wall [\d.]+ s,.*", "wall"), (r"merged in .*", "merged"), (r"\b[0-9a-f]{32}\b", "DIGEST")]
NUMBER = re.compile(r"[-+]?\d[\d.]*(e[-+]?\d+)?")


def comparable(line, about):
    for pattern, by in OF_THE_MACHINE:
        line = re.sub(pattern, by, line)
    return re.sub(r"\s+", " ", NUMBER.sub("N", line) if about else line).strip()


def difference(said, printed, about):
    """The first line that is said but not printed in its place; None if there is none."""
    wanted = [comparable(line, about) for line in said]
    there = [comparable(line, about) for line in printed if not line.startswith("Picture: ")]
    at, skip = 0, False
    for line, shown in zip(wanted, said):
        if line == "...":
            skip = True
            continue
        while skip and at < len(there) and there[at] != line:
            at += 1
        if at == len(there) or there[at] != line:
            return shown
        at, skip = at + 1, False
    return None if skip or at == len(there) else "(the end), not: " + printed[at]


def steps(block):
    """Commands of a console block with what is said to follow; a command ends where no line is continued."""
    found = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append(([line[2:]], []))
        elif found and found[-1][0][-1].endswith("\\"):
            found[-1][0].append(line)
        elif found:
            found[-1][1].append(line)
    return [("\n".join(command), output) for command, output in found]


class Tutorial:
    def __init__(self, build, source, scratch):
        self.prefix, self.folder = scratch / "prefix", scratch / source.name
        install = ["cmake", "--install", build, "--prefix", self.prefix]
        subprocess.run(install, check=True, capture_output=True)
        shutil.copytree(source, self.folder, ignore=shutil.ignore_patterns("README.md"))
        self.environment = {**os.environ, "PATH": f"{self.prefix}/bin:{os.environ['PATH']}", "NO_COLOR": "1",
                            "CMAKE_PREFIX_PATH": str(self.prefix)}

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")

    def run(self, command):
        done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=self.folder, env=self.environment,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              check=False)
        said = done.stdout.replace(str(self.prefix), "/usr/local")
        return done.returncode, said.replace(str(self.folder), f"~/{self.folder.name}").splitlines()


def follow(tutorial, text, update):
    """Faults found, and the text with what was printed."""
    faults = []

    def block(match):
        kind, word, content = match.groups()
        if kind != "console":
            if word:
                tutorial.write(word, content)
            return match.group(0)
        parts = []
        for command, said in steps(content):
            status, printed = tutorial.run(command)
            wrong = None if update else difference(said, printed, word == "about")
            if status != 0 or wrong is not None:
                faults.append(f"$ {command}\nexit status {status}\nsaid: {wrong}\nprinted:\n" + "\n".join(printed))
            parts += ["$ " + command, *(printed if update else said)]
        return f"```{kind}{' ' + word if word else ''}\n" + "\n".join(parts) + "\n```"

    return faults, FENCE.sub(block, text)


def check_the_test_itself():
    assert difference(["a", "...", "c"], ["a", "b", "c"], False) is None
    assert difference(["a", "b"], ["a", "c"], False) == "b"
    assert difference(["a"], ["a", "b"], False) is not None
    assert difference(["t +1.5 s", "..."], ["t -2.5 s", "x"], True) is None
    assert difference(["t 1.5 s"], ["t 2.5 s"], False) == "t 1.5 s"
    assert steps("$ a \\\n  b\nout\n$ c\n") == [("a \\\n  b", ["out"]), ("c", [])]


def main(build, source, *flags):
    check_the_test_itself()
    readme = pathlib.Path(source) / "README.md"
    with tempfile.TemporaryDirectory() as scratch:
        tutorial = Tutorial(build, pathlib.Path(source).resolve(), pathlib.Path(scratch))
        faults, text = follow(tutorial, readme.read_text(encoding="utf-8"), "--update" in flags)
    if "--update" in flags:
        readme.write_text(text, encoding="utf-8")
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
