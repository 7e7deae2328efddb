# SPDX-License-Identifier: GPL-3.0-or-later
# ./dev screenshots: the real program renders docs/images, without a display.
take_options "$@"
build_preset "$default_preset" lacuna
QT_QPA_PLATFORM=offscreen "$root/build/$default_preset/bin/lacuna" screenshots --output "$root/docs/images" "${rest[@]}"
