// Owning HDF5 identifiers and HDF5's failures as exceptions. Private to analysis/*.cpp.
#pragma once

#include <hdf5.h>

#include <stdexcept>
#include <string>
#include <utility>

namespace lastmile::analysis {

/// HDF5 said no; what() is the reason alone ("No space left on device"). Never leaves analysis/.
class Hdf5Failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Silences HDF5's own printing and its exit handler (a forked worker must not flush our files).
void prepare_hdf5();

/// The reason of the last failed call: the operating system's text if there is one.
std::string last_hdf5_reason();

/// Passes a non-negative result on, throws Hdf5Failure otherwise.
template <class Result>
Result checked(Result result) {
  if (result < 0) throw Hdf5Failure(last_hdf5_reason());
  return result;
}

class Handle {
 public:
  using Closer = herr_t (*)(hid_t);
  Handle() = default;
  Handle(hid_t id, Closer closer) : id_(checked(id)), closer_(closer) {}
  Handle(Handle&& other) noexcept
      : id_(std::exchange(other.id_, H5I_INVALID_HID)), closer_(other.closer_) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(closer_, other.closer_);
    return *this;
  }
  ~Handle() { close(); }

  operator hid_t() const { return id_; }
  bool valid() const { return id_ >= 0; }
  /// False when HDF5 could not write what was left.
  bool close() { return id_ < 0 || closer_(std::exchange(id_, H5I_INVALID_HID)) >= 0; }

 private:
  hid_t id_ = H5I_INVALID_HID;
  Closer closer_ = nullptr;
};

/// Without a lock: a file that is still being written reads as of its last flush.
Handle open_for_reading(const std::string& path);

/// Variable-length UTF-8 text.
Handle text_type();
/// UTF-8 text of `width` bytes, filled up with zeros; it compresses, which the other does not.
Handle fixed_text_type(std::size_t width);

}  // namespace lastmile::analysis
