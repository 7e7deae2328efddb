#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# try_appdir.sh FOLDER: the folder of `./dev package appimage` on Debian 12 and 13 with what every desktop has and nothing
# else: unpacked, started, a gap filled by keys. Needs what try_deb.sh needs. Pictures stay in FOLDER.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
. "$root/packaging/dev/common.sh"
. "$root/packaging/dev/try_folder.sh"
[ $# = 1 ] || { sed -n 3,4p "$0" >&2; exit 2; }
folder=$(mkdir -p "$1" && cd "$1" && pwd)
home=/root # in the machines
version=$(sed -n 's/^project(lacuna VERSION \([0-9.]*\).*/\1/p' "$root/CMakeLists.txt")
for release in bookworm trixie; do
  make_debian "$folder/$release" "$release"
  machine=$folder/$release-tried
  rm -rf --one-file-system "$machine"
  cp -a "$folder/$release" "$machine"
  in_folder "$machine" apt-get update -qq >&2
  in_folder "$machine" apt-get install -y -qq --no-install-recommends libgl1 libegl1 libx11-6 libx11-xcb1 libxcb1 libfontconfig1 \
    libfreetype6 libharfbuzz0b libfribidi0 libgbm1 libcups2 libwayland-client0 > "$folder/$release.log" 2>&1
  tar -C "$machine/opt" -xf "$root/out/lacuna-$version-x86_64.AppDir.tar.xz"
  program=/opt/lacuna-$version-x86_64.AppDir/AppRun
  in_folder "$machine" "$program" --version >&2
  in_folder "$machine" bash -c "printf 'The harbour was quiet, and [[6 words]] in the evening.\n' > $home/draft.md; $program infill $home/draft.md --seed 7 --candidates 1" >&2
  try_window "$folder/$release-window" in_folder "$machine" "$program"
  say "$release: started and filled a gap. Look at $folder/$release-window.png."
done
