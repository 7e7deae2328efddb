# SPDX-License-Identifier: GPL-3.0-or-later
# ./dev package flatpak: out/lacuna-VERSION-x86_64.flatpak, over the freedesktop runtime, which flatpak fetches.
[ ${#rest[@]} -eq 0 ] || fail "dev: './dev package flatpak' takes no arguments."
. "$root/packaging/dev/appdir.sh"
build_for_packages
install_packages <(echo flatpak-builder)
version=$(project_version)
manifest=$root/packaging/flatpak/org.lacuna.Lacuna.yml
appstreamcli validate --no-net --explain "$root/packaging/desktop/org.lacuna.Lacuna.metainfo.xml" >&2
desktop-file-validate "$root/packaging/desktop/org.lacuna.Lacuna.desktop" >&2
mkdir -p "$root/out/flatpak"
make_appdir "$root/out/flatpak/AppDir"
flatpak-builder --user --force-clean --install-deps-from=flathub --state-dir="$root/out/flatpak/state" \
  --repo="$root/out/flatpak/repository" "$root/out/flatpak/build" "$manifest" >&2 ||
  fail "dev: flatpak-builder did not come to its end (above). It needs the remote flathub: flatpak remote-add --user flathub URL."
flatpak build-bundle "$root/out/flatpak/repository" "$root/out/lacuna-$version-x86_64.flatpak" org.lacuna.Lacuna >&2
say "out/lacuna-$version-x86_64.flatpak is ready. Install it with: flatpak install --user out/lacuna-$version-x86_64.flatpak"
