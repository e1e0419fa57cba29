-- One point of bench_sweep: as small as asked for by `work`, the passes over the data of a small network.
local lm = require "lastmile"

local cameras = lm.option("cameras", 2, nil, "how many ask")
local rate = lm.option("rate", "2/s", nil, "how often")
local samples = lm.option("samples", 10, nil, "pictures of each camera")
local passes = lm.option("passes", 0, nil, "over them; 0: nothing is trained")

return lm.scenario {
  name = "point",
  nodes = {
    cameras = lm.devices { profile = "raspberry-pi-4", count = cameras, position = lm.disc { radius = "20m" } },
    edge = lm.device { profile = "jetson-agx-orin", position = lm.at { z = "3m" } },
  },
  network = { lm.wifi { access_point = "edge", stations = "cameras" } },
  model = lm.zoo(passes > 0 and "lenet" or "logistic"),
  data = lm.digits { train_per_device = samples, test = 20 },
  training = passes > 0 and lm.training { passes = passes, batch = 10, learning_rate = 0.01 } or nil,
  workload = lm.bursts { requests = 10, rate = rate },
  strategies = {
    lm.strategy {
      name = "edge",
      training = passes > 0 and lm.central { at = "edge" } or nil,
      inference = lm.place "edge",
    },
  },
  backend = "fluid",
}
