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


TIMINGS = ("lastmile timings 1\narchitecture ARCH\nisa avx2\ncpu a made-up CPU\nenvironment none\n"
           "time 0.001 0.01 dense c=3 oc=4\n")
REPLAY = ["--compute", "measured", "--replay", "bad.csv"]


def with_checksum(text):
    """As models/measure/timings.cpp: FNV-1a, then splitmix64's finaliser."""
    value, mask = 14695981039346656037, 2**64 - 1
    for byte in text.encode():
        value = (value ^ byte) * 1099511628211 & mask
    value = (value + 0x9e3779b97f4a7c15) & mask
    for shift, factor in ((30, 0xbf58476d1ce4e5b9), (27, 0x94d049bb133111eb), (31, 1)):
        value = (value ^ value >> shift) * factor & mask
    return f"{text}checksum {value:x}\n"


# name, scenario, what the message must hold, more arguments, and a bad.csv beside it where it needs one
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
    ("overlapping channels", edit('stations = "cameras" },', 'stations = "cameras", width = "40MHz" },\n'
                                  '    lm.adhoc { nodes = "cameras", channel = 40 },'),
     ["bad.lua:2:", "link 'adhoc[2]' on channel 40", "overlaps link 'wifi[1]'", "same channel and width"], []),
    ("a band that does not exist", edit('lm.wifi { access_point = "edge", stations = "cameras" }',
                                        'lm.nr { cells = "edge", ues = "cameras", band = "n99" }'),
     ["bad.lua:14: nr{}:", "n99", "n78"], []),
    ("a carrier that does not exist", edit('lm.wifi { access_point = "edge", stations = "cameras" }',
                                           'lm.lte { site = "edge", ues = "cameras", downlink_earfcn = 9999 }'),
     ["bad.lua:14: lte{}:", "downlink_earfcn = 9999", "allowed", "1200-1949"], []),
    ("a carrier of two bands", edit('lm.wifi { access_point = "edge", stations = "cameras" }',
                                    'lm.lte { site = "edge", ues = "cameras", uplink_earfcn = 18000 }'),
     ["bad.lua:14: lte{}:", "band 3", "band 1", "19200-19949"], []),
    ("out of coverage", edit('origin = lm.at { x = "5m" }', 'origin = lm.at { x = "500m" }'),
     ["bad.lua:14:", "'cameras[1]' is out of coverage of every access point", "reach: 69.8 m"], []),
    ("in a hole", edit("  model =", '  holes = { lm.hole { center = lm.at { x = "5m" }, radius = "2m" } },\n'
                       "  model ="),
     ["bad.lua:14:", "'cameras[1]' is out of coverage"], []),
    ("more UEs than sounding resources", edit('lm.wifi { access_point = "edge", stations = "cameras" }',
                                              'lm.lte { site = "edge", ues = "cameras", srs_period = "40ms" }')
     .replace("count = 2,", "count = 41,"),
     ["bad.lua:14: lte{}:", "41", 'set srs_period = "80ms"'], []),
    ("a track that goes back in time", edit('      position = lm.line { spacing = "5m", origin = lm.at { x = '
                                            '"5m" } },\n', '      motion = lm.track { file = "bad.csv" },\n'),
     ["bad.lua:8: bad.csv:4: column 'time_s'", "goes backwards"], [],
     "time_s,x_m,y_m,node\n0,1,1,cameras[1]\n2,1,1,cameras[1]\n1,1,1,cameras[1]\n"),
    ("a track with a hole", edit('      position = lm.line { spacing = "5m", origin = lm.at { x = "5m" } },\n',
                                 '      motion = lm.track { file = "bad.csv" },\n'),
     ["bad.csv:2: column 'x_m': a hole"], [], "time_s,x_m,y_m,node\n0,,1,cameras[1]\n"),
    ("a trace with negative rates", edit('lm.wifi { access_point = "edge", stations = "cameras" }',
                                         'lm.recorded { from = "cameras", to = "edge", trace = "bad.csv" }'),
     ["bad.lua:14: bad.csv:3: column 'up_bps'", "'-5' is out of range"], [],
     "time_s,down_bps,up_bps,rtt_s,loss\n0,8e6,4e6,0.05,0\n1,8e6,-5,0.05,0\n"),
    ("a trace with a hole", edit('lm.wifi { access_point = "edge", stations = "cameras" }',
                                 'lm.recorded { from = "cameras", to = "edge", trace = "bad.csv" }'),
     ["bad.csv:3: an empty line: a hole"], [],
     "time_s,down_bps,up_bps,rtt_s,loss\n0,8e6,4e6,0.05,0\n\n2,8e6,4e6,0.05,0\n"),
    ("a walk at speed 0", edit("count = 2,", 'count = 2,\n      motion = lm.random_waypoint { area = lm.area '
                               '{ width = "50m", depth = "50m" }, speed = "0m/s" },'),
     ["bad.lua:8: 'speed' in random_waypoint{}: '0m/s' is out of range"], []),
    ("a walk outside its area", edit("count = 2,", 'count = 2,\n      motion = lm.random_waypoint { area = '
                                     'lm.area { width = "5m", depth = "5m" }, speed = "1m/s" },'),
     ["bad.lua:8: random_waypoint{}: node 'cameras[1]': starts at (5, 0) m, outside its area"], []),
    ("roads in pieces", edit("count = 2,", 'count = 2, motion = lm.road_trip { speed = "9m/s", roads = lm.roads '
                             '{\n crossings = { a = lm.at {}, b = lm.at { x = "9m" }, c = lm.at { y = "9m" } },'
                             ' roads = { { "a", "b" } } } },'),
     ["bad.lua:7: road_trip{}:", "in pieces"], []),
    ("an outage of nothing", edit("  model =", '  outages = { lm.outage { link = "wlan", from = "1s", length = '
                                  '"1s" } },\n  model ='),
     ["bad.lua:17: 'link' in outage{}: unknown link 'wlan'", "wifi[1], wan[2]"], []),
    ("an outage before the start", edit("  model =", '  outages = { lm.outage { link = "wan[2]", from = "-1s", '
                                        'length = "1s" } },\n  model ='),
     ["bad.lua:17: 'from' in outage{}: '-1s' is negative"], []),
    ("churn of nobody", edit("  model =", '  churn = { lm.churn { nodes = "camera", mean_up = "9s", mean_down = '
                             '"1s" } },\n  model ='),
     ["bad.lua:17: unknown node 'camera'; did you mean 'cameras'?"], []),
    ("a wire that loses all", edit('rtt = "40ms" }', 'rtt = "40ms", loss = 1 }'),
     ["bad.lua:15: 'loss' in wan{}: 1 is out of range"], []),
    ("a wire full of others", edit('rtt = "40ms" }', 'rtt = "40ms", background = 1 }'),
     ["bad.lua:15: 'background' in wan{}: 1 is out of range"], []),
    ("packet captures without packets", GOOD, ["--pcap", "--network ns3"], ["--pcap", "captures"]),
    ("an unknown record", GOOD, ["--record: unknown record 'link'; did you mean 'links'?"],
     ["--record", "link"]),
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
    ("a device without measured times", GOOD, ["[[processor.table]]", "lastmile import profile"],
     ["--compute", "table"]),
    ("timings without measured", GOOD, ["--replay belongs to --compute measured"], ["--replay", "bad.csv"]),
    ("timings from another architecture", GOOD, ["bad.csv: measured on 'pdp11', but this machine is"], REPLAY,
     with_checksum(TIMINGS.replace("ARCH", "pdp11"))),
    ("timings that were edited", GOOD, ["bad.csv:7: the checksum does not fit"], REPLAY,
     with_checksum(TIMINGS).replace("0.001", "0.002")),
    ("timings with a negative time", GOOD, ["bad.csv:6: '-0.001'", "not negative"], REPLAY,
     with_checksum(TIMINGS.replace("0.001", "-0.001"))),
    ("timings cut off", GOOD, ["bad.csv:6: the checksum is missing"], REPLAY, TIMINGS),
    ("measured on a device without a slowdown", GOOD, ["compute model 'measured'", "--slowdown"], REPLAY,
     with_checksum(TIMINGS.replace("ARCH", os.uname().machine))),
    ("timings that lack a call", GOOD, ["the timings lack the call 'conv"],
     [*REPLAY, "--slowdown", "raspberry-pi-4=8", "--slowdown", "jetson-agx-orin=1", "--slowdown", "tesla-v100=1"],
     with_checksum(TIMINGS.replace("ARCH", os.uname().machine))),
    ("a slowdown of an unknown device", GOOD, ["unknown device 'raspberry-pi-44'"],
     [*REPLAY, "--slowdown", "raspberry-pi-44=8"], TIMINGS),
    ("a slowdown of nothing", GOOD, ["--slowdown raspberry-pi-4=0"], [*REPLAY, "--slowdown", "raspberry-pi-4=0"],
     TIMINGS),
    ("a level that no strategy has", GOOD, ["--level 3: no strategy has it", "--strategy takes one of 'a'"], ["--level", "3"]),
    ("a strategy that there is not", GOOD, ["--strategy: unknown strategy 'b'", "nown: a"], ["--strategy", "b"]),
    ("a policy of another role", edit('inference = lm.place "edge"', 'inference = lm.central { at = "edge" }'),
     ["expected one of local_{}"], []),
    ("unknown backend", GOOD, ["--network", "fluid, ns3"], ["--network", "fluids"]),
    ("unwritable output", GOOD, ["/nowhere/out.h5"], ["--out", "/nowhere/out.h5"]),
    ("full disk", GOOD, ["/dev/full"], ["--out", "/dev/full"]),
]


def run(program, folder, scenario, arguments, data=None):
    with open(os.path.join(folder, "bad.lua"), "w", encoding="utf-8") as file:
        file.write(scenario)
    if data is not None:
        with open(os.path.join(folder, "bad.csv"), "w", encoding="utf-8") as file:
            file.write(data)
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
    left = sorted(set(os.listdir(folder)) - {"bad.lua", "bad.csv"})
    if left:
        found.append(f"left {left}")
    return found


def main():
    program = os.path.abspath(sys.argv[1])
    show = "--show" in sys.argv
    failed = 0
    for name, scenario, expected, arguments, *data in CASES:
        with tempfile.TemporaryDirectory() as folder:
            result = run(program, folder, scenario, arguments, *data)
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
