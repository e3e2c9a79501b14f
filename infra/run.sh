#!/bin/sh
# Starts one service by name: reads what must not stand in the environment from files, then becomes the service.
# Used by the image and by the systemd units.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
service=${1:-}
main="$root/dist/apps/$service/main.js"
case $service in
  '' | *[!a-z-]*) echo "Usage: run.sh <service> [options]" >&2; exit 64 ;;
esac
if [ ! -f "$main" ]; then
  echo "There is no service called $service in $root/dist/apps." >&2
  exit 64
fi
shift

if [ -n "${DATABASE_URL_FILE:-}" ]; then
  DATABASE_URL=$(cat "$DATABASE_URL_FILE")
  export DATABASE_URL
fi
if [ -n "${EVENTSTORE_URL_FILE:-}" ]; then
  EVENTSTORE_URL=$(cat "$EVENTSTORE_URL_FILE")
  export EVENTSTORE_URL
fi

# Room for young objects, in MiB: with the usual 16 a page of events outlives two collections and is moved to the old ones, which
# costs a twentieth of the processor time of pushing. The same stands in package.json (start) and scripts/bench/lianhu.ts.
exec node --enable-source-maps --max-semi-space-size=32 "$main" "$@"
