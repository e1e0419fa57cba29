// The result file: every table that a run records, on HDF5, written as the run goes.
//
// A file is readable at any moment as of its last flush: rows are buffered, and a table's rows
// reach the file, with everything else that is waiting, every 1024 rows of that table or on
// flush(). Between flushes nothing that a reader follows is rewritten, so a killed writer or a full
// disk costs at most the rows since then. The only gap is a kill in the middle of a flush, or a
// machine that loses power. Locks: a second writer is refused, readers are not (h5py: File(path,
// locking=False)). Equal calls give equal bytes. Not thread-safe. A forked child must not use its
// parent's sink; its copy neither writes nor closes the file.
#pragma once

#include "analysis/columns.hpp"
#include "sim/recorder.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace lastmile::analysis {

/// What the results depend on; becomes attributes of the file.
struct FileAttributes {
  std::string kind = "run";  ///< or "sweep"
  std::string scenario_name;
  std::string scenario_source;                                  ///< the text, not its path
  std::vector<std::pair<std::string, std::string>> parameters;  ///< resolved, in order
  std::vector<std::int64_t> seeds;
  std::vector<std::string> backends;  ///< "network=ns3", "compute=roofline"
  std::vector<std::string> calibration_files;
};

/// What the results do not depend on; becomes attributes of the group /provenance.
struct Provenance {
  std::string host = {};
  std::string started = {};  ///< ISO 8601, UTC
  std::string command_line = {};
  std::string output_path = {};
  double wall_s = 0;
  double cpu_s = 0;
  std::int64_t jobs = 0;
  std::int64_t threads = 0;
};

/// How a file is meant to be used while it is written, which decides how it lies on the disk.
enum class FileForm : std::uint8_t {
  followed,    ///< as above: somebody may read along, and what was flushed survives a kill
  compressed,  ///< written in one go under another name: smaller, flushed seldom
};

/// The dataset GROUP/NAME of float32, [rows][columns]; no table, so GROUP is no table's name.
struct Matrix {
  std::string group, name;
  std::string unit, description;
  std::size_t columns = 0;
  std::span<const float> values;
};

class Hdf5Sink final : public Recorder {
 public:
  /// Creates or replaces the file. ConfigError when it cannot be written.
  Hdf5Sink(const std::string& path, const FileAttributes& attributes,
           FileForm form = FileForm::followed);
  /// Without finish(): keeps what was recorded, marked incomplete; removes a file without any row.
  ~Hdf5Sink() override;
  Hdf5Sink(const Hdf5Sink&) = delete;
  Hdf5Sink& operator=(const Hdf5Sink&) = delete;

  /// A table without rows does not appear in the file.
  void declare(const TableSchema& table) override;
  /// In a compressed file: with the bytes that the longest text of each column takes (0: no text).
  void declare(const TableSchema& table, std::vector<std::size_t> text_widths);
  void record(const std::string& table, const Row& row) override;
  /// The same for many rows, column by column.
  void append(const std::string& table, const std::vector<ColumnData>& columns);
  /// Many numbers of one kind, e.g. activations; written at once. ConfigError as for flush().
  void store(const Matrix& matrix);
  /// Makes everything recorded so far readable. ConfigError when the disk is full; the file then
  /// stays as of the last flush, and the sink is of no more use.
  void flush();
  /// May be called early, so that a killed run has it too; a later call replaces all of it.
  void set_provenance(const Provenance& provenance);
  /// Writes the rest, marks the file complete and closes it.
  void finish(const Provenance& provenance = {});

  const std::string& path() const;

 private:
  struct File;
  template <class Rows>
  void take(const std::string& table, const Rows& rows);
  std::unique_ptr<File> file_;
};

}  // namespace lastmile::analysis
