#!/bin/sh
# Install Debian packages, as root or with a sudo that asks for no password.
set -eu

export DEBIAN_FRONTEND=noninteractive
if [ "$(id -u)" -eq 0 ]; then
    apt-get -q update && apt-get -q install -y --no-install-recommends "$@"
else
    sudo -n apt-get -q update && sudo -n apt-get -q install -y --no-install-recommends "$@"
fi
