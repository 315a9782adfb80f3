#!/bin/sh
# Installs the browsers that open exported files in these tests, on Debian. Does nothing where
# they are there already.
set -eu

packages="chromium chromium-driver firefox-esr webkit2gtk-driver xvfb"
for package in $packages; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing=yes
done
[ -n "${missing:-}" ] || exit 0

apt-get update -q
# shellcheck disable=SC2086 # the words are package names
DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $packages
