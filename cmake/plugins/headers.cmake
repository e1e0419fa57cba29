# lastmile_headers: what a plug-in may include: the headers below scenarios/ but for those of backends and of
# what needs other libraries.
# lastmile_plugin_abi: the target that writes plugin_abi.hpp, which tells versions of them apart.
file(GLOB_RECURSE lastmile_headers CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}
     ${CMAKE_SOURCE_DIR}/models/*.hpp ${CMAKE_SOURCE_DIR}/network/*.hpp ${CMAKE_SOURCE_DIR}/policies/*.hpp
     ${CMAKE_SOURCE_DIR}/sim/*.hpp)
file(GLOB operators CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/kernels/*.hpp)
list(APPEND lastmile_headers ${operators})
list(FILTER lastmile_headers EXCLUDE
     REGEX "^network/(fluid|ns3)/|^kernels/lanes_|^models/transform/(cp|matrix)_factors")
list(APPEND lastmile_headers kernels/int8/quantise.hpp network/ns3/nr/nr_options.hpp)  # plain values

set(lastmile_plugin_abi ${CMAKE_BINARY_DIR}/generated/plugin_abi.hpp)
list(TRANSFORM lastmile_headers PREPEND ${CMAKE_SOURCE_DIR}/ OUTPUT_VARIABLE header_files)
add_custom_command(OUTPUT ${lastmile_plugin_abi}
  COMMAND ${CMAKE_COMMAND} -DROOT=${CMAKE_SOURCE_DIR} "-DHEADERS=${lastmile_headers}"
          -DOUT=${lastmile_plugin_abi} -P ${CMAKE_CURRENT_LIST_DIR}/abi.cmake
  DEPENDS ${header_files} ${CMAKE_CURRENT_LIST_DIR}/abi.cmake VERBATIM)
add_custom_target(lastmile_plugin_abi DEPENDS ${lastmile_plugin_abi})
