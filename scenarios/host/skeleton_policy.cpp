#include "scenarios/host/skeletons.hpp"

namespace lastmile::scenarios {
namespace {

constexpr const char* kRule = R"lua(-- NAME: a rule that says for every request where its layers run. NAME_scenario.lua tries it.
-- It is called with what the device that asks can know, and answers with a place, or with a cut:
--   { near = "cameras", far = "edge", after = "max_pool_13" }
--
--   request.device, .number, .frames, .frame_bytes     who asks, how often before, how much
--   world.layers[i].name, .bytes, .share               a layer; its output; the share of frames that get there
--   world.layers[i].seconds[place]                     its time there, for all frames of the request
--   world.places[place].delay_s, .bytes_per_s          the way there, if nobody else sends
-- Seconds are what the cost model predicts. A run's own differ from them by the model's error, which is drawn
-- (the comparison's "calibration error") and which no rule can know.

-- Seconds until the answers are there if every layer runs at `place`.
local function expected(request, world, place)
  local way = world.places[place]
  local seconds = way.delay_s + request.frames * request.frame_bytes / way.bytes_per_s    -- the pictures go
  seconds = seconds + way.delay_s                                                         -- the answer comes
  for _, layer in ipairs(world.layers) do
    seconds = seconds + layer.seconds[place] * layer.share
  end
  return seconds
end

local function NAME(request, world)
  local here, there = expected(request, world, "cameras"), expected(request, world, "edge")
  if here <= there then return "cameras" end
  return "edge"
end

return NAME
)lua";

constexpr const char* kScenario = R"lua(-- NAME_scenario: the rule of NAME.lua beside what it has to beat.
--   lastmile show NAME_scenario.lua      tries the rule on made-up requests
--   lastmile run NAME_scenario.lua
--   lastmile run NAME_scenario.lua --set camera=raspberry-pi-zero-2-w
local lm = require "lastmile"
local rule = require "NAME"

local camera = lm.option("camera", "raspberry-pi-4", nil, "device file of the cameras")

-- The check: three worlds in which the answer is plain. It runs whenever this file is loaded.
local function world(delay_s, bytes_per_s)
  return {
    layers = { { name = "conv", bytes = 1000, share = 1, seconds = { cameras = 0.010, edge = 0.001 } } },
    places = {
      cameras = { delay_s = 0, bytes_per_s = 1e15 },
      edge = { delay_s = delay_s, bytes_per_s = bytes_per_s },
    },
  }
end
local request = { device = "cameras[1]", number = 0, frames = 1, frame_bytes = 3072 }
assert(rule(request, world(0.0005, 1e7)) == "edge", "a fast way to a fast server is to be taken")
assert(rule(request, world(0.0005, 1e4)) == "cameras", "a slow way costs more than the server saves")
assert(rule(request, world(0.006, 1e7)) == "cameras", "the answer has its way back, too")

local training = lm.central { at = "edge" }

return lm.scenario {
  name = "NAME_scenario",
  description = "what is the rule NAME worth?",

  nodes = {
    cameras = lm.devices { profile = camera, count = 4, position = lm.disc { radius = "20m", height = "1m" } },
    edge = lm.device { profile = "jetson-agx-orin", position = lm.at { z = "3m" } },
  },
  network = { lm.wifi { access_point = "edge", stations = "cameras" } },

  model = lm.zoo "camera_cnn",
  data = lm.objects { train_per_device = 200, test = 200 },
  training = lm.training { passes = 8, batch = 16, learning_rate = 0.04, momentum = 0.9, clip_norm = 3 },
  workload = lm.bursts { requests = 10, frames = 8, rate = "1/s" },

  strategies = {
    lm.strategy { name = "camera", training = training, inference = lm.place "cameras" },
    lm.strategy { name = "edge", training = training, inference = lm.place "edge" },
    lm.strategy { name = "NAME", training = training, inference = rule },
  },
  backend = "fluid",
}
)lua";

}  // namespace

Skeleton policy_skeleton(const std::string& name) {
  return {{name + ".lua", named(kRule, name)}, {name + "_scenario.lua", named(kScenario, name)}};
}

}  // namespace lastmile::scenarios
