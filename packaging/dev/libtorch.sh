# SPDX-License-Identifier: GPL-3.0-or-later

# ensure_libtorch: sets and exports LACUNA_TORCH_DIR to a folder with LibTorch's include/ and lib/, and fetches it
# from PyPI where it is missing. pip checks the SHA-256 of each wheel. A fetch that is cut short leaves nothing that
# a later call would take for whole: the folder gets its name only when it is complete.
ensure_libtorch() {
  local set=cpu cache wheels folder
  [ -z "${LACUNA_TORCH_DIR:-}" ] || return 0
  [ "$cuda" = 0 ] || set=cuda
  cache=${XDG_CACHE_HOME:-$HOME/.cache}/lacuna
  export LACUNA_TORCH_DIR="$cache/libtorch-2.11.0-$set"
  [ ! -d "$LACUNA_TORCH_DIR" ] || return 0

  say "Fetching LibTorch 2.11 ($set) from PyPI, once: $([ $set = cpu ] && echo '0.5 GB' || echo '2 GB')."
  mkdir -p "$cache"
  # One fetch at a time; what a fetch that was killed has left is swept away.
  exec 9> "$cache/lock"
  flock 9
  [ ! -d "$LACUNA_TORCH_DIR" ] || { exec 9>&-; return 0; }
  rm -rf "$cache"/fetch.*
  folder=$(mktemp -d "$cache/fetch.XXXXXX")
  wheels=$folder/wheels
  fetch_torch_wheels "$wheels" "$root/packaging/dev/libtorch-$set.txt" ||
    fail "dev: LibTorch could not be fetched from PyPI (pip's reason is above). Check the network, then run this again."
  python3 "$root/packaging/dev/unpack_libtorch.py" "$set" "$wheels" "$folder/libtorch" ||
    fail "dev: LibTorch could not be unpacked into $cache. Is the disk full? The CPU set takes 1.1 GB while it unpacks, the CUDA set 6 GB."
  mv -T "$folder/libtorch" "$LACUNA_TORCH_DIR"
  rm -rf "$folder"
  exec 9>&-
}

# fetch_torch_wheels FOLDER REQUIREMENTS: the wheels, each with its hash checked. Any CPython will do as the host; they are
# for 3.11, of which only the C++ part is used.
fetch_torch_wheels() {
  local platforms=(manylinux2014_x86_64 manylinux2010_x86_64 manylinux1_x86_64)
  for minor in $(seq 17 28); do platforms+=("manylinux_2_${minor}_x86_64"); done
  python3 -m pip download --quiet --disable-pip-version-check --no-cache-dir --progress-bar off --no-deps \
    --require-hashes --only-binary=:all: --python-version 3.11 --implementation cp \
    "${platforms[@]/#/--platform=}" --dest "$1" -r "$2" >&2
}
