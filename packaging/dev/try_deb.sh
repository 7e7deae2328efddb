#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# try_deb.sh FOLDER: the packages in out/, on a bare Debian 12 in FOLDER/debian-12 (made where it is missing): installed by
# apt with nothing else, a gap filled by keys, upgraded, removed, purged, and what is left compared with what was before.
# Needs root, debootstrap, Xvfb, openbox, xdotool and ImageMagick's import. Pictures and lists stay in FOLDER.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
. "$root/packaging/dev/common.sh"
. "$root/packaging/dev/try_folder.sh"
[ $# = 1 ] || { sed -n 3,5p "$0" >&2; exit 2; }
folder=$(mkdir -p "$1" && cd "$1" && pwd)
version=$(sed -n 's/^project(lacuna VERSION \([0-9.]*\).*/\1/p' "$root/CMakeLists.txt")
make_debian "$folder/debian-12" bookworm
machine=$folder/tried
home=/root temporary=/tmp # in it
rm -rf --one-file-system "$machine"
cp -a "$folder/debian-12" "$machine"

mkdir -p "$machine/tmp/debs" "$machine/tmp/newer"
cp "$root/out/lacuna_$version"-*_amd64.deb "$root/out/lacuna-libtorch"_*_amd64.deb "$root/out/lacuna-model_$version"-*_all.deb "$machine/tmp/debs/"
# The next version: the same files under a higher number.
for name in lacuna lacuna-model; do
  rm -rf "$folder/repack"
  dpkg-deb -R "$machine/tmp/debs/${name}_$version"-*.deb "$folder/repack"
  sed -i "s/^Version: .*/&+next/" "$folder/repack/DEBIAN/control"
  dpkg-deb -Znone --root-owner-group --build "$folder/repack" "$machine/tmp/newer/$name.deb" >&2
done
rm -rf "$folder/repack"

in_folder "$machine" apt-get update -qq >&2
list_files "$machine" > "$folder/before.txt"
in_folder "$machine" bash -c "apt-get install -y -qq --no-install-recommends $temporary/debs/*.deb" > "$folder/install.log" 2>&1 ||
  fail "try_deb: apt could not install the packages, see $folder/install.log."
in_folder "$machine" lacuna --version >&2
in_folder "$machine" lacuna doctor >&2
in_folder "$machine" bash -c "printf 'The harbour was quiet, and [[6 words]] in the evening.\n' > $home/draft.md; lacuna infill $home/draft.md --seed 7 --candidates 1" >&2
in_folder "$machine" test -s /usr/share/man/man1/lacuna.1.gz -a -s /usr/share/bash-completion/completions/lacuna
try_window "$folder/window" in_folder "$machine" lacuna
library=$(find "$machine/root/.local/share/lacuna" -name '*.lacuna' | head -1)
[ -n "$library" ] || fail "try_deb: the window left no library in the user's folder."
before=$(in_folder "$machine" lacuna library search harbour | grep -c .)

in_folder "$machine" bash -c "apt-get install -y -qq --no-install-recommends $temporary/newer/*.deb" > "$folder/upgrade.log" 2>&1 ||
  fail "try_deb: the upgrade failed, see $folder/upgrade.log."
in_folder "$machine" bash -c "dpkg-query -W -f '\${Package} \${Version} \${Status}\n' 'lacuna*'" >&2
[ "$(in_folder "$machine" lacuna library search harbour | grep -c .)" = "$before" ] ||
  fail "try_deb: what was written before the upgrade is not found after it."
in_folder "$machine" lacuna infill "$home/draft.md" --seed 7 --candidates 1 --steps 4 >&2

in_folder "$machine" apt-get remove -y -qq lacuna lacuna-libtorch lacuna-model > "$folder/remove.log" 2>&1
if [ -e "$machine/usr/bin/lacuna" ]; then fail "try_deb: the program is still there after it was removed."; fi
in_folder "$machine" bash -c 'apt-get purge -y -qq lacuna lacuna-libtorch lacuna-model; apt-get autoremove --purge -y -qq' >> "$folder/remove.log" 2>&1
list_files "$machine" > "$folder/after.txt"
[ -e "$library" ] || fail "try_deb: purging took the author's library with it."
left=$(comm -13 "$folder/before.txt" "$folder/after.txt")
if grep -i lacuna <<< "$left" >&2; then fail "try_deb: the files above were left behind."; fi
[ -z "$left" ] || say "Left by packages that Lacuna depends on, after these were purged too:" "$left"
gone=$(comm -23 "$folder/before.txt" "$folder/after.txt")
[ -z "$gone" ] || fail "try_deb: these were there before and are gone: $gone"
say "Installed, filled a gap, upgraded, removed and purged. Look at $folder/window.png."
