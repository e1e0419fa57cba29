// Measured times in device files, and the cost model that uses them.
#include "models/time_table.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "models/cost.hpp"
#include "models/cost/layer_calls.hpp"
#include "models/data_file.hpp"
#include "models/zoo/zoo.hpp"
#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::models;

namespace {

TimeTable table_from(const std::string& rows) {
  return read_time_table(
      DataTable::parse(rows + "\nprovenance = \"measured\"\nsource = \"a test\"", "t.toml"));
}

Graph small() {
  Graph net("small", {3, 8, 8});
  net.add(conv(16, 3, 1, 1).named("first"));
  net.add(plain(LayerKind::relu).named("rectify"));
  net.add(max_pool(2, 2).named("pool"));
  net.add(plain(LayerKind::flatten).named("flat"));
  net.mark_exit(net.add(dense(10).named("last")));
  return net;
}

Processor with(std::vector<TimeTable> tables) {
  Processor processor;
  processor.device = "bench";
  processor.name = "cpu";
  processor.coefficients.seconds_per_mac = {1e-9, 1e-9, 1e-9, 1e-9, 1e-9};
  processor.coefficients.seconds_per_activation = 1e-9;
  processor.tables = std::move(tables);
  return processor;
}

Cost cost(const Graph& net, const char* layer, const Processor& processor, int batch = 1) {
  return cost_model("table").layer(net, net.find(layer), processor, batch);
}

}  // namespace

TEST_CASE("time table: by layer, what runs with another is free") {
  const Processor p =
      with({table_from("network = \"small\"\n"
                       "layers = [\"0.001 0.02 first + rectify + pool\", \"0.0005 0 last\"]")});
  const Graph net = small();
  CHECK(cost(net, "first", p).mean == Duration(1'000'000));
  CHECK(cost(net, "first", p).noise_relative == 0.02);
  CHECK(cost(net, "first", p).systematic_relative == 0);
  CHECK(cost(net, "first", p).provenance == Provenance::measured);
  CHECK(cost(net, "pool", p).mean == Duration{0});
  CHECK(cost(net, "flat", p).mean == Duration{0});
  CHECK(forward_cost(cost_model("table"), net, all_layers(net), p, 1).mean == Duration(1'500'000));
  CHECK(cost(net, "first", p, 4).mean == Duration(4'000'000));
  CHECK(cost(net, "first", p, 4).provenance == Provenance::assumed);
}

TEST_CASE("time table: an unknown layer is named, with those that are known") {
  const Processor p =
      with({table_from("network = \"small\"\nlayers = [\"0.001 0 first\", \"0.001 0 lasst\"]")});
  CHECK_THROWS_WITH_AS(static_cast<void>(cost(small(), "last", p)), doctest::Contains("did you mean 'lasst'"),
                       ConfigError);
  CHECK_THROWS_WITH_AS(static_cast<void>(cost(small(), "pool", p)), doctest::Contains("'pool'"), ConfigError);
  CHECK_THROWS_WITH_AS(static_cast<void>(cost(camera_cnn(), "conv1", p)), doctest::Contains("it has: small"),
                       ConfigError);
  CHECK_THROWS_WITH_AS(static_cast<void>(cost(small(), "last", with({}))),
                       doctest::Contains("import profile"), ConfigError);
}

TEST_CASE("time table: one time of a whole network is divided, and adds up again") {
  const Processor p = with({table_from("network = \"small\"\nseconds = 0.01\nnoise_relative = 0.03")});
  const Graph net = small();
  const Cost all = forward_cost(cost_model("table"), net, all_layers(net), p, 1);
  CHECK(to_seconds(all.mean) == doctest::Approx(0.01).epsilon(1e-6));
  CHECK(all.noise_relative == 0.03);
  CHECK(all.provenance == Provenance::assumed);
  CHECK(cost(net, "first", p).mean > cost(net, "last", p).mean);
}

TEST_CASE("time table: the nearest batch not above, else the smallest") {
  const auto at = [](int batch, const char* seconds) {
    return table_from("network = \"small\"\nbatch = " + std::to_string(batch) + "\nlayers = [\"" + seconds +
                      " 0 first\", \"0 0 pool\", \"0 0 last\"]");
  };
  const Processor p = with({at(8, "0.08"), at(2, "0.03"), at(4, "0.05")});
  const auto ms = [&](int batch) { return to_seconds(cost(small(), "first", p, batch).mean) * 1e3; };
  CHECK(ms(2) == doctest::Approx(30));
  CHECK(ms(4) == doctest::Approx(50));
  CHECK(ms(6) == doctest::Approx(75));
  CHECK(ms(16) == doctest::Approx(160));
  CHECK(ms(1) == doctest::Approx(15));
}

TEST_CASE("time table: by kernel call, bare ones too") {
  const Graph net = small();
  const std::string call = layer_call(net, net.find("first"), 1);
  CHECK(call.find("act=relu") != std::string::npos);
  CHECK(layer_call(net, net.find("rectify"), 1).empty());
  Processor p = with({table_from("kernels = [\"0.002 0.1 " + call + "\"]")});
  CHECK(cost(net, "first", p).mean == Duration(2'000'000));
  CHECK(cost(net, "first", p).provenance == Provenance::measured);
  CHECK(cost(net, "rectify", p).mean == Duration{0});
  CHECK_THROWS_WITH_AS(static_cast<void>(cost(net, "last", p)), doctest::Contains("1 kernel calls"),
                       ConfigError);
  std::string bare = call;
  bare.erase(bare.find(" act=relu"), 9);
  p = with({table_from("kernels = [\"0.003 0 " + bare + "\"]")});
  CHECK(cost(net, "first", p).mean == Duration(3'000'000));
  CHECK(cost(net, "first", p).provenance == Provenance::assumed);
}

TEST_CASE("time table: what is wrong is refused with its reason") {
  const std::pair<const char*, const char*> wrong[] = {
      {"network = \"n\"\nlayers = [\"-0.001 0 first\"]", "-0.001"},
      {"network = \"n\"\nlayers = [\"0.001 nan first\"]", "nan"},
      {"network = \"n\"\nlayers = [\"0.001 0\"]", "SECONDS SPREAD NAME"},
      {"network = \"n\"\nlayers = [\"0.001 0 a\", \"0.001 0 b + a\"]", "given twice"},
      {"network = \"n\"\nlayers = [\"0.001 0 a +  + b\"]", "without a name"},
      {"network = \"n\"\nseconds = 0\nnoise_relative = 0", "above zero"},
      {"network = \"n\"\nseconds = 1", "noise_relative"},
      {"network = \"n\"", "go together"},
      {"layers = [\"0.001 0 a\"]", "go together"},
      {"batch = 2", "no times"},
      {"kernels = [\"0.001 0 convolution c=3\"]", "convolution"},
      {"kernels = [\"0.001 0 dense c=3 oc=4\", \"0.001 0 dense oc=4 c=3\"]", "given twice"},
      {"network = \"n\"\nlayer = [\"0.001 0 a\"]", "layers"}};
  for (const auto& [text, why] : wrong) {
    INFO(text);
    CHECK_THROWS_WITH_AS(static_cast<void>(table_from(text)), doctest::Contains(why), ConfigError);
  }
}

TEST_CASE("time table: a derived device is its base with times of its own") {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / "lastmile_derived_device";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directory(folder);
  std::ofstream(folder / "mine.toml")
      << "name = \"mine\"\nbase = \"raspberry-pi-4\"\ndescription = \"a test\"\n"
         "[[processor]]\nname = \"cpu-1\"\n[[processor.table]]\n"
         "network = \"small\"\nseconds = 0.01\nnoise_relative = 0\n"
         "provenance = \"measured\"\nsource = \"a test\"\n";
  const auto with_mine = [&] {
    DeviceLibrary all = DeviceLibrary::load(default_data_folder() / "devices");
    all.add(folder);
    return all;
  };
  DeviceLibrary library = with_mine();
  const DeviceProfile& mine = library.find("mine");
  const DeviceProfile& base = library.find("raspberry-pi-4");
  CHECK(mine.processor().name == "cpu-1");
  CHECK(mine.processor().device == "mine");
  CHECK(mine.processor().tables.size() == 1);
  CHECK(mine.processor("cpu-4").tables.empty());
  CHECK(mine.memory == base.memory);
  CHECK(base.processor("cpu-1").tables.empty());
  CHECK(base.processor().name == "cpu-4");
  CHECK_THROWS_WITH_AS(library.add(folder), doctest::Contains("exists already"), ConfigError);
  std::ofstream(folder / "mine.toml")
      << "name = \"mine\"\nbase = \"raspberry-pi-44\"\ndescription = \"a test\"\n";
  CHECK_THROWS_WITH_AS(static_cast<void>(with_mine().find("mine")), doctest::Contains("raspberry-pi-4"), ConfigError);
  std::ofstream(folder / "mine.toml") << "name = \"other\"\n";
  CHECK_THROWS_WITH_AS(static_cast<void>(with_mine().find("mine")), doctest::Contains("must be 'mine', as the file is called"),
                       ConfigError);
  std::ofstream(folder / "mine.toml")
      << "name = \"mine\"\nbase = \"mine\"\ndescription = \"a test\"\n";
  CHECK_THROWS_WITH_AS(static_cast<void>(with_mine().find("mine")), doctest::Contains("its own base"), ConfigError);
  std::filesystem::remove_all(folder);
}
