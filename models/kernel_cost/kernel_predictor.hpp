// Times of kernels predicted from their work and shape; what `lastmile calibrate device` fits.
//
// Formulae   t = base(work) * exp(trees(features))
//            base    sum of coefficient * term, or their greatest (roofline)
//            whole network = k * sum of its steps
// Symbols    terms and features as in step_facts.hpp; k: a whole run over the sum of the steps'
// minima Methods    surface     greatest of terms; trees see FLOP and intensity only: a roofline
// with an
//                        efficiency surface
//            regression  sum of terms, no trees
//            trees       sum of terms, trees see all features
//            The fit chooses for each group by held-out error (fit_predictor.hpp).
// Validity   the processor, the kernels and the kind of networks that it was fitted to, one thread,
// fp32 File       TOML, first line a checksum of all that follows Tests
// tests/unit/models/kernel_predictor_test.cpp
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "models/fit/boosted_trees.hpp"
#include "models/kernel_cost/step_facts.hpp"
#include "models/provenance.hpp"

namespace lastmile::models {

enum class PredictionMethod : std::uint8_t { surface, regression, trees };
std::string_view to_string(PredictionMethod method);
/// ConfigError with the nearest name.
PredictionMethod prediction_method(std::string_view name);

/// One group of kernels.
struct GroupPredictor {
  PredictionMethod method = PredictionMethod::regression;
  WorkTerms coefficients{};  ///< seconds per unit of each term
  BoostedTrees trees;
  int rows = 0;             ///< steps that it was fitted to
  double held_out_rms = 0;  ///< of ln(measured / predicted) of steps in networks left out

  [[nodiscard]] double base(const WorkTerms& terms) const;
  [[nodiscard]] double seconds(const StepFacts& facts) const;
};

/// Errors of whole networks left out of the fit, relative, and the spread of repeated runs.
struct PredictionResidual {
  int networks = 0;
  double mape = 0, rmspe = 0, bias = 0, within_10_percent = 0;
  double noise_relative = 0;
};

struct KernelPredictor {
  std::string processor;     ///< as the machine names it
  std::string architecture;  ///< "x86_64"
  std::string isa;           ///< of the kernels: "avx512"
  std::string date;
  Origin origin;
  double whole_over_steps = 1;
  PredictionResidual residual;
  std::map<std::string, GroupPredictor> groups;

  /// Seconds of each step, whole_over_steps included.
  [[nodiscard]] std::vector<double> steps(const kernels::Program& program) const;
  [[nodiscard]] double whole(const kernels::Program& program) const;
};

std::string text(const KernelPredictor& predictor);
/// ConfigError: not the checksum, a group missing or negative, anything that text() does not write.
KernelPredictor parse_predictor(std::string_view text, std::string_view name);
KernelPredictor read_predictor(const std::filesystem::path& file);

}  // namespace lastmile::models
