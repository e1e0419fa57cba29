// What derives one kind of layers each; only for layer.cpp.
#pragma once

#include "models/layer.hpp"

namespace lastmile::models {

/// ConfigError that names the layer.
[[noreturn]] void refuse_layer(const LayerSpec& spec, const std::string& why);

// Each fills out, macs, weights and biases; in is set.
void derive_conv(Layer& layer);  ///< transposed_conv and local_conv too
void derive_pool(Layer& layer);

// Sequences: maps of height 1.
void derive_recurrent(Layer& layer);
void derive_attention(Layer& layer, const std::vector<Shape>& inputs);
void derive_embedding(Layer& layer);
void derive_select(Layer& layer);
void derive_class_token(Layer& layer);
void derive_cache(Layer& layer);

}  // namespace lastmile::models
