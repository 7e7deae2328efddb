# SPDX-License-Identifier: GPL-3.0-or-later
# ./dev test: build, then ctest. The preset of that name carries the sanitizers' options.
take_options "$@"
build_preset "$default_preset"
cd "$root"
exec ctest --preset "$default_preset" "${rest[@]}"
