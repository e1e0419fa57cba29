# calibrated.hpp in the build folder: the values of calibration.toml as constants.
set(calibration ${CMAKE_CURRENT_LIST_DIR}/calibration.toml)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${calibration})
file(STRINGS ${calibration} values REGEX "^[a-z_]+ = [0-9.e+-]+$")
set(constants "")
foreach(value IN LISTS values)
  string(APPEND constants "inline constexpr double ${value};\n")
endforeach()
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/network/fluid/calibrated.hpp
     CONTENT "#pragma once\n\nnamespace lastmile::network::fluid::calibrated {\n@constants@}\n" @ONLY)
target_include_directories(lastmile_network PUBLIC ${CMAKE_BINARY_DIR}/generated)
