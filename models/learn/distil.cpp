#include "models/learn/distil.hpp"

#include <utility>

#include "models/learn/each_group.hpp"
#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

std::string answers_of(const Network& network) {
  return "'" + network.name() + "' gives " + std::to_string(network.places()) + " x " +
         std::to_string(network.classes());
}

}  // namespace

std::vector<float> teacher_logits(const Teacher& teacher, const Dataset& data,
                                  std::span<const std::uint32_t> samples, ThreadPool* pool) {
  const Network& network = teacher.network;
  const ValueId exit = network.exit_value(network.exits() - 1);
  const std::size_t places = network.places();
  const auto classes = static_cast<std::size_t>(network.classes());
  std::vector<float> logits(data.size() * places * classes, 0.0F);
  each_group(network, teacher.parameters, data, samples, pool,
             [&](const Pass& pass, std::size_t first, std::size_t count) {
               for (std::size_t lane = 0; lane < count; ++lane) {
                 float* to = &logits[samples[first + lane] * places * classes];
                 for (std::size_t place = 0; place < places; ++place)
                   for (std::size_t c = 0; c < classes; ++c)
                     *to++ = pass.value(exit)[(c * places + place) * kernels::kLanes + lane];
               }
             });
  return logits;
}

TrainResult distil(const Teacher& teacher, const Network& student, std::vector<float> parameters,
                   const Dataset& data, std::span<const std::uint32_t> samples, SgdOptions options,
                   RandomStream shuffle, ThreadPool* pool) {
  if (student.places() != teacher.network.places() ||
      student.classes() != teacher.network.classes())
    throw ConfigError("distillation: the teacher " + answers_of(teacher.network) +
                      " answers, the student " + answers_of(student));
  if (!(options.loss.distilled > 0))
    throw ConfigError("distillation: distilled = " + std::to_string(options.loss.distilled) +
                      ": the teacher's share must be above 0");
  options.loss.teacher = teacher_logits(teacher, data, samples, pool);
  return train(student, std::move(parameters), data, samples, options, shuffle, pool);
}

}  // namespace lastmile::learn
