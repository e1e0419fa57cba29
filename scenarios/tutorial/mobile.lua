-- Phones on the move: do pictures still get to the edge server when the phone walks from one access point
-- to the next, or drives from one cell to the next and through a tunnel?
--   lastmile show network scenarios/tutorial/mobile.lua --out mobile.svg
--   lastmile run scenarios/tutorial/mobile.lua --set radio=lte --network ns3 --record transfers,links
local lm = require "lastmile"

local radio = lm.option("radio", "wifi", { "wifi", "lte" }, "walking under Wi-Fi, or driving under LTE")
local walking = radio == "wifi"

-- Walkers stay in the square; the car goes round the block, where one street runs through a tunnel.
local square = lm.area { width = "100m", depth = "40m" }
local block = lm.roads {
  crossings = {
    sw = lm.at { x = "-300m", y = "-100m" }, se = lm.at { x = "300m", y = "-100m" },
    ne = lm.at { x = "300m", y = "100m" }, nw = lm.at { x = "-300m", y = "100m" },
  },
  roads = { { "sw", "se" }, { "se", "ne" }, { "ne", "nw" }, { "nw", "sw" } },
}
local walk = lm.random_waypoint { area = square, min_speed = "1m/s", max_speed = "2m/s", pause = "2s" }
local drive = lm.road_trip { roads = block, speed = "50km/h" }

local apart = walking and "35m" or "250m"
local access, hole
if walking then
  access = lm.wifi {
    name = "radio", access_points = { "west", "east" }, channels = { 36, 44 }, stations = "phones",
    gateway = "site", roam_margin = "6dB",
  }
  hole = lm.hole { center = lm.at { y = "12m" }, radius = "6m", loss = "30dB" }
else
  access = lm.lte {
    name = "radio", cells = { "west", "east" }, ues = "phones", gateway = "site", bandwidth = "10MHz",
    a3_hysteresis = "3dB", a3_time = "256ms",
  }
  hole = lm.hole { center = lm.at { y = "100m" }, radius = "40m", loss = "200dB" }
end

return lm.scenario {
  name = "mobile",
  description = "pictures from phones on the move: look at them on the phone, or at the edge server?",

  nodes = {
    phones = lm.devices { profile = "snapdragon-8-gen-2", count = 3, motion = walking and walk or drive },
    west = lm.router { position = lm.at { x = "-" .. apart, z = "5m" } },
    east = lm.router { position = lm.at { x = apart, z = "5m" } },
    site = lm.router {},
    edge = lm.device { profile = "jetson-agx-orin" },
  },
  -- Behind access points and cells lies their gateway: their own wires to it need not be said.
  network = {
    access,
    lm.wire { from = "site", to = "edge", rate = "1Gbps", delay = "50us", name = "uplink" },
  },
  holes = { hole },
  outages = { lm.outage { link = "uplink", from = "60s", length = "2s" } },

  model = lm.zoo "camera_cnn",
  data = lm.objects { train_per_device = 100, test = 100 },
  training = lm.training { passes = 4, batch = 16, learning_rate = 0.04, momentum = 0.9, clip_norm = 3 },
  workload = lm.bursts { requests = 20, frames = 16, rate = "0.2/s" },

  strategies = {
    lm.strategy { name = "on the phone", training = lm.central { at = "edge" }, inference = lm.place "phones" },
    lm.strategy { name = "at the edge", training = lm.central { at = "edge" }, inference = lm.place "edge" },
  },
  backend = "fluid",
}
