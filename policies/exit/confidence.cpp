// confidence: a frame leaves at the first exit whose largest class probability reaches the threshold.
// Source:  Teerapittayanon, McDanel, Kung 2016, "BranchyNet", doi:10.1109/ICPR.2016.7900006 (there with
//          entropy, see entropy.cpp); the largest probability is the common simpler rule.
#include "policies/policy.hpp"

namespace lastmile::policies {
namespace {

class Confidence final : public ExitPolicy {
 public:
  explicit Confidence(double threshold) : threshold_(threshold) {}
  bool leave(std::size_t, const Certainty& answer) const override {
    return static_cast<double>(answer.confidence) >= threshold_;
  }

 private:
  double threshold_;
};

const Registration<ExitPolicy> registration{
    {"confidence", "A frame leaves at the first exit that is sure enough.",
     Schema{"confidence",
            {optional("threshold", ParameterKind::number, 0.8, "largest class probability that is enough")
                 .between(0, 1)}},
     [](const Parameters& p) -> std::unique_ptr<ExitPolicy> {
       return std::make_unique<Confidence>(p.number("threshold"));
     }}};

}  // namespace
}  // namespace lastmile::policies
