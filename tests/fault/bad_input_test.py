#!/usr/bin/env python3
"""What bad input gets: one clear error with its place, exit status 2, and no file left behind.

usage: bad_input_test.py PROGRAM [--show]      (--show prints every message)
"""
import os
import subprocess
import sys
import tempfile

GOOD = """local lm = require "lastmile"
return lm.scenario {
  name = "bad",
  nodes = {
    cameras = lm.devices {
      profile = "raspberry-pi-4",
      count = 2,
      position = lm.line { spacing = "5m", origin = lm.at { x = "5m" } },
    },
    edge = lm.device { profile = "jetson-agx-orin" },
    cloud = lm.device { profile = "tesla-v100" },
  },
  network = {
    lm.wifi { access_point = "edge", stations = "cameras" },
    lm.wan { from = "edge", to = "cloud", rate = "200Mbps", rtt = "40ms" },
  },
  model = lm.zoo "camera_cnn",
  data = lm.objects { train_per_device = 20, test = 20 },
  training = lm.training { passes = 1, batch = 20, learning_rate = 0.01 },
  workload = lm.bursts { requests = 1, frames = 1, rate = "1/s" },
  strategies = {
    lm.strategy { name = "a", training = lm.central { at = "cloud" }, inference = lm.place "edge" },
  },
  backend = "fluid",
}
"""


def edit(old, new):
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new)


# name, scenario, what the message must hold, more arguments
CASES = [
    ("a function's answer that is no place", edit('inference = lm.place "edge"',
                                                  'inference = function() return "egde" end'),
     ["bad.lua:22:", "returned: unknown node or group 'egde'", "did you mean 'edge'?"], []),
    ("training that diverges", edit("passes = 1, batch = 20, learning_rate = 0.01",
                                    "passes = 40, batch = 20, learning_rate = 90, momentum = 0.9"),
     ["bad.lua: strategy 'a':", "diverged", "learning_rate"], []),
    ("a network that cannot be trained", edit('"camera_cnn"', '"resnet18"'),
     ["bad.lua: strategy 'a':", "resnet18"], []),
    ("unknown key", edit("count = 2,", "cuont = 2,"),
     ["bad.lua:7:", "unknown key 'cuont' in devices{}", "did you mean 'count'?", "profile"], []),
    ("wrong unit", edit('"200Mbps"', '"200MHz"'),
     ["bad.lua:15:", "'rate' in wan{}", "unknown unit 'MHz'", "Mbps"], []),
    ("missing unit", edit('"40ms"', "40"),
     ["bad.lua:15:", "'rtt' in wan{}", "lacks a unit", "ms"], []),
    ("negative count", edit("count = 2,", "count = -2,"),
     ["bad.lua:7:", "'count' in devices{}", "whole number", "-2"], []),
    ("unknown device", edit('"raspberry-pi-4"', '"raspbery-pi-4"'),
     ["bad.lua:6:", "unknown device 'raspbery-pi-4'", "did you mean 'raspberry-pi-4'?"], []),
    ("unreachable node", edit('    lm.wan { from = "edge", to = "cloud", rate = "200Mbps", rtt = "40ms" },\n',
                              ""),
     ["bad.lua:2:", "cloud", "in no link"], []),
    ("island", edit('  network = {', '  network = {\n    lm.wire { from = "cloud", to = "far", rate = "1Gbps" },')
     .replace('    lm.wan { from = "edge", to = "cloud", rate = "200Mbps", rtt = "40ms" },\n', "")
     .replace("  nodes = {", "  nodes = {\n    far = lm.router {},"),
     ["bad.lua:", "no link leads from 'cameras[1]' to 'cloud'"], []),
    ("unknown node", edit('lm.place "edge"', 'lm.place "egde"'),
     ["bad.lua:22:", "unknown node 'egde'", "did you mean 'edge'?", "cloud"], []),
    ("unknown constructor", edit("lm.wifi {", "lm.wify {"),
     ["bad.lua:14:", "unknown constructor 'wify'", "did you mean 'wifi'?", "adhoc"], []),
    ("syntax error", edit("count = 2,", "count = = 2,"), ["bad.lua:7:", "near '='"], []),
    ("endless loop", "while true do end\n", ["bad.lua:1:", "endless loop"], []),
    ("endless recursion", "local function f() return 1 + f() end\nf()\n",
     ["bad.lua:1:", "stack overflow"], []),
    ("memory hog", "local t = {}\nlocal s = ('x'):rep(1000000)\n"
     "for i = 1, 1e9 do\n  t[i] = s .. i\nend\n", ["bad.lua:4:", "more than 256 MiB of memory"], []),
    ("large repetition", "local s = ('x'):rep(1 << 40)\n", ["bad.lua:1:"], []),
    ("empty repetition", "local s = ('') : rep(1 << 60)\n", ["scenario"], []),
    ("value hog", 'local lm = require "lastmile"\nlocal x = {1}\nfor i = 1, 60 do x = {x, x} end\n'
     'lm.strategy { name = "x", inference = x }\n', ["bad.lua:4:"], []),
    ("value tree", 'local lm = require "lastmile"\nlocal x = lm.place "x"\nfor i = 1, 60 do\n'
     '  x = lm.strategy { name = "a", training = x, inference = x }\nend\n',
     ["bad.lua:4:", "too many values"], []),
    ("os.execute", 'os.execute("touch /tmp/lastmile-was-here")\n',
     ["bad.lua:1:", "'os' is not available in a scenario"], []),
    ("io.open", 'io.open("/etc/passwd")\n', ["bad.lua:1:", "'io' is not available"], []),
    ("load", 'load("return 1")()\n', ["bad.lua:1:", "'load' is not available"], []),
    ("native module", 'require "../../evil"\n', ["bad.lua:1:", "require"], []),
    ("random", "local x = math.random()\n", ["bad.lua:1:", "math.random"], []),
    ("nothing returned", "local x = 1\n", ["bad.lua:", "lm.scenario"], []),
    ("unknown option", GOOD, ["--set raido=lte", "has no options"], ["--set", "raido=lte"]),
    ("unknown program option", GOOD, ["unknown option '--sedes'", "did you mean '--seeds'?"],
     ["--sedes", "3"]),
    ("bad number", GOOD, ["--seeds", "'x'"], ["--seeds", "x"]),
    ("unknown backend", GOOD, ["--network", "fluid, ns3"], ["--network", "fluids"]),
    ("unwritable output", GOOD, ["/nowhere/out.h5"], ["--out", "/nowhere/out.h5"]),
    ("full disk", GOOD, ["/dev/full"], ["--out", "/dev/full"]),
]


def run(program, folder, scenario, arguments):
    with open(os.path.join(folder, "bad.lua"), "w", encoding="utf-8") as file:
        file.write(scenario)
    return subprocess.run([program, "run", "bad.lua", *arguments], cwd=folder, timeout=60,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


def faults(result, folder, expected):
    found = []
    if result.returncode != 2:
        found.append(f"exit status {result.returncode}, expected 2")
    found += [f"the message lacks {part!r}" for part in expected if part not in result.stderr]
    if result.stdout:
        found.append(f"printed {result.stdout!r}")
    if len(result.stderr.strip().splitlines()) != 1:
        found.append("the message is not one line")
    left = sorted(set(os.listdir(folder)) - {"bad.lua"})
    if left:
        found.append(f"left {left}")
    return found


def main():
    program = os.path.abspath(sys.argv[1])
    show = "--show" in sys.argv
    failed = 0
    for name, scenario, expected, arguments in CASES:
        with tempfile.TemporaryDirectory() as folder:
            result = run(program, folder, scenario, arguments)
            found = faults(result, folder, expected)
        if show or found:
            print(f"{name}: {result.stderr.strip()}")
        for fault in found:
            print(f"    FAULT: {fault}")
        failed += bool(found)
    print(f"{len(CASES) - failed} of {len(CASES)} bad inputs are answered well")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
