# SPDX-License-Identifier: GPL-3.0-or-later
# ./dev package appimage: out/lacuna-VERSION-x86_64.AppDir.tar.xz, a folder to unpack anywhere, whose AppRun starts the
# program. Where LACUNA_APPIMAGE_RUNTIME names a runtime of the AppImage project (type 2, x86-64), also an AppImage: the
# same folder behind that runtime, in one file. The runtime is in no package registry, so it is not fetched here.
[ ${#rest[@]} -eq 0 ] || fail "dev: './dev package appimage' takes no arguments."
. "$root/packaging/dev/appdir.sh"
build_for_packages
version=$(project_version)
name=lacuna-$version-x86_64
export SOURCE_DATE_EPOCH; SOURCE_DATE_EPOCH=$(source_date)
make_appdir "$root/out/$name.AppDir"
if [ -n "${LACUNA_APPIMAGE_RUNTIME:-}" ]; then
  mksquashfs "$root/out/$name.AppDir" "$root/out/.$name.squashfs" -noappend -all-root -comp zstd -Xcompression-level 19 -quiet -no-progress >&2
  cat "$LACUNA_APPIMAGE_RUNTIME" "$root/out/.$name.squashfs" > "$root/out/.$name.AppImage"
  rm "$root/out/.$name.squashfs"
  chmod 755 "$root/out/.$name.AppImage"
  mv "$root/out/.$name.AppImage" "$root/out/$name.AppImage"
  say "out/$name.AppImage is ready, $(du -h --apparent-size "$root/out/$name.AppImage" | cut -f1)."
fi
tar -C "$root/out" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -c "$name.AppDir" |
  xz -T0 -6 > "$root/out/.$name.tar.xz"
mv "$root/out/.$name.tar.xz" "$root/out/$name.AppDir.tar.xz"
say "out/$name.AppDir.tar.xz is ready, $(du -h --apparent-size "$root/out/$name.AppDir.tar.xz" | cut -f1). Unpack it and start AppRun in it."
