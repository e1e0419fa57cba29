# cpack -G DEB, in the build folder: a package for the Debian that it was built on.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME lastmile)
set(CPACK_PACKAGE_VENDOR "the Lastmile authors")
set(CPACK_PACKAGE_CONTACT "the Lastmile authors <lastmile@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "discrete-event simulator for edge intelligence")
set(CPACK_PACKAGE_DESCRIPTION "What happens when a neural network is trained and run across devices, edge
servers and the cloud: scenarios in Lua, packet-level networks on ns-3, real training, results in HDF5.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# What the launcher draws pictures and pages with; policies in C++ need a compiler.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "python3, python3-h5py, python3-matplotlib, python3-numpy")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "python3-scipy")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "cmake, g++, make")
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)  # the tests need not be built for a package
include(CPack)
configure_file(cmake/lastmile.def.in lastmile.def @ONLY)

# cmake --build . --target archive: for systems without our libraries, and without root.
add_custom_target(archive
  COMMAND ${CMAKE_COMMAND} -DBUILD=${CMAKE_BINARY_DIR}
          -DNAME=lastmile-${PROJECT_VERSION}-linux-${CMAKE_SYSTEM_PROCESSOR}
          -P ${CMAKE_CURRENT_LIST_DIR}/archive.cmake
  DEPENDS lastmile-sim lastmile-kernels VERBATIM)
