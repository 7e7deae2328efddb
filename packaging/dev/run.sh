# SPDX-License-Identifier: GPL-3.0-or-later
# ./dev run: build, then become the program, in the folder that ./dev was called from.
take_options "$@"
build_preset "$default_preset" lacuna
. "$root/packaging/dev/base.sh"
ensure_base
if [ ${#rest[@]} -eq 0 ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  say "There is no display, so the gaps of a sample draft are filled here. './dev help' says what else there is."
  rest=(infill "$root/resources/samples/the-estuary.md")
fi
exec "$root/build/$default_preset/bin/lacuna" "${rest[@]}"
