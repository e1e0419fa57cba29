// How far a long command is: one line that is redrawn on a terminal, nothing elsewhere.
#pragma once

#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>

namespace lastmile {

/// True when `stream` is a terminal that can redraw a line (TERM is set and not "dumb").
bool is_live_terminal(std::FILE* stream);
/// True when colours are wanted there (a live terminal, and NO_COLOR is unset or empty).
bool wants_colour(std::FILE* stream);

/// "running  [#####-----]  50%  ETA 1 min 5 s  L3, seed 2", never longer than `columns`.
/// The ETA is left out until one hundredth is done.
std::string progress_line(std::string_view label, double fraction, double elapsed_s,
                          std::string_view detail, int columns);

class Progress {
 public:
  Progress(std::FILE* stream, std::string label);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();  ///< clears the line

  /// Redraws at most ten times a second. `fraction` in [0, 1].
  void update(double fraction, std::string_view detail);
  /// Clears the line so that other text can be printed; the next update draws it again.
  void clear();
  [[nodiscard]] bool live() const { return live_; }

 private:
  using WallClock = std::chrono::steady_clock;

  std::FILE* stream_;
  std::string label_;
  bool live_;
  bool drawn_ = false;
  WallClock::time_point start_ = WallClock::now();
  WallClock::time_point last_{};
};

}  // namespace lastmile
