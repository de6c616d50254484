#!/bin/sh
# Print the path of uv: the one on the machine, else one of our own, installed by pip into .venv-uv.
set -eu
if command -v uv; then exit 0; fi
if [ -x .venv-uv/bin/uv ] && .venv-uv/bin/uv --version >/dev/null 2>&1; then
    echo "$PWD/.venv-uv/bin/uv"
    exit 0
fi
for python in python3.13 python3.14 python3.12 python3 python; do
    # A name may be a shim without a Python behind it, and Debian's Python may lack venv: try, do not ask.
    rm -rf .venv-uv
    "$python" -m venv .venv-uv >/dev/null 2>&1 || continue
    echo "Fetching uv, which installs everything else." >&2
    .venv-uv/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9,<1' >&2 || continue
    echo "$PWD/.venv-uv/bin/uv"
    exit 0
done
rm -rf .venv-uv
echo "No Python with venv and no uv found: install Python 3.13 (on Debian with python3-venv), then run make again." >&2
exit 1
