# sluice_library(NAME SOURCES ... HEADERS ... DEPENDS ...)
# One static library per folder. Headers form a verified header set: each must compile alone
# (target all_verify_interface_header_sets).
function(sluice_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;HEADERS;DEPENDS" ${ARGN})
    add_library(${name} STATIC ${ARG_SOURCES})
    target_sources(${name} PUBLIC FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}" FILES ${ARG_HEADERS})
    target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}")
    target_link_libraries(${name} PUBLIC ${ARG_DEPENDS} PRIVATE sluice_options)
    set_target_properties(${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
endfunction()

# sluice_compile_alone(SOURCE ...): files whose names inside are those of their neighbours by design (one rule a file) or
# whose code must not depend on its neighbours.
function(sluice_compile_alone)
    set_source_files_properties(${ARGN} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()

# sluice_optimise(TARGET ...): debug builds too; what hashes or simulates is too slow to test otherwise.
function(sluice_optimise)
    foreach(target IN LISTS ARGN)
        target_compile_options(${target} PRIVATE $<$<CONFIG:Debug>:-O1>)
    endforeach()
endfunction()

# sluice_test(NAME SOURCES ... DEPENDS ... [LABEL unit])
# One GoogleTest program; CTest sees each test case by its own name. It runs from the project's root, so that paths in it
# are relative and ccache finds its objects again from any checkout. What OpenCL drivers compile stays in the build folder.
function(sluice_test name)
    cmake_parse_arguments(ARG "" "LABEL" "SOURCES;DEPENDS" ${ARGN})
    if(NOT ARG_LABEL)
        set(ARG_LABEL unit)
    endif()
    add_executable(${name} ${ARG_SOURCES})
    if(ARG_LABEL STREQUAL "unit")
        set_property(GLOBAL APPEND PROPERTY SLUICE_UNIT_TESTS ${name})
    endif()
    target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}")
    target_compile_definitions(${name} PRIVATE SLUICE_VECTORS_DIR="tests/vectors")
    target_link_libraries(${name} PRIVATE ${ARG_DEPENDS} GTest::gmock GTest::gtest GTest::gtest_main sluice_options)
    gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 DISCOVERY_MODE PRE_TEST
        WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}" PROPERTIES LABELS "${ARG_LABEL}" TIMEOUT 300
        ENVIRONMENT "XDG_CACHE_HOME=${CMAKE_BINARY_DIR}/cache"
        ENVIRONMENT_MODIFICATION "LSAN_OPTIONS=set:suppressions=${PROJECT_SOURCE_DIR}/tests/lsan-suppressions.txt:use_tls=0")
endfunction()

# sluice_fuzzer(NAME SOURCE file DEPENDS ...): a libFuzzer program, built by the fuzz preset only.
function(sluice_fuzzer name)
    cmake_parse_arguments(ARG "" "SOURCE" "DEPENDS" ${ARGN})
    add_executable(${name} ${ARG_SOURCE})
    target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}")
    target_link_libraries(${name} PRIVATE ${ARG_DEPENDS} sluice_options)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    add_dependencies(fuzzers ${name})
endfunction()
