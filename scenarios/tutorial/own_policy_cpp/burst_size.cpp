// burst_size: small bursts run on the device that asks, larger ones at a server.
// Ignores: how busy the server and the radio are.
#include "policies/policy.hpp"

namespace lastmile::policies {
namespace {

class BurstSize final : public InferencePolicy {
 public:
  BurstSize(std::string server, std::int64_t most_frames)
      : server_(std::move(server)), most_frames_(most_frames) {}
  Plan decide(const Request& request, const PlanningView& view) const override {
    const bool small = request.frames <= most_frames_;
    const network::NodeId node = small ? request.origin : view.nodes_named(server_).front();
    return everything_at(view.graph(), request.origin, node, small ? "where asked" : server_);
  }

 private:
  std::string server_;
  std::int64_t most_frames_;
};

const Registration<InferencePolicy> registration{
    {"burst_size", "Small bursts run on the device that asks, larger ones at a server.",
     Schema{"burst_size",
            {required("server", ParameterKind::name, "where larger bursts run"),
             optional("most_frames", ParameterKind::count, 4, "in a small burst").between(0, 1e6)}},
     [](const Parameters& p) -> std::unique_ptr<InferencePolicy> {
       return std::make_unique<BurstSize>(p.text("server"), p.count("most_frames"));
     }}};

}  // namespace
}  // namespace lastmile::policies
