#!/usr/bin/env python3
"""The dictionary of result files is whole: every column that is written stands in it, with a test that looks at it.

usage: metrics_test.py PROGRAM
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import h5py

PROGRAM = os.path.abspath(sys.argv.pop(1))
ROOT = pathlib.Path(__file__).resolve().parents[2]
NO_TABLES = ("provenance", "features")


def lastmile(*words):
    return subprocess.run([PROGRAM, *words], capture_output=True, text=True, check=True).stdout


def body(text, case):
    """What stands in a test case of a file in Python or C++; None without it, or where two have the name."""
    python = list(re.finditer(rf"^( *)def {re.escape(case)}\(.*\n((?:\1 +.*\n|\n)*)", text, re.MULTILINE))
    if python:
        return python[0].group(0) if len(python) == 1 else None
    at = text.find(f'TEST_CASE("{case}"')
    return None if at < 0 else text[at:].split("\nTEST_CASE(")[0]


def fault(entry, read=lambda file: (ROOT / file).read_text(encoding="utf-8")):
    """What is wrong with an entry of the dictionary; None: nothing."""
    try:
        found = body(read(entry["file"]), entry["case"])
    except OSError:
        return f"no file {entry['file']}"
    if found is None:
        return f"{entry['file']} has not one case {entry['case']}"
    if not re.search(rf"(?<![a-z0-9_]){re.escape(entry['name'])}(?![a-z0-9_])", found):
        return f"{entry['case']} does not mention it"
    return None


def missing(written, dictionary):
    """Columns of a file that the dictionary lacks, or describes otherwise."""
    known = {(one["table"], one["name"]): (one["unit"], one["definition"]) for one in dictionary}
    return [f"{table}.{column}" for (table, column), said in written.items() if known.get((table, column)) != said]


def columns_of(path):
    text = lambda value: value.decode() if isinstance(value, bytes) else str(value)  # noqa: E731
    with h5py.File(path) as file:
        return {(table, column): (text(data.attrs["unit"]), text(data.attrs["description"]))
                for table in file if table not in NO_TABLES
                for column, data in file[table].items() if column != "row"}


class Dictionary(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dictionary = json.loads(lastmile("list", "metrics", "--json"))

    def test_every_entry_names_a_test_that_mentions_it(self):
        for entry in self.dictionary:
            with self.subTest(table=entry["table"], name=entry["name"]):
                self.assertIsNone(fault(entry))
                self.assertTrue(entry["definition"])

    def test_every_column_of_a_run_and_a_trace_is_in_it(self):
        with tempfile.TemporaryDirectory() as folder:
            run, net, trace = (os.path.join(folder, name) for name in ("run.h5", "net.onnx", "trace.h5"))
            lastmile("run", str(ROOT / "tests/unit/analysis/columns.lua"), "--set", "ns3=false", "--seeds", "1",
                     "--network", "fluid", "--record", "transfers,links,spans", "--out", run)
            lastmile("train", "lenet", "--data", "digits", "--samples", "64", "--passes", "1", "--out", net)
            lastmile("evaluate", net, "--data", "digits", "--samples", "16", "--trace", trace)
            written = columns_of(run) | columns_of(trace)
        self.assertGreater(len(written), 100)
        self.assertEqual([], missing(written, self.dictionary))

    def test_the_readme_has_it_word_for_word(self):
        readme = (ROOT / "analysis/README.md").read_text(encoding="utf-8")
        found = re.search(r"<!-- lastmile list metrics -->\n(.*)<!-- end -->", readme, re.DOTALL)
        self.assertEqual(lastmile("list", "metrics"), found.group(1))

    def test_one_table(self):
        rounds = json.loads(lastmile("list", "metrics", "rounds", "--json"))
        self.assertEqual({"rounds"}, {one["table"] for one in rounds})
        self.assertIn("| `loss` | nat |", lastmile("list", "metrics", "rounds"))
        for words, answer in ((["metrics", "roundz"], "did you mean 'rounds'?"), (["zoo", "x"], "only metrics")):
            done = subprocess.run([PROGRAM, "list", *words], capture_output=True, text=True, check=False)
            self.assertEqual(2, done.returncode)
            self.assertIn(answer, done.stderr)


class TheTestItself(unittest.TestCase):
    """A dictionary that is wrong is found to be."""

    ENTRY = {"table": "t", "name": "latency_s", "file": "a_test.py", "case": "test_a", "unit": "s", "definition": "d"}
    TEXT = "class A:\n    def test_a(self):\n        x['latency_s']\n\n    def test_b(self):\n        y['other_s']\n"

    def fault(self, **changed):
        return fault({**self.ENTRY, **changed}, lambda file: self.TEXT)

    def test_faults_are_found(self):
        self.assertIsNone(self.fault())
        self.assertIn("not one case", self.fault(case="test_c"))
        self.assertIn("does not mention", self.fault(case="test_b"))
        self.assertIn("does not mention", self.fault(name="latency"))
        self.assertIn("no file", fault({**self.ENTRY, "file": "nowhere_test.py"}))

    def test_cases_in_cpp(self):
        text = 'TEST_CASE("one") {\n  "latency_s";\n}\n\nTEST_CASE("two") {\n}\n'
        self.assertIsNone(fault({**self.ENTRY, "case": "one"}, lambda file: text))
        self.assertIn("does not mention", fault({**self.ENTRY, "case": "two"}, lambda file: text))

    def test_missing_columns_are_found(self):
        written = {("t", "latency_s"): ("s", "d")}
        self.assertEqual([], missing(written, [self.ENTRY]))
        self.assertEqual(["t.latency_s"], missing(written, []))
        self.assertEqual(["t.latency_s"], missing(written, [{**self.ENTRY, "unit": "ms"}]))


if __name__ == "__main__":
    unittest.main()
