// max_min: weighted max-min fair rates by progressive filling.
//   maximise the smallest x_f / w_f, then the next smallest, ...
//   subject to  sum over f of a_fr * x_f <= C_r  for every resource r
//   x_f  rate of flow f [bytes/s]        w_f  its weight [-]
//   C_r  capacity of resource r [units/s; bytes on a wire, seconds of airtime on a radio]
//   a_fr what one byte of f takes of r [units/byte]
// Filling: raise a common level L with x_f = w_f L until a resource is full; its flows stay there.
// Source:  Bertsekas, Gallager 1992, "Data Networks", section 6.5.2.
// Valid:   every flow uses a resource and every a_fr > 0. Ignores: round-trip-time bias of TCP;
//          with weights that differ by resource (a cell's time shares) one weight holds on the
//          whole path.
// Checked: tests/theory/maxmin_test.cpp (by hand, and the bottleneck property on random instances).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lastmile::network::fluid {

/// What one byte of a flow takes of one resource.
struct Use {
  std::uint32_t resource;
  double per_byte;
};

/// Holds one problem after another without allocating in the steady state.
class MaxMin {
 public:
  void clear();
  std::uint32_t add_resource(double capacity);
  std::uint32_t add_flow(double weight);
  /// The flow added last also uses this resource.
  void add_use(std::uint32_t resource, double per_byte);
  void solve();
  [[nodiscard]] double rate(std::uint32_t flow) const { return flows_[flow].rate; }

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;
  struct Resource {
    double capacity, used, load;  // load: sum of a_fr w_f over the flows still rising
    std::uint32_t rising;
    std::uint32_t first_use;
  };
  struct Flow {
    double weight, rate;
    bool rising;
    std::uint32_t first_use;
  };
  struct Link {
    std::uint32_t flow, resource;
    double per_byte;
    std::uint32_t next_of_resource, next_of_flow;
  };

  [[nodiscard]] std::uint32_t tightest() const;
  void fix_flows_of(std::uint32_t resource);
  void fix(Flow& flow, double level);

  std::vector<Resource> resources_;
  std::vector<Flow> flows_;
  std::vector<Link> uses_;
  double level_ = 0;
};

/// The same for whole vectors.
struct Demand {
  double weight;
  std::vector<Use> uses;
};
std::vector<double> max_min_rates(const std::vector<double>& capacity,
                                  const std::vector<Demand>& demands);

}  // namespace lastmile::network::fluid
