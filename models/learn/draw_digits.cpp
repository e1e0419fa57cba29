// Drawn digits: strokes of a ten-letter pen alphabet under random affine maps.
//
// What varies: control points (jitter), rotation (about 25 degrees to either side), slant, size,
// position, pen width, ink, one stray stroke, noise. Validity: a task of the kind of MNIST, not
// MNIST; accuracy on it says nothing about accuracy there. Test: tests/unit/learn/dataset_test.cpp
#include <array>

#include "models/learn/canvas.hpp"
#include "models/learn/dataset.hpp"
#include "models/learn/thread_pool.hpp"

namespace lastmile::learn {
namespace {

constexpr int kSide = 28;
constexpr std::size_t kPixels = std::size_t{kSide} * kSide;
constexpr std::size_t kAtOnce = 1024, kTogether = 64;  // digits whose draws are held; digits of a task

/// Polylines in [-1, 1] squared, y downwards; a point with x = kLift begins a new stroke.
constexpr double kLift = 9;
constexpr Point kUp{kLift, 0};

struct Glyph {
  int count;
  std::array<Point, 14> points;
};

constexpr std::array<Glyph, 10> kGlyphs{{
    {9,
     {{{0, -1}, {-.5, -.7}, {-.6, 0}, {-.5, .7}, {0, 1}, {.5, .7}, {.6, 0}, {.5, -.7}, {0, -1}}}},
    {3, {{{-.35, -.6}, {.05, -1}, {.05, 1}}}},
    {7, {{{-.55, -.6}, {-.2, -1}, {.35, -.95}, {.5, -.5}, {.1, .2}, {-.6, 1}, {.65, 1}}}},
    {9,
     {{{-.5, -.85},
       {.1, -1},
       {.5, -.7},
       {.35, -.2},
       {-.1, -.05},
       {.45, .2},
       {.55, .65},
       {.1, 1},
       {-.55, .8}}}},
    {6, {{{.35, 1}, {.35, -1}, {-.65, .35}, {.7, .35}, kUp, {.35, .35}}}},
    {9,
     {{{.55, -1},
       {-.4, -1},
       {-.5, -.1},
       {.1, -.25},
       {.55, .1},
       {.55, .65},
       {.1, 1},
       {-.4, .95},
       {-.6, .7}}}},
    {10,
     {{{.4, -.95},
       {-.1, -.8},
       {-.5, -.2},
       {-.55, .5},
       {-.2, 1},
       {.3, .95},
       {.55, .5},
       {.3, .05},
       {-.15, .05},
       {-.5, .4}}}},
    {6, {{{-.6, -1}, {.6, -1}, {-.15, 1}, kUp, {-.25, 0}, {.5, 0}}}},
    {13,
     {{{.05, -.05},
       {-.45, -.45},
       {-.3, -.95},
       {.1, -1},
       {.45, -.8},
       {.35, -.35},
       {-.4, .25},
       {-.55, .65},
       {-.2, 1},
       {.3, .95},
       {.55, .6},
       {.4, .2},
       {.05, -.05}}}},
    {10,
     {{{.5, -.4},
       {.15, -.05},
       {-.3, -.05},
       {-.55, -.5},
       {-.3, -.95},
       {.2, -1},
       {.5, -.7},
       {.5, -.1},
       {.3, .6},
       {-.1, 1}}}},
}};

/// From the glyph's square to pixels.
Affine random_map(RandomStream& random) {
  const Point turn = small_rotation(0.22, random);
  const double slant = random.uniform(-0.35, 0.35);
  const double width = random.uniform(5.5, 9.5), height = random.uniform(6.5, 9.5);
  Affine map;
  map.xx = turn.x * width;
  map.xy = (slant * turn.x - turn.y) * height;
  map.yx = turn.y * width;
  map.yy = (slant * turn.y + turn.x) * height;
  map.shift = {14 + random.uniform(-4, 4), 14 + random.uniform(-3.5, 3.5)};
  return map;
}

/// In 0..1; in this form compilers see a minimum and a maximum.
double clamped(double v) {
  const double above = v > 0 ? v : 0;
  return above < 1 ? above : 1;
}

/// How far from strokes the middles of all pixels are: strokes are added one by one, each only where its ink
/// can reach, since beyond that no distance matters.
class Distances {
 public:
  /// A pen of this half width leaves ink up to half a pixel beyond it.
  explicit Distances(double pen) : pen_(pen) { square_.fill(kFar); }

  void add_stroke(Point a, Point b) {
    const Point d{b.x - a.x, b.y - a.y};
    const double length2 = d.x * d.x + d.y * d.y;
    const Span columns = reached(a.x, b.x), rows = reached(a.y, b.y);
    columns_ = columns_.joined(columns), rows_ = rows_.joined(rows);
    for (int y = rows.first; y < rows.last; ++y) {
      const double from_y = y + 0.5 - a.y;
      double* row = &square_[static_cast<std::size_t>(y * kSide)];
      for (int x = columns.first; x < columns.last; ++x) {
        const double from_x = x + 0.5 - a.x;
        const double t = clamped((from_x * d.x + from_y * d.y) / length2);
        const double ex = from_x - t * d.x, ey = from_y - t * d.y, square = ex * ex + ey * ey;
        row[x] = square < row[x] ? square : row[x];
      }
    }
  }

  /// Where the ink, in 0..1, times `brightness` is more than there is.
  void shine(double brightness, std::array<double, kPixels>& light) const {
    for (int y = rows_.first; y < rows_.last; ++y) {
      const double* squares = &square_[static_cast<std::size_t>(y * kSide)];
      double* row = &light[static_cast<std::size_t>(y * kSide)];
      for (int x = columns_.first; x < columns_.last; ++x) {
        const double ink = brightness * clamped(pen_ - std::sqrt(squares[x]) + 0.5);
        row[x] = ink > row[x] ? ink : row[x];
      }
    }
  }

 private:
  static constexpr double kFar = 1e18;
  struct Span {
    int first, last;
    [[nodiscard]] Span joined(Span other) const {
      return {std::min(first, other.first), std::max(last, other.last)};
    }
  };

  /// Columns (or rows) whose middles the ink of a stroke between the two reaches, and what rounding may add.
  [[nodiscard]] Span reached(double a, double b) const {
    const double reach = pen_ + 0.01;
    return {static_cast<int>(std::clamp(std::min(a, b) - reach - 1, 0.0, double{kSide})),
            static_cast<int>(std::clamp(std::max(a, b) + reach + 1, 0.0, double{kSide}))};
  }

  double pen_;
  Span columns_{kSide, 0}, rows_{kSide, 0};  // that strokes reach
  std::array<double, kPixels> square_;
};

/// All that is random in a digit. Drawn first, so that digits of one stream can be painted on several threads.
struct Digit {
  Digit(int digit, RandomStream& random) : glyph(kGlyphs[static_cast<std::size_t>(digit)]) {
    const Affine map = random_map(random);
    for (std::size_t i = 0; i < static_cast<std::size_t>(glyph.count); ++i) {
      const Point g = glyph.points[i];
      const Point moved{g.x + random.uniform(-.14, .14), g.y + random.uniform(-.12, .12)};
      points[i] = map(moved);
    }
    pen = random.uniform(0.7, 1.5);
    brightness = random.uniform(0.6, 1.0);
    const Point a{random.uniform(0, kSide), random.uniform(0, kSide)}, way = direction(random);
    const double length = random.uniform(4, 12);
    stray = {a, Point{a.x + way.x * length, a.y + way.y * length}};
    for (std::int16_t& sum : noise_sums) {
      const std::uint64_t bits = random.next_u64();
      sum = static_cast<std::int16_t>((bits & 0xff) + ((bits >> 8) & 0xff));
    }
  }

  /// In (-1, 1).
  [[nodiscard]] double noise(std::size_t pixel) const { return (noise_sums[pixel] - 255) / 256.0; }

  const Glyph& glyph;
  std::array<Point, 14> points{};
  double pen = 0, brightness = 0;
  std::array<Point, 2> stray;
  std::array<std::int16_t, kPixels> noise_sums;  ///< of two bytes each
};

// Wider vectors where there are some; without fused operations, so the bits are the same.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
__attribute__((target_clones("avx2", "default")))
#endif
void paint(const Digit& digit, std::uint8_t* image) {
  Distances strokes(digit.pen), stray(0.6);
  const auto lifted = [&](std::size_t i) { return digit.glyph.points[i].x == kLift; };
  for (std::size_t i = 1; i < static_cast<std::size_t>(digit.glyph.count); ++i)
    if (!lifted(i) && !lifted(i - 1)) strokes.add_stroke(digit.points[i - 1], digit.points[i]);
  stray.add_stroke(digit.stray[0], digit.stray[1]);
  std::array<double, kPixels> light{};
  strokes.shine(digit.brightness, light);
  stray.shine(0.6, light);
  for (std::size_t i = 0; i < kPixels; ++i) {
    const double v = clamped(light[i] + 0.18 * digit.noise(i));
    image[i] = static_cast<std::uint8_t>(static_cast<int>(v * 255.0 + 0.5));
  }
}

/// Paints some digits while the next ones are drawn.
class Painters {
 public:
  explicit Painters(ThreadPool& pool) : pool_(pool) {}
  Painters(const Painters&) = delete;
  Painters& operator=(const Painters&) = delete;
  ~Painters() { finish(); }

  void paint_next(std::vector<Digit> digits, std::uint8_t* images) {
    finish();
    digits_ = std::move(digits);
    for (std::size_t from = 0; from < digits_.size(); from += kTogether)
      tasks_.push_back(pool_.submit([this, from, images] {
        for (std::size_t i = from; i < std::min(digits_.size(), from + kTogether); ++i)
          paint(digits_[i], images + i * kPixels);
      }));
  }

  void finish() {
    for (std::future<void>& task : tasks_) pool_.join(task);
    tasks_.clear();
  }

 private:
  ThreadPool& pool_;
  std::vector<Digit> digits_;
  std::vector<std::future<void>> tasks_;
};

}  // namespace

Dataset draw_digits(std::size_t count, RandomStream random, ThreadPool* pool) {
  std::vector<std::uint8_t> pixels(count * kPixels);
  std::vector<Label> labels(count);
  for (std::size_t i = 0; i < count; ++i) labels[i] = static_cast<Label>(i % 10);
  ThreadPool alone(1);
  Painters painters(pool == nullptr ? alone : *pool);
  for (std::size_t from = 0; from < count; from += kAtOnce) {
    std::vector<Digit> digits;
    digits.reserve(kAtOnce);
    for (std::size_t i = from; i < std::min(count, from + kAtOnce); ++i)
      digits.emplace_back(labels[i], random);
    painters.paint_next(std::move(digits), &pixels[from * kPixels]);
  }
  painters.finish();
  return Dataset("drawn digits", {1, kSide, kSide}, 10, std::move(pixels), std::move(labels));
}

}  // namespace lastmile::learn
