-- A sweep of two strategies without training, for tests of the merged file: a cell of the grid is left out.
local lm = require "lastmile"

local cameras = lm.option("cameras", 4, nil, "how many share the radio cell")
local rate = lm.option("rate", "1/s", nil, "requests of each camera")

return lm.scenario {
  name = "two_places",

  nodes = {
    cameras = lm.devices {
      profile = "raspberry-pi-4",
      count = cameras,
      position = lm.disc { radius = "20m", height = "1m" },
    },
    edge = lm.device { profile = "jetson-agx-orin", position = lm.at { z = "3m" } },
  },
  network = {
    lm.wifi { access_point = "edge", stations = "cameras" },
  },

  model = lm.zoo "logistic",
  data = lm.digits { train_per_device = 4, test = 10 },
  workload = lm.bursts { requests = 10, frames = 4, rate = rate },

  strategies = {
    lm.strategy { name = "on the camera", inference = lm.place "cameras" },
    lm.strategy { name = "at the edge", inference = lm.place "edge" },
  },
  backend = "fluid",

  sweep = lm.sweep {
    grid = {
      cameras = { 1, 2, 4, 8 },
      rate = { "1/s", "10/s" },
      compute = { "regression", "roofline" },
    },
    where = function(point) return point.cameras < 8 or point.rate == "1/s" end,
    seeds = lm.range(1, 5),
    baseline = "on the camera",
  },
}
