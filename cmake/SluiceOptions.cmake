# Options and compiler settings shared by every target.

option(SLUICE_WARNINGS_AS_ERRORS "Treat warnings as errors" OFF)
option(SLUICE_FUZZ "Build the libFuzzer targets instead of servers and tests (clang)" OFF)
option(SLUICE_BENCH "Build the Google Benchmark cases (package libbenchmark-dev)" OFF)
option(SLUICE_UNITY "Compile the sources of a folder together, up to 16 at a time: several times less work for the compiler" ON)
set(SLUICE_SANITIZE "" CACHE STRING "Sanitizers passed to -fsanitize=, for example address,undefined")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

# Most of a compilation is packages' templates, the same in each source; together they are made once.
set(CMAKE_UNITY_BUILD ${SLUICE_UNITY})
set(CMAKE_UNITY_BUILD_BATCH_SIZE 16)

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
endif()

add_library(sluice_options INTERFACE)
set(sluice_cxx_warnings
    -Wall -Wextra -Wconversion -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual
    $<$<BOOL:${SLUICE_WARNINGS_AS_ERRORS}>:-Werror>)
if(SLUICE_UNITY AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Sources compiled together are no headers, and one may call a local what another calls a function.
    list(APPEND sluice_cxx_warnings -Wshadow=local -Wno-subobject-linkage)
elseif(NOT SLUICE_UNITY)
    list(APPEND sluice_cxx_warnings -Wshadow)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # Two warnings of the optimizer that gcc 12 gives for std::string itself (GCC bug 105651).
    list(APPEND sluice_cxx_warnings
        $<$<CONFIG:Release>:-Wno-restrict> $<$<CONFIG:Release>:-Wno-maybe-uninitialized>)
endif()
# Device code calls the constexpr members of std::array.
set(sluice_cuda_options
    --expt-relaxed-constexpr -Xcompiler=-Wall,-Wextra $<$<BOOL:${SLUICE_WARNINGS_AS_ERRORS}>:--Werror=all-warnings>)
target_compile_options(sluice_options INTERFACE
    "$<$<COMPILE_LANGUAGE:CXX>:${sluice_cxx_warnings}>" "$<$<COMPILE_LANGUAGE:CUDA>:${sluice_cuda_options}>")
if(SLUICE_SANITIZE)
    target_compile_options(sluice_options INTERFACE
        -fsanitize=${SLUICE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(sluice_options INTERFACE -fsanitize=${SLUICE_SANITIZE})
    if(SLUICE_SANITIZE MATCHES "undefined" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        # A check at every access through a pointer, which costs much of the compile time of this build, for what the
        # address sanitizer ends as well. The fuzzers' build, by clang, has them for all that reads bytes from outside.
        target_compile_options(sluice_options INTERFACE -fno-sanitize=null,alignment,object-size,pointer-overflow,vptr)
    endif()
    if(SLUICE_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        # Asio's fences, which this sanitizer does not model; its queues are locked besides.
        target_compile_options(sluice_options INTERFACE -Wno-tsan)
    endif()
endif()
if(SLUICE_FUZZ)
    target_compile_options(sluice_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
