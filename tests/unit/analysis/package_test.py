"""`pip install ./analysis` gives the reader, without a build and without this tree.

    package_test.py PROGRAM      PROGRAM writes the sample file: PROGRAM FILE ROWS HOST
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ANALYSIS = pathlib.Path(__file__).resolve().parents[3] / "analysis"
PROGRAM = sys.argv.pop(1) if len(sys.argv) > 1 else None
SCRIPT = """
import lastmile, lastmile_io, pathlib, sys
from lastmile import plots
assert pathlib.Path(lastmile.__file__).is_relative_to(sys.argv[2]), lastmile.__file__
assert lastmile_io.load is lastmile.load
result = lastmile.load(sys.argv[1])
rows = lastmile.rows(result.tables["requests"])
print(len(rows), result.units["requests"]["latency_s"], result.provenance["host"])
"""


class Package(unittest.TestCase):
    def test_installed_without_network_it_reads(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            unused = shutil.ignore_patterns("*.cpp", "build")
            shutil.copytree(ANALYSIS, folder / "analysis", ignore=unused)
            subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index",
                            "--no-build-isolation", "--root-user-action", "ignore",
                            "--target", folder / "site", folder / "analysis"], check=True)
            subprocess.run([PROGRAM, folder / "a.h5", "10", "here"], check=True)
            done = subprocess.run([sys.executable, "-c", SCRIPT, folder / "a.h5", folder / "site"],
                                  cwd=folder, env={**os.environ, "PYTHONPATH": str(folder / "site")},
                                  capture_output=True, text=True, check=False)
        self.assertEqual((done.stdout, done.stderr), ("10 s here\n", ""))


if __name__ == "__main__":
    if PROGRAM is None:
        sys.exit(__doc__)
    unittest.main()
