# SPDX-License-Identifier: GPL-3.0-or-later
# ./dev bench: build, then run `lacuna bench` with the arguments; with --micro, each program of tests/bench instead.
take_options "$@"
if [ "${rest[0]:-}" != --micro ]; then
  build_preset "$default_preset" lacuna
  exec "$root/build/$default_preset/bin/lacuna" bench "${rest[@]}"
fi
rest=("${rest[@]:1}")
build_preset "$default_preset" benches
shopt -s nullglob
programs=("$root/build/$default_preset/bin"/bench_*)
[ ${#programs[@]} -gt 0 ] || fail "dev: this checkout holds no benchmark yet (tests/bench)."
for program in "${programs[@]}"; do
  say "$(basename "$program")"
  "$program" "${rest[@]}"
done
