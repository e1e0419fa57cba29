#!/usr/bin/env python3
"""The manual page and the completion that the program writes of itself.

usage: shell_test.py PROGRAM
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.path.abspath(sys.argv.pop(1))
os.environ.pop("LASTMILE_BUILD_DIR", None)  # where the launcher would look


def printed(*words):
    return subprocess.run([PROGRAM, *words], capture_output=True, text=True, check=True).stdout


def verbs():
    return re.findall(r"^  ([a-z]+) ", printed("--help"), re.MULTILINE)


def options(verb):
    return re.findall(r"^  (--[a-z-]+)", printed(verb, "--help"), re.MULTILINE)


class Manual(unittest.TestCase):
    def setUp(self):
        self.page = printed("list", "man")

    @unittest.skipUnless(shutil.which("groff"), "no groff")
    def test_troff_accepts_it(self):
        result = subprocess.run(
            ["groff", "-man", "-ww", "-z"], input=self.page, capture_output=True, text=True, check=True
        )
        self.assertEqual("", result.stderr)

    def test_sections_stand_in_order(self):
        sections = re.findall(r"^\.SH (.*)$", self.page, re.MULTILINE)
        self.assertEqual(["NAME", "SYNOPSIS", "DESCRIPTION", "VERBS"], sections[:4])
        self.assertTrue(self.page.startswith('.TH LASTMILE 1 '))

    def test_every_verb_and_option_is_there(self):
        text = self.page.replace("\\-", "-")
        for verb in verbs():
            part = re.search(rf'^\.SS "lastmile {verb}\b.*\n((?:(?!\.S[SH]).*\n)*)', text, re.MULTILINE)
            self.assertIsNotNone(part, verb)
            found = re.findall(r"^\\fB(--[a-z-]+)", part.group(1), re.MULTILINE)
            self.assertEqual(options(verb), found, verb)
        self.assertNotIn("worker", text)

    def test_no_line_is_taken_for_a_request(self):
        known = {".TH", ".SH", ".SS", ".TP", ".PP", ".B", ".I", ".RI", ".nf", ".fi"}
        self.assertLessEqual(set(re.findall(r"^[.'].\S*", self.page, re.MULTILINE)), known)


class Completion(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.script = os.path.join(self.folder.name, "completion")
        with open(self.script, "w", encoding="utf-8") as file:
            file.write(printed("list", "completion"))
        for name in ("mine.lua", "my net.onnx"):
            with open(os.path.join(self.folder.name, name), "w", encoding="utf-8"):
                pass
        os.mkdir(os.path.join(self.folder.name, "captures"))

    def offered(self, *words, command=PROGRAM):
        """What is offered for the last word."""
        text = (
            'source ./completion; command=$1; shift; COMP_WORDS=(lastmile "$@"); COMP_CWORD=$#; '
            '_lastmile "$command"; printf "%s\\n" "${COMPREPLY[@]}"'
        )
        result = subprocess.run(
            ["bash", "--norc", "-c", text, "bash", command, *words],
            cwd=self.folder.name, capture_output=True, text=True, check=True,
        )
        self.assertEqual("", result.stderr, words)
        return result.stdout.split("\n")[:-1] if result.stdout != "\n" else []

    def test_bash_reads_it(self):
        subprocess.run(["bash", "-n", self.script], check=True)

    def test_verbs(self):
        self.assertEqual([*verbs(), "--help"], self.offered(""))
        self.assertEqual(["run", "report"], sorted(self.offered("r"), reverse=True))
        self.assertNotIn("worker", self.offered("w"))

    def test_options_of_each_verb(self):
        for verb in verbs():
            self.assertEqual([*options(verb), "--plugin", "--help"], self.offered(verb, "--"), verb)

    def test_choices(self):
        self.assertEqual(["fluid", "ns3"], self.offered("run", "mine.lua", "--network", ""))
        self.assertEqual(["fluid"], self.offered("run", "--network", "=", "f"))
        self.assertEqual(["fluid", "ns3"], self.offered("run", "--network", "="))

    def test_files_and_folders(self):
        self.assertEqual(["mine.lua"], self.offered("run", "mi"))
        self.assertEqual(["my net.onnx"], self.offered("evaluate", "my"))
        self.assertEqual(["captures"], self.offered("run", "--pcap", ""))
        self.assertEqual(["mine.lua"], self.offered("list", "policies", "--plugin", "mi"))

    def test_numbers_offer_nothing(self):
        self.assertEqual([], self.offered("run", "--seeds", ""))

    def test_names(self):
        self.assertLessEqual({"resnet50", "resnet8"}, set(self.offered("evaluate", "resnet")))
        self.assertFalse([name for name in self.offered("evaluate", "resnet") if not name.startswith("resnet")])
        self.assertIn("raspberry-pi-4", self.offered("show", "device", "rasp"))
        self.assertEqual(["trace"], self.offered("import", "tr"))
        self.assertEqual(["roofline"], self.offered("run", "--compute", "roof"))
        self.assertEqual(["devices"], self.offered("list", "dev"))

    def test_a_launcher_is_not_started(self):
        launcher = os.path.join(self.folder.name, "launcher")
        with open(launcher, "w", encoding="utf-8") as file:
            file.write("#!/bin/bash\ntouch started\n")
        os.chmod(launcher, 0o755)
        self.assertEqual([], self.offered("list", "dev", command=launcher))
        self.assertFalse(os.path.exists(os.path.join(self.folder.name, "started")))
        built = os.path.join(self.folder.name, "build/release/scenarios")
        os.makedirs(built)
        os.symlink(PROGRAM, os.path.join(built, "lastmile-sim"))
        self.assertEqual(["devices"], self.offered("list", "dev", command=launcher))


if __name__ == "__main__":
    unittest.main()
