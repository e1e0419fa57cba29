// Answers of trained networks to every sample of a data set, on disk, so that scenarios replay
// them.
//
// Tables   networks   one row a network: what it is, and what it was asked
//          exits      one row an exit of a network: the layer, means over the samples
//          samples    one row a sample: its label
//          answers    one row a network, sample and exit, in this order
//          features   (no table) float32 [sample][element] of a layer; "network_0": of the first
// Seal     the file ends with a seal (file_seal.hpp)
// Order    samples are numbered in the order of the data; where each has a label at every place, a
//          place counts as a sample
// Tests    tests/unit/scenarios/sample_trace_test.cpp, tests/unit/analysis/trace_test.py
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/host/judged.hpp"
#include "sim/recorder.hpp"

namespace lastmile::scenarios {

void declare_trace_tables(Recorder& recorder);

struct TraceOptions {
  std::optional<std::string> features;  ///< the layer whose activations are kept
  std::string command_line;             ///< for provenance
};

/// Beside the file first, then renamed. ConfigError: it cannot be written, no network has the
/// layer, two networks have one name or were asked other samples.
void write_trace(const std::string& file, const std::vector<Judged>& networks,
                 const TraceOptions& options, learn::ThreadPool& pool);

/// What one network answered.
struct RecordedAnswers {
  std::string network;
  std::string digest;       ///< of the network without its parameters (learn::Network::digest)
  std::string parameters;   ///< digest of them
  std::string data;         ///< name of the data set
  std::string data_digest;  ///< of its contents
  double frame_bytes = 0;   ///< of one sample as it is sent
  learn::Evaluation answers;
  std::vector<std::string> samples;  ///< digests of them
};

/// ConfigError: no trace, damaged, or incomplete.
std::vector<RecordedAnswers> read_trace(const std::string& file);

// As a trace has them.

/// One a place of each sample, in their order.
std::vector<std::string> digests_of_samples(const learn::Dataset& data);
std::string digest_of_parameters(const std::vector<float>& parameters);

}  // namespace lastmile::scenarios
