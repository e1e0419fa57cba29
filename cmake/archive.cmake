# cmake -DBUILD= -DNAME= -P archive.cmake: BUILD/NAME.tar.gz, the program with every library that it needs, the
# C library and its loader among them, so that it runs on Linux systems older and newer than this one. For
# clusters, without root. The licences of the libraries go with them.
set(stage ${BUILD}/archive/${NAME})
set(libraries ${stage}/lib/lastmile)
file(REMOVE_RECURSE ${stage})
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${stage} --strip
                OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)

set(programs lastmile-sim lastmile-kernels)
list(TRANSFORM programs PREPEND ${stage}/bin/ OUTPUT_VARIABLE files)
file(GET_RUNTIME_DEPENDENCIES EXECUTABLES ${files} RESOLVED_DEPENDENCIES_VAR found)
file(MAKE_DIRECTORY ${libraries} ${stage}/libexec/lastmile)
execute_process(COMMAND cp -L ${found} ${libraries} COMMAND_ERROR_IS_FATAL ANY)

set(copied ${found})
list(FILTER found INCLUDE REGEX "/ld-linux[^/]*$")
list(GET found 0 loader)
get_filename_component(loader ${loader} NAME)
foreach(program IN LISTS programs)
  file(RENAME ${stage}/bin/${program} ${stage}/libexec/lastmile/${program})
  file(CONFIGURE OUTPUT ${stage}/bin/${program} CONTENT [[
#!/bin/sh
# The program with the libraries beside it, through their own loader; nothing of this system's is used.
here=$(dirname "$(readlink -f "$0")")
unset LD_PRELOAD
export LASTMILE_RESTART="$here/@program@"
exec "$here/../lib/lastmile/@loader@" --inhibit-cache --library-path "$here/../lib/lastmile" \
  "$here/../libexec/lastmile/@program@" "$@"
]] @ONLY)
  file(CHMOD ${stage}/bin/${program} PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE
       GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
endforeach()

# Debian's packages know a library by its name with or without /usr.
list(TRANSFORM copied PREPEND /usr OUTPUT_VARIABLE in_usr)
execute_process(COMMAND dpkg-query -S ${copied} ${in_usr} OUTPUT_VARIABLE owners ERROR_QUIET)
string(REGEX MATCHALL "[^\n:]+(:[a-z0-9]+)?: " owners "${owners}")
list(TRANSFORM owners REPLACE ":.*" "")
list(REMOVE_DUPLICATES owners)
foreach(owner IN LISTS owners)
  if(EXISTS /usr/share/doc/${owner}/copyright)
    configure_file(/usr/share/doc/${owner}/copyright ${stage}/share/doc/lastmile/libraries/${owner} COPYONLY)
  endif()
endforeach()

execute_process(COMMAND ${CMAKE_COMMAND} -E tar czf ${BUILD}/${NAME}.tar.gz ${NAME}
                WORKING_DIRECTORY ${BUILD}/archive COMMAND_ERROR_IS_FATAL ANY)
message(STATUS "${BUILD}/${NAME}.tar.gz")
