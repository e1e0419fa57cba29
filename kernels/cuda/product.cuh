// The product that matrix multiplication and convolution share: C = act(A B^T scale + bias + residual).
//
// Formula    C[m][n] = act(scale[n] sum_k A[m][k] B[n][k] + bias[n] + R[m][n])
// Symbols    A m x k: a matrix, or patches of a map that are never built (rows.cuh); B n x k weights; k in
//            steps of 32 bytes
// Method     a block of threads computes BM x BN outputs, each warp WM x WN; k advances by 128 bytes, with
//            Stages tiles in shared memory, filled by cp.async while earlier ones are multiplied; 16-byte
//            chunks are permuted by row (xor) so that neither copies nor ldmatrix meet in a bank
// Validity   rows of A and B are multiples of 16 bytes on 16-byte boundaries
// Ignores    split k: few outputs leave multiprocessors idle; warp-group instructions (wgmma, TMA) of sm_90
// Tests      tests/unit/cuda/ (emulated block), kernels/cuda/check.cu (on a GPU)
#pragma once

#include "kernels/cuda/element.cuh"

namespace lastmile::kernels::cuda {

constexpr int kRowBytes = 128;  // of a tile
constexpr int kChunk = 16;
constexpr int kChunks = kRowBytes / kChunk;

/// What happens to a sum before it is stored.
struct Finish {
  const float* scale = nullptr;  ///< [n]; null: 1 (int8: weight scale times input scale over output scale)
  const float* bias = nullptr;   ///< [n]; null: 0
  const void* residual = nullptr;  ///< [m][n], elements as the output; null: none
  bool relu = false;
};

template <int M, int N, int WarpM, int WarpN, int Count>
struct Tiling {
  static constexpr int BM = M, BN = N, WM = WarpM, WN = WarpN, stages = Count;
  static constexpr int warps_m = BM / WM, warps_n = BN / WN, threads = 32 * warps_m * warps_n;
  static constexpr int stage_bytes = (BM + BN) * kRowBytes, shared_bytes = stages * stage_bytes;
  static constexpr int rows_a_thread = BM * kChunks / threads, rows_b_thread = BN * kChunks / threads;
};
using Large = Tiling<128, 256, 64, 64, 4>;   // 192 KiB: sm_90
using Middle = Tiling<128, 128, 64, 32, 3>;  // 96 KiB
using Small = Tiling<64, 64, 32, 32, 3>;     // 48 KiB: many blocks for few outputs

__device__ inline int chunk_at(int row, int chunk) { return row * kRowBytes + ((chunk ^ (row & 7)) * kChunk); }

/// Rows of a matrix [rows][bytes].
struct MatrixRows {
  const char* base;
  int rows;
  int bytes;  // of a row
  struct Row {
    const char* start;
    bool inside;
  };
  __device__ Row row(int index) const {
    return {base + static_cast<long long>(index < rows ? index : 0) * bytes, index < rows};
  }
  __device__ void copy(char* to, const Row& r, int byte) const {
    const bool present = r.inside && byte < bytes;
    copy16_async(to, r.start + (present ? byte : 0), present);
  }
};

template <class T, class Tile>
struct Accumulators {
  typename T::Sum sum[Tile::WM / 16][Tile::WN / 8][4];
};

// One tile of shared memory times the other.
template <class T, class Tile>
__device__ inline void multiply_tile(Accumulators<T, Tile>& acc, const char* a, const char* b, int lane) {
#pragma unroll
  for (int step = 0; step < kChunks / 2; ++step) {
    std::uint32_t left[Tile::WM / 16][4];
#pragma unroll
    for (int i = 0; i < Tile::WM / 16; ++i)
      load_matrices(left[i], a + chunk_at(i * 16 + lane % 16, 2 * step + lane / 16));
#pragma unroll
    for (int j = 0; j < Tile::WN / 16; ++j) {
      std::uint32_t right[4];
      load_matrices(right, b + chunk_at(j * 16 + lane % 8 + lane / 16 * 8, 2 * step + lane / 8 % 2));
      const std::uint32_t low[2] = {right[0], right[1]}, high[2] = {right[2], right[3]};
#pragma unroll
      for (int i = 0; i < Tile::WM / 16; ++i) {
        T::multiply(acc.sum[i][2 * j], left[i], low);
        T::multiply(acc.sum[i][2 * j + 1], left[i], high);
      }
    }
  }
}

template <class T>
__device__ inline typename T::Element finished(float sum, const Finish& f, long long row, int n, int column) {
  float value = f.scale != nullptr ? sum * f.scale[column] : sum;
  if (f.bias != nullptr) value += f.bias[column];
  if (f.residual != nullptr)
    value += T::to_float(static_cast<const typename T::Element*>(f.residual)[row * n + column]);
  return T::from_float(f.relu ? fmaxf(value, 0.0F) : value);
}

template <class T, class Tile>
__device__ inline void store(const Accumulators<T, Tile>& acc, const Finish& f, typename T::Element* out, int m,
                             int n, int first_row, int first_column, int lane) {
#pragma unroll
  for (int i = 0; i < Tile::WM / 16; ++i)
#pragma unroll
    for (int j = 0; j < Tile::WN / 8; ++j)
#pragma unroll
      for (int e = 0; e < 4; ++e) {
        const int row = first_row + i * 16 + lane / 4 + e / 2 * 8, column = first_column + j * 8 + lane % 4 * 2 + e % 2;
        if (row < m && column < n)
          out[static_cast<long long>(row) * n + column] =
              finished<T>(static_cast<float>(acc.sum[i][j][e]), f, row, n, column);
      }
}

/// The work of one block: block (bm, bn) of the outputs. `shared` has Tile::shared_bytes.
template <class T, class Tile, class Left>
__device__ inline void product_block(const Left& left, const MatrixRows& right, const Finish& finish,
                                     typename T::Element* out, int m, int n, int k_bytes, int bm, int bn,
                                     int thread, char* shared) {
  const int lane = thread % 32, warp = thread / 32, warp_m = warp / Tile::warps_n, warp_n = warp % Tile::warps_n;
  const int chunk = thread % kChunks, row0 = thread / kChunks;
  constexpr int step = Tile::threads / kChunks;
  typename Left::Row a_rows[Tile::rows_a_thread];
  MatrixRows::Row b_rows[Tile::rows_b_thread];
#pragma unroll
  for (int i = 0; i < Tile::rows_a_thread; ++i) a_rows[i] = left.row(bm * Tile::BM + row0 + i * step);
#pragma unroll
  for (int i = 0; i < Tile::rows_b_thread; ++i) b_rows[i] = right.row(bn * Tile::BN + row0 + i * step);

  const auto fetch = [&](int tile) {
    char* a = shared + tile % Tile::stages * Tile::stage_bytes;
    char* b = a + Tile::BM * kRowBytes;
    const int byte = tile * kRowBytes + chunk * kChunk;
#pragma unroll
    for (int i = 0; i < Tile::rows_a_thread; ++i) left.copy(a + chunk_at(row0 + i * step, chunk), a_rows[i], byte);
#pragma unroll
    for (int i = 0; i < Tile::rows_b_thread; ++i) right.copy(b + chunk_at(row0 + i * step, chunk), b_rows[i], byte);
  };

  Accumulators<T, Tile> acc;
#pragma unroll
  for (int i = 0; i < Tile::WM / 16; ++i)
#pragma unroll
    for (int j = 0; j < Tile::WN / 8; ++j)
#pragma unroll
      for (int e = 0; e < 4; ++e) acc.sum[i][j][e] = 0;

  const int tiles = (k_bytes + kRowBytes - 1) / kRowBytes;
  for (int tile = 0; tile < Tile::stages - 1; ++tile) {
    if (tile < tiles) fetch(tile);
    close_copies();
  }
  for (int tile = 0; tile < tiles; ++tile) {
    wait_copies<Tile::stages - 2>();
    block_barrier();
    if (tile + Tile::stages - 1 < tiles) fetch(tile + Tile::stages - 1);
    close_copies();
    const char* a = shared + tile % Tile::stages * Tile::stage_bytes;
    multiply_tile<T, Tile>(acc, a + warp_m * Tile::WM * kRowBytes,
                           a + (Tile::BM + warp_n * Tile::WN) * kRowBytes, lane);
  }
  store<T, Tile>(acc, finish, out, m, n, bm * Tile::BM + warp_m * Tile::WM, bn * Tile::BN + warp_n * Tile::WN, lane);
}

}  // namespace lastmile::kernels::cuda
