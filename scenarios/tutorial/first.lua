-- The smallest scenario: four cameras, one edge server, one question.
-- Does it pay to send pictures to the edge server rather than to look at them on the camera?
local lm = require "lastmile"

return lm.scenario {
  name = "first",
  description = "look at pictures on the camera, or at the edge server?",

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
  data = lm.objects { train_per_device = 400, test = 200 },
  training = lm.training { passes = 8, batch = 16, learning_rate = 0.04, momentum = 0.9, clip_norm = 3 },
  workload = lm.bursts { requests = 5, frames = 4, rate = "1/s" },

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
}
