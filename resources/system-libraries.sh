#!/bin/sh
# Installs the system libraries that the window's web engine needs on Debian and Ubuntu,
# and Python with venv where there is none.
# Does nothing where they are there already, so it needs no rights on a machine that is ready.
set -eu

# Alternatives are written a|b: package names differ between releases.
wanted="libegl1 libgl1 libx11-xcb1 libxcomposite1 libxdamage1 libxext6 libxfixes3 libxrandr2
libxtst6 libasound2t64|libasound2 libdbus-1-3 libfontconfig1 libfreetype6
libglib2.0-0t64|libglib2.0-0 libgbm1 libnss3 libxcb-cursor0 libxcb-icccm4 libxcb-image0
libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0
libxkbfile1 fonts-dejavu-core"

installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

missing=""
if command -v dpkg-query >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1; then
    for names in $wanted; do
        found=no
        for name in $(echo "$names" | tr '|' ' '); do
            if installed "$name"; then found=yes; fi
        done
        [ $found = yes ] || missing="$missing $names"
    done
    python3 -c "import ensurepip" >/dev/null 2>&1 || missing="$missing python3 python3-venv"
else
    # Other systems bring these libraries with their desktop; mapper names any that is missing.
    exit 0
fi
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    root=""
elif command -v sudo >/dev/null 2>&1; then
    root="sudo"
else
    echo "These system packages are missing and need an administrator:$missing" >&2
    exit 1
fi

$root apt-get update -q
packages=""
for names in $missing; do
    for name in $(echo "$names" | tr '|' ' '); do
        if apt-cache show "$name" >/dev/null 2>&1; then
            packages="$packages $name"
            break
        fi
    done
done
# shellcheck disable=SC2086 # the words are package names
$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $packages
