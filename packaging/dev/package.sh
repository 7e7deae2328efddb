# SPDX-License-Identifier: GPL-3.0-or-later
# ./dev package deb | appimage | flatpak: what people install, into out/. docs/packaging.md says what is in them.
kind=${1:-}
[ $# -eq 0 ] || shift
take_options "$@"
[ "$cuda" = 0 ] || { cuda=0; default_preset=release; } # packages work on the CPU: NVIDIA's libraries may not be in them
case "$kind" in
  deb | appimage | flatpak) . "$root/packaging/dev/package_parts.sh"; . "$root/packaging/dev/package_$kind.sh" ;;
  *) fail "dev: './dev package' makes a deb, an appimage or a flatpak, not '$kind'." ;;
esac
