#!/bin/sh
# Serves the pages; what is given is passed on: ./start.sh --port 8600
command="$(cd "$(dirname "$0")" && pwd)/venv/bin/hebei-gis"
if [ ! -x "$command" ]; then
    echo "Run ./install.sh first; see README.txt." >&2
    exit 1
fi
exec "$command" app "$@"
