#!/usr/bin/env python3
"""What `lastmile new` writes runs as it is; what it refuses leaves no file.

usage: new_test.py PROGRAM
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.path.abspath(sys.argv.pop(1))


class New(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = scratch.name

    def lastmile(self, *words, expect=0, **environment):
        result = subprocess.run(
            [PROGRAM, *words], cwd=self.folder, capture_output=True, text=True, check=False,
            env={**os.environ, **environment},
        )
        self.assertEqual(expect, result.returncode, (words, result.stderr))
        return result

    def write(self, name, text=""):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
            file.write(text)

    def text(self, name):
        with open(os.path.join(self.folder, name), encoding="utf-8") as file:
            return file.read()

    def files(self):
        return sorted(os.listdir(self.folder))

    def follow(self, result):
        """Runs the command that `new` ends with."""
        command = result.stdout.splitlines()[-1].removeprefix("next: ")
        return subprocess.run(
            command.replace("lastmile ", PROGRAM + " ", 1), shell=True, cwd=self.folder,
            capture_output=True, text=True, check=False,
        )

    def test_a_scenario(self):
        result = self.lastmile("new", "scenario", "mine")
        self.assertEqual([".luarc.json", "mine.lua"], self.files())
        run = self.follow(result)
        self.assertEqual(0, run.returncode, run.stderr)
        self.assertIn("cut in two", run.stdout)
        self.assertIn("mine.h5", self.files())
        self.lastmile("run", "mine.lua", "--set", "frames=1", "--set", "cameras=1", "--out", "one.h5")

    def test_an_editor_finds_the_language(self):
        self.lastmile("new", "scenario", "mine")
        settings = json.loads(self.text(".luarc.json"))
        self.assertEqual("Lua 5.4", settings["runtime.version"])
        with open(settings["workspace.library"][0], encoding="utf-8") as file:
            self.assertEqual("---@meta lastmile\n", file.readline())
        self.write(".luarc.json", "{}")
        self.lastmile("new", "scenario", "other")
        self.assertEqual("{}", self.text(".luarc.json"))

    def test_a_policy(self):
        result = self.lastmile("new", "policy", "nearest")
        self.assertEqual(["nearest.lua", "nearest_scenario.lua"], self.files())
        run = self.follow(result)
        self.assertEqual(0, run.returncode, run.stderr)
        self.assertIn("nearest", run.stdout)

    def test_a_policy_checks_itself(self):
        self.lastmile("new", "policy", "nearest")
        self.write("nearest.lua", self.text("nearest.lua").replace("here <= there", "here > there"))
        result = self.lastmile("show", "nearest_scenario.lua", expect=2)
        self.assertIn("a fast way to a fast server is to be taken", result.stderr)

    def test_a_policy_that_forgets_the_way_back_is_told(self):
        self.lastmile("new", "policy", "nearest")
        self.lastmile("show", "nearest_scenario.lua")
        forgets = self.text("nearest.lua").replace("seconds = seconds + way.delay_s", "", 1)
        self.assertNotEqual(self.text("nearest.lua"), forgets)
        self.write("nearest.lua", forgets)
        result = self.lastmile("show", "nearest_scenario.lua", expect=2)
        self.assertIn("the answer has its way back, too", result.stderr)

    def test_a_device(self):
        shown = self.follow(self.lastmile("new", "device", "my-board"))
        self.assertEqual(0, shown.returncode, shown.stderr)
        self.assertIn("assumed", shown.stdout)
        self.lastmile("new", "policy", "nearest")
        self.lastmile("run", "nearest_scenario.lua", "--set", "camera=my-board", LASTMILE_DEVICES=".")

    def test_nothing_is_overwritten(self):
        for kind, files in (("scenario", ["a.lua"]), ("policy", ["b.lua", "b_scenario.lua"]), ("device", ["c.toml"])):
            self.write(files[-1], "mine")
            before = self.files()
            result = self.lastmile("new", kind, files[0].split(".")[0], expect=2)
            self.assertIn("'" + files[-1] + "' exists already; ", result.stderr)
            self.assertEqual(before, self.files())
            self.assertEqual("mine", self.text(files[-1]))

    def test_a_file_where_a_folder_is_to_be(self):
        self.write("fastest", "mine")
        result = self.lastmile("new", "policy", "fastest", "--cpp", expect=2)
        self.assertIn("'fastest' exists already; ", result.stderr)
        self.assertEqual(["fastest"], self.files())

    def test_it_goes_on_as_it_was_called(self):
        called = {"LASTMILE_CALLED_AS": "../it's here/lastmile"}
        for number, (kind, command) in enumerate([("scenario", "run"), ("policy", "run"), ("device", "show")]):
            result = self.lastmile("new", kind, f"d{number}", **called)
            self.assertIn(f" '../it'\\''s here/lastmile' {command} ", result.stdout)
            self.assertIn(f" ./lastmile {command} ", self.lastmile(
                "new", kind, f"e{number}", LASTMILE_CALLED_AS="./lastmile").stdout)

    def test_what_is_written_calls_what_the_language_has(self):
        definitions = self.lastmile("list", "definitions").stdout
        known = set(re.findall(r"^function lm\.(\w+)", definitions, re.MULTILINE)) | {"of_mine"}
        self.lastmile("new", "scenario", "mine")
        self.lastmile("new", "policy", "nearest")
        self.lastmile("new", "policy", "of_mine", "--cpp")
        used = set()
        for path in pathlib.Path(self.folder).rglob("*.*"):
            used |= set(re.findall(r"\blm\.([a-z]\w*)", path.read_text(encoding="utf-8")))
        self.assertLess({"wire", "wan", "central", "of_mine"}, used)
        self.assertEqual(set(), used - known)

    def test_below_the_source_tree_no_editor_settings_are_left(self):
        tree = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../.."))
        with tempfile.TemporaryDirectory(dir=os.path.join(tree, "scenarios")) as self.folder:
            self.lastmile("new", "scenario", "mine")
            self.assertEqual(["mine.lua"], self.files())

    def test_a_folder_that_cannot_be_written(self):
        if os.geteuid() == 0:
            self.skipTest("root writes anywhere")
        os.chmod(self.folder, 0o555)
        self.lastmile("new", "policy", "nearest", expect=2)
        self.assertEqual([], self.files())

    def test_bad_names(self):
        for kind, name in [
            ("scenario", ""), ("scenario", "Mine"), ("scenario", "a/b"), ("scenario", "../up"), ("scenario", "1st"),
            ("scenario", "x" * 61), ("policy", "end"), ("policy", "lastmile"), ("policy", "my-rule"),
            ("device", "raspberry-pi-4"), ("device", "my_board"), ("network", "mine"),
        ]:
            result = self.lastmile("new", kind, name, expect=2)
            self.assertIn("lastmile new: ", result.stderr)
        self.lastmile("new", "scenario", expect=2)
        self.assertEqual([], self.files())


if __name__ == "__main__":
    unittest.main()
