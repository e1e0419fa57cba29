#include "network/recorded/import.hpp"

#include <charconv>

#include "network/recorded/csv.hpp"
#include "network/recorded/trace.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::network {
namespace {

constexpr double kMostMbitPerS = 1e6;
constexpr double kLatest = 1e15;

// What every format comes to: when, how much down, and the round trip if the file has it.
struct Sample {
  double time_s = 0, down_bps = 0;
  std::optional<double> rtt_s;
};

class Importer {
 public:
  Importer(std::string_view text, const std::string& name, const ImportOptions& options)
      : text_(text), name_(name), options_(options) {}
  void ghent4g();
  void ucc5g();
  void lumos5g();
  [[nodiscard]] std::string canonical(const std::string& format) const;

 private:
  void add(const CsvRow& row, std::string_view time_column, const Sample& sample);
  [[nodiscard]] double rtt_of(const Sample& sample, double known_s) const;

  std::string_view text_;
  const std::string& name_;
  const ImportOptions& options_;
  std::vector<Sample> samples_;
};

// Rows of one instant are one row: the last.
void Importer::add(const CsvRow& row, std::string_view time_column, const Sample& sample) {
  if (!samples_.empty()) {
    const double passed_s = sample.time_s - samples_.back().time_s;
    if (passed_s < 0) row.fail(time_column, "time goes backwards");
    if (passed_s > to_seconds(options_.longest_gap)) {
      row.fail(time_column, "a hole of " + exact_number(passed_s) + " s; allowed: " +
                                format_duration(options_.longest_gap) + " (--max-gap)");
    }
    if (passed_s == 0) samples_.pop_back();
  }
  samples_.push_back(sample);
}

// A line tells of the time before it: the step begins where that began.
void Importer::ghent4g() {
  CsvReader csv(text_, name_, ' ');
  csv.name_columns({"epoch_ms", "elapsed_ms", "latitude", "longitude", "bytes", "interval_ms"});
  while (const auto row = csv.next()) {
    const double interval_ms = row->number("interval_ms", 1, 1e9);
    Sample sample;
    sample.time_s = (row->number("epoch_ms", 0, kLatest) - interval_ms) / 1e3;
    sample.down_bps = row->number("bytes", 0, kLatest) * 8 / (interval_ms / 1e3);
    add(*row, "epoch_ms", sample);
  }
}

const std::vector<std::string>& ucc5g_columns() {
  static const std::vector<std::string> columns = {
      "Timestamp", "Longitude", "Latitude",  "Speed",   "Operatorname", "CellID",     "NetworkMode",
      "RSRP",      "RSRQ",      "SNR",       "CQI",     "RSSI",         "DL_bitrate", "UL_bitrate",
      "State",     "PINGAVG",   "PINGMIN",   "PINGMAX", "PINGSTDEV",    "PINGLOSS",   "CELLHEX",
      "NODEHEX",   "LACHEX",    "RAWCELLID", "NRxRSRP", "NRxRSRQ"};
  return columns;
}

int digits(const CsvRow& row, std::string_view text, std::size_t at, std::size_t count, int most) {
  int value = -1;
  const char* const first = text.data() + at;
  const auto [stop, error] = std::from_chars(first, first + count, value);
  if (error != std::errc() || stop != first + count || value < 0 || value > most) {
    row.fail("Timestamp", "expected YYYY.MM.DD_hh.mm.ss");
  }
  return value;
}

// Days since 1970-01-01 in the proleptic Gregorian calendar, from March on so that leap days come
// last.
int day_number(int year, int month, int day) {
  const int y = month > 2 ? year : year - 1;
  const int m = month > 2 ? month - 3 : month + 9;
  return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 719469;
}

double ucc5g_time_s(const CsvRow& row) {
  const std::string_view text = row.text("Timestamp");
  if (text.size() != 19 || text[10] != '_') row.fail("Timestamp", "expected YYYY.MM.DD_hh.mm.ss");
  const int days = day_number(digits(row, text, 0, 4, 9999), digits(row, text, 5, 2, 12),
                              digits(row, text, 8, 2, 31));
  return 86400.0 * days + 3600 * digits(row, text, 11, 2, 23) + 60 * digits(row, text, 14, 2, 59) +
         digits(row, text, 17, 2, 60);
}

void Importer::ucc5g() {
  CsvReader csv(text_, name_, ',');
  csv.header({"Timestamp", "DL_bitrate", "State", "PINGAVG"}, ucc5g_columns());
  while (const auto row = csv.next()) {
    const std::string_view state = row->text("State");
    if (state != "I" && state != "D") row->fail("State", "expected I (idle) or D (download)");
    if (state == "I") continue;
    Sample sample;
    sample.time_s = ucc5g_time_s(*row);
    sample.down_bps = row->number("DL_bitrate", 0, kMostMbitPerS * 1e3) * 1e3;
    if (!row->missing("PINGAVG")) sample.rtt_s = row->number("PINGAVG", 0, 1e5) / 1e3;
    add(*row, "Timestamp", sample);
  }
}

const std::vector<std::string>& lumos5g_columns() {
  static const std::vector<std::string> columns = {
      "run_num",          "seq_num",       "abstractSignalStr",
      "latitude",         "longitude",     "movingSpeed",
      "compassDirection", "nrStatus",      "lte_rssi",
      "lte_rsrp",         "lte_rsrq",      "lte_rssnr",
      "nr_ssRsrp",        "nr_ssRsrq",     "nr_ssSinr",
      "Throughput",       "mobility_mode", "trajectory_direction",
      "tower_id"};
  return columns;
}

void Importer::lumos5g() {
  CsvReader csv(text_, name_, ',');
  csv.header({"run_num", "seq_num", "Throughput"}, lumos5g_columns());
  std::optional<double> run;
  if (options_.run) run = static_cast<double>(*options_.run);
  while (const auto row = csv.next()) {
    const double number = row->number("run_num", 0, 1e9);
    if (!run) run = number;
    if (number != *run) {
      if (options_.run) continue;
      row->fail("run_num",
                "the file holds several runs; say which (--run), e.g. --run " + exact_number(*run));
    }
    Sample sample;
    sample.time_s = row->number("seq_num", 0, 1e9);
    sample.down_bps = row->number("Throughput", 0, kMostMbitPerS) * 1e6;
    add(*row, "seq_num", sample);
  }
}

// The last ping holds until the next; before the first, what the user says.
double Importer::rtt_of(const Sample& sample, double known_s) const {
  if (sample.rtt_s) return *sample.rtt_s;
  if (known_s >= 0) return known_s;
  if (options_.rtt) return to_seconds(*options_.rtt);
  throw ConfigError(name_ +
                    ": the file does not tell the round trip (from its start on); say it, "
                    "e.g. --rtt 50ms");
}

std::string Importer::canonical(const std::string& format) const {
  if (samples_.empty()) throw ConfigError(name_ + ": no row to import");
  if (!options_.up) {
    throw ConfigError(name_ + ": the format " + format +
                      " does not measure the uplink's capacity; "
                      "say it, e.g. --up 20Mbps");
  }
  const std::string up = exact_number(options_.up->value() * 8);
  std::string text =
      "# " + format + ", imported from " + name_ + "\n# up_bps, loss: assumed by who imported it" +
      (format == "ucc5g" ? "" : "; so is rtt_s") + "\ntime_s,down_bps,up_bps,rtt_s,loss\n";
  double rtt_s = -1;
  for (const Sample& sample : samples_) {
    rtt_s = rtt_of(sample, rtt_s);
    text += exact_number(sample.time_s - samples_.front().time_s) + "," +
            exact_number(sample.down_bps) + "," + up + "," + exact_number(rtt_s) + "," +
            exact_number(options_.loss) + "\n";
  }
  return text;
}

}  // namespace

const std::vector<std::string>& trace_formats() {
  static const std::vector<std::string> names = {"ghent4g", "lumos5g", "ucc5g"};
  return names;
}

std::string import_trace(std::string_view text, const std::string& name, const std::string& format,
                         const ImportOptions& options) {
  Importer importer(text, name, options);
  if (format == "ghent4g")
    importer.ghent4g();
  else if (format == "ucc5g")
    importer.ucc5g();
  else if (format == "lumos5g")
    importer.lumos5g();
  else
    throw ConfigError(unknown_name_message("trace format", format, trace_formats()));
  std::string canonical = importer.canonical(format);
  read_trace(canonical, name);  // what would not be read is not written
  return canonical;
}

}  // namespace lastmile::network
