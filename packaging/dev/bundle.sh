# SPDX-License-Identifier: GPL-3.0-or-later
# ./dev bundle: a folder that can be moved anywhere. Qt, SQLite, PCRE2 and SentencePiece stay the
# system's; the base is in it, where it could be fetched; LibTorch is taken at run time from the folder that LACUNA_TORCH_DIR names. With --cuda the CUDA module is in it, and
# that folder may be a Python's torch of the same version, whose NVIDIA wheels are found from there.
take_options "$@"
build_preset "$default_preset" lacuna
. "$root/packaging/dev/base.sh"
ensure_base
version=$(sed -n 's/^CMAKE_PROJECT_VERSION:STATIC=//p' "$root/build/$default_preset/CMakeCache.txt")
name=lacuna-$version-linux-x86_64
[ "$default_preset" != cuda ] || name=$name-cuda
mkdir -p "$root/out"
rm -rf "$root/out/$name" "$root/out/.$name"
cmake --install "$root/build/$default_preset" --prefix "$root/out/.$name" --strip >&2
models=${XDG_CACHE_HOME:-$HOME/.cache}/lacuna/models
if [ -n "${LACUNA_BASE:-}" ]; then
  install -Dm644 -t "$root/out/.$name/share/lacuna/models" "$LACUNA_BASE"
elif [ -e "$models/SmolLM2-135M-Instruct.Q4_1.gguf" ]; then
  install -Dm644 -t "$root/out/.$name/share/lacuna/models" "$models"/SmolLM2-135M-Instruct.*
fi
mv -T "$root/out/.$name" "$root/out/$name"
say "out/$name is ready, $(du -sh "$root/out/$name" | cut -f1). Start it with: LACUNA_TORCH_DIR=<LibTorch folder> out/$name/bin/lacuna"
