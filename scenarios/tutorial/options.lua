-- Options, seeds, and a radio that the command line chooses:
--   lastmile run scenarios/tutorial/options.lua --set radio=lte --set cameras=6 --seeds 3
local lm = require "lastmile"

local radio = lm.option("radio", "wifi", { "wifi", "lte" }, "what joins cameras and edge server")
local cameras = lm.option("cameras", 4, nil, "how many cameras")
local rtt = lm.option("rtt", "40ms", nil, "round trip to the cloud")

local access
if radio == "wifi" then
  access = lm.wifi { access_point = "edge", stations = "cameras", channel = 36, width = "20MHz" }
else
  access = lm.lte { site = "edge", ues = "cameras", bandwidth = "10MHz" }
end

return lm.scenario {
  name = "options",
  description = "where does inference pay when the radio changes?",

  nodes = {
    cameras = lm.devices {
      profile = "raspberry-pi-4",
      count = cameras,
      position = lm.grid { spacing = "8m", columns = 3, origin = lm.at { x = "5m" } },
    },
    edge = lm.device { profile = "jetson-agx-orin", position = lm.at { z = "3m" } },
    cloud = lm.device { profile = "tesla-v100" },
  },
  network = {
    access,
    lm.wan { from = "edge", to = "cloud", rate = "200Mbps", rtt = rtt },
  },

  model = lm.zoo "camera_cnn",
  data = lm.objects {
    image = "32x32x3",
    train_per_device = 200,
    test = 200,
    partition = lm.dirichlet { alpha = 0.5 },
  },
  training = lm.training { passes = 10, batch = 16, learning_rate = 0.04, momentum = 0.9, clip_norm = 3 },
  workload = lm.bursts { requests = 5, frames = 4, rate = "1/s" },
  exit = lm.confidence { threshold = 0.8 },

  strategies = {
    lm.strategy {
      name = "cloud",
      training = lm.central { at = "cloud" },
      inference = lm.place "cloud",
    },
    lm.strategy {
      name = "cut",
      training = lm.central { at = "cloud" },
      inference = lm.partition { between = { "cameras", "edge" }, objective = "latency" },
    },
  },
  seeds = lm.range(1, 2),
  backend = "fluid",
}
