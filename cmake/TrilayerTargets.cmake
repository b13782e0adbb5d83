# One folder is one target: trilayer_library(base SOURCES a.cpp b.cpp USES trilayer::base fmt::fmt)
add_library(trilayer_options INTERFACE)
target_include_directories(trilayer_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(trilayer_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow
  # GCC 12 sees overlapping copies in harmless string concatenations (GCC bug 105329).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict> $<$<BOOL:${TRILAYER_WERROR}>:-Werror>
  # The same numbers on every CPU: no fused multiply-add behind our back.
  -ffp-contract=off -fno-math-errno)
if(TRILAYER_SANITIZE)
  target_compile_options(trilayer_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all -g1)
  target_link_options(trilayer_options INTERFACE -fsanitize=address,undefined)
endif()
if(TRILAYER_FUZZ)
  target_compile_options(trilayer_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

function(trilayer_library folder)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES;PRIVATELY" ${ARGN})
  add_library(trilayer_${folder} STATIC ${ARG_SOURCES})
  add_library(trilayer::${folder} ALIAS trilayer_${folder})
  target_link_libraries(trilayer_${folder} PUBLIC trilayer_options ${ARG_USES} PRIVATE ${ARG_PRIVATELY})
endfunction()

# One test program a folder, one ctest entry a source file.
function(trilayer_tests folder)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES" ${ARGN})
  add_executable(test_${folder} ${ARG_SOURCES})
  target_link_libraries(test_${folder} PRIVATE trilayer_test_main trilayer_options ${ARG_USES})
  foreach(source ${ARG_SOURCES})
    get_filename_component(stem ${source} NAME_WE)
    string(REGEX REPLACE "_test$" "" stem ${stem})
    add_test(NAME ${folder}.${stem} COMMAND test_${folder} --source-file=*/${source})
  endforeach()
endfunction()

# Files that come with the program, inside it: trilayer_embed(protocol NAME features FILE features.toml) gives
# `extern "C" const char trilayer_features[], trilayer_features_end[]` in the library of that folder.
function(trilayer_embed folder)
  cmake_parse_arguments(ARG "" "NAME;FILE" "" ${ARGN})
  get_filename_component(path ${ARG_FILE} ABSOLUTE)
  set(symbol trilayer_${ARG_NAME})
  set(source ${CMAKE_CURRENT_BINARY_DIR}/embedded_${ARG_NAME}.cpp)
  file(GENERATE OUTPUT ${source} CONTENT
"asm(\".section .rodata\\n.balign 16\\n.global ${symbol}\\n.global ${symbol}_end\\n${symbol}:\\n.incbin \\\"${path}\\\"\\n${symbol}_end:\\n.byte 0\\n.text\\n\");
")
  set_source_files_properties(${source} PROPERTIES GENERATED TRUE OBJECT_DEPENDS ${path} SKIP_LINTING TRUE)
  target_sources(trilayer_${folder} PRIVATE ${source})
endfunction()

# All files of a folder as one text: before each a record separator (octal 036), its name and a line break.
# trilayer_embed_folder(literature NAME studies FOLDER evidence/studies) gives `trilayer_studies`, `trilayer_studies_end`.
function(trilayer_embed_folder folder)
  cmake_parse_arguments(ARG "" "NAME;FOLDER" "" ${ARGN})
  file(GLOB paths CONFIGURE_DEPENDS ${ARG_FOLDER}/*.toml)
  list(SORT paths)
  set(symbol trilayer_${ARG_NAME})
  set(source ${CMAKE_CURRENT_BINARY_DIR}/embedded_${ARG_NAME}.cpp)
  set(text "asm(\".section .rodata\\n.balign 16\\n.global ${symbol}\\n.global ${symbol}_end\\n${symbol}:\\n\"\n")
  foreach(path ${paths})
    get_filename_component(name ${path} NAME)
    string(APPEND text "\".ascii \\\"\\\\036${name}\\\\n\\\"\\n.incbin \\\"${path}\\\"\\n\"\n")
  endforeach()
  string(APPEND text "\"${symbol}_end:\\n.byte 0\\n.text\\n\");\n")
  file(GENERATE OUTPUT ${source} CONTENT "${text}")
  set_source_files_properties(${source} PROPERTIES GENERATED TRUE OBJECT_DEPENDS "${paths}" SKIP_LINTING TRUE)
  target_sources(trilayer_${folder} PRIVATE ${source})
endfunction()
