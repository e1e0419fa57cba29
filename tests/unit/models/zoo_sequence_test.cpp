// Networks for sequences against published figures.
//
// BERT base           109,482,240 parameters (Hugging Face's BertModel, bert-base-uncased); 22.5 G
//                     operations, two a MAC, at 128 tokens (Jiao et al. 2020, TinyBERT, table 1)
// MobileBERT          24,581,888 (Hugging Face's MobileBertModel). Its paper's 25.3 M and 5.7 G operations
//                     are remembered, not checked: we count 5.39 G
// ViT-B/16            86,567,656 parameters, 17.564 GMAC: torchvision 0.29, metadata of vit_b_16's weights
// GPT-2 small         124,439,808 (several users of the checkpoint)
// LSTM, PTB medium    20 M (takase.github.io/lm_performance, a table of published results)
// Next word           1.4 M (Hard et al. 2018, section 3)
// Shakespeare         counted from LEAF's stacked_lstm.py; no published figure
// DeepSpeech          file of 188,915,987 bytes, four a weight (release 0.9.3, deepspeech-0.9.3-models.pbmm)
// Kaldi's, SENNA's    sizes of the layers: asr, pos, ner, chk.prototxt of claritylab/djinn. Remembered, not
//                     checked: table 1 of Hauswald et al. 2015 with 30 M for Kaldi's (ours 25.4) and 180 K for
//                     SENNA's taggers (their files come to 104, 118 and 103 K)
// SqueezeWave         3.78, 2.16, 1.06, 0.68 GMAC for a second of sound (README of tianrengao/SqueezeWave)
#include <doctest/doctest.h>

#include "models/memory.hpp"
#include "models/zoo/zoo.hpp"
#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::models;

namespace {

double giga_macs(const char* name) { return static_cast<double>(zoo(name).totals().macs) / 1e9; }
double million_parameters(const char* name) {
  return static_cast<double>(zoo(name).totals().parameters()) / 1e6;
}

}  // namespace

TEST_CASE("zoo: BERT, MobileBERT and ViT to the last parameter") {
  CHECK(zoo("bert_base").totals().parameters() == 109482240);
  CHECK(zoo("mobilebert").totals().parameters() == 24581888);
  CHECK(zoo("vit_b16").totals().parameters() == 86567656);
  CHECK(2 * giga_macs("bert_base") == doctest::Approx(22.5).epsilon(0.01));
  CHECK(giga_macs("vit_b16") == doctest::Approx(17.564).epsilon(0.001));
  CHECK(zoo("bert_base:resolution=512").totals().parameters() == 109482240);
  CHECK_THROWS_WITH_AS(static_cast<void>(zoo("bert_base:resolution=513")), doctest::Contains("512 tokens"),
                       ConfigError);
}

TEST_CASE("zoo: MobileBERT's MACs by hand") {
  const std::int64_t tokens = 128;
  const std::int64_t layer =
      2 * 512 * 128 + 2 * 128 * 128 + 512 * 128 + 128 * 128 + 4 * 2 * 128 * 512 + 128 * 512;
  const std::int64_t attention = 2 * tokens * tokens * 128;
  CHECK(zoo("mobilebert").totals().macs == 24 * (tokens * layer + attention) + tokens * 3 * 128 * 512);
}

TEST_CASE("zoo: GPT-2's work grows with the cache by attention alone, and so does its memory") {
  const Graph net = zoo("gpt2_small");
  CHECK(net.totals().parameters() == 124439808);
  const std::int64_t layers = 12 * 12 * 768 * 768, words = 50257 * 768;
  CHECK(net.totals().macs == layers + words + 12 * 2 * 256 * 768);
  CHECK(zoo("gpt2_small:resolution=1024").totals().macs == layers + words + 12 * 2 * 1024 * 768);
  const auto alive = [](const char* name) {
    const Graph graph = zoo(name);
    std::vector<LayerId> all(graph.size());
    for (LayerId id = 0; id < all.size(); ++id) all[id] = id;
    return peak_live_elements(graph, all);
  };
  CHECK(alive("gpt2_small:resolution=1024") - alive("gpt2_small") == 2 * 12 * 768 * (1024 - 256));
}

TEST_CASE("zoo: recurrent language models") {
  CHECK(std::abs(million_parameters("ptb_lstm") - 20) <= 0.5);
  CHECK(zoo("ptb_lstm").totals().macs == 35 * (2 * 4 * 650 * 1300 + 650 * 10000));
  CHECK(zoo("shakespeare_lstm").totals().parameters() ==
        80 * 8 + 4 * 256 * (8 + 256 + 1) + 4 * 256 * (512 + 1) + 257 * 80);
  CHECK(std::abs(million_parameters("next_word_cifg") - 1.4) <= 0.05);
  CHECK(zoo("next_word_cifg").totals().weights == 10000 * 96 + 3 * 670 * 192 + 670 * 96);
}

TEST_CASE("zoo: speech and taggers") {
  CHECK(4e6 * million_parameters("deepspeech") == doctest::Approx(188915987).epsilon(0.01));
  CHECK(zoo("kaldi_asr").totals().parameters() == 441 * 2048 + 5 * 2049 * 2048 + 2049 * 1706);
  CHECK(zoo("kaldi_asr").totals().macs ==
        548 * std::int64_t{1} * (440 * 2048 + 5 * 2048 * 2048 + 2048 * 1706));
  CHECK(zoo("senna_pos").totals().parameters() == 301 * 300 + 301 * 45);
  CHECK(zoo("senna_ner").totals().parameters() == 376 * 300 + 301 * 17);
  CHECK(zoo("senna_chk").totals().parameters() == 301 * 300 + 301 * 42);
}

TEST_CASE("zoo: SqueezeWave") {
  constexpr double seconds = 0.725;
  CHECK(giga_macs("squeezewave_128l") / seconds == doctest::Approx(3.78).epsilon(0.01));
  CHECK(giga_macs("squeezewave_64l") / seconds == doctest::Approx(2.16).epsilon(0.01));
  CHECK(giga_macs("squeezewave_128s") / seconds == doctest::Approx(1.06).epsilon(0.01));
  CHECK(std::abs(giga_macs("squeezewave_64s") / seconds - 0.68) <=
        0.0076);  // 0.687 rounded down by its authors
  const Graph net = zoo("squeezewave_128l");
  CHECK(net.layer(net.output()).out == Shape{128, 1, 128});
}
