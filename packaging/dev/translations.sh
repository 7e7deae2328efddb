# SPDX-License-Identifier: GPL-3.0-or-later
# ./dev translations: brings resources/translations/lacuna_*.ts up to the sentences of the sources, and says how many wait
# for their translation. A new language begins with an empty file: ./dev translations fr.
. "$root/packaging/dev/packages.sh"
install_packages <(echo qt6-l10n-tools)
lupdate=$(PATH=/usr/lib/qt6/bin:$PATH command -v lupdate) || fail "dev: Qt's lupdate is missing: install qt6-l10n-tools."
cd "$root"
for language in "$@"; do
  file=resources/translations/lacuna_$language.ts
  [ -e "$file" ] || printf '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n<TS version="2.1" language="%s" sourcelanguage="en"/>\n' "$language" > "$file"
done
for file in resources/translations/lacuna_*.ts; do
  "$lupdate" -silent -I . -extensions cpp,h -locations none -no-obsolete app ui storage -ts "$file"
  say "$file: $(grep -c 'type="unfinished"' "$file") of $(grep -c '<source>' "$file") sentences wait for their translation."
done
