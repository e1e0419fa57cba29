# cmake --install: PREFIX/bin, PREFIX/share/lastmile with the files that the program reads, laid out as the
# source tree is, and PREFIX/include/lastmile with what a plug-in includes.
include(GNUInstallDirs)
set(lastmile_share ${CMAKE_INSTALL_DATADIR}/lastmile)
set(lastmile_include ${CMAKE_INSTALL_INCLUDEDIR}/lastmile)

# lastmile_files(RESULT FOLDERS... PATTERNS patterns...): what lies in the folders, relative to the root.
function(lastmile_files result)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "FOLDERS;PATTERNS")
  set(globs "")
  foreach(folder IN LISTS ARG_FOLDERS)
    list(TRANSFORM ARG_PATTERNS PREPEND ${CMAKE_SOURCE_DIR}/${folder}/ OUTPUT_VARIABLE here)
    list(APPEND globs ${here})
  endforeach()
  file(GLOB_RECURSE found CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR} ${globs})
  list(FILTER found EXCLUDE REGEX "/(build|[^/]*\\.egg-info)/")  # what pip leaves there
  set(${result} ${found} PARENT_SCOPE)
endfunction()

# lastmile_install_files(PREFIX FILE...): each file in its own folder below PREFIX.
function(lastmile_install_files prefix)
  foreach(file IN LISTS ARGN)
    get_filename_component(folder ${file} DIRECTORY)
    install(FILES ${CMAKE_SOURCE_DIR}/${file} DESTINATION ${prefix}/${folder})
  endforeach()
endfunction()

lastmile_files(data FOLDERS analysis models network scenarios kernels/bench
               PATTERNS *.csv *.ipynb *.lua *.md *.png *.py *.toml)
lastmile_install_files(${lastmile_include} ${lastmile_headers})
lastmile_files(tutorial FOLDERS scenarios/tutorial PATTERNS *.cpp CMakeLists.txt)
lastmile_install_files(${lastmile_share} ${data} ${tutorial})

install(PROGRAMS lastmile TYPE BIN)
install(TARGETS lastmile-sim lastmile-kernels RUNTIME)
if(TARGET lastmile-kernels-cuda)
  install(TARGETS lastmile-kernels-cuda RUNTIME OPTIONAL)
endif()
install(FILES README.md LICENSE TYPE DOC)

# The program writes them itself; bash looks for a completion under the command's name.
set(manual ${CMAKE_BINARY_DIR}/generated/lastmile.1)
set(completion ${CMAKE_BINARY_DIR}/generated/lastmile)
install(CODE "execute_process(COMMAND $<TARGET_FILE:lastmile-sim> list man OUTPUT_FILE ${manual}
                              COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND $<TARGET_FILE:lastmile-sim> list completion OUTPUT_FILE ${completion}
                COMMAND_ERROR_IS_FATAL ANY)")
install(FILES ${manual} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${completion} DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)

# find_package(lastmile)
include(CMakePackageConfigHelpers)
set(lastmile_package ${CMAKE_INSTALL_DATADIR}/cmake/lastmile)
configure_package_config_file(cmake/plugins/lastmileConfig.cmake.in generated/lastmileConfig.cmake
  INSTALL_DESTINATION ${lastmile_package} PATH_VARS lastmile_include)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/generated/lastmileConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/generated/lastmileConfig.cmake cmake/plugins/plugin_mark.cpp
              ${CMAKE_BINARY_DIR}/generated/lastmileConfigVersion.cmake
        DESTINATION ${lastmile_package})
install(FILES ${lastmile_plugin_abi} DESTINATION ${lastmile_include})

# module use PREFIX/share/lastmile/modulefiles
install(FILES cmake/lastmile.modulefile DESTINATION ${lastmile_share}/modulefiles/lastmile
        RENAME ${PROJECT_VERSION})
