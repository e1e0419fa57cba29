"""One run with every table, made once and read as arrays: for the tests of its columns."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy as np

PROGRAM = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else None
SCENARIO = str(pathlib.Path(__file__).resolve().with_name("columns.lua"))
CAMERAS = ["cameras[1]", "cameras[2]", "cameras[3]"]
IMAGE = 32 * 32 * 3
LEVELS = ["cloud", "cloud-edge co-inference", "in-edge co-inference", "on-device inference",
          "cloud-edge co-training", "all in-edge", "all on-device"]
SHORT = ["Cloud", "L1", "L2", "L3", "L4", "L5", "L6"]
IDLE_WATTS = {"raspberry-pi-4": 2.7}


def lastmile(*words, **options):
    done = subprocess.run([PROGRAM, *words], capture_output=True, text=True, check=False, **options)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return done.stdout


class Table:
    """Columns by name; texts as str."""

    def __init__(self, group):
        self.columns = {}
        for name in group:
            if name != "row":
                values = group[name][()]
                self.columns[name] = values.astype(str) if values.dtype.kind in "SO" else values
        self.rows = len(next(iter(self.columns.values())))

    def __getitem__(self, name):
        return self.columns[name]

    def where(self, mask):
        part = object.__new__(Table)
        part.columns = {name: values[mask] for name, values in self.columns.items()}
        part.rows = int(np.sum(mask))
        return part

    def of(self, **wanted):
        mask = np.ones(self.rows, bool)
        for name, value in wanted.items():
            mask &= self[name] == value
        return self.where(mask)


def tables(path):
    with h5py.File(path) as file:
        return {name: Table(file[name]) for name in file if name not in ("provenance", "features")}


class Run:
    folder = None

    @classmethod
    def files(cls):
        """The run, and one whose batteries run out; made once."""
        if cls.folder is None:
            cls.folder = tempfile.TemporaryDirectory()
            networks = json.loads(lastmile("doctor", "--json"))["findings"]
            ns3 = any(one["what"] == "ns-3" and one["health"] == "ok" for one in networks)
            cls.ns3 = ns3
            cls.run = cls.make("full.h5", "--set", f"ns3={str(ns3).lower()}")
            cls.empty = cls.make("empty.h5", "--set", "battery=1J", "--level", "3", "--network", "fluid")
        return cls

    @classmethod
    def make(cls, name, *words):
        path = os.path.join(cls.folder.name, name)
        lastmile("run", SCENARIO, "--out", path, *words)
        return tables(path)


class Columns(unittest.TestCase):
    def setUp(self):
        self.made = Run.files().run
        self.empty = Run.empty
        self.networks = ["fluid", "ns3"] if Run.ns3 else ["fluid"]

    def each(self):
        """Every run, as what all its tables have."""
        for network in self.networks:
            for level, strategy in enumerate(LEVELS):
                for seed in (1, 2):
                    yield {"strategy": strategy, "level": level, "seed": seed, "network": network}

    def near(self, a, b, relative=1e-9):
        np.testing.assert_allclose(a, b, rtol=relative, atol=1e-12)
