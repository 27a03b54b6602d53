#!/bin/sh
# Installs into the folder venv beside this file; options are passed on to pip.
cd "$(dirname "$0")" || exit 1
for python in python@PYTHON@ python3 python; do
    if "$python" -c "" 2>/dev/null; then exec "$python" install.py "$@"; fi
done
echo "Python @PYTHON@ was not found. Install it first; see README.txt." >&2
exit 1
