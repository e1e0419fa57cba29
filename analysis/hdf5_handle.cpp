#include "analysis/hdf5_handle.hpp"

#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace lastmile::analysis {
namespace {

struct Reason {
  std::string innermost;
  int system_error = 0;
};

herr_t collect(unsigned, const H5E_error2_t* error, void* data) {
  auto& reason = *static_cast<Reason*>(data);
  if (!error->desc) return 0;
  if (reason.innermost.empty()) reason.innermost = error->desc;
  const char* number = std::strstr(error->desc, "errno = ");
  if (number && reason.system_error == 0) {
    reason.system_error = std::atoi(number + std::strlen("errno = "));
  }
  return 0;
}

}  // namespace

void prepare_hdf5() {
  static const bool prepared = [] {
    H5dont_atexit();
    return H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr) >= 0;
  }();
  if (!prepared) throw Hdf5Failure("HDF5 does not start");
}

std::string last_hdf5_reason() {
  Reason reason;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, collect, &reason);
  if (reason.system_error != 0) return std::strerror(reason.system_error);
  return reason.innermost.empty() ? "unknown HDF5 failure" : reason.innermost;
}

Handle open_for_reading(const std::string& path) {
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  checked(H5Pset_file_locking(access, false, true));
  if (std::filesystem::is_regular_file(path) && H5Fis_hdf5(path.c_str()) == 0) {
    throw Hdf5Failure("it is no result file");
  }
  return Handle(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access), H5Fclose);
}

Handle text_type() {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  checked(H5Tset_size(type, H5T_VARIABLE));
  checked(H5Tset_cset(type, H5T_CSET_UTF8));
  return type;
}

Handle fixed_text_type(std::size_t width) {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  checked(H5Tset_size(type, width));
  checked(H5Tset_strpad(type, H5T_STR_NULLPAD));
  checked(H5Tset_cset(type, H5T_CSET_UTF8));
  return type;
}

}  // namespace lastmile::analysis
