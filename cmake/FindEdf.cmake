# libedf (edflib) ships neither a pkg-config nor a CMake file.
find_path(EDF_INCLUDE_DIR edflib.h)
find_library(EDF_LIBRARY edf)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Edf REQUIRED_VARS EDF_LIBRARY EDF_INCLUDE_DIR)
if(Edf_FOUND AND NOT TARGET Edf::edf)
  add_library(Edf::edf UNKNOWN IMPORTED)
  set_target_properties(Edf::edf PROPERTIES
    IMPORTED_LOCATION ${EDF_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${EDF_INCLUDE_DIR})
endif()
