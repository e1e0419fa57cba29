-- A rule of one's own: a function that decides for every request where its layers run.
--   lastmile run scenarios/tutorial/own_rule.lua --set camera=raspberry-pi-3b-plus
-- The rule compares the camera, the edge server, and two cuts between them, by the time that it expects.
local lm = require "lastmile"

local camera = lm.option("camera", "raspberry-pi-4", nil, "device file of the cameras")

local cuts = { "max_pool_3", "max_pool_13" }

-- Seconds of layers number `first` to `last` at a place; `share` of the frames get that far.
local function computing(world, place, first, last)
  local seconds = 0
  for number = first, last do
    seconds = seconds + world.layers[number].seconds[place] * world.layers[number].share
  end
  return seconds
end

-- To the edge server, and its answer's way back.
local function sending(world, bytes)
  return 2 * world.places.edge.delay_s + bytes / world.places.edge.bytes_per_s
end

local function number_of(world, name)
  for number, layer in ipairs(world.layers) do
    if layer.name == name then return number end
  end
end

local function quickest(request, world)
  local count = #world.layers
  local choices = {
    { "cameras", computing(world, "cameras", 1, count) },
    { "edge", sending(world, request.frames * request.frame_bytes) + computing(world, "edge", 1, count) },
  }
  for _, name in ipairs(cuts) do
    local number = number_of(world, name)
    local layer, after = world.layers[number], world.layers[number + 1]
    local seconds = computing(world, "cameras", 1, number)
        + sending(world, request.frames * after.share * layer.bytes)
        + computing(world, "edge", number + 1, count)
    table.insert(choices, { { near = "cameras", far = "edge", after = name }, seconds })
  end
  table.sort(choices, function(a, b) return a[2] < b[2] end)
  return choices[1][1]
end

local training = lm.central { at = "edge" }

return lm.scenario {
  name = "own_rule",
  description = "does a rule written in the scenario find the quickest place?",

  nodes = {
    cameras = lm.devices {
      profile = camera,
      count = 4,
      position = lm.disc { radius = "20m", height = "1m" },
    },
    edge = lm.device { profile = "jetson-agx-orin", position = lm.at { z = "3m" } },
  },
  network = {
    lm.wifi { access_point = "edge", stations = "cameras" },
  },

  model = lm.zoo "camera_cnn",
  data = lm.objects { train_per_device = 200, test = 200 },
  training = lm.training { passes = 8, batch = 16, learning_rate = 0.04, momentum = 0.9, clip_norm = 3 },
  workload = lm.bursts { requests = 10, frames = 16, rate = "1/s" },
  exit = lm.confidence { threshold = 0.6 },

  strategies = {
    lm.strategy { name = "camera", training = training, inference = lm.place "cameras" },
    lm.strategy { name = "edge", training = training, inference = lm.place "edge" },
    lm.strategy {
      name = "partition",
      training = training,
      inference = lm.partition { between = { "cameras", "edge" }, objective = "latency" },
    },
    lm.strategy { name = "own rule", training = training, inference = quickest },
  },
  backend = "fluid",
}
