-- Where is the break-even between looking at a picture on the camera and sending it to the edge server?
-- One radio cell, two strategies, over the number of cameras and two cost models.
--   lastmile sweep scenarios/sweeps/camera_or_edge.lua
local lm = require "lastmile"

local cameras = lm.option("cameras", 4, nil, "how many share the radio cell")
local rate = lm.option("rate", "1/s", nil, "requests of each camera")

return lm.scenario {
  name = "camera_or_edge",
  description = "when does the radio cost more than the faster processor saves?",

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

  model = lm.zoo "lenet",
  data = lm.digits { train_per_device = 200, test = 200 },
  training = lm.training { passes = 2, batch = 10, learning_rate = 0.02, momentum = 0.9, clip_norm = 3 },
  workload = lm.bursts { requests = 10, frames = 4, rate = rate },

  strategies = {
    lm.strategy {
      name = "on the camera",
      training = lm.central { at = "edge" },
      inference = lm.place "cameras",
    },
    lm.strategy {
      name = "at the edge",
      training = lm.central { at = "edge" },
      inference = lm.place "edge",
    },
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
