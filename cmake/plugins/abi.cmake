# cmake -DROOT= -DHEADERS= -DOUT= -P abi.cmake: the name of the symbol that the program defines and a plug-in
# asks for, made from the text of all headers that a plug-in may include. Built with others, it does not load.
set(all "")
foreach(header IN LISTS HEADERS)
  file(SHA256 ${ROOT}/${header} digest)
  string(APPEND all "${header} ${digest}\n")
endforeach()
string(SHA256 digest "${all}")
string(SUBSTRING ${digest} 0 16 digest)
file(CONFIGURE OUTPUT ${OUT} CONTENT "#pragma once\n#define LASTMILE_ABI lastmile_abi_${digest}\n")
