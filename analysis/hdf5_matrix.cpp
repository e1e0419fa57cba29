#include "analysis/hdf5_matrix.hpp"

#include "analysis/hdf5_attributes.hpp"
#include "sim/error.hpp"

namespace lastmile::analysis {
namespace {

Handle group_of(hid_t file, const std::string& name) {
  if (checked(H5Lexists(file, name.c_str(), H5P_DEFAULT)) > 0)
    return Handle(H5Gopen2(file, name.c_str(), H5P_DEFAULT), H5Gclose);
  const Handle properties(H5Pcreate(H5P_GROUP_CREATE), H5Pclose);
  checked(H5Pset_obj_track_times(properties, false));
  return Handle(H5Gcreate2(file, name.c_str(), H5P_DEFAULT, properties, H5P_DEFAULT), H5Gclose);
}

}  // namespace

void write_matrix(hid_t file, const Matrix& matrix) {
  SIM_CHECK(matrix.columns > 0 && matrix.values.size() % matrix.columns == 0,
            "matrix " + matrix.name + ": a row is not whole");
  const Handle group = group_of(file, matrix.group);
  const hsize_t sizes[2] = {matrix.values.size() / matrix.columns, matrix.columns};
  const Handle space(H5Screate_simple(2, sizes, nullptr), H5Sclose);
  const Handle properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  checked(H5Pset_obj_track_times(properties, false));
  const Handle dataset(H5Dcreate2(group, matrix.name.c_str(), H5T_IEEE_F32LE, space, H5P_DEFAULT,
                                  properties, H5P_DEFAULT),
                       H5Dclose);
  write_attribute(dataset, "unit", matrix.unit);
  write_attribute(dataset, "description", matrix.description);
  checked(H5Dwrite(dataset, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, matrix.values.data()));
}

}  // namespace lastmile::analysis
