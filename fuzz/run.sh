#!/usr/bin/env bash
# Runs fuzz targets, two at a time, each for a while: fuzz/run.sh [SECONDS [TARGET…]]
# Needs a nightly toolchain and cargo-fuzz. toego forbids unsafe code, so no sanitizer is built in.
set -euo pipefail
cd "$(dirname "$0")"
seconds=${1:-1200}
shift || true
targets=("$@")
[ ${#targets[@]} -gt 0 ] ||
    targets=(front_matter document prose_map checks fix_idempotence suppressions config lsp_messages baseline)
cargo +nightly fuzz build --sanitizer none
one() {
    mkdir -p "corpus/$1" "artifacts/$1" logs
    RAYON_NUM_THREADS=1 nice -n 19 "$(ls -d target/*/release)/$1" "corpus/$1" "seeds/$1" $(ls -d "regressions/$1" 2>/dev/null) \
        -dict=korean.dict -max_len=4096 -timeout=10 -rss_limit_mb=2048 -max_total_time="$seconds" \
        -artifact_prefix="artifacts/$1/" -print_final_stats=1 >"logs/$1.log" 2>&1 && return
    echo "$1: see fuzz/logs/$1.log and fuzz/artifacts/$1/"
    return 1
}
export -f one
export seconds
printf '%s\n' "${targets[@]}" | xargs -P "${JOBS:-2}" -I{} bash -c 'one {}'
