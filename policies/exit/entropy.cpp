// entropy: a frame leaves at the first exit whose answer has less entropy than that exit's threshold.
// Formula: - sum over the classes of p ln p, nats; at most ln(classes)
// Source:  Teerapittayanon, McDanel, Kung 2016, "BranchyNet", doi:10.1109/ICPR.2016.7900006
#include "policies/policy.hpp"

namespace lastmile::policies {
namespace {

class Entropy final : public ExitPolicy {
 public:
  explicit Entropy(std::vector<double> thresholds) : thresholds_(std::move(thresholds)) {}
  bool leave(std::size_t exit, const Certainty& answer) const override {
    return static_cast<double>(answer.entropy) < thresholds_[std::min(exit, thresholds_.size() - 1)];
  }

 private:
  std::vector<double> thresholds_;
};

std::vector<double> thresholds_of(const Parameters& given) {
  const std::vector<double> thresholds = given.numbers("thresholds");
  if (thresholds.empty()) fail_at(given.place("thresholds"), "entropy{}: thresholds must not be empty");
  for (const double one : thresholds)
    if (!(one >= 0)) fail_at(given.place("thresholds"), "entropy{}: thresholds must not be negative");
  return thresholds;
}

const Registration<ExitPolicy> registration{
    {"entropy", "A frame leaves at the first exit whose answer has little entropy (BranchyNet).",
     Schema{"entropy",
            {required("thresholds", ParameterKind::number_list,
                      "nats, one an exit before the last; the last number is for all that follow")}},
     [](const Parameters& p) -> std::unique_ptr<ExitPolicy> { return std::make_unique<Entropy>(thresholds_of(p)); }}};

}  // namespace
}  // namespace lastmile::policies
