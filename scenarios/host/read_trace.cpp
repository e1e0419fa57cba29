// The reading side of sample_trace.hpp: a trace may be damaged or made by hand, so everything is
// checked.
#include <algorithm>
#include <cmath>

#include "analysis/hdf5_reader.hpp"
#include "scenarios/host/file_seal.hpp"
#include "scenarios/host/sample_trace.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

constexpr std::int64_t kMostSamples = 100'000'000, kMostExits = 1000;
constexpr double kMostBytes = 1e9;

class TraceReader {
 public:
  explicit TraceReader(const std::string& file) : file_(file), in_(file) {
    const std::vector<std::string> tables = in_.tables();
    for (const char* needed : {"networks", "answers", "samples"})
      if (std::find(tables.begin(), tables.end(), needed) == tables.end())
        refuse("no table '" + std::string(needed) +
               "': it is no trace of `lastmile evaluate --trace`");
    if (!in_.complete()) refuse("it is incomplete");
    for (const char* name : {"network", "sample", "exit", "predicted", "rank", "correct"})
      whole_.push_back(equally_long("answers", in_.integers("answers", name)));
    for (const char* name : {"confidence", "entropy", "loss"})
      real_.push_back(equally_long("answers", in_.reals("answers", name)));
  }

  std::vector<RecordedAnswers> read() {
    const auto texts = [&](const char* column) {
      return equally_long("networks", in_.texts("networks", column));
    };
    const auto numbers = [&](const char* column) {
      return equally_long("networks", in_.integers("networks", column));
    };
    const auto names = texts("network"), digests = texts("network_digest"),
               parameters = texts("parameters_digest"), data = texts("data"),
               contents = texts("data_digest");
    const auto samples = numbers("samples"), exits = numbers("exits");
    const auto frame_bytes = equally_long("networks", in_.reals("networks", "frame_bytes"));
    const std::vector<std::string> kept = in_.texts("samples", "digest");
    std::vector<RecordedAnswers> all;
    for (std::size_t n = 0; n < names.size(); ++n) {
      if (!(frame_bytes[n] >= 1 && frame_bytes[n] <= kMostBytes))
        refuse("frames of impossible size");
      all.push_back({names[n], digests[n], parameters[n], data[n], contents[n], frame_bytes[n],
                     evaluation(n, samples[n], exits[n]), kept});
      if (kept.size() != all.back().answers.samples)
        refuse("network '" + names[n] + "' was asked " + std::to_string(samples[n]) +
               " samples, the table has " + std::to_string(kept.size()));
    }
    if (at_ != whole_[0].size()) refuse("more answers than its networks have");
    return all;
  }

 private:
  [[noreturn]] void refuse(const std::string& why) const {
    throw ConfigError("cannot use '" + file_ + "': " + why);
  }

  template <class Column>
  Column equally_long(const char* table, Column column) const {
    if (column.size() != in_.rows(table))
      refuse("columns of '" + std::string(table) + "' differ in length");
    return column;
  }

  learn::Evaluation evaluation(std::size_t network, std::int64_t samples, std::int64_t exits) {
    if (samples < 1 || samples > kMostSamples || exits < 1 || exits > kMostExits)
      refuse("a network with " + std::to_string(samples) + " samples and " + std::to_string(exits) +
             " exits");
    learn::Evaluation made;
    made.samples = static_cast<std::size_t>(samples);
    for (std::int64_t e = 0; e < exits; ++e) made.exits.push_back(static_cast<std::size_t>(e));
    const auto wanted = static_cast<std::size_t>(samples * exits);
    if (wanted > whole_[0].size() - at_)
      refuse("network " + std::to_string(network) + " has " +
             std::to_string(whole_[0].size() - at_) + " answers for " + std::to_string(samples) +
             " samples and " + std::to_string(exits) + " exits");
    made.answers.reserve(wanted);
    for (std::int64_t sample = 0; sample < samples; ++sample)
      for (std::int64_t exit = 0; exit < exits; ++exit)
        made.answers.push_back(answer(static_cast<std::int64_t>(network), sample, exit));
    made.summarise();
    return made;
  }

  learn::Answer answer(std::int64_t network, std::int64_t sample, std::int64_t exit) {
    const std::size_t row = at_++;
    const auto is = [&](std::size_t column, std::int64_t value) {
      return whole_[column][row] == value;
    };
    const auto within = [&](std::size_t column, std::int64_t most) {
      return whole_[column][row] >= 0 && whole_[column][row] <= most;
    };
    const double confidence = real_[0][row], entropy = real_[1][row], loss = real_[2][row];
    const bool right = is(0, network) && is(1, sample) && is(2, exit) && within(3, 65535) &&
                       within(4, 65535) && within(5, 1) && confidence >= 0 && confidence <= 1 &&
                       entropy >= 0 && std::isfinite(entropy) && std::isfinite(loss);
    if (!right)
      refuse("row " + std::to_string(row) + " of its answers is out of order or out of range");
    return {static_cast<float>(confidence),
            static_cast<float>(loss),
            static_cast<float>(entropy),
            static_cast<learn::Label>(whole_[3][row]),
            is(5, 1),
            static_cast<std::uint16_t>(whole_[4][row])};
  }

  std::string file_;
  analysis::Hdf5Reader in_;
  std::vector<std::vector<std::int64_t>> whole_;
  std::vector<std::vector<double>> real_;
  std::size_t at_ = 0;  // rows of answers that were read
};

}  // namespace

std::vector<RecordedAnswers> read_trace(const std::string& file) {
  check_seal(file);
  return TraceReader(file).read();
}

}  // namespace lastmile::scenarios
