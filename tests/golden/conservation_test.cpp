// What goes in comes out: requests, frames, bytes, joules and seconds of the small scenario.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "memory_recorder.hpp"
#include "models/data_file.hpp"
#include "models/device.hpp"

using namespace lastmile;
using namespace lastmile::scenarios;

namespace {

constexpr double kCameras = 3, kTrainImages = 24, kImageBytes = 3 * 32 * 32, kRequests = 3,
                 kFrames = 4;
constexpr double kModelBytes = 4 * 22868;  // camera_cnn: 448 + 3480 + 3850 + 8680 + 6410 parameters
constexpr double kAnswerBytes = 8;

double sum(const MemoryRecorder& recorder, const std::string& table, const std::string& column) {
  double total = 0;
  for (const Row& row : recorder.rows(table)) total += recorder.number(table, row, column);
  return total;
}

struct Carried {
  double bytes = 0, messages = 0, wan_bytes = 0;
};

/// Of delivered messages; sender "" is anybody.
Carried carried(const MemoryRecorder& recorder, const std::string& purpose,
                const std::string& sender = "") {
  Carried total;
  for (const Row& row : recorder.rows("transfers")) {
    if (recorder.text("transfers", row, "purpose") != purpose) continue;
    if (!sender.empty() && recorder.text("transfers", row, "from") != sender) continue;
    if (recorder.number("transfers", row, "ok") == 0) continue;
    const double bytes = recorder.number("transfers", row, "bytes");
    total.bytes += bytes;
    total.messages += 1;
    total.wan_bytes += bytes * recorder.number("transfers", row, "wan");
  }
  return total;
}

template <class Check>
void for_each_level(Check check) {
  for (std::size_t i = 0; i < results().size(); ++i) {
    INFO("level " << i);
    check(i, results()[i]);
  }
}

double last_event_s(const MemoryRecorder& recorder) {
  double last = 0;
  for (const Row& row : recorder.rows("requests")) {
    last = std::max(last, recorder.number("requests", row, "arrival_s") +
                              recorder.number("requests", row, "latency_s"));
  }
  return last;
}

}  // namespace

TEST_CASE("conservation: every request is answered or dropped, once") {
  for_each_level([](std::size_t, const MemoryRecorder& recorder) {
    std::set<std::pair<std::string, double>> asked;
    double answered = 0, dropped = 0;
    for (const Row& row : recorder.rows("requests")) {
      asked.emplace(recorder.text("requests", row, "device"),
                    recorder.number("requests", row, "request"));
      (recorder.number("requests", row, "dropped") == 0 ? answered : dropped) += 1;
    }
    CHECK(asked.size() == kCameras * kRequests);
    CHECK(answered + dropped == kCameras * kRequests);
    CHECK(dropped == 0);
  });
}

TEST_CASE("conservation: frames that leave early and frames that cross are frames") {
  for_each_level([](std::size_t, const MemoryRecorder& recorder) {
    for (const Row& row : recorder.rows("requests")) {
      const double frames = recorder.number("requests", row, "frames");
      CHECK(frames == kFrames);
      CHECK(recorder.number("requests", row, "early_exits") <= frames);
      CHECK(recorder.number("requests", row, "correct") <= frames);
      CHECK(recorder.number("requests", row, "crossed") <= frames);
    }
  });
}

TEST_CASE("conservation: latency is computing, queueing and transmission, none of them negative") {
  for_each_level([](std::size_t, const MemoryRecorder& recorder) {
    for (const Row& row : recorder.rows("requests")) {
      const double compute = recorder.number("requests", row, "compute_s");
      const double queue = recorder.number("requests", row, "queue_s");
      const double transmit = recorder.number("requests", row, "transmit_s");
      CHECK(compute > 0);
      CHECK(queue >= 0);
      CHECK(transmit >= 0);
      CHECK(compute + queue + transmit ==
            doctest::Approx(recorder.number("requests", row, "latency_s")).epsilon(1e-9));
    }
  });
}

TEST_CASE("conservation: bytes of requests are the bytes that were transferred for them") {
  for_each_level([](std::size_t, const MemoryRecorder& recorder) {
    const Carried raw = carried(recorder, "raw_frames"), features = carried(recorder, "features");
    const Carried answers = carried(recorder, "answer");
    CHECK(sum(recorder, "requests", "raw_bytes") == raw.bytes);
    CHECK(sum(recorder, "requests", "feature_bytes") == features.bytes);
    CHECK(sum(recorder, "requests", "wan_bytes") ==
          raw.wan_bytes + features.wan_bytes + answers.wan_bytes);
    CHECK(sum(recorder, "requests", "exposure_bytes") ==
          raw.bytes + raw.wan_bytes + features.bytes + features.wan_bytes);
  });
}

TEST_CASE("conservation: bytes that a node sent are the bytes of its transfers") {
  for_each_level([](std::size_t, const MemoryRecorder& recorder) {
    for (const Row& row : recorder.rows("devices")) {
      const std::string& name = recorder.text("devices", row, "device");
      INFO(name);
      CHECK(recorder.number("devices", row, "raw_bytes_out") ==
            carried(recorder, "raw_training", name).bytes +
                carried(recorder, "raw_frames", name).bytes);
      CHECK(recorder.number("devices", row, "feature_bytes_out") ==
            carried(recorder, "features", name).bytes);
      CHECK(recorder.number("devices", row, "model_bytes_out") ==
            carried(recorder, "model", name).bytes);
    }
  });
}

TEST_CASE("conservation: each level sends what its definition says") {
  for_each_level([](std::size_t level, const MemoryRecorder& recorder) {
    const double images = level <= 3 ? kCameras * kTrainImages * (kImageBytes + 1) : 0;
    CHECK(carried(recorder, "raw_training").bytes == images);
    CHECK(carried(recorder, "raw_training").wan_bytes == images);
    const bool frames_leave = level == 0 || level == 1 || level == 4;
    CHECK(carried(recorder, "raw_frames").bytes ==
          (frames_leave ? kCameras * kRequests * kFrames * kImageBytes : 0));
    const Carried models = carried(recorder, "model");
    CHECK(models.bytes == models.messages * kModelBytes);
    // Rounds: down and up for every camera (and through the edge); gossip: to two neighbours. Then
    // to whoever infers and does not have it.
    const double expected[] = {0, 1, 4, 3, 2 * (2 + 6) + 1, 2 * 6 + 3, 2 * 3 * 2};
    CHECK(models.messages == expected[level]);
    CHECK((level < 5 || sum(recorder, "transfers", "wan") == 0));
  });
}

TEST_CASE("conservation: as many answers as frames, when answers travel") {
  const Carried answers = carried(results()[0], "answer");
  CHECK(answers.bytes == kCameras * kRequests * kFrames * kAnswerBytes);
  CHECK(carried(results()[3], "answer").messages == 0);
  CHECK(carried(results()[6], "answer").messages == 0);
}

TEST_CASE("conservation: phases end where the last thing happens") {
  for_each_level([](std::size_t, const MemoryRecorder& recorder) {
    for (const Row& row : recorder.rows("devices")) {
      CHECK(recorder.number("devices", row, "training_s") +
                recorder.number("devices", row, "inference_s") ==
            doctest::Approx(last_event_s(recorder)).epsilon(1e-9));
    }
    for (const Row& row : recorder.rows("rounds")) {
      CHECK(recorder.number("rounds", row, "time_s") <=
            recorder.number("devices", recorder.rows("devices").front(), "training_s") + 1e-9);
    }
  });
}

TEST_CASE("conservation: joules of inference are the power of the device times its seconds") {
  const auto library = models::DeviceLibrary::load(models::default_data_folder() / "devices");
  for_each_level([&](std::size_t, const MemoryRecorder& recorder) {
    double above_idle_s = 0;
    for (const Row& row : recorder.rows("devices")) {
      const auto& profile = library.find(recorder.text("devices", row, "profile"));
      const double above_w = profile.processor().load.value() - profile.idle.value();
      above_idle_s += recorder.number("devices", row, "inference_compute_j") / above_w;
      const double seconds = recorder.number("devices", row, "training_s") +
                             recorder.number("devices", row, "inference_s");
      CHECK(recorder.number("devices", row, "idle_j") ==
            doctest::Approx(profile.idle.value() * seconds).epsilon(1e-9));
    }
    CHECK(above_idle_s == doctest::Approx(sum(recorder, "requests", "compute_s")).epsilon(1e-9));
  });
}

TEST_CASE(
    "conservation: what has no radio spends nothing on it, and nobody spends less than nothing") {
  for_each_level([](std::size_t, const MemoryRecorder& recorder) {
    for (const Row& row : recorder.rows("devices")) {
      const bool camera = recorder.number("devices", row, "asks") == 1;
      for (const char* column : {"training_radio_j", "inference_radio_j"}) {
        CHECK(recorder.number("devices", row, column) >= 0);
        CHECK((camera || recorder.number("devices", row, column) == 0));
      }
      CHECK(recorder.number("devices", row, "training_compute_j") >= 0);
    }
  });
}

TEST_CASE("conservation: the same trainings at every place give the same accuracies") {
  const auto accuracies = [](std::size_t level) {
    std::vector<double> all;
    for (const Row& row : results()[level].rows("rounds")) {
      all.push_back(results()[level].number("rounds", row, "accuracy"));
      all.push_back(results()[level].number("rounds", row, "loss"));
    }
    return all;
  };
  for (const std::size_t level : {1u, 2u, 3u}) CHECK(accuracies(level) == accuracies(0));
  CHECK(accuracies(4) == accuracies(5));
  CHECK(accuracies(4) != accuracies(0));
}
