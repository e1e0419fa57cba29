#include "scenarios/host/skeletons.hpp"

namespace lastmile::scenarios {
namespace {

constexpr const char* kPolicy = R"cpp(// NAME: small bursts run on the device that asks, larger ones at a server.
// Ignores: how busy the server and the radio are.
// Checked: CHECK.
#include "policies/policy.hpp"

namespace lastmile::policies {
namespace {

class CLASS final : public InferencePolicy {
 public:
  CLASS(std::string server, std::int64_t most_frames)
      : server_(std::move(server)), most_frames_(most_frames) {}
  // The view tells layers, expected times and energies, and shares seen in training: policies/view.hpp.
  Plan decide(const Request& request, const PlanningView& view) const override {
    const bool small = request.frames <= most_frames_;
    const network::NodeId node = small ? request.origin : view.nodes_named(server_).front();
    return everything_at(view.graph(), request.origin, node, small ? "where asked" : server_);
  }

 private:
  std::string server_;
  std::int64_t most_frames_;
};

// What the language knows of it: lm.NAME { server = "edge", most_frames = 4 }.
const Registration<InferencePolicy> registration{
    {"NAME", "Small bursts run on the device that asks, larger ones at a server.",
     Schema{"NAME",
            {required("server", ParameterKind::name, "where larger bursts run"),
             optional("most_frames", ParameterKind::count, 4, "in a small burst").between(0, 1e6)}},
     [](const Parameters& p) -> std::unique_ptr<InferencePolicy> {
       return std::make_unique<CLASS>(p.text("server"), p.count("most_frames"));
     }}};

}  // namespace
}  // namespace lastmile::policies
)cpp";

constexpr const char* kTest = R"cpp(// NAME: at the device up to most_frames, at the server above.
#include <doctest/doctest.h>

#include "fake_view.hpp"
#include "models/zoo/zoo.hpp"

using namespace lastmile::policies;

TEST_CASE("NAME: the size decides") {
  const FakeView view(lastmile::models::camera_cnn());
  const auto policy = make<InferencePolicy>("NAME", {{"most_frames", 4}, {"server", "edge"}});
  CHECK(policy->decide(request_from(1, 4), view).node_of_layer.back() == 1);
  CHECK(policy->decide(request_from(1, 5), view).node_of_layer.back() == 3);
}
)cpp";

constexpr const char* kScenario = R"lua(-- NAME: a policy of one's own in C++, beside what it has to beat.
--   lastmile run RUN
local lm = require "lastmile"

local frames = lm.option("frames", 8, nil, "frames of a burst")
local training = lm.central { at = "edge" }

return lm.scenario {
  name = "NAME",
  description = "what is the policy NAME worth?",

  nodes = {
    cameras = lm.devices {
      profile = "raspberry-pi-4", count = 4, position = lm.disc { radius = "20m", height = "1m" },
    },
    edge = lm.device { profile = "jetson-agx-orin", position = lm.at { z = "3m" } },
  },
  network = { lm.wifi { access_point = "edge", stations = "cameras" } },

  model = lm.zoo "camera_cnn",
  data = lm.objects { train_per_device = 100, test = 100 },
  training = lm.training { passes = 4, batch = 16, learning_rate = 0.04, momentum = 0.9, clip_norm = 3 },
  workload = lm.bursts { requests = 5, frames = frames, rate = "1/s" },

  strategies = {
    lm.strategy { name = "camera", training = training, inference = lm.place "cameras" },
    lm.strategy { name = "edge", training = training, inference = lm.place "edge" },
    lm.strategy {
      name = "NAME",
      training = training,
      inference = lm.NAME { server = "edge", most_frames = 4 },
    },
  },
  backend = "fluid",
}
)lua";

constexpr const char* kProject = R"cmake(# A policy in C++, built outside Lastmile's own tree:
#   cmake -S . -B build && cmake --build build && ctest --test-dir build
#   lastmile run NAME.lua --plugin build/NAME.so
# Where Lastmile is not in a place that CMake knows, add -DCMAKE_PREFIX_PATH=PREFIX to the first line.
cmake_minimum_required(VERSION 3.20)
project(NAME LANGUAGES CXX)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_package(lastmile 0.1 REQUIRED)
lastmile_add_plugin(NAME NAME.cpp)

# The test: NAME.lua runs, with a small burst and with a large one.
enable_testing()
find_program(LASTMILE lastmile REQUIRED)
foreach(frames 1 16)
  add_test(KEYWORD NAME_${frames} WORKING_DIRECTORY ${CMAKE_BINARY_DIR}
           COMMAND ${LASTMILE} run ${CMAKE_SOURCE_DIR}/NAME.lua --plugin $<TARGET_FILE:NAME>
                   --set frames=${frames} --out NAME_${frames}.h5)
endforeach()
)cmake";

/// burst_size: BurstSize
std::string class_of(const std::string& name) {
  std::string text;
  bool first = true;
  for (const char c : name) {
    if (c != '_') text += first && c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
    first = c == '_';
  }
  return text;
}

std::string policy_text(const std::string& name, const std::string& check) {
  return named(replaced(replaced(kPolicy, "CLASS", class_of(name)), "CHECK", check), name);
}

std::string scenario_text(const std::string& name, const std::string& run) {
  return named(replaced(kScenario, "RUN", run), name);
}

}  // namespace

Skeleton plugin_skeleton(const std::string& name) {
  const std::string folder = name + "/";
  return {{folder + "CMakeLists.txt", replaced(named(kProject, name), "KEYWORD", "NAME")},
          {folder + name + ".cpp", policy_text(name, "ctest, which runs NAME.lua")},
          {folder + name + ".lua", scenario_text(name, "NAME.lua --plugin build/NAME.so")}};
}

Skeleton tree_policy_skeleton(const std::string& name) {
  const std::string test = "tests/unit/policies/" + name + "_test.cpp";
  const std::string scenario = "scenarios/tutorial/" + name + ".lua";
  return {{"policies/place/" + name + ".cpp", policy_text(name, test)},
          {test, named(kTest, name)},
          {scenario, scenario_text(name, scenario)}};
}

}  // namespace lastmile::scenarios
