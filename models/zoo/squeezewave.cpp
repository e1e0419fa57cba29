// SqueezeWave (Zhai et al. 2020, arXiv:2001.05685; tianrengao/SqueezeWave, glow.py): speech from 64 steps of
// a mel spectrogram, 0.725 s of sound. Twelve flows, each turning one half of the channels by what a small
// network makes of the other half and the spectrogram. The input is the spectrogram, then the noise that
// becomes sound. Normalisation before the depthwise convolutions is folded into them; exponentials and
// quotients count as additions and products do.
#include "models/zoo/sequence_families.hpp"
#include "models/zoo/transformer.hpp"

namespace lastmile::models {
namespace {

constexpr int kMelChannels = 80, kMelSteps = 64;
constexpr int kFlows = 12, kLayers = 8, kEarlyEvery = 2, kEarlyChannels = 16;

struct Size {
  int steps;     ///< of sound; two or one a step of the spectrogram
  int channels;  ///< of the small networks
  [[nodiscard]] int sound_channels() const { return 16384 / steps; }
};

// Channels that a flow works on; the others have left before.
int channels_in(const Size& size, int flow) {
  return size.sound_channels() - flow / kEarlyEvery * kEarlyChannels;
}

class Vocoder {
 public:
  Vocoder(const char* name, const Size& size)
      : size_(size), net_(name, {kMelChannels * kMelSteps + size.sound_channels() * size.steps, 1, 1}) {
    const LayerId mel = net_.add(slice(0, kMelChannels * kMelSteps), 0);
    mel_ = net_.add(reshape({kMelChannels, 1, kMelSteps}), mel);
    used_ = kMelChannels * kMelSteps;
  }

  Graph build() {
    LayerId sound = noise(channels_in(size_, kFlows - 1));
    for (int flow = kFlows - 1; flow >= 0; --flow) {
      sound = turned(sound, channels_in(size_, flow));
      if (flow > 0 && flow % kEarlyEvery == 0)
        sound = joined(net_, LayerKind::concat, {noise(kEarlyChannels), sound});
    }
    net_.mark_exit(sound);
    net_.validate();
    return std::move(net_);
  }

 private:
  LayerId noise(int channels) {
    const LayerId part = net_.add(slice(used_, channels * size_.steps), 0);
    used_ += channels * size_.steps;
    return net_.add(reshape({channels, 1, size_.steps}), part);
  }

  LayerId turned(LayerId sound, int channels) {
    const LayerId kept = net_.add(slice(0, channels / 2), sound);
    const LayerId moved = net_.add(slice(channels / 2, channels / 2), sound);
    const LayerId said = small_network(kept, channels);
    const LayerId shift = net_.add(slice(0, channels / 2), said);
    const LayerId factor = net_.add(slice(channels / 2, channels / 2), said);
    const LayerId turned = joined(net_, LayerKind::multiply, {added(net_, moved, shift), factor});
    return net_.add(conv(channels, 1, 1, 0, 1, false), joined(net_, LayerKind::concat, {kept, turned}));
  }

  LayerId small_network(LayerId half, int channels) {
    LayerId at = linear(net_, half, size_.channels);
    const LayerId conditions = linear(net_, mel_, 2 * size_.channels * kLayers);
    for (int i = 0; i < kLayers; ++i) at = added(net_, at, gated(at, conditions, i));
    return linear(net_, at, channels);
  }

  LayerId gated(LayerId from, LayerId conditions, int layer) {
    const int channels = size_.channels;
    const LayerId spatial = net_.add(conv(channels, 1, 1, 0, channels).wide(3, 1), from);
    LayerId condition = net_.add(slice(2 * channels * layer, 2 * channels), conditions);
    if (size_.steps > kMelSteps) condition = net_.add(repeat_tokens(size_.steps / kMelSteps), condition);
    const LayerId both = added(net_, linear(net_, spatial, 2 * channels), condition);
    const LayerId value = net_.add(plain(LayerKind::tanh), net_.add(slice(0, channels), both));
    const LayerId gate = net_.add(plain(LayerKind::sigmoid), net_.add(slice(channels, channels), both));
    return linear(net_, joined(net_, LayerKind::multiply, {value, gate}), channels);
  }

  Size size_;
  Graph net_;
  LayerId mel_ = 0;
  int used_ = 0;  // of the input
};

}  // namespace

std::vector<ZooEntry> squeezewave_entries() {
  return {
      {"squeezewave_128l", "vocoder, 128 steps, 256 channels, 0.725 s of speech (Zhai et al. 2020)",
       [](const ZooScale&) { return Vocoder("squeezewave_128l", {128, 256}).build(); }},
      {"squeezewave_128s", "vocoder, 128 steps, 128 channels, 0.725 s of speech (Zhai et al. 2020)",
       [](const ZooScale&) { return Vocoder("squeezewave_128s", {128, 128}).build(); }},
      {"squeezewave_64l", "vocoder, 64 steps, 256 channels, 0.725 s of speech (Zhai et al. 2020)",
       [](const ZooScale&) { return Vocoder("squeezewave_64l", {64, 256}).build(); }},
      {"squeezewave_64s", "vocoder, 64 steps, 128 channels, 0.725 s of speech (Zhai et al. 2020)",
       [](const ZooScale&) { return Vocoder("squeezewave_64s", {64, 128}).build(); }},
  };
}

}  // namespace lastmile::models
