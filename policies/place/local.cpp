// local: every request runs on the device that asks.
#include "policies/policy.hpp"

namespace lastmile::policies {
namespace {

class Local final : public InferencePolicy {
 public:
  Plan decide(const Request& request, const PlanningView& view) const override {
    return everything_at(view.graph(), request.origin, request.origin, "local");
  }
};

const Registration<InferencePolicy> registration{
    {"local", "Every request runs on the device that asks.", Schema{"local", {}},
     [](const Parameters&) -> std::unique_ptr<InferencePolicy> { return std::make_unique<Local>(); }}};

}  // namespace
}  // namespace lastmile::policies
