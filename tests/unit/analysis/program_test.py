"""The program called from Python: what it prints, what it refuses, where it is."""
import os
import pathlib
import sys
import tempfile
import unittest
from unittest import mock

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "analysis"))
from lastmile import program  # noqa: E402


class Program(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.script = pathlib.Path(folder.name) / "lastmile"
        self.script.write_text('#!/bin/sh\n[ "$1" = bad ] && echo "no such thing" >&2 && exit 2\necho "$@"\n')
        self.script.chmod(0o755)

    def test_words_and_answers(self):
        with mock.patch.dict(os.environ, LASTMILE_PROGRAM=str(self.script)):
            self.assertEqual(program.call("show", 3, pathlib.Path("a b")), "show 3 a b\n")
            with self.assertRaisesRegex(program.ProgramError, "lastmile bad: exit status 2\nno such thing"):
                program.call("bad")

    def test_where_it_is(self):
        with mock.patch.dict(os.environ, PATH=str(self.script.parent)):
            os.environ.pop("LASTMILE_PROGRAM", None)
            self.assertEqual(program.program(), str(ROOT / "lastmile"))
            with mock.patch.object(program, "TREE", self.script.parent / "elsewhere"):
                self.assertEqual(program.program(), str(self.script))
                os.environ["PATH"] = ""
                with self.assertRaisesRegex(program.ProgramError, "not on the PATH"):
                    program.program()
        with mock.patch.dict(os.environ, LASTMILE_PROGRAM="/nowhere/lastmile"):
            with self.assertRaisesRegex(program.ProgramError, "/nowhere/lastmile"):
                program.call("list")


if __name__ == "__main__":
    unittest.main()
