#include "sim/progress.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "sim/unit_text.hpp"

namespace lastmile {
namespace {

constexpr int kBarWidth = 24;

bool environment_has(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

int columns_of(std::FILE* stream) {
  winsize size{};
  if (ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

std::string remaining(double fraction, double elapsed_s) {
  if (fraction < 0.01) return "";
  const double left_s = elapsed_s * (1 - fraction) / fraction;
  if (left_s > 1e8) return "";
  return "  ETA " + format_duration(Duration(static_cast<std::int64_t>(std::ceil(left_s)) *
                                             1'000'000'000));
}

}  // namespace

bool is_live_terminal(std::FILE* stream) {
  const char* terminal = std::getenv("TERM");
  return isatty(fileno(stream)) == 1 && environment_has("TERM") &&
         std::string_view(terminal) != "dumb";
}

bool wants_colour(std::FILE* stream) {
  return is_live_terminal(stream) && !environment_has("NO_COLOR");
}

std::string progress_line(std::string_view label, double fraction, double elapsed_s,
                          std::string_view detail, int columns) {
  const double done = std::clamp(fraction, 0.0, 1.0);
  const int filled = static_cast<int>(done * kBarWidth);
  char percent[8];
  std::snprintf(percent, sizeof percent, "%3d%%", static_cast<int>(done * 100));
  std::string line(label);
  line += "  [" + std::string(static_cast<std::size_t>(filled), '#') +
          std::string(static_cast<std::size_t>(kBarWidth - filled), '-') + "]  " + percent +
          remaining(done, elapsed_s);
  if (!detail.empty()) line += "  " + std::string(detail);
  return line.substr(0, static_cast<std::size_t>(std::max(columns, 0)));
}

Progress::Progress(std::FILE* stream, std::string label)
    : stream_(stream), label_(std::move(label)), live_(is_live_terminal(stream)) {}

Progress::~Progress() { clear(); }

void Progress::update(double fraction, std::string_view detail) {
  const WallClock::time_point now = WallClock::now();
  if (!live_ || (drawn_ && now - last_ < std::chrono::milliseconds(100))) return;
  const double elapsed_s = std::chrono::duration<double>(now - start_).count();
  const std::string line =
      progress_line(label_, fraction, elapsed_s, detail, columns_of(stream_) - 1);
  std::fprintf(stream_, "\r\033[K%s", line.c_str());
  std::fflush(stream_);
  last_ = now;
  drawn_ = true;
}

void Progress::clear() {
  if (!drawn_) return;
  std::fputs("\r\033[K", stream_);
  std::fflush(stream_);
  drawn_ = false;
}

}  // namespace lastmile
