// A student that learns from a teacher's answers beside the labels.
//
// Formula    the loss `distilled` of loss.hpp, with the teacher's logits on the student's samples
// Source     Hinton et al. 2015, arXiv:1503.02531
// Validity   one teacher, which has finished learning; each of the student's exits learns from the
//            teacher's last one
// Tests      tests/unit/learn/distil_test.cpp
#pragma once

#include "models/learn/train.hpp"

namespace lastmile::learn {

/// A network with what it has learned. Refers to both.
struct Teacher {
  const Network& network;
  std::span<const float> parameters;
};

/// The last exit's logits, [sample of the data set][place][class]; 0 for samples not asked for.
std::vector<float> teacher_logits(const Teacher& teacher, const Dataset& data,
                                  std::span<const std::uint32_t> samples,
                                  ThreadPool* pool = nullptr);

/// train() with the teacher's logits; options.loss says its share and the temperature. ConfigError
/// unless both networks answer alike and the share is above 0.
TrainResult distil(const Teacher& teacher, const Network& student, std::vector<float> parameters,
                   const Dataset& data, std::span<const std::uint32_t> samples, SgdOptions options,
                   RandomStream shuffle, ThreadPool* pool = nullptr);

}  // namespace lastmile::learn
