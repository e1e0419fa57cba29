// A device as its data file describes it: memory, idle power and processors with their rates.
//
// Files are written by models/fit/fit_devices.py; numbers live there, with a source each, never in
// code. Checked: tests/unit/models/device_test.cpp
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/interference.hpp"
#include "models/cost/algorithm_work.hpp"
#include "models/provenance.hpp"
#include "models/thermal.hpp"
#include "models/time_table.hpp"
#include "sim/units.hpp"

namespace lastmile::models {

struct KernelPredictor;

/// Layer types that have a rate of their own. `memory` moves activations only; `fused` costs
/// nothing, because frameworks run it inside the layer before (ReLU, folded normalisation,
/// flatten, ...).
enum class CostClass : std::uint8_t {
  conv3x3s1,
  conv1x1,
  conv_other,
  depthwise,
  dense,
  memory,
  fused
};
inline constexpr std::size_t mac_classes = 5;
inline constexpr std::size_t cost_classes = 7;
std::string_view to_string(CostClass type);

enum class ProcessorKind : std::uint8_t { cpu, gpu, npu };
std::string_view to_string(ProcessorKind kind);

/// Cores of one kind with one clock: the big ones, the little ones.
struct Cluster {
  std::string name;
  std::string core;  ///< "cortex-a76"
  int cores = 0;
  Hertz clock;
  Origin origin;
};

/// A named state of the whole device besides idle: sleep, stop, off.
struct PowerState {
  std::string name;
  Watts power;
  Origin origin;
};

/// A DVFS point or power mode of a processor. What is not known is absent.
struct OperatingPoint {
  std::string name;
  std::optional<Hertz> clock;
  std::optional<double> volts;
  std::optional<Watts> load;    ///< of the whole device while busy at this point
  std::optional<double> speed;  ///< over that of the point which the coefficients were fitted at
  Origin origin;
};

struct Peak {
  FlopRate flops;
  ByteRate bandwidth;
  double bytes_per_element = 4;
  Origin origin;
};

struct Coefficients {
  std::array<double, mac_classes> seconds_per_mac{};  ///< indexed by CostClass
  double seconds_per_activation = 0;
  double seconds_per_layer = 0;
  std::string framework;
  std::string date;
  Origin origin;
};

/// Errors of the fit over whole networks, relative (0.2 = 20 %).
struct Residual {
  int n = 0;
  double in_sample_mape = 0;
  double held_out_mape = 0;
  double held_out_rmspe = 0;
  double held_out_bias = 0;
  double held_out_within_10_percent = 0;
  double noise_relative = 0;  ///< run-to-run spread on the device
  Origin origin;
};

/// Energy of computing as P_busy t + joules per MAC, moved byte and layer, instead of one figure for
/// "busy"; fitted to the same runs as the coefficients.
struct EnergyRates {
  Watts busy;
  double joules_per_mac = 0;
  double joules_per_byte = 0;
  double joules_per_layer = 0;
  double held_out_mape = 0;  ///< of the energy of whole networks whose time is known
  Origin origin;
};

/// Seconds per unit of the work that algorithms do (cost/algorithm.cpp), CPUs of ncnn's table.
struct AlgorithmCosts {
  WorkRow seconds{};
  int n = 0;  ///< networks
  double held_out_mape = 0;
  double held_out_rmspe = 0;
  Origin origin;
};

struct Processor {
  std::string device;
  std::string name;
  ProcessorKind kind = ProcessorKind::cpu;
  int threads = 0;
  std::string precision;
  std::vector<std::string> clusters;  ///< that the threads run on, in order; empty: not told
  Peak peak;
  Watts load;  ///< of the whole device while this processor is busy
  Origin load_origin;
  double batch_ceiling = 1;  ///< share of peak.flops that large batches reach (GPU)
  std::array<double, mac_classes> batch_shared{};  ///< share of an image's work that further ones save (CPU)
  Origin batch_origin;
  double backward_over_forward = 2;  ///< time of the backward pass over that of the forward pass
  Origin training_origin;
  Coefficients coefficients;
  Residual residual;
  std::vector<TimeTable> tables;  ///< measured times; empty: none imported
  std::vector<OperatingPoint> points;
  std::optional<EnergyRates> energy;
  std::optional<Sharing> sharing;  ///< none: one job after the other
  std::optional<AlgorithmCosts> algorithms;
  std::shared_ptr<const KernelPredictor> kernels;  ///< null: not calibrated by kernel
};

struct DeviceProfile {
  std::string name;
  std::string kind;  ///< mcu, board, phone, laptop, desktop, server, gpu
  std::string description;
  Bytes memory;
  std::optional<Bytes> flash;  ///< where a microcontroller keeps its weights, beside `memory`
  Origin memory_origin;
  Watts idle;
  Origin idle_origin;
  std::vector<PowerState> states;
  std::optional<ThermalProfile> thermal;  ///< none: never too hot
  std::vector<Cluster> clusters;
  std::vector<Processor> processors;  ///< the first is the default

  /// Empty name: the default. ConfigError with the nearest name otherwise.
  [[nodiscard]] const Processor& processor(std::string_view processor_name = {}) const;
};

/// The devices of a folder or several. A file NAME.toml is the device NAME; it is read when that is asked for,
/// since a program that needs three of them need not parse a hundred. One thread at a time.
class DeviceLibrary {
 public:
  /// Every *.toml of a folder, e.g. default_data_folder() / "devices".
  static DeviceLibrary load(const std::filesystem::path& folder);
  /// Those of default_data_folder(), then those of the folder $LASTMILE_DEVICES, if set.
  static DeviceLibrary load_default();
  /// ConfigError if a device of one of its names is there already.
  void add(const std::filesystem::path& folder);

  /// ConfigError if unknown, or for what is wrong in its file. A file with `base` is that device under another
  /// name, with times of its own.
  [[nodiscard]] const DeviceProfile& find(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  struct Entry {
    std::filesystem::path file;
    std::optional<DeviceProfile> profile;
    bool being_read = false;
  };
  [[nodiscard]] DeviceProfile read(const std::string& name, const std::filesystem::path& file) const;
  mutable std::map<std::string, Entry, std::less<>> entries_;
};

/// Of a file without `base`; kernel calibrations lie beside it.
DeviceProfile read_device(const DataTable& table, const std::filesystem::path& folder);
/// What `file` names of its processors comes first and has the tables given there.
DeviceProfile derive_device(const DataTable& file, const DeviceProfile& base);

}  // namespace lastmile::models
