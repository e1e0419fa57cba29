// A small scenario that is right, and a way to load a text as if it were a file.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "scenarios/scenario.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {

inline const std::string kGoodScenario = R"(local lm = require "lastmile"
local radio = lm.option("radio", "wifi", { "wifi", "lte" }, "what joins them")
local count = lm.option("count", 3)
local link
if radio == "wifi" then
  link = lm.wifi { access_point = "edge", stations = "cameras", width = "40MHz" }
else
  link = lm.lte { site = "edge", ues = "cameras", bandwidth = "5MHz" }
end
return lm.scenario {
  name = "good",
  nodes = {
    edge = lm.device { profile = "jetson-agx-orin" },
    cameras = lm.devices {
      profile = "raspberry-pi-4",
      count = count,
      position = lm.disc { radius = "20m", height = "2m" },
    },
    cloud = lm.device { profile = "tesla-v100" },
  },
  network = {
    link,
    lm.adhoc { nodes = "cameras", channel = 149 },
    lm.wan { from = "edge", to = "cloud", rate = "200Mbps", rtt = "40ms" },
  },
  model = lm.zoo "camera_cnn",
  data = lm.objects {
    train_per_device = 20, test = 20, partition = lm.dirichlet { alpha = 0.5 },
  },
  training = lm.training { passes = 1, batch = 20, learning_rate = 0.01, momentum = 0.9 },
  workload = lm.bursts { requests = 20, frames = 16, rate = "1/s" },
  exit = lm.confidence { threshold = 0.8 },
  strategies = lm.levels { devices = "cameras", edge = "edge", cloud = "cloud" },
  seeds = lm.range(1, 3),
}
)";

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "lastmile.XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  std::string write(const std::string& name, const std::string& text) const {
    const std::string file = path_ + "/" + name;
    std::ofstream(file, std::ios::binary) << text;
    return file;
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline Scenario load_text(const std::string& text, const LoadOptions& options = {}) {
  const TemporaryFolder folder;
  return load_scenario(folder.write("s.lua", text), options);
}

/// The error from "s.lua" on, without the temporary folder; "" when there is none.
inline std::string error_of(const std::string& text, const LoadOptions& options = {}) {
  try {
    load_text(text, options);
  } catch (const ConfigError& error) {
    const std::string message = error.what();
    const std::size_t name = message.find("s.lua");
    return name == std::string::npos ? message : message.substr(name);
  }
  return "";
}

inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw InternalError("not in the text: " + from);
  return text.replace(at, from.size(), to);
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace lastmile::scenarios
