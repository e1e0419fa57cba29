// The state of reading a .param file, as the types of layers see it.
#pragma once

#include <array>
#include <map>
#include <set>

#include "models/ncnn/lines.hpp"
#include "models/onnx/imported.hpp"

namespace lastmile::models::ncnn {

inline constexpr int most_axis = 1 << 16;

// Settings by their numbers; ConfigError names line and layer.
bool has(const Line& line, int key);
int whole(const Line& line, int key, int otherwise);
double real(const Line& line, int key, double otherwise);
int within(const Line& line, int key, int otherwise, int least, int most);
std::vector<double> list(const Line& line, int key);  ///< none: empty

/// What a name stands for: a layer's output, with zeros around it that the next window adds.
struct Blob {
  LayerId layer = 0;
  std::array<int, 4> padding{};  ///< top, bottom, left, right
};

class Reader {
 public:
  Reader(std::string name, const std::vector<Line>& lines);

  /// Of an input that is not padded.
  [[nodiscard]] LayerId in(const Line& line, std::size_t i = 0) const;
  [[nodiscard]] std::vector<LayerId> all_in(const Line& line) const;
  [[nodiscard]] const Blob& blob(const Line& line) const;
  [[nodiscard]] const Shape& shape(LayerId layer) const { return graph_.layer(layer).out; }
  [[nodiscard]] const Shape& shape(const Line& line) const { return shape(blob(line).layer); }

  LayerId add(const Line& line, const LayerSpec& spec, const std::vector<LayerId>& inputs,
              const std::string& name = "");
  /// All outputs of the line are this.
  void set(const Line& line, const Blob& blob);
  void set(const Line& line, std::size_t output, LayerId layer);
  /// The line's layer, and its value.
  void finish(const Line& line, const LayerSpec& spec, const std::vector<LayerId>& inputs);
  void finish(const Line& line, const LayerSpec& spec) { finish(line, spec, {in(line)}); }
  Imported take();

 private:
  void name(const Line& line, const std::string& blob, const Blob& value);

  Graph graph_;
  std::map<std::string, Blob> blobs_;
  std::set<std::string> read_;
  double macs_ = 0;
};

using Handler = void (*)(Reader&, const Line&);
using Handlers = std::map<std::string, Handler>;

Handlers window_layers();      ///< convolutions, pools, zeros around maps
Handlers activation_layers();  ///< and normalisation: what keeps the shape
Handlers map_layers();         ///< what joins, cuts, views and resizes maps

/// The activation that a layer computes with its own result (9=, -23310=), if it does.
void set_with_activation(Reader& reader, const Line& line, LayerId layer);

}  // namespace lastmile::models::ncnn
