# shellcheck shell=bash
# What the operations of the clients are judged by. Sourced, never run.

same() { cmp "$1" "$2"; }
is() { [ "$1" = "$2" ] || { echo "expected '$2', found '$1'"; return 1; }; }
same_tree() { diff -r "$1" "$2"; }
fails() { ! "$@"; }
fetch() { curl -sf --noproxy '*' --max-time 120 "$@"; }
e="--endpoint-url $BLOCKTIER_S3_ENDPOINT"
