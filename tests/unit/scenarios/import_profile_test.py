#!/usr/bin/env python3
"""A profile becomes a device, and a scenario runs on it with its times.

usage: import_profile_test.py PROGRAM
"""
import os
import subprocess
import sys
import tempfile

PROFILE = """loop_count = 8
num_threads = 4
gpu_device = -1
          camera_cnn  min =  100.00  max =  120.00  avg =  100.00
"""
SCENARIO = """local lm = require "lastmile"
return lm.scenario {
  name = "imported",
  nodes = {
    cameras = lm.devices {
      profile = "mine", count = 2, position = lm.line { spacing = "5m", origin = lm.at { x = "5m" } },
    },
    edge = lm.device { profile = "mine" },
  },
  network = { lm.wifi { access_point = "edge", stations = "cameras" } },
  model = lm.zoo "camera_cnn",
  data = lm.objects { train_per_device = 4, test = 4 },
  training = lm.training { passes = 1, batch = 4, learning_rate = 0.01 },
  workload = lm.bursts { requests = 2, frames = 1, rate = "1/s" },
  strategies = { lm.strategy { name = "local", inference = lm.place "cameras" } },
  backend = "fluid",
  compute = "table",
}
"""


def lastmile(program, folder, *arguments, devices=None):
    environment = {**os.environ, **({"LASTMILE_DEVICES": devices} if devices else {})}
    return subprocess.run([program, *arguments], cwd=folder, env=environment, timeout=60, check=False,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)


def expect(holds, what, result):
    if not holds:
        sys.exit(f"{what}\nexit status {result.returncode}\n{result.stdout}{result.stderr}")


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("profile.txt", PROFILE), ("s.lua", SCENARIO)):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(text)
        os.mkdir(os.path.join(folder, "devices"))
        words = ["import", "profile", "profile.txt", "--format", "benchncnn", "--out", "devices/mine.toml"]
        done = lastmile(program, folder, *words)
        expect(done.returncode == 2 and "--base is missing" in done.stderr, "no base is an error", done)
        done = lastmile(program, folder, *words, "--base", "raspberry-pi-4", "--processor", "cpu-1")
        expect(done.returncode == 2 and "4 threads" in done.stderr, "other threads are an error", done)
        done = lastmile(program, folder, *words, "--base", "raspberry-pi-4")
        expect(done.returncode == 0, "the profile is imported", done)
        done = lastmile(program, folder, "run", "s.lua")
        expect(done.returncode == 2 and "'mine'" in done.stderr, "the device is only known by its folder", done)
        done = lastmile(program, folder, "run", "s.lua", devices=os.path.join(folder, "devices"))
        expect(done.returncode == 0, "the scenario runs", done)
        shown = lastmile(program, folder, "show", "device", "mine", devices=os.path.join(folder, "devices"))
        expect(shown.returncode == 0 and "mine" in shown.stdout, "the device of the folder is shown", shown)
        row = next((line for line in done.stdout.splitlines() if line.startswith("request latency p50")), "")
        expect(row.split()[3:5] == ["[ms]", "100"], "a request takes the time of the profile", done)
    print("imported, and run with the imported time")


if __name__ == "__main__":
    main()
