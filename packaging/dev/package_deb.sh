# SPDX-License-Identifier: GPL-3.0-or-later
# ./dev package deb [--revision N] [--quick]: three packages for Debian 12 (x86-64), into out/:
#   lacuna            the program, the engine, the small model, the manual page and completions
#   lacuna-libtorch   LibTorch for the CPU, which changes seldom: an update of lacuna does not fetch it again
#   lacuna-model      the base and its adapters
# --revision N makes VERSION-N (else 1); --quick packs loosely, for a try.
revision=1
compression=(-Zxz -z6)
while [ ${#rest[@]} -gt 0 ]; do
  case "${rest[0]}" in
    --revision) [ "${rest[1]:-}" -ge 1 ] 2>/dev/null || fail "dev: --revision needs a number from 1."; revision=${rest[1]}; rest=("${rest[@]:2}") ;;
    --quick) compression=(-Zgzip -z1); rest=("${rest[@]:1}") ;;
    *) fail "dev: './dev package deb' knows no ${rest[0]}." ;;
  esac
done
build_for_packages
version=$(project_version)-$revision
torch_version=2.11.0-1
stage=$root/out/.deb
templates=$root/packaging/deb
export SOURCE_DATE_EPOCH; SOURCE_DATE_EPOCH=$(source_date)
rm -rf "$stage"
mkdir -p "$stage"

# Sizes, dependencies, changelog, copyright and check sums, then the package itself.
# finish_deb NAME VERSION ARCHITECTURE: what is staged in $stage/NAME becomes out/NAME_VERSION_ARCHITECTURE.deb.
finish_deb() {
  local name=$1 of=$2 architecture=$3 folder=$stage/$1 documents=$stage/$1/usr/share/doc/$1 depends size
  mkdir -p "$folder/DEBIAN" "$documents"
  [ -e "$documents/copyright" ] || install -m644 "$templates/$name.copyright" "$documents/copyright"
  printf '%s (%s) unstable; urgency=medium\n\n  * %s\n\n -- %s  %s\n' "$name" "$of" \
    "The changelog of lacuna says what is new." \
    "$(sed -n 's/^Maintainer: //p' "$templates/control")" "$(date -R -u -d "@$SOURCE_DATE_EPOCH")" |
    gzip -9n > "$documents/changelog.Debian.gz"
  if [ -e "$templates/$name.lintian-overrides" ]; then
    install -Dm644 "$templates/$name.lintian-overrides" "$folder/usr/share/lintian/overrides/$name"
  fi
  depends=$(shared_library_depends "$folder")
  size=$(du -sk --exclude=DEBIAN "$folder" | cut -f1)
  awk -v name="$name" -v RS= -v ORS='\n' '$0 ~ "(^|\n)Package: " name "\n" || NR == 1' "$templates/control" |
    sed -e "/^#/d" -e "s/@VERSION@/$of/; s/@LACUNA@/$version/; s/@TORCH@/$torch_version/; s/@SIZE@/$size/" \
      -e "s/@ARCHITECTURE@/$architecture/; s/@SHLIBS@/$depends/" -e 's/, *,/,/g; s/, *$//; /^Depends: *$/d' > "$folder/DEBIAN/control"
  (cd "$folder" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) > "$folder/DEBIAN/md5sums"
  find "$folder" -type d -exec chmod 755 {} +
  find "$folder" -newermt "@$SOURCE_DATE_EPOCH" -print0 | xargs -0r touch -h -d "@$SOURCE_DATE_EPOCH"
  dpkg-deb "${compression[@]}" --root-owner-group --build "$folder" "$root/out/.$name.deb" >&2
  mv "$root/out/.$name.deb" "$root/out/${name}_${of}_$architecture.deb"
}

# The packages of the libraries that a folder's programs ask for, as dpkg knows them; what lies beside them is ours.
shared_library_depends() {
  local objects=() file
  while read -r file; do objects+=("-e$file"); done < <(find "$1/usr" -type f \( -name '*.so*' -o -path '*/bin/*' \))
  [ ${#objects[@]} -gt 0 ] || return 0
  mkdir -p "$stage/shlibs/debian"
  printf 'Source: lacuna\n\nPackage: lacuna\nArchitecture: any\n' > "$stage/shlibs/debian/control"
  (cd "$stage/shlibs" && dpkg-shlibdeps -O --ignore-missing-info "-l$stage/lacuna/usr/lib/lacuna" \
    "-l$stage/lacuna-libtorch/usr/lib/lacuna" "${objects[@]}" 2>> "$stage/shlibs/log" | sed 's/^shlibs:Depends=//')
}

# LibTorch, once for each version of it.
torch_deb=$root/out/lacuna-libtorch_${torch_version}_amd64.deb
install_torch "$stage/lacuna-libtorch/usr/lib/lacuna"
torch_licences "$stage/licences"
mkdir -p "$stage/lacuna-libtorch/usr/share/doc/lacuna-libtorch"
cat "$templates/lacuna-libtorch.copyright" "$stage/licences/LICENSE" > "$stage/lacuna-libtorch/usr/share/doc/lacuna-libtorch/copyright"
gzip -9nc "$stage/licences/NOTICE" > "$stage/lacuna-libtorch/usr/share/doc/lacuna-libtorch/NOTICE.gz"

install_program "$stage/lacuna/usr"
share=$stage/lacuna/usr/share
mkdir -p "$stage/lacuna-model/usr/share/lacuna"
mv "$share/lacuna/models" "$stage/lacuna-model/usr/share/lacuna/models"
install_base "$stage/lacuna-model/usr/share/lacuna/models"
# Licences stand in the copyright file; the changelog and the pages are packed as Debian has them.
rm -f "$share/doc/lacuna/LICENSE" "$share/doc/lacuna"/OFL-*.txt "$stage/lacuna-model/usr/share/lacuna/models"/*.LICENSE.txt
mv "$share/doc/lacuna/CHANGELOG.md" "$share/doc/lacuna/changelog"
gzip -9n "$share/doc/lacuna/changelog" "$share/man/man1/lacuna.1"
mkdir -p "$share/zsh/vendor-completions"
mv "$share/zsh/site-functions/_lacuna" "$share/zsh/vendor-completions/_lacuna"
rmdir "$share/zsh/site-functions"

if [ -e "$torch_deb" ] && [ "$torch_deb" -nt "$root/packaging/dev/package_parts.sh" ] &&
   [ "$torch_deb" -nt "$templates/control" ] && [ -z "$(find "$root/packaging/libtorch" -newer "$torch_deb")" ]; then
  say "out/$(basename "$torch_deb") is there already."
else
  finish_deb lacuna-libtorch "$torch_version" amd64
fi
finish_deb lacuna-model "$version" all
finish_deb lacuna "$version" amd64
debs=("$root/out/lacuna_${version}_amd64.deb" "$torch_deb" "$root/out/lacuna-model_${version}_all.deb")
lintian --fail-on error,warning --suppress-tags-from-file "$templates/lintian-not-ours" "${debs[@]}" >&2 ||
  fail "dev: lintian found what is above."
rm -rf "$stage"
du -ch --apparent-size "${debs[@]}" >&2
say "Install them with: sudo apt install ${debs[*]/#$root/.}"
