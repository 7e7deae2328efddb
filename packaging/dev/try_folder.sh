# SPDX-License-Identifier: GPL-3.0-or-later
# A bare Debian in a folder, and programs run in it. Sourced by try_deb.sh and try_appdir.sh, which need root. Nothing of
# this system is mounted into the folder but inside a mount namespace that ends with the command: the folder is plain files.

# make_debian FOLDER RELEASE: from where this system has its packages, with its settings of apt. Kept for the next time.
make_debian() {
  local folder=$1 release=$2 mirror file
  [ ! -e "$folder/.ready" ] || return 0
  rm -rf --one-file-system "$folder"
  mirror=$(grep -rhoE '^(URIs: |deb (\[[^]]*\] )?)[^ ]+' /etc/apt/sources.list.d /etc/apt/sources.list 2>/dev/null |
    grep -v security | grep -oE '[a-z+]+://[^ ]+' | head -1)
  say "Making a bare Debian ($release) in $folder."
  unshare --mount --propagation private debootstrap --variant=minbase --include=ca-certificates "$release" "$folder" "$mirror" >&2
  for file in /etc/apt/apt.conf.d/99* /etc/apt/auth.conf.d /etc/resolv.conf /etc/hosts; do
    [ ! -e "$file" ] || { mkdir -p "$folder$(dirname "$file")"; cp -aL "$file" "$folder$(dirname "$file")/"; }
  done
  cp -aL --remove-destination /etc/ssl/certs/. "$folder/etc/ssl/certs/"
  touch "$folder/.ready"
}

# in_folder FOLDER COMMAND...: runs a command there with /proc and a small /dev of its own; the X display is this system's.
in_folder() {
  local folder=$1; shift
  folder=$folder unshare --mount --propagation private bash -euc '
    mount -t tmpfs -o mode=755 tmpfs "$folder/dev"
    for node in null:1:3 zero:1:5 full:1:7 random:1:8 urandom:1:9 tty:5:0; do
      IFS=: read -r name major minor <<< "$node"; mknod -m 666 "$folder/dev/$name" c "$major" "$minor"
    done
    ln -s /proc/self/fd "$folder/dev/fd"
    mkdir "$folder/dev/shm" "$folder/dev/pts"; mount -t tmpfs tmpfs "$folder/dev/shm"; mount -t devpts devpts "$folder/dev/pts"
    mount -t proc proc "$folder/proc"
    exec env -i HOME=/root DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 DISPLAY="${DISPLAY:-}" TERM=dumb \
      PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot "$folder" "$@"' in_folder "$@"
}

# Its files, but those that apt, dpkg and logs change by themselves.
list_files() {
  (cd "$1" && find . -xdev \( -path ./proc -o -path ./dev -o -path ./tmp -o -path ./root -o -path ./var/log -o -path ./var/lib/dpkg \
    -o -path ./var/lib/apt -o -path ./var/cache/apt -o -path ./var/cache/debconf \) -prune -o -print) | LC_ALL=C sort
}

# start_display: an X server with a window manager on a number of its own, in DISPLAY; stop_display ends both.
start_display() {
  local number=$((200 + RANDOM % 700))
  Xvfb ":$number" -screen 0 1280x860x24 -nolisten tcp > /dev/null 2>&1 & display_server=$!
  export DISPLAY=:$number
  sleep 2
  openbox > /dev/null 2>&1 & display_manager=$!
  sleep 1
}
stop_display() { kill "$display_manager" "$display_server" 2>/dev/null || true; }

# try_window PICTURE COMMAND...: starts the program, types a text, fills a gap by keys, takes the words, takes a picture
# before and after, closes the window. False where no window came, or the program did not end by itself.
try_window() {
  local picture=$1 i; shift
  start_display
  "$@" > "$picture.log" 2>&1 & local program=$!
  for i in $(seq 60); do xdotool search --onlyvisible --name Lacuna > /dev/null 2>&1 && break; sleep 1; done
  sleep "${LACUNA_TRY_WAIT:-5}"
  xdotool key ctrl+n; sleep 2
  xdotool type --delay 60 "The harbour was quiet at that hour. She walked down to the boats, and there she "
  sleep 1
  xdotool key ctrl+g
  sleep "${LACUNA_TRY_WAIT:-5}"; import -window root "$picture-filling.png"
  sleep $((4 * ${LACUNA_TRY_WAIT:-5}))
  xdotool key Return; sleep 2
  import -window root "$picture.png"
  xdotool key ctrl+q
  for i in $(seq 30); do kill -0 "$program" 2>/dev/null || break; sleep 1; done
  local code=0
  if kill -0 "$program" 2>/dev/null; then kill "$program"; code=1; else wait "$program" || code=$?; fi
  stop_display
  [ "$code" = 0 ] || say "The program ended with $code: see $picture.log."
  return "$code"
}
