# Cross build for 64-bit Arm: cmake -S kernels -B build/neon -DCMAKE_TOOLCHAIN_FILE=cmake/aarch64.cmake
# Programs run under qemu-aarch64-static; -DLASTMILE_KERNELS_TESTS=ON adds the tests of the kernels.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-aarch64-static)
set(CMAKE_EXE_LINKER_FLAGS_INIT -static)

# Of this machine's headers only those of one architecture may be seen, so they get a folder of their own.
set(headers ${CMAKE_BINARY_DIR}/portable_headers)
file(MAKE_DIRECTORY ${headers})
foreach(library xsimd doctest)
  find_path(${library}_root ${library} PATHS /usr/include /usr/local/include NO_DEFAULT_PATH)
  if(${library}_root AND NOT EXISTS ${headers}/${library})
    file(CREATE_LINK ${${library}_root}/${library} ${headers}/${library} SYMBOLIC)
  endif()
endforeach()
set(LASTMILE_XSIMD_INCLUDE ${headers})
