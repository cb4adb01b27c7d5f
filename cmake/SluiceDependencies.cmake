# Every package the whole tree needs, found once. Names of the Debian packages: scripts/lib/packages.sh.

find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(tomlplusplus REQUIRED)

if(NOT SLUICE_FUZZ)
    find_package(spdlog 1.10 REQUIRED)
    find_package(SQLite3 3.40 REQUIRED)
    find_package(CLI11 2.1 REQUIRED)
    find_package(prometheus-cpp CONFIG REQUIRED)
    find_package(GTest REQUIRED)
    include(GoogleTest)
endif()

# GPU runtimes are optional; say in one line each what was found.
find_package(CUDAToolkit 12 QUIET)
if(CUDAToolkit_FOUND)
    message(STATUS "CUDA: toolkit ${CUDAToolkit_VERSION} found; the CUDA backend is not built yet")
else()
    message(STATUS "CUDA: toolkit not found, building without it (install nvidia-cuda-toolkit to add it)")
endif()
