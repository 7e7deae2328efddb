# SPDX-License-Identifier: GPL-3.0-or-later
# ./dev format: clang-format on every C++ file that git knows.
. "$root/packaging/dev/packages.sh"
command -v clang-format >/dev/null || install_packages <(echo clang-format)
cd "$root"
git ls-files -z -- '*.cpp' '*.h' | xargs -0 clang-format -i
git diff --stat
