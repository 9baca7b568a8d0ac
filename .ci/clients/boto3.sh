# shellcheck shell=bash
client=boto3
if python3 -c 'import boto3' 2>/dev/null; then
  version=$(python3 -c 'import boto3; print(boto3.__version__)')
  if timeout "$DEADLINE" python3 "$(dirname "${BASH_SOURCE[0]}")/boto3_work.py" >"$WORK/boto3" 2>"$WORK/log"; then :; else
    failed=1
    tail -n 5 "$WORK/log" >&2
  fi
  while IFS='|' read -r operation result; do row "$operation" "$result"; done <"$WORK/boto3"
else
  version=none
  skip 'make a bucket' 'put and get' 'metadata and tags' 'multipart upload' 'list in pages' 'range' 'conditional read' \
    'presigned URLs' 'delete many' 'errors have their codes' 'remove the bucket'
fi
