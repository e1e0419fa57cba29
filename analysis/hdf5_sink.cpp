#include "analysis/hdf5_sink.hpp"

#include "analysis/hdf5_attributes.hpp"
#include "analysis/hdf5_matrix.hpp"
#include "analysis/hdf5_table.hpp"
#include "analysis/version.hpp"
#include "sim/error.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace lastmile::analysis {
namespace {

constexpr std::int64_t kSchemaVersion = 1;
constexpr std::size_t kRowsBetweenFlushes = 1024, kRowsOfCompressed = 65536;
constexpr std::size_t kFlushMargin = 64 * 1024;  // attributes, group headers, rewritten index nodes

// HDF5 must not write index nodes back before a flush: a reader would find half of a change.
void keep_metadata_until_flush(hid_t access) {
  H5AC_cache_config_t config{};
  config.version = H5AC__CURR_CACHE_CONFIG_VERSION;
  checked(H5Pget_mdc_config(access, &config));
  config.incr_mode = H5C_incr__off;
  config.flash_incr_mode = H5C_flash_incr__off;
  config.decr_mode = H5C_decr__off;
  config.evictions_enabled = false;
  checked(H5Pset_mdc_config(access, &config));
}

// HDF5 empties a file before it looks at the lock of another writer.
void refuse_if_locked(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) return;
  const bool locked = ::flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  ::close(file);
  if (locked) throw Hdf5Failure("another process is writing it");
}

Handle create_file(const std::string& path) {
  refuse_if_locked(path);
  const Handle creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose);
  checked(H5Pset_obj_track_times(creation, false));
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  checked(H5Pset_file_locking(access, true, true));  // file systems without locks are fine
  keep_metadata_until_flush(access);
  return Handle(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation, access), H5Fclose);
}

int descriptor(hid_t file) {
  void* pointer = nullptr;
  checked(H5Fget_vfd_handle(file, H5P_DEFAULT, &pointer));
  return *static_cast<int*>(pointer);
}

std::string joined(const std::vector<std::pair<std::string, std::string>>& parameters) {
  std::string text;
  for (const auto& [key, value] : parameters) text += key + " = " + value + "\n";
  return text;
}

void write_attributes(hid_t file, const FileAttributes& attributes) {
  write_attribute(file, "schema_version", kSchemaVersion);
  write_attribute(file, "software_version", std::string(software_version()));
  write_attribute(file, "commit", std::string(software_commit()));
  write_attribute(file, "complete", std::int64_t{0});
  write_attribute(file, "kind", attributes.kind);
  write_attribute(file, "scenario_name", attributes.scenario_name);
  write_attribute(file, "scenario_source", attributes.scenario_source);
  write_attribute(file, "parameters", joined(attributes.parameters));
  write_attribute(file, "seeds", attributes.seeds);
  write_attribute(file, "backends", attributes.backends);
  write_attribute(file, "calibration_files", attributes.calibration_files);
}

}  // namespace

struct Hdf5Sink::File {
  std::string path;
  FileForm form = FileForm::followed;
  Handle file;
  std::vector<std::unique_ptr<Hdf5Table>> tables;
  pid_t owner = getpid();
  bool any_row = false;

  Hdf5Table* find(const std::string& name);
  Hdf5Table& table(const std::string& name);
  void declare(const TableSchema& table, std::vector<std::size_t> text_widths);
  void reserve_disk() const;
  void flush();
  void write_provenance(const Provenance& provenance);
  void close();
  void abandon() noexcept;
  void remove_if_empty() const noexcept;
  template <class Action>
  void writing(Action&& action);
};

// HDF5's failures become the user's error, after which the file is left as it was last flushed.
template <class Action>
void Hdf5Sink::File::writing(Action&& action) {
  try {
    SIM_CHECK(file.valid(), "the result file " + path + " is closed");
    action();
  } catch (const Hdf5Failure& failure) {
    abandon();
    throw ConfigError("cannot write " + path + ": " + failure.what());
  }
}

Hdf5Table* Hdf5Sink::File::find(const std::string& name) {
  for (const auto& candidate : tables) {
    if (candidate->schema().name == name) return candidate.get();
  }
  return nullptr;
}

Hdf5Table& Hdf5Sink::File::table(const std::string& name) {
  Hdf5Table* found = find(name);
  SIM_CHECK(found, "table " + name + " was not declared");
  return *found;
}

// Asks for the space first, so that a full disk is met before anything is overwritten.
void Hdf5Sink::File::reserve_disk() const {
  haddr_t end = 0;
  checked(H5Fget_eoa(file, &end));
  std::size_t wanted = kFlushMargin;
  for (const auto& each : tables) wanted += each->bytes_wanted();
  const off_t present = ::lseek(descriptor(file), 0, SEEK_END);
  const off_t missing = static_cast<off_t>(end + wanted) - present;
  if (present < 0 || missing <= 0) return;
  const int error = ::posix_fallocate(descriptor(file), present, missing);
  if (error == ENOSPC || error == EFBIG || error == EDQUOT) throw Hdf5Failure(std::strerror(error));
}

void Hdf5Sink::File::flush() {
  if (form == FileForm::followed) reserve_disk();
  for (const auto& each : tables) each->write();
  checked(H5Fflush(file, H5F_SCOPE_GLOBAL));
}

void Hdf5Sink::File::write_provenance(const Provenance& provenance) {
  const bool present = checked(H5Lexists(file, "provenance", H5P_DEFAULT)) > 0;
  const Handle group(present
                         ? H5Gopen2(file, "provenance", H5P_DEFAULT)
                         : H5Gcreate2(file, "provenance", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
                     H5Gclose);
  write_attribute(group, "host", provenance.host);
  write_attribute(group, "started", provenance.started);
  write_attribute(group, "command_line", provenance.command_line);
  write_attribute(group, "output_path", provenance.output_path);
  write_attribute(group, "wall_s", provenance.wall_s);
  write_attribute(group, "cpu_s", provenance.cpu_s);
  write_attribute(group, "jobs", provenance.jobs);
  write_attribute(group, "threads", provenance.threads);
}

// What was reserved and not used is cut off: HDF5 leaves it behind.
void Hdf5Sink::File::close() {
  tables.clear();
  if (!file.close()) throw Hdf5Failure(last_hdf5_reason());
  haddr_t end = 0;
  checked(H5Fget_eoa(open_for_reading(path), &end));
  std::error_code error;
  std::filesystem::resize_file(path, end, error);
  if (error) throw Hdf5Failure(error.message());
}

// HDF5 has no way to drop a file without writing: what it still wants to write goes elsewhere.
void Hdf5Sink::File::abandon() noexcept {
  if (!file.valid()) return;
  void* pointer = nullptr;
  const int elsewhere = ::memfd_create("abandoned", MFD_CLOEXEC);
  const bool known = H5Fget_vfd_handle(file, H5P_DEFAULT, &pointer) >= 0;
  if (known && elsewhere >= 0) ::dup2(elsewhere, *static_cast<int*>(pointer));
  if (elsewhere >= 0) ::close(elsewhere);
  tables.clear();
  file.close();
}

void Hdf5Sink::File::remove_if_empty() const noexcept {
  std::error_code ignored;
  if (!any_row && std::filesystem::is_regular_file(path, ignored)) {
    std::filesystem::remove(path, ignored);
  }
}

Hdf5Sink::Hdf5Sink(const std::string& path, const FileAttributes& attributes, FileForm form)
    : file_(std::make_unique<File>()) {
  file_->path = path;
  file_->form = form;
  try {
    prepare_hdf5();
    file_->file = create_file(path);
    write_attributes(file_->file, attributes);
    file_->flush();
  } catch (const Hdf5Failure& failure) {
    const bool created = file_->file.valid();
    file_->abandon();
    if (created) file_->remove_if_empty();
    throw ConfigError("cannot write " + path + ": " + failure.what());
  }
}

Hdf5Sink::~Hdf5Sink() {
  File& file = *file_;
  if (file.owner != getpid()) {
    file.abandon();
    return;
  }
  if (!file.file.valid()) return;
  try {
    file.flush();
    file.close();
  } catch (const std::exception&) {  // also our own: one may be on its way already
    file.abandon();
  }
  file.remove_if_empty();
}

void Hdf5Sink::File::declare(const TableSchema& table, std::vector<std::size_t> text_widths) {
  if (find(table.name)) return;
  SIM_CHECK(file.valid(), "the result file " + path + " is closed");
  TableStorage storage{form == FileForm::compressed, std::move(text_widths)};
  tables.push_back(std::make_unique<Hdf5Table>(file, table, std::move(storage)));
}

void Hdf5Sink::declare(const TableSchema& table) { file_->declare(table, {}); }

void Hdf5Sink::declare(const TableSchema& table, std::vector<std::size_t> text_widths) {
  file_->declare(table, std::move(text_widths));
}

template <class Rows>
void Hdf5Sink::take(const std::string& table, const Rows& rows) {
  Hdf5Table& found = file_->table(table);
  found.add(rows);
  file_->any_row = true;
  const bool seldom = file_->form == FileForm::compressed;
  if (found.buffered() >= (seldom ? kRowsOfCompressed : kRowsBetweenFlushes)) flush();
}

void Hdf5Sink::record(const std::string& table, const Row& row) { take(table, row); }

void Hdf5Sink::append(const std::string& table, const std::vector<ColumnData>& columns) {
  take(table, columns);
}

void Hdf5Sink::flush() {
  file_->writing([&] { file_->flush(); });
}

void Hdf5Sink::store(const Matrix& matrix) {
  file_->any_row = true;
  file_->writing([&] { write_matrix(file_->file, matrix); });
}

void Hdf5Sink::set_provenance(const Provenance& provenance) {
  file_->writing([&] { file_->write_provenance(provenance); });
}

void Hdf5Sink::finish(const Provenance& provenance) {
  file_->writing([&] {
    file_->flush();
    file_->write_provenance(provenance);
    write_attribute(file_->file, "complete", std::int64_t{1});
    file_->flush();
    file_->close();
  });
}

const std::string& Hdf5Sink::path() const { return file_->path; }

}  // namespace lastmile::analysis
