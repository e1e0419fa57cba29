#include "scenarios/host/pixel_option.hpp"

#include "models/learn/fit_picture.hpp"
#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

/// One number for all channels, or one a channel with commas between.
std::vector<double> by_channel(const Arguments& arguments, const std::string& option,
                               double otherwise, std::size_t channels) {
  const auto text = arguments.text(option);
  if (!text) return std::vector<double>(channels, otherwise);
  std::vector<double> numbers;
  for (std::size_t from = 0; from <= text->size();) {
    const std::size_t comma = std::min(text->find(',', from), text->size());
    numbers.push_back(parse_number(text->substr(from, comma - from)));
    from = comma + 1;
  }
  if (numbers.size() == 1) numbers.assign(channels, numbers.front());
  if (numbers.size() == channels) return numbers;
  throw ConfigError("--" + option + " " + *text + ": " + std::to_string(numbers.size()) +
                    " numbers for " + std::to_string(channels) + " channels");
}

std::int64_t side(const std::string& text) {
  if (text == "stretch") return 0;
  const double value = parse_number(text);
  if (value >= 1 && value <= 10'000 &&
      value == static_cast<double>(static_cast<std::int64_t>(value)))
    return static_cast<std::int64_t>(value);
  throw ConfigError("--resize " + text + ": a whole number of pixels from 1 to 10000, or stretch");
}

learn::ChannelOrder order(const std::string& name) {
  if (name == "reversed") return learn::ChannelOrder::reversed;
  return name == "repeated" ? learn::ChannelOrder::repeated : learn::ChannelOrder::kept;
}

}  // namespace

std::vector<OptionSpec> pixel_options() {
  return {{"resize", "SIDE",
           "pictures: the shorter side becomes SIDE pixels, the middle is cut out to the network's "
           "input; or: stretch"},
          {"interpolation", "HOW", "of --resize; default bilinear", false, {"nearest", "bilinear"}},
          {"channels",
           "ORDER",
           "reversed: BGR for RGB; repeated: grey for a network of colours",
           false,
           {"kept", "reversed", "repeated"}},
          {"scale", "S",
           "the network sees (S byte - mean) / std; default 1/255 where mean or std is given"},
          {"mean", "M[,M,M]", "one, or one a channel"},
          {"std", "D[,D,D]", "likewise"}};
}

learn::PictureChange picture_change(const Arguments& arguments, const models::Shape& wanted) {
  if (!arguments.has("resize") && !arguments.has("channels")) return {};
  learn::PictureFit fit;
  if (const auto resize = arguments.text("resize")) {
    fit.resize = true;
    fit.side = side(*resize);
  }
  if (arguments.text("interpolation") == "nearest")
    fit.interpolation = learn::Interpolation::nearest;
  fit.channels = order(arguments.text("channels").value_or("kept"));
  return
      [wanted, fit](const learn::Picture& picture) { return learn::fitted(picture, wanted, fit); };
}

learn::Dataset scaled(const learn::Dataset& data, const Arguments& arguments) {
  if (!arguments.has("scale") && !arguments.has("mean") && !arguments.has("std")) return data;
  const auto channels = static_cast<std::size_t>(data.shape().channels);
  const std::vector<double> factor = by_channel(arguments, "scale", 1.0 / 255, channels),
                            mean = by_channel(arguments, "mean", 0, channels),
                            deviation = by_channel(arguments, "std", 1, channels);
  learn::PixelScale scale;
  for (std::size_t c = 0; c < channels; ++c) {
    if (!(deviation[c] > 0))
      throw ConfigError("--std " + *arguments.text("std") + ": must be above 0");
    scale.factor.push_back(static_cast<float>(factor[c] / deviation[c]));
    scale.shift.push_back(static_cast<float>(-mean[c] / deviation[c]));
  }
  return data.seen_as(std::move(scale));
}

}  // namespace lastmile::scenarios
