-- A policy of one's own in C++, used like any other: lm.burst_size is in burst_size.cpp beside this file.
--   lastmile run burst_size.lua --plugin build/burst_size.so
-- Cameras look at small bursts themselves and send large ones to the edge server.
local lm = require "lastmile"

local frames = lm.option("frames", 8, nil, "frames of a burst")
local training = lm.central { at = "edge" }

return lm.scenario {
  name = "burst_size",
  description = "does the size of a burst tell where to look at it?",

  nodes = {
    cameras = lm.devices {
      profile = "raspberry-pi-4",
      count = 4,
      position = lm.disc { radius = "20m", height = "1m" },
    },
    edge = lm.device { profile = "jetson-agx-orin", position = lm.at { z = "3m" } },
  },
  network = {
    lm.wifi { access_point = "edge", stations = "cameras" },
  },

  model = lm.zoo "camera_cnn",
  data = lm.objects { train_per_device = 100, test = 100 },
  training = lm.training { passes = 4, batch = 16, learning_rate = 0.04, momentum = 0.9, clip_norm = 3 },
  workload = lm.bursts { requests = 5, frames = frames, rate = "1/s" },

  strategies = {
    lm.strategy { name = "camera", training = training, inference = lm.place "cameras" },
    lm.strategy { name = "edge", training = training, inference = lm.place "edge" },
    lm.strategy {
      name = "by size",
      training = training,
      inference = lm.burst_size { server = "edge", most_frames = 4 },
    },
  },
  backend = "fluid",
}
