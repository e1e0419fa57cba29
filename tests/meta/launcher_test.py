#!/usr/bin/env python3
"""The launcher says that it builds when it does, and nothing when there is nothing to build.

usage: launcher_test.py LAUNCHER
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

LAUNCHER = pathlib.Path(sys.argv.pop(1)).resolve()
PROJECT = """cmake_minimum_required(VERSION 3.20)
project(small LANGUAGES NONE)
file(GLOB sources CONFIGURE_DEPENDS parts/*.sh)
set(program ${CMAKE_BINARY_DIR}/scenarios/lastmile-sim)
add_custom_command(OUTPUT ${program} COMMAND sh -e ${CMAKE_SOURCE_DIR}/build.sh ${program} DEPENDS ${sources}
                   COMMENT "Joining" VERBATIM)
add_custom_target(lastmile-sim DEPENDS ${program})
"""
BUILD = """cd "$(dirname "$0")"
mkdir -p "$(dirname "$1")"
cat parts/*.sh >"$1"
chmod +x "$1"
"""


class Launcher(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        self.write("lastmile", LAUNCHER.read_text(encoding="utf-8").replace("period=60", "period=1"))
        (self.folder / "lastmile").chmod(0o755)
        self.write("CMakeLists.txt", PROJECT)
        self.write("cmake/apt-packages.txt", "bash\n")
        self.write("build.sh", BUILD)
        self.write("parts/a.sh", '#!/bin/sh\necho "called as $LASTMILE_CALLED_AS"\n')

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def call(self, *command, expect=0):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("LASTMILE_")}
        words = command or ["./lastmile", "list"]
        done = subprocess.run(words, cwd=self.folder, env=kept, capture_output=True, text=True, check=False)
        self.assertEqual(expect, done.returncode, done.stderr)
        return done

    def test_it_speaks_only_when_it_builds(self):
        first = self.call()
        self.assertEqual("called as ./lastmile\n", first.stdout)
        log = str(self.folder / "build/release/build.log")
        self.assertIn(f"its output: {log}\n", first.stderr)
        again = self.call()
        self.assertEqual(("called as ./lastmile\n", ""), (again.stdout, again.stderr))
        self.write("parts/b.sh", "echo new\n")
        new = self.call()
        self.assertIn("its output: ", new.stderr)
        self.assertIn("new\n", new.stdout)

    def test_long_builds_tell_where_they_are(self):
        second = "add_custom_command(OUTPUT second COMMAND sleep 2 DEPENDS ${program})\n"
        project = PROJECT.replace("DEPENDS ${program}", "DEPENDS ${program} second")
        self.write("CMakeLists.txt", project.replace("add_custom_target", second + "add_custom_target"))
        self.assertIn("\nbuilding, 2 of 2\n", self.call().stderr)

    def test_a_terminal(self):
        on_a_terminal = ("script", "-qec", "./lastmile list", "/dev/null")
        self.assertIn("building, 1 of 1", self.call(*on_a_terminal).stdout)
        self.assertEqual("called as ./lastmile", self.call(*on_a_terminal).stdout.strip())

    def test_a_build_that_fails(self):
        self.write("build.sh", "echo 'it is broken'\nfalse\n")
        failed = self.call(expect=1)
        self.assertIn("it is broken\n", failed.stderr)
        self.assertIn("lastmile: the build failed (all of its output: ", failed.stderr)

    def test_called_by_its_name(self):
        path = f"{self.folder}:{os.environ['PATH']}"
        self.assertIn("called as lastmile\n", self.call("env", f"PATH={path}", "lastmile", "list").stdout)


if __name__ == "__main__":
    unittest.main()
