#!/usr/bin/env python3
"""What `lastmile new policy NAME --cpp` writes builds and passes its tests, in the tree and outside it.

usage: new_cpp_test.py BUILD_FOLDER
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
ROOT = pathlib.Path(__file__).resolve().parents[3]
LIBRARIES = ("models", "sim", "network", "kernels")
PARTS = ("policy.cpp.o", "plan.cpp.o")


class NewCpp(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def call(self, *words, expect=0, folder=None, **environment):
        done = subprocess.run([str(word) for word in words], cwd=folder or self.folder, capture_output=True, text=True,
                              check=False, env={**os.environ, **environment})
        self.assertEqual(expect, done.returncode, f"{words}\n{done.stdout}\n{done.stderr}")
        return done

    def new(self, *words, **options):
        return self.call(BUILD / "scenarios/lastmile-sim", "new", "policy", *words, "--cpp", **options)

    def files(self):
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file())

    def pretend_tree(self):
        for folder in ("policies/place", "tests/unit/policies", "scenarios/tutorial"):
            (self.folder / folder).mkdir(parents=True)
        (self.folder / "policies/policy.hpp").touch()

    def test_in_the_tree(self):
        self.pretend_tree()
        self.new("by_size")
        sources = ["policies/place/by_size.cpp", "tests/unit/policies/by_size_test.cpp"]
        self.assertEqual(["policies/place/by_size.cpp", "policies/policy.hpp", "scenarios/tutorial/by_size.lua",
                          "tests/unit/policies/by_size_test.cpp"], self.files())
        libraries = [path for name in LIBRARIES for path in BUILD.rglob(f"liblastmile_{name}.a")]
        parts = [BUILD / "policies/CMakeFiles/lastmile_policies.dir" / part for part in PARTS]
        self.call("c++", "-std=c++20", "-Wall", "-Wextra", "-Werror", "-I", ROOT, "-I", ROOT / "tests/unit/policies",
                  *sources, ROOT / "tests/main.cpp", *parts, "-Wl,--start-group", *libraries, "-Wl,--end-group",
                  "-lz", "-o", "test")
        self.assertIn("1 passed", self.call(self.folder / "test").stdout)

    @unittest.skipUnless((ROOT / "cmake/plugins").exists(), "no plug-ins")
    def test_outside(self):
        prefix = self.folder / "prefix"
        self.call("cmake", "--install", BUILD, "--prefix", prefix)
        self.new("by_size")
        project = self.folder / "by_size"
        self.call("cmake", "-S", ".", "-B", "build", f"-DCMAKE_PREFIX_PATH={prefix}", folder=project)
        self.call("cmake", "--build", "build", folder=project)
        self.assertIn("100% tests passed", self.call("ctest", "--test-dir", "build", folder=project).stdout)

    def test_names_that_are_taken_and_files_that_exist(self):
        for name in ("place", "wifi", "end", "Mine"):
            self.new(name, expect=2)
        self.assertEqual([], self.files())
        self.pretend_tree()
        (self.folder / "scenarios/tutorial/by_size.lua").touch()
        self.new("by_size", expect=2)
        self.assertEqual(["policies/policy.hpp", "scenarios/tutorial/by_size.lua"], self.files())

    def test_a_folder_that_exists(self):
        (self.folder / "by_size").mkdir()
        (self.folder / "by_size/by_size.lua").touch()
        self.new("by_size", expect=2)
        self.assertEqual(["by_size/by_size.lua"], self.files())


if __name__ == "__main__":
    unittest.main()
