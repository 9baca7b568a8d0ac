#!/usr/bin/env bash
# Lets S3 clients that other people wrote do their ordinary work against a running server, and prints
# a table of what came of it.
#   run.sh                  BLOCKTIER_S3_ENDPOINT, _ACCESS_KEY, _SECRET_KEY and _REGION say where;
#                           progress and failures go to standard error
#   run.sh compare OLD NEW  says where two tables differ in more than versions and what was skipped
#
# Each operation looks at what it has brought about: bytes, names, status. `skipped` says that the client
# is not here or cannot do that; exit status 1 that something failed.
set -uo pipefail
export LC_ALL=C.UTF-8

results() { awk -F ' *[|] *' '/^\| [a-z]/ { print $2 ": " $4 ": " $5 }' "$1" | sort; }

if [ "${1:-}" = compare ]; then
  results "$3" | sed -n 's/: skipped$//p' >"$3.skipped"
  diff <(results "$2" | grep -vFf "$3.skipped") <(results "$3" | grep -vFf "$3.skipped")
  exit $?
fi

: "${BLOCKTIER_S3_ENDPOINT:?}" "${BLOCKTIER_S3_ACCESS_KEY:?}" "${BLOCKTIER_S3_SECRET_KEY:?}" "${BLOCKTIER_S3_REGION:?}"
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
WORK=$(mktemp -d "${TMPDIR:-/tmp}/blocktier-clients.XXXXXX")
HOST=${BLOCKTIER_S3_ENDPOINT#http://}
DEADLINE=300 # seconds, for one operation of one client
LARGE=$((20 << 20))
failed=0
mounted=

cleanup() {
  [ -z "$mounted" ] || fusermount -u -z "$mounted" 2>/dev/null || true
  rm -rf "$WORK"
}
trap cleanup EXIT

export AWS_ACCESS_KEY_ID=$BLOCKTIER_S3_ACCESS_KEY AWS_SECRET_ACCESS_KEY=$BLOCKTIER_S3_SECRET_KEY
export AWS_DEFAULT_REGION=$BLOCKTIER_S3_REGION AWS_EC2_METADATA_DISABLED=true
export AWS_CONFIG_FILE=$WORK/none AWS_SHARED_CREDENTIALS_FILE=$WORK/none HOME=$WORK NO_PROXY='*'
export WORK LARGE HOST
unset AWS_CA_BUNDLE REQUESTS_CA_BUNDLE AWS_PROFILE AWS_SESSION_TOKEN # of whoever runs this

printf 'a small object' >"$WORK/small"
head -c "$LARGE" /dev/urandom >"$WORK/large"
mkdir -p "$WORK/tree/deep er"
for i in 1 2 3 4 5 6 7 8; do echo "file $i" >"$WORK/tree/file-$i"; done
echo 'below' >"$WORK/tree/deep er/ä+b"

row() { printf '| %s | %s | %s | %s |\n' "$client" "$version" "$1" "$2"; }

# `try OPERATION COMMAND...`: the command has to succeed in time.
try() {
  local operation=$1
  shift
  if timeout "$DEADLINE" bash -c "set -euo pipefail; source '$HERE/checks.sh'; $*" >"$WORK/log" 2>&1 </dev/null; then
    row "$operation" passed
  else
    row "$operation" FAILED
    failed=1
    echo "clients: $client: $operation: $*" >&2
    tail -n 5 "$WORK/log" >&2
  fi
}

skip() { # operations in the order of the table, each in one argument
  for operation; do row "$operation" skipped; done
}

# Debian's own Python, whatever else is first on the PATH.
PATH=/usr/bin:/bin:/usr/sbin:/sbin

echo '| Client | Version | Operation | Result |'
echo '|---|---|---|---|'
for script in aws boto3 s3cmd rclone s3fs sdk; do
  # shellcheck source=/dev/null
  source "$HERE/$script.sh"
done
exit "$failed"
