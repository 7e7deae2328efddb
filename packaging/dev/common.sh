# SPDX-License-Identifier: GPL-3.0-or-later
# What the commands of ./dev share. Sourced, with `root` set to the checkout.
# Everything here speaks on standard error: standard output belongs to the program that is run.
default_preset=release
cuda=0

say() { printf '%s\n' "$*" >&2; }
fail() { say "$@"; exit 1; }

# Takes the options of ./dev off the front: --cuda, --preset NAME. What is left is in the array `rest`.
take_options() {
  while [ $# -gt 0 ]; do
    case "$1" in
      --cuda) cuda=1; default_preset=cuda; shift ;;
      --preset) [ $# -gt 1 ] || fail "dev: --preset needs a name, for instance asan."; default_preset=$2; shift 2 ;;
      *) break ;;
    esac
  done
  rest=("$@")
  # Where a GPU is and its module can be built, that is what is wanted.
  if [ "$default_preset" = release ] && [ -e /proc/driver/nvidia/version ] && find_nvcc; then
    cuda=1
    default_preset=cuda
  fi
}

# Puts nvcc on PATH where the toolkit is in its usual place; false where there is none.
find_nvcc() {
  command -v nvcc >/dev/null && return 0
  [ -x /usr/local/cuda/bin/nvcc ] && PATH=$PATH:/usr/local/cuda/bin && export PATH
}

# Runs a command as root.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
    fail "dev: root is needed to run '$*', and there is no sudo. Run that once as root, then this again."
  fi
}

# Compiler jobs: one a core, but none without 1.5 GiB of memory, which LibTorch's headers take.
jobs() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/^MemAvailable/ { print int($2 / 1572864) }' /proc/meminfo)
  [ "$memory" -ge 1 ] || memory=1
  echo $((cores < memory ? cores : memory))
}

# build_preset PRESET [TARGET]: packages, LibTorch, configuration where it is missing or old, then the build.
build_preset() {
  local preset=$1 target=${2:-all} folder="$root/build/$1"
  if [ "$preset" = cuda ]; then
    cuda=1
    find_nvcc || fail "dev: the CUDA module needs nvcc 13, which is not on PATH. Install NVIDIA's CUDA toolkit 13, or build without --cuda."
  fi
  [ "$(uname -m)" = x86_64 ] || fail "dev: Lacuna builds on x86-64 only so far, and this machine is $(uname -m)."
  . "$root/packaging/dev/packages.sh"
  install_packages "$root/packaging/dev/packages.txt"
  . "$root/packaging/dev/libtorch.sh"
  ensure_libtorch
  cd "$root"
  if [ ! -e "$folder/build.ninja" ] || [ CMakePresets.json -nt "$folder/build.ninja" ] ||
     ! grep -qxF "LACUNA_TORCH_DIR:PATH=$LACUNA_TORCH_DIR" "$folder/CMakeCache.txt"; then
    cmake --preset "$preset" --log-level=WARNING -DLACUNA_TORCH_DIR="$LACUNA_TORCH_DIR" >&2
  fi
  CMAKE_BUILD_PARALLEL_LEVEL=$(jobs) cmake --build "$folder" --target "$target" >&2
  cd "$OLDPWD"
}
