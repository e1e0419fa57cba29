// Cuts a whole into parts that differ by one at most.
#pragma once

namespace lastmile::kernels {

inline int up(int value, int by) { return (value + by - 1) / by; }

/// f(first, size) for parts of at most `most`.
template <class F>
void in_equal_parts(int count, int most, F f) {
  const int parts = up(count, most);
  for (int i = 0, first = 0; i < parts; ++i) {
    const int size = count / parts + (i < count % parts ? 1 : 0);
    f(first, size);
    first += size;
  }
}

}  // namespace lastmile::kernels
