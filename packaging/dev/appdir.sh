# SPDX-License-Identifier: GPL-3.0-or-later
# make_appdir FOLDER: a folder from which the program runs on any desktop with glibc 2.36 or newer: all that it loads lies
# in it but what packaging/appimage/left-to-the-system names. Sourced by package_appimage.sh and package_flatpak.sh.

make_appdir() {
  local folder=$1 plugins name
  rm -rf "$folder"
  install_program "$folder/usr"
  install_torch "$folder/usr/lib/lacuna"
  torch_licences "$folder/usr/share/doc/libtorch"
  install_base "$folder/usr/share/lacuna/models"
  plugins=$(qtpaths6 --plugin-dir 2>/dev/null || qmake6 -query QT_INSTALL_PLUGINS)
  # The X11, Wayland and offscreen windows, SVG pictures, printing, and what asks the desktop for its colours and dialogs.
  for name in platforms/libqxcb.so platforms/libqoffscreen.so platforms/libqwayland-egl.so platforms/libqwayland-generic.so \
    wayland-shell-integration/libxdg-shell.so wayland-decoration-client/libbradient.so wayland-graphics-integration-client/libqt-plugin-wayland-egl.so \
    imageformats/libqsvg.so iconengines/libqsvgicon.so imageformats/libqjpeg.so printsupport/libcupsprintersupport.so \
    xcbglintegrations/libqxcb-egl-integration.so xcbglintegrations/libqxcb-glx-integration.so \
    platformthemes/libqxdgdesktopportal.so platforminputcontexts/libcomposeplatforminputcontextplugin.so \
    platforminputcontexts/libibusplatforminputcontextplugin.so; do
    [ ! -e "$plugins/$name" ] || install -Dm644 "$plugins/$name" "$folder/usr/plugins/$name"
  done
  printf '[Paths]\nPrefix = ..\nPlugins = plugins\n' > "$folder/usr/bin/qt.conf"
  copy_libraries "$folder"
  ln -sfn usr/share/icons/hicolor/scalable/apps/org.lacuna.Lacuna.svg "$folder/org.lacuna.Lacuna.svg"
  ln -sfn org.lacuna.Lacuna.svg "$folder/.DirIcon"
  ln -sfn usr/share/applications/org.lacuna.Lacuna.desktop "$folder/org.lacuna.Lacuna.desktop"
  install -m755 "$root/packaging/appimage/AppRun" "$folder/AppRun"
  # Where the licences of Debian's libraries are known, they go along. dpkg may know a library in /usr/lib as one in /lib.
  { sed 'p; s|^/usr||' "$folder/.copied" | xargs dpkg-query -S 2>/dev/null || true; } | sed 's/:.*//' | sort -u | while read -r name; do
    [ ! -e "/usr/share/doc/$name/copyright" ] || install -Dm644 "/usr/share/doc/$name/copyright" "$folder/usr/share/doc/libraries/$name"
  done
  rm "$folder/.copied"
}

# Copies what the program, the engine and the plugins are linked with into usr/lib, and lets each find it from where it lies.
copy_libraries() {
  local folder=$1 object path
  : > "$folder/.copied"
  while read -r object; do
    LD_LIBRARY_PATH=$folder/usr/lib/lacuna ldd "$object" | awk '$2 == "=>" && $3 ~ "^/" { print $3 }'
  done < <(find "$folder/usr/bin" "$folder/usr/lib/lacuna" "$folder/usr/plugins" -type f \( -name '*.so*' -o -perm -100 \)) |
    sort -u | grep -v "^$folder/" | grep -vFf <(sed '/^#/d; s|^|/|' "$root/packaging/appimage/left-to-the-system") |
    while read -r path; do
      install -m644 "$(realpath "$path")" "$folder/usr/lib/$(basename "$path")"
      realpath "$path" >> "$folder/.copied"
      patchelf --set-rpath '$ORIGIN' "$folder/usr/lib/$(basename "$path")"
    done
  patchelf --set-rpath '$ORIGIN/../lib' "$folder/usr/bin/lacuna"
  patchelf --set-rpath '$ORIGIN:$ORIGIN/..' "$folder/usr/lib/lacuna/liblacuna_engine.so"
  patchelf --set-rpath '$ORIGIN:$ORIGIN/..' "$folder/usr/lib/lacuna/libtorch_cpu.so"
  find "$folder/usr/plugins" -name '*.so' -exec patchelf --set-rpath '$ORIGIN/../../lib' {} +
}
