-- Pictures over measured links: does the edge server still pay when the cell is having a bad minute?
-- The series beside this file is made up; `import trace` turns published ones into its form.
local lm = require "lastmile"

return lm.scenario {
  name = "recorded",
  description = "camera or edge server, over a recorded mobile link",

  nodes = {
    cameras = lm.devices { profile = "raspberry-pi-4", count = 3 },
    site = lm.router {},
    edge = lm.device { profile = "jetson-agx-orin" },
  },
  network = {
    lm.recorded { from = "cameras", to = "site", trace = "recorded.csv", loop = true },
    lm.wire { from = "site", to = "edge", rate = "1Gbps", delay = "50us" },
  },

  model = lm.zoo "camera_cnn",
  data = lm.objects { train_per_device = 200, test = 100 },
  training = lm.training { passes = 4, batch = 16, learning_rate = 0.04, momentum = 0.9, clip_norm = 3 },
  workload = lm.bursts { requests = 10, frames = 8, rate = "0.5/s" },

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
