# shellcheck shell=bash
client=rclone
if command -v rclone >/dev/null; then
  version=$(rclone version | sed -n '1s/rclone v//p')
  export RCLONE_CONFIG=$WORK/rclone.conf RCLONE_RETRIES=1
  cat >"$RCLONE_CONFIG" <<EOF
[own]
type = s3
provider = Other
access_key_id = $BLOCKTIER_S3_ACCESS_KEY
secret_access_key = $BLOCKTIER_S3_SECRET_KEY
region = $BLOCKTIER_S3_REGION
endpoint = $BLOCKTIER_S3_ENDPOINT
chunk_size = 5Mi
upload_cutoff = 5Mi
EOF
  try 'make a bucket' 'rclone mkdir own:rclone; rclone lsd own: >$WORK/rclone-log; grep -q rclone $WORK/rclone-log'
  try 'multipart upload' 'rclone copyto $WORK/large own:rclone/large
    rclone cat own:rclone/large | cmp - $WORK/large'
  try 'range' 'rclone copyto $WORK/small own:rclone/small; is "$(rclone cat --offset 2 --count 5 own:rclone/small)" small'
  try 'sync up, and nothing a second time' 'rclone sync $WORK/tree own:rclone/tree
    rclone sync -v $WORK/tree own:rclone/tree >$WORK/rclone-log 2>&1
    grep -q "There was nothing to transfer" $WORK/rclone-log'
  try 'check by checksum' 'rclone check $WORK/tree own:rclone/tree'
  try 'sync down with times' 'rclone sync own:rclone/tree $WORK/rclone-tree; same_tree $WORK/tree $WORK/rclone-tree
    is "$(stat -c %Y $WORK/rclone-tree/file-1)" "$(stat -c %Y $WORK/tree/file-1)"'
  try 'copy and rename within' 'rclone copyto own:rclone/small own:rclone/copy; rclone moveto own:rclone/copy own:rclone/moved
    is "$(rclone cat own:rclone/moved)" "a small object"; is "$(rclone lsf own:rclone/ | wc -l)" 4'
  try 'presigned URL' 'fetch "$(rclone link --expire 10m own:rclone/small)" | cmp - $WORK/small'
  try 'remove all and the bucket' 'rclone purge own:rclone; fails rclone lsf own:rclone'
else
  version=none
  skip 'make a bucket' 'multipart upload' 'range' 'sync up, and nothing a second time' 'check by checksum' \
    'sync down with times' 'copy and rename within' 'presigned URL' 'remove all and the bucket'
fi
