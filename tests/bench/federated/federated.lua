-- Federated averaging of a logistic regression: clients spread over access points, ten of them in a round.
-- The problem that bench federated times, and that flower_logistic.py gives to Flower's simulation.
local lm = require "lastmile"

local clients = lm.option("clients", 1000, nil, "devices that hold data")
local points = lm.option("access_points", 50, nil, "of Wi-Fi, 30 m apart, on four channels")
local chosen = lm.option("per_round", 10, nil, "clients in a round")
local rounds = lm.option("rounds", 100, nil, "of averaging")

local across = math.min(points, 10)
local rows = math.ceil(points / across)

local nodes = {
  clients = lm.devices {
    profile = "raspberry-pi-4", count = clients,
    position = lm.area {
      width = 30 * across .. "m", depth = 30 * rows .. "m",
      center = lm.at { x = 15 * (across - 1) .. "m", y = 15 * (rows - 1) .. "m" },
    },
  },
  site = lm.router {},
  server = lm.device { profile = "jetson-agx-orin" },
}
local names = {}
for i = 1, points do
  names[i] = "ap" .. i
  nodes[names[i]] = lm.router {
    position = lm.at { x = 30 * ((i - 1) % across) .. "m", y = 30 * ((i - 1) // across) .. "m", z = "3m" },
  }
end

return lm.scenario {
  name = "federated",
  description = "logistic regression by federated averaging, few of many clients in a round",
  nodes = nodes,
  network = {
    lm.wifi {
      access_points = names, channels = { 36, 40, 44, 48 }, stations = "clients", gateway = "site",
      ignore_below = "-92dBm",
    },
    lm.wire { from = "site", to = "server", rate = "1Gbps", delay = "50us" },
  },
  model = lm.zoo "logistic",
  data = lm.digits { train_per_device = 60, test = 1000, partition = lm.dirichlet { alpha = 0.5 } },
  training = lm.training { passes = rounds, batch = 10, learning_rate = 0.02, momentum = 0 },
  workload = lm.bursts { from = "clients", requests = 1, frames = 1, rate = "1/s" },
  strategies = {
    lm.strategy {
      name = "federated", training = lm.federated { server = "server", clients_per_round = chosen },
      inference = lm.place "clients",
    },
  },
  backend = "fluid",
}
