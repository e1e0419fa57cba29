#include "scenarios/host/sample_trace.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "analysis/hdf5_sink.hpp"
#include "scenarios/host/file_seal.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

using T = ColumnType;

Cell whole(std::size_t value) { return static_cast<std::int64_t>(value); }

}  // namespace

void declare_trace_tables(Recorder& recorder) {
  recorder.declare({"networks",
                    "one row a network that was asked",
                    {{"network", T::text, "", "its name"},
                     {"file", T::text, "", "as the command named it"},
                     {"network_digest", T::text, "", "of its layers, without what it has learned"},
                     {"parameters_digest", T::text, "", "of what it has learned"},
                     {"data", T::text, "", "name of the data set"},
                     {"data_digest", T::text, "", "of its contents as this network saw them"},
                     {"samples", T::integer, "1", "samples asked"},
                     {"exits", T::integer, "1", "exits that answered each"},
                     {"classes", T::integer, "1", "classes told apart"},
                     {"frame_bytes", T::real, "B", "of one sample as it is sent"}}});
  recorder.declare(
      {"exits",
       "one row an exit of a network",
       {{"network", T::integer, "1", "row in networks"},
        {"exit", T::integer, "1", "from 0, in the order in which samples meet them"},
        {"layer", T::text, "", "that gives the answer"},
        {"accuracy", T::real, "1", "share of the samples told right"},
        {"accuracy_top5", T::real, "1", "share whose class is among the five likeliest"},
        {"loss", T::real, "nat", "mean cross-entropy"}}});
  recorder.declare(
      {"samples",
       "one row a sample, in the order of the data",
       {{"sample", T::integer, "1", "number, from 0"},
        {"label", T::integer, "1", "its class"},
        {"digest", T::text, "", "of its contents and label, as the first network saw it"}}});
  recorder.declare({"answers",
                    "one row a network, sample and exit, in this order",
                    {{"network", T::integer, "1", "row in networks"},
                     {"sample", T::integer, "1", "row in samples"},
                     {"exit", T::integer, "1", "from 0"},
                     {"predicted", T::integer, "1", "likeliest class"},
                     {"confidence", T::real, "1", "its probability"},
                     {"entropy", T::real, "nat", "of the probabilities of all classes"},
                     {"loss", T::real, "nat", "cross-entropy"},
                     {"rank", T::integer, "1", "classes likelier than the right one"},
                     {"correct", T::integer, "1", "1 if told right"}}});
}

namespace {

void record_network(Recorder& recorder, std::size_t row, const Judged& one) {
  const learn::Network& network = one.trained.network;
  recorder.record("networks", {network.name(), one.file, network.digest().text(),
                               digest_of_parameters(one.trained.parameters), one.data.name(),
                               one.data.digest().text(), whole(one.answers.samples),
                               whole(one.answers.exits.size()),
                               whole(static_cast<std::size_t>(network.classes())),
                               static_cast<double>(one.data.image_bytes())});
  for (std::size_t e = 0; e < one.answers.exits.size(); ++e)
    recorder.record("exits", {whole(row), whole(e), one.exit_layer(e), one.answers.accuracy[e],
                              one.answers.accuracy_of_top(5, e), one.answers.mean_loss[e]});
  for (std::size_t i = 0; i < one.answers.samples; ++i)
    for (std::size_t e = 0; e < one.answers.exits.size(); ++e) {
      const learn::Answer& a = one.answers.answer(i, e);
      recorder.record("answers",
                      {whole(row), whole(i), whole(e), whole(a.predicted),
                       static_cast<double>(a.confidence), static_cast<double>(a.entropy),
                       static_cast<double>(a.loss), whole(a.rank), whole(a.correct ? 1 : 0)});
    }
}

std::optional<models::LayerId> find_layer(const models::Graph& graph, const std::string& name) {
  for (models::LayerId id = 1; id < graph.size(); ++id)
    if (graph.layer(id).name() == name) return id;
  return std::nullopt;
}

std::string no_such_layer(const std::vector<Judged>& networks, const std::string& name) {
  std::vector<std::string> known;
  for (const Judged& one : networks)
    for (models::LayerId id = 1; id < one.trained.graph.size(); ++id)
      known.push_back(one.trained.graph.layer(id).name());
  return unknown_name_message("layer", name, known);
}

void store_features(analysis::Hdf5Sink& sink, const std::vector<Judged>& networks,
                    const std::string& layer, learn::ThreadPool& pool) {
  bool any = false;
  for (std::size_t n = 0; n < networks.size(); ++n) {
    const Judged& one = networks[n];
    const auto id = find_layer(one.trained.graph, layer);
    if (!id) continue;
    any = true;
    const std::vector<float> values = learn::forward_to(
        one.trained.network, one.trained.parameters, one.data, all_samples(one.data), *id, &pool);
    const models::Shape& shape = one.trained.graph.layer(*id).out;
    sink.store({"features", "network_" + std::to_string(n), "1",
                "activations of layer '" + layer + "' (" + to_string(shape) + ") of network '" +
                    one.trained.network.name() + "', one row a sample: channel, row, column",
                static_cast<std::size_t>(shape.elements()), values});
  }
  if (!any) throw ConfigError("--features: " + no_such_layer(networks, layer));
}

void check(const std::vector<Judged>& networks) {
  check_same_samples(networks);
  std::set<std::string> names;
  for (const Judged& one : networks)
    if (!names.insert(one.trained.network.name()).second)
      throw ConfigError("--trace: two networks are named '" + one.trained.network.name() + "'");
}

}  // namespace

std::vector<std::string> digests_of_samples(const learn::Dataset& data) {
  std::vector<std::string> digests;
  for (std::size_t i = 0; i < data.size(); ++i) {
    learn::Hasher contents("sample");
    if (data.values() == learn::Values::features)
      contents.add(data.features(i));
    else
      contents.add(std::span(data.image(i), data.image_bytes()));
    for (std::size_t place = 0; place < data.places(); ++place) {
      learn::Hasher hash = contents;
      digests.push_back(hash.add(place).add(data.label(i, place)).digest().text());
    }
  }
  return digests;
}

std::string digest_of_parameters(const std::vector<float>& parameters) {
  return learn::Hasher("parameters").add(parameters).digest().text();
}

void write_trace(const std::string& file, const std::vector<Judged>& networks,
                 const TraceOptions& options, learn::ThreadPool& pool) {
  check(networks);
  const std::string part = file + ".part";
  std::error_code error;
  try {
    analysis::FileAttributes attributes;
    attributes.scenario_name = "trace";
    analysis::Hdf5Sink sink(part, attributes);
    declare_trace_tables(sink);
    const learn::Dataset& data = networks.front().data;
    const std::vector<std::string> digests = digests_of_samples(data);
    for (std::size_t i = 0; i < digests.size(); ++i)
      sink.record("samples", {whole(i), whole(data.labels()[i]), digests[i]});
    for (std::size_t n = 0; n < networks.size(); ++n) record_network(sink, n, networks[n]);
    if (options.features) store_features(sink, networks, *options.features, pool);
    analysis::Provenance provenance;
    provenance.command_line = options.command_line;
    sink.finish(provenance);
    seal(part);
    std::filesystem::rename(part, file, error);
  } catch (...) {
    std::filesystem::remove(part, error);
    throw;
  }
  if (error) throw ConfigError("cannot write '" + file + "': " + error.message());
}

}  // namespace lastmile::scenarios
