# SPDX-License-Identifier: GPL-3.0-or-later
# What the packages share: the installed tree, LibTorch without what it does not need, the base. Sourced by package.sh.

# The one version, CMake's project(VERSION).
project_version() { sed -n 's/^project(lacuna VERSION \([0-9.]*\).*/\1/p' "$root/CMakeLists.txt"; }

# The time of the last commit, in seconds: packages of one commit bear one date.
source_date() { git -C "$root" log -1 --format=%ct 2>/dev/null || date +%s; }

# build_for_packages: the program, the engine, and what the packages need beside them.
build_for_packages() {
  build_preset release lacuna
  . "$root/packaging/dev/packages.sh"
  install_packages "$root/packaging/dev/packages-package.txt"
  . "$root/packaging/dev/base.sh"
  ensure_base
  base_folder=${XDG_CACHE_HOME:-$HOME/.cache}/lacuna/models
  base_name=SmolLM2-135M-Instruct
  [ -e "$base_folder/$base_name.Q4_1.gguf" ] || fail "dev: a package carries the base, and it could not be fetched (above)."
}

# install_program PREFIX: the program as it is installed, in a prefix as /usr is one.
install_program() {
  cmake --install "$root/build/release" --prefix "$1" --strip >&2
}

# install_torch FOLDER: libtorch_cpu and libc10 for the CPU alone, about 360 MB. The wheel's libtorch_cpu asks for two
# libraries of NVIDIA's, for its profiler only; stand-ins take their place that say "no device" to each call, so that
# nothing is in a package that may not be passed on under the program's licence. LibTorch's own libgomp stays out: every
# system has one, and all take the same.
install_torch() {
  local folder=$1 name
  mkdir -p "$folder"
  for name in libtorch_cpu.so libc10.so; do
    install -m644 "$LACUNA_TORCH_DIR/lib/$name" "$folder/$name"
    strip --strip-unneeded "$folder/$name"
    patchelf --set-rpath '$ORIGIN' "$folder/$name"
  done
  for name in cudart cupti; do
    cc -shared -O2 -fPIC -Wall -Werror -s -Wl,-z,relro,-z,now,-z,noexecstack -Wl,-soname,lib$name.so.13 \
      -Wl,--version-script="$root/packaging/libtorch/$name.map" -o "$folder/lib$name.so.13" "$root/packaging/libtorch/$name.c"
    chmod 644 "$folder/lib$name.so.13"
  done
  # Each symbol that libtorch_cpu wants of them has to be there: the loader looks for all of them at once.
  if comm -23 <(wanted_of_nvidia "$folder/libtorch_cpu.so") \
      <(nm -D --defined-only "$folder"/libcu*.so.13 | awk 'NF == 3 { print $3 }' | sed 's/@.*//' | sort -u) | grep . >&2; then
    fail "dev: LibTorch asks for the functions above, which packaging/libtorch does not offer: add them there."
  fi
}

wanted_of_nvidia() { nm -D --undefined-only "$1" | sed -n 's/^ *U \(cu[a-zA-Z]*\)@.*/\1/p' | sort -u; }

# torch_licences FOLDER: LibTorch's LICENSE and NOTICE, with those of all that it is made of. They are in the wheel, which
# a fetch before they were kept has thrown away; then it is fetched once more.
torch_licences() {
  local kept=${XDG_CACHE_HOME:-$HOME/.cache}/lacuna/libtorch-2.11.0-licences
  if [ ! -e "$kept/NOTICE" ]; then
    if [ -e "$LACUNA_TORCH_DIR/licences/NOTICE" ]; then
      kept=$LACUNA_TORCH_DIR/licences
    else
      say "Fetching LibTorch's licences from PyPI, once: they are in its wheel of 0.5 GB."
      local folder; folder=$(mktemp -d "${XDG_CACHE_HOME:-$HOME/.cache}/lacuna/fetch.XXXXXX")
      fetch_torch_wheels "$folder/wheels" <(grep '^torch==' "$root/packaging/dev/libtorch-cpu.txt") ||
        fail "dev: LibTorch's licences could not be fetched from PyPI (pip's reason is above). Check the network, then run this again."
      python3 "$root/packaging/dev/unpack_libtorch.py" licences "$folder/wheels" "$folder/licences"
      mv -T "$folder/licences" "$kept"
      rm -rf "$folder"
    fi
  fi
  install -Dm644 -t "$1" "$kept/LICENSE" "$kept/NOTICE"
}

# install_base FOLDER: the base with its licence.
install_base() { install -Dm644 -t "$1" "$base_folder/$base_name".*; }
