#!/usr/bin/env python3
"""`lastmile sweep`: points, merged file, resuming, shards, few files, precision, what bad input gets.

usage: sweep_test.py PROGRAM
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import h5py
import numpy as np

SCENARIO = """
local lm = require "lastmile"
local cameras = lm.option("cameras", 2)
local rate = lm.option("rate", "2/s")
return lm.scenario {
  name = "small",
  nodes = {
    cameras = lm.devices { profile = "raspberry-pi-4", count = cameras, position = lm.disc { radius = "20m" } },
    edge = lm.device { profile = "jetson-agx-orin", position = lm.at { z = "3m" } },
  },
  network = { lm.wifi { access_point = "edge", stations = "cameras" } },
  model = lm.zoo "logistic",
  data = lm.digits { train_per_device = 2, test = 4 },
  workload = lm.bursts { requests = 5, rate = rate },
  strategies = {
    lm.strategy { name = "camera", inference = lm.place "cameras" },
    lm.strategy { name = "edge", inference = lm.place "edge" },
  },
  backend = "fluid",
  %s
}
"""
SWEEP = """sweep = lm.sweep {
    grid = { cameras = { 1, 2, 3 }, rate = { "1/s", "4/s" } },
    seeds = lm.range(1, 3),
    %s
  },"""


def lastmile(*arguments):
    return subprocess.run([sys.argv[1], *arguments], timeout=120, check=False, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True)


def expect(holds, what):
    if not holds:
        sys.exit(what)


def scenario(name, more="", keys=""):
    pathlib.Path(name).write_text(SCENARIO % (SWEEP % more if not keys else keys), encoding="utf-8")
    return name


def done(*arguments, status=0):
    ran = lastmile("sweep", *arguments)
    expect(ran.returncode == status, f"{arguments}: exit {ran.returncode}, not {status}\n{ran.stdout}{ran.stderr}")
    return ran


def refused(text, *arguments):
    ran = done(*arguments, status=2)
    expect(text in ran.stderr and ran.stderr.count("\n") == 1, f"{arguments}: {ran.stderr}")


def same(first, second):
    ran = subprocess.run(["h5diff", "--exclude-path", "/provenance", first, second], check=False,
                         capture_output=True, text=True)
    return ran.returncode == 0 and not ran.stdout


def column(file, name):
    with h5py.File(file) as opened:
        values = opened[name][()]
        return [v.decode() for v in values] if values.dtype.kind in "SO" else values


def check_whole():
    text = done(scenario("a.lua"), "--out", "a", "--jobs", "2").stdout
    expect("36 points done, 0 failed, 0 missing" in text and "36 points run, 0 known" in text, text)
    points = "a/merged.h5"
    expect(list(column(points, "points/point")) == list(range(36)), "points in order")
    expect(sorted(set(column(points, "points/cameras"))) == [1, 2, 3], "cameras is a column of numbers")
    expect(sorted(set(column(points, "points/rate"))) == [1.0, 4.0], "a rate is a number in its base unit")
    with h5py.File(points) as file:
        expect(file["points/rate"].attrs["unit"] == "1/s", "with its unit")
        expect(file["provenance"].attrs["cpu_s"] > 0 and file["provenance"].attrs["wall_s"] > 0, "what it took")
        expect(file.attrs["kind"] == "sweep" and file.attrs["complete"] == 1, "marked a complete sweep")
        expect(len(file["points/latency_p50"]) == 36 and file["points/latency_p50"].attrs["unit"] == "s", "KPIs")
        expect(set(file["requests/point"][()]) == set(range(36)), "requests know their point")
        expect(len(file["requests/row"]) == 5 * 2 * 3 * 2 * (1 + 2 + 3), "a row a request")
    expect("36 points run, 0" not in done("a.lua", "--out", "a").stdout, "the same sweep again runs nothing")


def check_against_run():
    """A point of the sweep is the run with the same options."""
    lastmile("run", "a.lua", "--set", "cameras=3", "--set", "rate=4/s", "--seeds", "3", "--out", "run.h5")
    cells = column("a/merged.h5", "cells/cell")
    cell = [c for c, n, r in zip(cells, column("a/merged.h5", "cells/cameras"), column("a/merged.h5", "cells/rate"))
            if n == 3 and r == 4.0][0]
    points = column("a/merged.h5", "points/point")[column("a/merged.h5", "points/cell") == cell]
    mine = np.isin(column("a/merged.h5", "requests/point"), points)
    for name in ("latency_s", "arrival_s", "raw_bytes", "calibration_error_s"):
        expect(np.array_equal(column("a/merged.h5", f"requests/{name}")[mine], column("run.h5", f"requests/{name}")),
               f"requests/{name} of the point and of the run differ")
    chosen = np.array(column("a/merged.h5", "summary/cell")) == cell
    for name in ("mean", "ci_low", "calibration_error"):
        ours = column("a/merged.h5", f"summary/{name}")[chosen]
        runs = column("run.h5", f"summary/{name}")
        kpis = [k for k, c in zip(column("a/merged.h5", "summary/kpi"), chosen) if c]
        both = {(k, i % 2): v for i, (k, v) in enumerate(zip(kpis, ours))}
        theirs = {(k, i % 2): v for i, (k, v) in enumerate(zip(column("run.h5", "summary/kpi"), runs))}
        expect(both.keys() == theirs.keys(), "the same indicators")
        expect(all(np.array_equal(both[k], theirs[k], equal_nan=True) for k in both), f"summary/{name}")


def check_ways():
    """However it is run, the merged file is the same."""
    done("a.lua", "--out", "few", "--few-files", "--jobs", "1")
    expect(len(list(pathlib.Path("few/parts").glob("*.parts"))) == 1, "one file a process")
    expect(same("a/merged.h5", "few/merged.h5"), "--few-files gives another file")
    for i in (2, 1, 3):
        done("a.lua", "--out", "shards", "--shard", f"{i}/3")
    expect(not os.path.exists("shards/merged.h5"), "a shard does not merge")
    done("merge", "shards")
    expect(same("a/merged.h5", "shards/merged.h5"), "shards give another file")
    done("a.lua", "--out", "one", "--shard", "1/2")
    done("a.lua", "--out", "two", "--shard", "2/2")
    done("merge", "one", status=1)
    with h5py.File("one/merged.h5") as file:
        expect(file.attrs["complete"] == 0, "half a sweep is marked incomplete")
    done("merge", "one", "two")
    expect(same("a/merged.h5", "one/merged.h5"), "two folders give another file")


def check_resume():
    shutil.copytree("a", "hurt")
    parts = sorted(pathlib.Path("hurt/parts").rglob("*.part"))
    parts[3].unlink()
    parts[5].write_bytes(parts[5].read_bytes()[:-7])
    changed = bytearray(parts[7].read_bytes())
    changed[len(changed) // 2] ^= 1
    parts[7].write_bytes(changed)
    before = pathlib.Path("hurt/merged.h5").read_bytes()
    refused("cut off or changed", "merge", "hurt")
    expect(pathlib.Path("hurt/merged.h5").read_bytes() == before, "a refused merge overwrites nothing")
    status = json.loads(done("status", "hurt", "--json", status=1).stdout)
    expect(status["done"] == 33 and status["missing"] == 3 and status["damaged_files"] == 2, f"{status}")
    expect("3 points run, 33 known" in done("resume", "hurt").stdout, "only what is missing runs again")
    expect(same("a/merged.h5", "hurt/merged.h5"), "resumed sweep differs")
    shutil.copy("few/parts/" + os.listdir("few/parts")[0], "hurt/parts/more.parts")
    done("merge", "hurt")
    expect(same("a/merged.h5", "hurt/merged.h5"), "the same points twice")


def check_frozen():
    """The scenario as it was when the sweep began is what resume runs."""
    done("a.lua", "--out", "frozen", "--shard", "1/2")
    os.rename("a.lua", "kept.lua")
    pathlib.Path("a.lua").write_text("this is no Lua", encoding="utf-8")
    done("resume", "frozen")
    os.rename("kept.lua", "a.lua")
    expect(same("a/merged.h5", "frozen/merged.h5"), "an edit after the start changed the sweep")
    text = pathlib.Path("a.lua").read_text(encoding="utf-8")
    pathlib.Path("a.lua").write_text(text.replace("requests = 5", "requests = 6"), encoding="utf-8")
    refused("the scenario has changed since", "a.lua", "--out", "frozen")
    done("a.lua", "--out", "edited", "--no-merge")
    refused("holds another sweep", "merge", "frozen", "edited")
    foreign = sorted(pathlib.Path("edited/parts").rglob("*.part"))[4]
    shutil.copy(foreign, sorted(pathlib.Path("frozen/parts").rglob("*.part"))[4])
    refused("belongs to another scenario", "merge", "frozen")
    expect("1 points run, 35 known" in done("resume", "frozen").stdout, "a foreign result runs again")
    expect(same("a/merged.h5", "frozen/merged.h5"), "a foreign result stays")


def check_failures():
    """A point that fails is recorded, the others go on; so are the cells that it spoils."""
    scenario("b.lua")
    text = pathlib.Path("b.lua").read_text(encoding="utf-8")
    text = text.replace('inference = lm.place "edge"',
                        'inference = function(request) assert(cameras ~= 2, "no two") return "edge" end')
    pathlib.Path("b.lua").write_text(text, encoding="utf-8")
    ran = done("b.lua", "--out", "b", status=1)
    expect("6 points failed" in ran.stderr and "no two" in ran.stderr, ran.stderr)
    expect("30 points done, 6 failed, 0 missing" in ran.stdout, ran.stdout)
    expect(len(column("b/merged.h5", "failures/point")) == 6, "failures are in the file")
    expect(all("no two" in error for error in column("b/merged.h5", "failures/error")), "with what they said")
    with h5py.File("b/merged.h5") as file:
        expect(file.attrs["complete"] == 0 and len(file["points/row"]) == 30, "marked incomplete")
    status = json.loads(done("status", "b", "--json", status=1).stdout)
    expect(status["failed"] == 6 and status["done"] == 30, f"{status}")
    expect("6 points run, 30 known" in done("resume", "b", status=1).stdout, "resume tries them again")


def check_drawn():
    scenario("drawn.lua", keys="""sweep = lm.sweep {
      latin_hypercube = lm.latin_hypercube { points = 8, over = {
        cameras = lm.between { low = 1, high = 4, whole = true },
        rate = lm.between { low = "1/s", high = "100/s", scale = "log" } } },
      list = { { network = "fluid", compute = "roofline" }, { network = "fluid", compute = "regression" } },
      where = function(p) return p.cameras > 1 or p.compute == "roofline" end,
    },""")
    lines = done("drawn.lua", "--dry-run").stdout.splitlines()
    expect(lines == done("drawn.lua", "--dry-run").stdout.splitlines(), "draws repeat")
    cameras = [int(line.split("cameras=")[1].split(",")[0]) for line in lines if "roofline" in line]
    expect(sorted(cameras) == sorted([1, 1, 2, 2, 3, 3, 4, 4] * 2), f"every range is filled evenly: {cameras}")
    rates = sorted({float(line.split("rate=")[1].split("/s")[0]) for line in lines})
    octaves = [int(8 * np.log10(rate) / 2) for rate in rates]
    expect(octaves == list(range(8)), f"log scale: {rates}")
    expect(not any("cameras=1," in line and "regression" in line for line in lines), "where leaves cells out")
    expect(len({line.split()[1] for line in lines}) == len(lines), "every point has its own hash")


def check_precision():
    scenario("p.lua", 'precision = lm.precision { kpi = "transmission_latency", half_width = "2%", least = 2, step = 1 },')
    text = pathlib.Path("p.lua").read_text(encoding="utf-8").replace("lm.range(1, 3)", "lm.range(1, 12)")
    pathlib.Path("p.lua").write_text(text, encoding="utf-8")
    done("p.lua", "--out", "p1", "--jobs", "1")
    done("p.lua", "--out", "p2", "--jobs", "2", "--shard", "1/2")
    done("resume", "p2", "--jobs", "2")
    expect(same("p1/merged.h5", "p2/merged.h5"), "where a cell stops depends on who ran it")
    file = "p1/merged.h5"
    seeds = np.array(column(file, "cells/points")) // 2
    expect(len(set(seeds)) > 1 and min(seeds) >= 2 and sum(seeds) < 6 * 12, f"seeds by cell: {seeds}")
    kpi = np.array(column(file, "summary/kpi")) == "transmission_latency"
    half = (column(file, "summary/ci_high") - column(file, "summary/ci_low"))[kpi] / 2
    narrow = half <= 0.02 * column(file, "summary/mean")[kpi]
    cell = np.array(column(file, "summary/cell"))[kpi]
    for c in range(6):
        expect(narrow[cell == c].all() or seeds[c] == 12, f"cell {c} stopped early")


def check_bad_input():
    scenario("a.lua")
    refused("unknown parameter 'camera'; did you mean 'cameras'?", "a.lua", "--grid", "camera=1,2")
    refused("more than 1000000 points", "a.lua", "--seeds", "100000", "--grid", "cameras=1,2,3,4,5,6,7,8")
    refused("'cameras' is swept", "a.lua", "--set", "cameras=2")
    refused("is no folder of a sweep", "status", "nowhere")
    refused("give --replay FILE", "a.lua", "--compute", "measured")
    pathlib.Path("plain.lua").write_text(SCENARIO % "", encoding="utf-8")
    refused("unknown compute model 'fast'", "plain.lua", "--compute", "fast")
    refused("cannot read the scenario", "nowhere.lua")
    refused("--shard 4/3", "a.lua", "--shard", "4/3")
    scenario("c.lua", "where = function(p) return p.cameras end,")
    refused("must return true or false", "c.lua")
    scenario("c.lua", 'zip = { cameras = { 1 } },')
    refused("is swept twice", "c.lua")
    scenario("c.lua", 'baseline = "edg",')
    refused("did you mean 'edge'", "c.lua")
    scenario("c.lua", 'precision = lm.precision { kpi = "latency", half_width = 1 },')
    refused("unknown indicator 'latency'", "c.lua")
    scenario("c.lua", 'zip = { network = { "fluid", "ns3" }, compute = { "roofline" } },')
    refused("lists of one length", "c.lua")
    pathlib.Path("own.lua").write_text('return require("lastmile").sweep { scenario = "a.lua", '
                                       'grid = { cameras = { 1, "x" } } }', encoding="utf-8")
    refused("'x' is not a number", "own.lua")
    os.makedirs("full", exist_ok=True)
    pathlib.Path("full/else.txt").write_text("mine", encoding="utf-8")
    refused("is not empty", "a.lua", "--out", "full")
    done("a.lua", "--out", "seeds", "--seeds", "1", "--no-merge")
    refused("--seeds differs", "a.lua", "--out", "seeds", "--seeds", "2")


def check_short_names():
    """Levels have short names that may be longer than the strategies' own."""
    scenario("levels.lua")
    text = pathlib.Path("levels.lua").read_text(encoding="utf-8")
    text = text.replace('name = "camera", inf', 'name = "a", level = 3, inf').replace('name = "edge", inf', 'name = "b", level = 0, inf')
    pathlib.Path("levels.lua").write_text(text, encoding="utf-8")
    done("levels.lua", "--out", "levels")
    expect("L3 < Cloud" in column("levels/merged.h5", "ranking/order"), "levels by their short names")


def check_sweep_file():
    pathlib.Path("own.lua").write_text('return require("lastmile").sweep { scenario = "a.lua", '
                                       'grid = { cameras = { 1, 2 } }, keep = "indicators" }', encoding="utf-8")
    done("own.lua", "--out", "own")
    with h5py.File("own/merged.h5") as file:
        expect(len(file["points/row"]) == 4 and "requests" not in file and "rounds" in file, "indicators only")


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for check in (check_whole, check_against_run, check_ways, check_resume, check_frozen, check_failures,
                      check_drawn, check_precision, check_short_names, check_bad_input, check_sweep_file):
            check()
    print("sweep: all checks hold")


main()
