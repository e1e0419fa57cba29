# cmake -DSOURCE=... -DBUILD=... -DLAUNCHER=... -P run.cmake: configures, builds and runs; says
# "neon: skipped" and why where a tool is missing.
foreach(tool aarch64-linux-gnu-g++ qemu-aarch64-static ninja)
  find_program(found_${tool} ${tool})
  if(NOT found_${tool})
    message("neon: skipped, for ${tool} is missing (Debian: g++-aarch64-linux-gnu "
            "qemu-user-static ninja-build)")
    return()
  endif()
endforeach()

function(step)
  execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

step(${CMAKE_COMMAND} -S ${SOURCE}/kernels -B ${BUILD} -G Ninja
     -DLASTMILE_KERNELS_TESTS=ON -DLASTMILE_CUDA=OFF
     -DCMAKE_TOOLCHAIN_FILE=${SOURCE}/cmake/aarch64.cmake -DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER})
step(${CMAKE_COMMAND} --build ${BUILD} --target test_kernels)
step(qemu-aarch64-static -cpu max ${BUILD}/test_kernels)
