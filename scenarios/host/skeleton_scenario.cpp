#include "scenarios/host/skeletons.hpp"

namespace lastmile::scenarios {
namespace {

constexpr const char* kScenario = R"lua(-- NAME: what is asked here, in a sentence.
--   lastmile show NAME.lua                          checks it, without running it
--   lastmile run NAME.lua                           compares the strategies, writes NAME.h5
--   lastmile run NAME.lua --seeds 5                 95 % intervals
--   lastmile run NAME.lua --set frames=16           another value of an option
--   lastmile run NAME.lua --network ns3             packet by packet
local lm = require "lastmile"

-- What --set changes: name, default (its type is the option's), choices, meaning.
local cameras = lm.option("cameras", 4, nil, "how many cameras")
local frames = lm.option("frames", 4, nil, "pictures in a request")

return lm.scenario {
  name = "NAME",
  description = "what is asked here, in a sentence",

  -- Who is there. A profile is a device file: `lastmile list devices`. A number with a dimension has its unit.
  nodes = {
    cameras = lm.devices {
      profile = "raspberry-pi-4",
      count = cameras,
      position = lm.disc { radius = "20m", height = "1m" },    -- drawn, anew for every seed
    },
    edge = lm.device { profile = "jetson-agx-orin", position = lm.at { z = "3m" } },
    cloud = lm.device { profile = "tesla-v100" },
  },
  -- What joins them: lm.wifi, lm.lte, lm.nr, lm.wire, lm.wan, ...: `lastmile list language`.
  network = {
    lm.wifi { access_point = "edge", stations = "cameras" },
    lm.wan { from = "edge", to = "cloud", rate = "200Mbps", rtt = "40ms" },
  },

  -- What is learned and asked. Training is real: accuracy is an outcome.
  model = lm.zoo "camera_cnn",
  data = lm.objects { train_per_device = 200, test = 200 },
  training = lm.training { passes = 8, batch = 16, learning_rate = 0.04, momentum = 0.9, clip_norm = 3 },
  workload = lm.bursts { requests = 5, frames = frames, rate = "1/s" },
  exit = lm.confidence { threshold = 0.8 },                    -- sure pictures leave early

  -- What is compared. All of them see the same data, positions and arrivals.
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
    lm.strategy {
      name = "cut in two",
      training = lm.federated { server = "edge", local_passes = 2 },
      inference = lm.partition { between = { "cameras", "edge" }, objective = "latency" },
    },
  },
  backend = "fluid",                                           -- flows, seconds; "ns3": packets, minutes
}
)lua";

}  // namespace

Skeleton scenario_skeleton(const std::string& name) { return {{name + ".lua", named(kScenario, name)}}; }

}  // namespace lastmile::scenarios
