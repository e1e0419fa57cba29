#include "models/learn/cached.hpp"

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "models/learn/rehearsal.hpp"

namespace lastmile::learn {
namespace {

// Part of every key: change it with any change of the arithmetic.
constexpr int kAlgorithm = 2;

// Less work than this is done anew: a file takes about as long, half a millisecond to write (1,100 files of 31 kB
// made a run half a second longer on an ext4 disk).
constexpr double kWorthAFile = 3e7;     // multiplications and additions
constexpr double kPassesOfTraining = 3;  // forward, gradient, slope

bool worth_a_file(const Network& network, std::size_t samples, double passes) {
  return static_cast<double>(network.macs()) * static_cast<double>(samples) * passes > kWorthAFile;
}

class BlobWriter {
 public:
  template <class T>
  void put(const std::vector<T>& values) {
    static_assert(std::is_trivially_copyable_v<T>);
    const std::uint64_t count = values.size();
    append(&count, sizeof count);
    append(values.data(), values.size() * sizeof(T));
  }
  Blob blob;

 private:
  void append(const void* data, std::size_t size) {
    const auto* bytes = static_cast<const std::byte*>(data);
    blob.insert(blob.end(), bytes, bytes + size);
  }
};

class BlobReader {
 public:
  explicit BlobReader(const Blob& blob) : blob_(blob) {}
  template <class T>
  bool get(std::vector<T>& values) {
    std::uint64_t count = 0;
    if (!take(&count, sizeof count) || count > (blob_.size() - at_) / sizeof(T)) return false;
    values.resize(count);
    return take(values.data(), count * sizeof(T));
  }

 private:
  bool take(void* to, std::size_t size) {
    if (size > blob_.size() - at_) return false;
    if (size > 0) std::memcpy(to, blob_.data() + at_, size);
    at_ += size;
    return true;
  }
  const Blob& blob_;
  std::size_t at_ = 0;
};

Hasher& add_common(Hasher& hash, const Network& network, std::span<const float> parameters,
                   const Dataset& data, std::span<const std::uint32_t> samples) {
  return hash.add(kAlgorithm).add(network.digest()).add(parameters).add(data.digest()).add(samples);
}

Digest train_key(const Network& network, const std::vector<float>& parameters, const Dataset& data,
                 std::span<const std::uint32_t> samples, const SgdOptions& o, RandomStream shuffle,
                 const std::vector<float>& velocity) {
  Hasher hash("train");
  add_common(hash, network, parameters, data, samples).add(velocity);
  o.describe(hash);
  for (int i = 0; i < 4; ++i) hash.add(shuffle.next_u64());  // our copy: draws tell its state
  return hash.digest();
}

// Padding bytes of Answer would make equal results differ on disk, so its fields are stored apart.
Blob pack(const Evaluation& e) {
  std::vector<float> numbers;
  std::vector<std::uint8_t> marks;
  std::vector<Label> classes;
  for (const Answer& a : e.answers) {
    numbers.insert(numbers.end(), {a.confidence, a.loss, a.entropy});
    classes.insert(classes.end(), {a.predicted, a.rank});
    marks.push_back(a.correct ? 1 : 0);
  }
  BlobWriter out;
  out.put(numbers);
  out.put(marks);
  out.put(std::vector<std::uint64_t>(e.exits.begin(), e.exits.end()));
  out.put(e.mean_loss);
  out.put(e.accuracy);
  out.put(classes);
  return std::move(out.blob);
}

bool unpack(const Blob& blob, std::size_t samples, std::size_t places, Evaluation& e) {
  std::vector<float> numbers;
  std::vector<std::uint8_t> marks;
  std::vector<std::uint64_t> exits;
  std::vector<Label> classes;
  BlobReader in(blob);
  if (!in.get(numbers) || !in.get(marks) || !in.get(exits) || !in.get(e.mean_loss) ||
      !in.get(e.accuracy) || !in.get(classes) || classes.size() != 2 * marks.size() ||
      numbers.size() != 3 * marks.size() || marks.size() != samples * places * exits.size())
    return false;
  e.samples = samples * places;
  e.places = places;
  e.exits.assign(exits.begin(), exits.end());
  for (std::size_t i = 0; i < marks.size(); ++i)
    e.answers.push_back({numbers[3 * i], numbers[3 * i + 1], numbers[3 * i + 2], classes[2 * i],
                         marks[i] != 0, classes[2 * i + 1]});
  return true;
}

Blob pack(const TrainResult& r) {
  BlobWriter out;
  out.put(r.parameters);
  out.put(r.velocity);
  out.put(r.epoch_loss);
  out.put(std::vector<std::uint64_t>(r.random.begin(), r.random.end()));
  out.put(std::vector<std::uint64_t>{r.next_step});
  return std::move(out.blob);
}

bool unpack(const Blob& blob, std::size_t parameters, TrainResult& r) {
  std::vector<std::uint64_t> random, step;
  BlobReader in(blob);
  if (!in.get(r.parameters) || !in.get(r.velocity) || !in.get(r.epoch_loss) || !in.get(random) ||
      !in.get(step) || random.size() != r.random.size() || step.size() != 1)
    return false;
  std::copy(random.begin(), random.end(), r.random.begin());
  r.next_step = step.front();
  if (!r.epoch_loss.empty()) r.mean_loss = r.epoch_loss.back();
  return r.parameters.size() == parameters;
}

}  // namespace

TrainResult train_cached(const WorkCache* cache, const Network& network,
                         std::vector<float> parameters, const Dataset& data,
                         std::span<const std::uint32_t> samples, const SgdOptions& options,
                         RandomStream shuffle, ThreadPool* pool, std::vector<float> velocity) {
  const bool kept =
      cache != nullptr && worth_a_file(network, samples.size(), kPassesOfTraining * options.epochs);
  const bool rehearsed = cache != nullptr && cache->rehearsal() != nullptr;
  if (!kept && !rehearsed)
    return train(network, std::move(parameters), data, samples, options, shuffle, pool,
                 std::move(velocity));
  const Digest key = train_key(network, parameters, data, samples, options, shuffle, velocity);
  if (rehearsed)
    return cache->rehearsal()->train(key, kept, samples.size(), options.epochs, std::move(parameters),
                                     std::move(velocity), shuffle);
  TrainResult result;
  if (const auto blob = cache->get(key); blob && unpack(*blob, parameters.size(), result))
    return result;
  result = train(network, std::move(parameters), data, samples, options, shuffle, pool,
                 std::move(velocity));
  cache->put(key, pack(result));
  return result;
}

Evaluation evaluate_cached(const WorkCache* cache, const Network& network,
                           std::span<const float> parameters, const Dataset& data,
                           std::span<const std::uint32_t> samples, ThreadPool* pool) {
  const bool kept = cache != nullptr && worth_a_file(network, samples.size(), 1);
  const bool rehearsed = cache != nullptr && cache->rehearsal() != nullptr;
  if (!kept && !rehearsed)
    return evaluate(network, parameters, data, samples, pool);
  Hasher hash("evaluate");
  const Digest key = add_common(hash, network, parameters, data, samples).digest();
  if (rehearsed) return cache->rehearsal()->evaluate(key, kept, network, samples.size());
  Evaluation result;
  if (const auto blob = cache->get(key);
      blob && unpack(*blob, samples.size(), network.places(), result))
    return result;
  result = evaluate(network, parameters, data, samples, pool);
  cache->put(key, pack(result));
  return result;
}

}  // namespace lastmile::learn
