-- The seven levels in small: three cameras, little data, all parts in use. The tests of results
-- (golden, conservation, determinism, Ctrl-C) run it on either backend.
local lm = require "lastmile"

local requests = lm.option("requests", 3, nil, "bursts of each camera")
local passes = lm.option("passes", 2, nil, "passes over every training picture")

return lm.scenario {
  name = "seven_levels",
  description = "the seven levels with three cameras and little data",

  nodes = {
    cameras = lm.devices {
      profile = "raspberry-pi-4",
      count = 3,
      position = lm.line { spacing = "6m", origin = lm.at { x = "4m", z = "1m" } },
    },
    site = lm.router { position = lm.at { z = "3m" } },
    edge = lm.device { profile = "jetson-agx-orin" },
    cloud = lm.device { profile = "tesla-v100" },
  },
  network = {
    lm.wifi { standard = "802.11ax", width = "20MHz", access_point = "site", stations = "cameras" },
    lm.adhoc { standard = "802.11ax", width = "20MHz", channel = 149, nodes = "cameras" },
    lm.wire { from = "site", to = "edge", rate = "1Gbps", delay = "50us" },
    lm.wan { from = "site", to = "cloud", rate = "200Mbps", rtt = "40ms" },
  },

  model = lm.zoo "camera_cnn",
  data = lm.objects {
    image = "32x32x3",
    train_per_device = 24,
    test = 30,
    partition = lm.dirichlet { alpha = 0.5 },
  },
  training = lm.training {
    passes = passes, batch = 8, learning_rate = 0.02, momentum = 0.9, exit_weight = 0.5,
  },
  workload = lm.bursts { from = "cameras", requests = requests, frames = 4, rate = "4/s" },
  exit = lm.confidence { threshold = 0.18 },

  strategies = lm.levels { devices = "cameras", edge = "edge", cloud = "cloud" },
  seeds = { 1 },
  backend = "fluid",
}
