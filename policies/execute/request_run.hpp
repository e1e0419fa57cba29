// One request on its way: stage by stage (a stage ends at an exit), each stage segment by segment (layers
// in a row on one node). Between segments the activations travel; at an exit the frames that are sure
// leave, and their answers go back while the others go on.
#pragma once

#include <set>
#include <utility>
#include <vector>

#include "policies/execute/serving.hpp"
#include "policies/execute/tables.hpp"

namespace lastmile::policies {

class RequestRun {
 public:
  RequestRun(World& world, const Service& service, const Request& request, std::vector<std::uint32_t> samples,
             std::size_t position);
  RequestRun(const RequestRun&) = delete;
  RequestRun& operator=(const RequestRun&) = delete;

  /// Runs the request and records it, answered or dropped.
  Task<void> serve();

 private:
  struct Segment {
    network::NodeId node;
    std::vector<models::LayerId> layers;
  };
  /// Whether every node of the plan has the memory for its layers, and there is a trained network.
  [[nodiscard]] bool has_memory();
  Task<void> run_stage(std::size_t stage);
  Task<void> run_segment(const Segment& segment);
  Task<void> fetch(models::LayerId activation, network::NodeId to);
  /// `steps`: the branch that it is the end of.
  Task<void> answer(network::NodeId from, std::size_t frames, Branch steps);
  [[nodiscard]] std::vector<Segment> segments(std::size_t stage) const;
  std::size_t let_go(std::size_t stage);
  void account(network::NodeId from, network::NodeId to, Bytes size, Purpose purpose);

  World& world_;
  const Service& service_;
  const learn::Evaluation& answers_;
  std::vector<std::uint32_t> alive_;  // test images of the frames that are not answered yet
  std::set<std::pair<models::LayerId, network::NodeId>> delivered_;
  RequestRecord record_;
  Trail trail_;
  Branch steps_;  // of the frames that go on
};

}  // namespace lastmile::policies
