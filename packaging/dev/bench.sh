# SPDX-License-Identifier: GPL-3.0-or-later
# ./dev bench: build, then run each benchmark program.
take_options "$@"
build_preset "$default_preset" benches
shopt -s nullglob
programs=("$root/build/$default_preset/bin"/bench_*)
[ ${#programs[@]} -gt 0 ] || fail "dev: this checkout holds no benchmark yet (tests/bench)."
for program in "${programs[@]}"; do
  say "$(basename "$program")"
  "$program" "${rest[@]}"
done
