# The Debian and Ubuntu packages that Sluice needs. Source it, do not run it.

sluice_build_packages=(
    g++ cmake ninja-build ccache make pkg-config git ca-certificates
    nlohmann-json3-dev libspdlog-dev libcli11-dev libtomlplusplus-dev
    libsqlite3-dev libssl-dev prometheus-cpp-dev libcurl4-openssl-dev zlib1g-dev
    libgtest-dev libgmock-dev nodejs npm opencl-headers
)
sluice_bench_packages=(libbenchmark-dev)
sluice_test_packages=(clang libclang-rt-dev gnuplot-nox ocl-icd-libopencl1 pocl-opencl-icd)
sluice_cross_packages=(cmake ninja-build g++ g++-aarch64-linux-gnu qemu-user-static)

# The first of the named packages that this distribution has.
first_available_package() {
    local name
    for name in "$@"; do
        if apt-cache show "$name" >/dev/null 2>&1; then
            echo "$name"
            return
        fi
    done
    return 1
}

package_installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }

# True when the tool is there from elsewhere than Debian's package (Node.js often is).
provided_otherwise() {
    case $1 in
        nodejs) command -v node >/dev/null ;;
        npm) command -v npm >/dev/null ;;
        litecoind) command -v litecoind >/dev/null ;;
        *) return 1 ;;
    esac
}

# install_packages NAME ...: says what is missing and installs just that, with sudo when not root.
install_packages() {
    command -v apt-get >/dev/null || die "this script installs packages with apt-get (Debian 12, Ubuntu 24.04). \
Elsewhere install these by hand: $* and Boost >= 1.81, then run it again with SLUICE_SKIP_PACKAGES=1"
    local name missing=()
    for name in "$@"; do
        package_installed "$name" || provided_otherwise "$name" || missing+=("$name")
    done
    local boost=0
    for name in libboost1.81-dev libboost1.83-dev; do
        package_installed "$name" && boost=1
    done
    [ ${#missing[@]} -eq 0 ] && [ $boost -eq 1 ] && return

    local as_root=(env DEBIAN_FRONTEND=noninteractive)
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null ||
            die "missing packages (${missing[*]:-Boost 1.81 or later}) and no sudo: install them as root"
        as_root=(sudo "${as_root[@]}")
    fi
    "${as_root[@]}" apt-get update -qq || die "apt-get update failed; is the network up?"
    if [ $boost -eq 0 ]; then
        name=$(first_available_package libboost1.81-dev libboost1.83-dev) ||
            die "this distribution has neither Boost 1.81 nor 1.83; Debian 12 and Ubuntu 24.04 do"
        missing+=("$name")
    fi
    say "installing with apt-get: ${missing[*]}"
    "${as_root[@]}" apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 \
        "${missing[@]}" >/dev/null ||
        die "apt-get could not install: ${missing[*]}"
}

install_build_packages() {
    [ "${SLUICE_SKIP_PACKAGES:-0}" = 1 ] || install_packages "${sluice_build_packages[@]}"
}

install_test_packages() {
    [ "${SLUICE_SKIP_PACKAGES:-0}" = 1 ] && return
    install_packages "${sluice_build_packages[@]}" "${sluice_test_packages[@]}"
    # Ubuntu has no litecoind, and its package chromium only points to a snap, which a container cannot run.
    if [ "$(. /etc/os-release && echo "$ID")" = debian ]; then
        install_packages litecoind
        have_browser || install_packages chromium
        return
    fi
    command -v litecoind >/dev/null ||
        say "no litecoind: the tests on Litecoin Core are skipped; install it, or set SLUICE_LITECOIND to its path"
    have_browser ||
        say "no Chromium: the test that opens the page is skipped; install one, or set SLUICE_CHROMIUM to its path"
}

have_browser() {
    local path
    for path in "${SLUICE_CHROMIUM:-}" /usr/bin/chromium /usr/bin/google-chrome; do
        [ -x "$path" ] && return
    done
    return 1
}

install_cross_packages() {
    [ "${SLUICE_SKIP_PACKAGES:-0}" = 1 ] || install_packages "${sluice_cross_packages[@]}"
}
