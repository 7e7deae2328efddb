# SPDX-License-Identifier: GPL-3.0-or-later
# ./dev test: build, then ctest; with --with-browser, a browser first. The preset of that name carries the sanitizers' options.
take_options "$@"
if [ "${rest[0]:-}" = --with-browser ]; then
  rest=("${rest[@]:1}")
  . "$root/packaging/dev/packages.sh"
  if [ -z "${LACUNA_BROWSER:-}" ] && ! command -v chromium chromium-browser google-chrome >/dev/null; then
    install_packages "$root/packaging/dev/packages-browser.txt"
  fi
  export LACUNA_NEEDS_BROWSER=1 # the page's test fails without one, where it would be skipped
fi
build_preset "$default_preset"
. "$root/packaging/dev/base.sh"
ensure_base
cd "$root"
exec ctest --preset "$default_preset" "${rest[@]}"
