#!/usr/bin/env python3
"""What cmake --install makes: a program that reads the installed files, and a policy in C++ that is built
outside the tree and used by its name in a scenario.

usage: install_test.py BUILD_FOLDER
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

BUILD = os.path.abspath(sys.argv.pop(1))
UNSET = ("LASTMILE_HOME", "LASTMILE_MODELS", "LASTMILE_PLUGINS", "LASTMILE_RESTART")
ENVIRONMENT = {key: value for key, value in os.environ.items() if key not in UNSET}


def call(*words, **variables):
    return subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False,
                          env={**ENVIRONMENT, **variables})


def done(*words, **variables):
    result = call(*words, **variables)
    if result.returncode != 0:
        raise AssertionError(f"{words}: {result.returncode}\n{result.stdout}\n{result.stderr}")
    return result.stdout


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.here = pathlib.Path(cls.folder.name)
        cls.prefix = cls.here / "first"
        done("cmake", "--install", BUILD, "--prefix", cls.prefix)
        # Whatever was told the first place, it must work in another.
        cls.prefix = cls.prefix.rename(cls.here / "prefix")
        cls.lastmile = cls.prefix / "bin" / "lastmile"
        cls.share = cls.prefix / "share" / "lastmile"
        cls.project = cls.here / "project"
        shutil.copytree(cls.share / "scenarios/tutorial/own_policy_cpp", cls.project)
        cls.plugin = cls.built("build")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def built(cls, name):
        """The plug-in of the project, built in a folder of that name."""
        build = cls.here / name
        if not build.exists():
            done("cmake", "-S", cls.project, "-B", build, f"-DCMAKE_PREFIX_PATH={cls.prefix}")
        done("cmake", "--build", build)
        return build / "burst_size.so"

    def built_with(self, old, new):
        source = self.project / "burst_size.cpp"
        text = source.read_text()
        self.assertIn(old, text)
        try:
            source.write_text(text.replace(old, new))
            return self.built("other")
        finally:
            source.write_text(text)

    def refused(self, reason, *words, **variables):
        result = call(self.lastmile, *words, **variables)
        self.assertEqual(2, result.returncode, result.stderr)
        self.assertIn(reason, result.stderr)

    def test_reads_the_installed_files(self):
        listed = done(self.lastmile, "list", "scenarios").split()
        self.assertIn(str(self.share / "scenarios/six_levels.lua"), listed)
        text = (self.share / "models/devices/raspberry-pi-4.toml").read_text()
        added = re.sub('^name = ".*"', 'name = "my-board"', text, count=1, flags=re.MULTILINE)
        (self.share / "models/devices/my-board.toml").write_text(added)
        self.assertIn("my-board", done(self.lastmile, "list", "devices"))

    def test_checks_find_their_files(self):
        self.assertIn("six_levels.lua is accepted", done(self.lastmile, "check", "scenarios"))

    def test_the_python_package_is_whole(self):
        """So that `pip install PREFIX/share/lastmile/analysis` gives what it gives in the tree."""
        source = pathlib.Path("analysis")
        wanted = {file.relative_to(source) for file in source.rglob("*.py") if "build" not in file.parts}
        installed = self.share / "analysis"
        self.assertEqual(wanted, {file.relative_to(installed) for file in installed.rglob("*.py")})
        self.assertTrue((installed / "pyproject.toml").exists())

    def test_headers_need_nothing_else(self):
        include = self.prefix / "include/lastmile"
        lines = [f'#include "{file.relative_to(include)}"\n' for file in sorted(include.rglob("*.hpp"))]
        self.assertGreater(len(lines), 100)
        source = self.here / "headers.cpp"
        source.write_text("".join(lines))
        done("c++", "-std=c++20", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-I", include, source)

    def test_manual_and_completion(self):
        self.assertIn(".TH LASTMILE 1", (self.prefix / "share/man/man1/lastmile.1").read_text())
        script = self.prefix / "share/bash-completion/completions/lastmile"
        ask = "COMP_WORDS=(lastmile show device rasp) COMP_CWORD=3; _lastmile lastmile; echo ${COMPREPLY[*]}"
        path = f"{self.prefix}/bin:{ENVIRONMENT['PATH']}"
        offered = done("bash", "-c", f"source {script}; {ask}", PATH=path)
        self.assertIn("raspberry-pi-4", offered)

    def test_builds_nothing(self):
        for verb in ("test", "bench"):
            self.refused("needs the source tree", verb)

    def test_own_policy(self):
        out = self.here / "own.h5"
        text = done(self.lastmile, "run", self.project / "burst_size.lua", "--plugin", self.plugin,
                    "--out", out, "--set", "frames=2")
        self.assertIn("by size", text)
        self.assertTrue(out.with_suffix(".png").exists())
        self.assertRegex(done("h5dump", "-a", "parameters", out), r"plugin burst_size.so = \d+")

    def test_own_policy_in_a_sweep(self):
        out = self.here / "sweep"
        done(self.lastmile, "sweep", self.project / "burst_size.lua", "--grid", "frames=2,8",
             "--plugin", self.plugin, "--out", out)
        strategies = done("h5dump", "-d", "/points/strategy", out / "merged.h5")
        self.assertEqual(2, strategies.count('"by size"'))

    def test_jobs_are_told_of_the_policy(self):
        script = done(self.lastmile, "sweep", self.project / "burst_size.lua", "--grid", "frames=2,8",
                      "--slurm", "--dry-run", "--plugin", self.plugin, "--out", self.here / "jobs")
        told = f"export LASTMILE_PLUGINS='{self.plugin}'\n"
        self.assertIn(f"{told}exec '{self.prefix}/bin/lastmile-sim' sweep resume", script)

    def test_own_policy_is_listed_like_any_other(self):
        self.assertNotIn("burst_size", done(self.lastmile, "list", "policies"))
        by_variable = {"LASTMILE_PLUGINS": f"{self.plugin}:{self.plugin}"}
        for words, variables in ((["--plugin", self.plugin], {}), ([f"--plugin={self.plugin}"], {}),
                                 ([], by_variable)):
            self.assertIn("burst_size", done(self.lastmile, "list", "policies", *words, **variables))
        self.assertIn("burst_size", done(self.lastmile, "list", "definitions", "--plugin", self.plugin))

    def test_wrong_use_is_told_like_any_other(self):
        scenario = self.here / "wrong.lua"
        text = (self.project / "burst_size.lua").read_text()
        scenario.write_text(text.replace("most_frames", "most_frame"))
        self.refused("did you mean 'most_frames'", "run", scenario, "--plugin", self.plugin)
        self.refused("unknown constructor 'burst_size'", "run", self.project / "burst_size.lua")

    def test_a_name_that_is_taken(self):
        self.refused("two policies are named 'place'", "list", "policies",
                     "--plugin", self.built_with('"burst_size"', '"place"'))
        self.refused("'wifi': that name is taken", "list", "policies",
                     "--plugin", self.built_with('"burst_size"', '"wifi"'))

    def test_another_version(self):
        header = self.prefix / "include/lastmile/plugin_abi.hpp"
        text = header.read_text()
        try:
            header.write_text(re.sub(r"abi_[0-9a-f]+", "abi_0", text))
            plugin = self.built("other")
        finally:
            header.write_text(text)
        self.refused("headers of another version", "list", "policies", "--plugin", plugin)

    def test_no_plugin(self):
        self.refused("cannot be read", "list", "policies", "--plugin", self.here / "none.so")
        self.refused("needs a FILE", "list", "policies", "--plugin")
        self.refused("invalid ELF header", "list", "policies", "--plugin", self.project / "burst_size.lua")


if __name__ == "__main__":
    unittest.main()
