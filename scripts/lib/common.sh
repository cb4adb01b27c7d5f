# Shared by the scripts beside it; source it, do not run it. Needs only bash and coreutils until packages are installed.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/packages.sh
. "$root/scripts/lib/packages.sh"

# Objects are found in ccache again from any checkout: paths below the root count as relative.
export CCACHE_BASEDIR="$root" CCACHE_NOHASHDIR=true

say() { printf '\033[1m==> %s\033[0m\n' "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# Parallel jobs: one per core, but no more than memory allows (a coroutine source takes about 1.5 GiB to compile).
build_jobs() {
    local cores memory_gib
    cores=$(nproc)
    memory_gib=$(awk '/MemAvailable/ {print int($2 / 1048576)}' /proc/meminfo)
    local by_memory=$((memory_gib * 2 / 3))
    [ "$by_memory" -lt 1 ] && by_memory=1
    [ "$cores" -lt "$by_memory" ] && echo "$cores" || echo "$by_memory"
}

# configure_and_build PRESET [TARGET ...]; with SLUICE_STRICT=0 a newer compiler's new warnings do not stop the build.
configure_and_build() {
    local preset=$1
    shift
    local strict=ON
    [ "${SLUICE_STRICT:-1}" = 0 ] && strict=OFF
    (
        cd "$root" || exit 1
        cmake --preset "$preset" -DSLUICE_WARNINGS_AS_ERRORS=$strict >"$root/build/configure-$preset.log" 2>&1 || {
            cat "$root/build/configure-$preset.log" >&2
            exit 1
        }
        grep -E '^-- (CUDA|OpenCL):' "$root/build/configure-$preset.log" >&2 || true
        local targets=()
        [ $# -gt 0 ] && targets=(--target "$@")
        cmake --build --preset "$preset" -j "$(build_jobs)" "${targets[@]}" >&2
    ) || die "the $preset build failed; the lines above say where"
}

mkdir -p "$root/build"
