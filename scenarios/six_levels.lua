-- Six levels of edge intelligence (and the cloud-only one below them), after Zhou et al. 2019, "Edge
-- Intelligence: Paving the Last Mile of AI with Edge Computing", doi:10.1109/JPROC.2019.2918951.
--
-- Twelve cameras in a building hold labelled pictures, unevenly distributed. A small convolutional network
-- with one early exit is trained on them and then asked by every camera to label bursts of frames. The
-- same application runs once per level; a level says where training and inference happen, and the
-- algorithm that this place implies, and nothing else.
local lm = require "lastmile"

local radio = lm.option("radio", "wifi", { "wifi", "lte", "nr" }, "what joins the cameras to the site")
local passes = lm.option("passes", 24, nil, "passes over every training picture, at every level")
local alpha = lm.option("alpha", 0.5, nil, "evenness of the labels over the cameras; small is uneven")

local access
if radio == "wifi" then
  access = lm.wifi { standard = "802.11ax", width = "20MHz", access_point = "site", stations = "cameras" }
elseif radio == "lte" then
  access = lm.lte { bandwidth = "20MHz", site = "site", ues = "cameras" }
else
  access = lm.nr {
    band = "n78", bandwidth = "20MHz", environment = "indoor", cell_power = "24dBm", cells = { "site" }, ues = "cameras",
  }
end

return lm.scenario {
  name = "six_levels",
  description = "one application at the seven levels of edge intelligence",

  nodes = {
    cameras = lm.devices {
      profile = "raspberry-pi-4",
      count = 12,
      position = lm.grid { spacing = "8m", columns = 4, origin = lm.at { x = "-12m", y = "-8m", z = "2m" } },
    },
    site = lm.router { position = lm.at { z = "3m" } },
    edge = lm.device { profile = "jetson-agx-orin" },
    cloud = lm.device { profile = "tesla-v100" },
  },
  network = {
    access,
    -- Device to device stays ad hoc Wi-Fi on LTE too: ns-3 3.37 has no sidelink.
    lm.adhoc { standard = "802.11ax", width = "20MHz", channel = 149, nodes = "cameras" },
    lm.wire { from = "site", to = "edge", rate = "1Gbps", delay = "50us" },
    lm.wan { from = "site", to = "cloud", rate = "200Mbps", rtt = "40ms" },
  },

  model = lm.zoo "camera_cnn",
  data = lm.objects {
    image = "32x32x3",
    train_per_device = 200,
    test = 500,
    partition = lm.dirichlet { alpha = alpha },
  },
  training = lm.training {
    passes = passes, batch = 16, learning_rate = 0.04, momentum = 0.9, clip_norm = 3, exit_weight = 0.5,
  },
  workload = lm.bursts { from = "cameras", requests = 20, frames = 16, rate = "2/s" },
  exit = lm.confidence { threshold = 0.8 },

  strategies = lm.levels { devices = "cameras", edge = "edge", cloud = "cloud", gossip = { neighbours = 4 } },
  seeds = { 1 },
  backend = "ns3",
  ranking_check = "fluid", -- does any ranking change with the fidelity of the network?
}
