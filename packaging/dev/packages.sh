# SPDX-License-Identifier: GPL-3.0-or-later

# install_packages FILE: installs with apt what FILE lists and dpkg does not have.
install_packages() {
  local line name have missing=()
  command -v dpkg-query >/dev/null ||
    fail "dev: this system has no dpkg. Install the packages of $1 by hand; only Debian's and Ubuntu's packages are known here."
  have=$(dpkg-query -W -f='${db:Status-Abbrev} ${binary:Package}\n' | sed -n 's/^.i  *\([^:]*\).*/\1/p')
  while read -r line; do
    case "$line" in '' | '#'*) continue ;; esac
    for name in ${line//|/ }; do
      if grep -qxF -- "$name" <<< "$have"; then continue 2; fi
    done
    missing+=("$line")
  done < "$1"
  [ ${#missing[@]} -gt 0 ] || return 0
  say "Installing with apt: ${missing[*]}"
  as_root apt-get update -qq >&2
  local wanted=()
  for line in "${missing[@]}"; do
    for name in ${line//|/ }; do
      if apt-cache show "$name" >/dev/null 2>&1; then wanted+=("$name"); continue 2; fi
    done
    fail "dev: apt knows no package named ${line//|/ or }. Debian 12 and Ubuntu 24.04 have it; on Ubuntu, turn on 'universe'."
  done
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}" >&2
}
