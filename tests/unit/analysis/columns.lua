-- Every table of a run, on little of everything: for columns_test.py.
local lm = require "lastmile"
local battery = lm.option("battery", "1kJ")
local ns3 = lm.option("ns3", true, nil, "beside fluid")

return lm.scenario {
  name = "columns",
  nodes = {
    cameras = lm.devices {
      profile = "raspberry-pi-4", count = 3, battery = battery, position = lm.disc { radius = "15m" },
    },
    edge = lm.device { profile = "jetson-agx-orin", position = lm.at { z = "3m" } },
    cloud = lm.device { profile = "tesla-v100" },
  },
  network = {
    lm.wifi { name = "radio", access_point = "edge", stations = "cameras" },
    lm.adhoc { name = "beside", nodes = "cameras", channel = 149 },
    lm.wan { name = "far", from = "edge", to = "cloud", rate = "200Mbps", rtt = "40ms" },
  },
  model = lm.zoo "camera_cnn",
  data = lm.objects { train_per_device = 40, test = 50 },
  training = lm.training { passes = 2, batch = 16, learning_rate = 0.04, momentum = 0.9, clip_norm = 3 },
  workload = lm.bursts { requests = 4, frames = 6, rate = "20/s" },
  exit = lm.confidence { threshold = 0.2 },
  strategies = lm.levels { devices = "cameras", edge = "edge", cloud = "cloud", gossip = { neighbours = 2 } },
  seeds = { 1, 2 },
  record = { "transfers", "links" },
  backend = "fluid",
  ranking_check = ns3 and "ns3" or "fluid",
}
