#!/usr/bin/env bash
# What Qt needs of a Debian or Ubuntu system and Python wheels cannot bring, and Debian's venv where Python came without it.
# Installs it when it may, else says the one line. Usage: system_packages.sh [more packages]
set -eu
need=(libegl1 libgl1 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 libglib2.0-0 libxcb-cursor0 libxcb-icccm4
      libxcb-image0 libxcb-keysyms1 libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1 "$@")
command -v dpkg-query >/dev/null 2>&1 || exit 0
"${PYTHON:-python3}" -c 'import ensurepip, venv' 2>/dev/null || need+=(python3-venv)
missing=()
for package in "${need[@]}"; do
  dpkg-query -W -f='${Status}\n' "$package" "${package}t64" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ "${#missing[@]}" -gt 0 ] || exit 0
if [ "$(id -u)" = 0 ]; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
else
  echo "These system packages are missing: sudo apt-get install ${missing[*]}" >&2
fi
