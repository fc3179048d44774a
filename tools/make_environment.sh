#!/bin/sh
# Install the checkout into a virtual environment, which is made if it is not there.
#
#     sh tools/make_environment.sh VENV REQUIREMENT      e.g. .venv '.[dev]'
#
# PYTHON names the interpreter to use; else the newest known one that is 3.11 or later.
set -eu
venv=$1
requirement=$2

usable() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

say() { printf '%s\n' "$@" >&2; }

if ! usable "$venv/bin/python" || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    python=
    for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
        if usable "$candidate"; then
            python=$candidate
            break
        fi
    done
    if [ -z "$python" ]; then
        say "Python 3.11 or later is needed and was not found (tried ${PYTHON:-python3.13, python3.12, python3.11, python3})." \
            "Debian, Ubuntu:  sudo apt install python3 python3-venv" \
            "macOS:           brew install python@3.13, or the installer from python.org" \
            "Elsewhere:       make PYTHON=/path/to/python3 ..."
        exit 1
    fi
    if ! "$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then
        say "$python cannot make virtual environments: its venv module is not installed." \
            "Debian, Ubuntu:  sudo apt install python3-venv"
        exit 1
    fi
    say "making $venv with $("$python" --version)"
    # A half-made environment would look like a made one the next time.
    "$python" -m venv --clear "$venv" || { rm -rf "$venv"; exit 1; }
fi

say "installing $requirement into $venv"
PIP_CONSTRAINT=constraints.txt PIP_DISABLE_PIP_VERSION_CHECK=1 \
    "$venv/bin/python" -m pip install --quiet --editable "$requirement"
