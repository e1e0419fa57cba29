-- A network that learned elsewhere, its answers recorded once, thresholds tried as often as one likes:
--   lastmile train b_lenet --data digits --samples 4000 --passes 6 --out digits.onnx
--   lastmile evaluate digits.onnx --data digits --samples 1000 --trace scenarios/tutorial/answers.h5
--   lastmile run scenarios/tutorial/replay.lua --set trace=answers.h5
-- Without --set an untrained network is asked, so that `show` has something to look at.
local lm = require "lastmile"

local trace = lm.option("trace", "", nil, "what `lastmile evaluate --trace` wrote beside this file")
local recorded = trace ~= ""

local function leaving_at(threshold)
  return lm.strategy {
    name = "confidence " .. threshold,
    inference = lm.partition { between = { "cameras", "edge" }, objective = "latency" },
    exit = lm.confidence { threshold = threshold },
  }
end

return lm.scenario {
  name = "replay",
  description = "how sure must the first exit be?",

  nodes = {
    cameras = lm.devices {
      profile = "raspberry-pi-3b-plus",
      count = 4,
      position = lm.disc { radius = "20m", height = "1m" },
    },
    edge = lm.device { profile = "jetson-agx-orin", position = lm.at { z = "3m" } },
  },
  network = {
    lm.wifi { access_point = "edge", stations = "cameras" },
  },

  model = lm.zoo "b_lenet",
  answers = recorded and lm.trace(trace) or nil,
  data = not recorded and lm.digits { train_per_device = 10, test = 100 } or nil,
  workload = lm.bursts { requests = 50, frames = 4, rate = "2/s" },

  strategies = { leaving_at(0), leaving_at(0.5), leaving_at(0.8), leaving_at(0.95), leaving_at(1) },
  backend = "fluid",
}
