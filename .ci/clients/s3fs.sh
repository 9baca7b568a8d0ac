# shellcheck shell=bash
client=s3fs
if command -v s3fs >/dev/null && [ -c /dev/fuse ] && (: <>/dev/fuse) 2>/dev/null; then
  version=$(s3fs --version | sed -n '1s/.* V\([0-9.]*\).*/\1/p')
  printf '%s:%s' "$BLOCKTIER_S3_ACCESS_KEY" "$BLOCKTIER_S3_SECRET_KEY" >"$WORK/s3fs-secret"
  chmod 600 "$WORK/s3fs-secret"
  mkdir "$WORK/mount"
  export M=$WORK/mount
  python3 - <<'EOF' 2>/dev/null || curl -s -o /dev/null --noproxy '*' -X PUT --aws-sigv4 "aws:amz:$BLOCKTIER_S3_REGION:s3" \
    --user "$BLOCKTIER_S3_ACCESS_KEY:$BLOCKTIER_S3_SECRET_KEY" "$BLOCKTIER_S3_ENDPOINT/s3fs-bucket"
import boto3, os
boto3.client("s3", endpoint_url=os.environ["BLOCKTIER_S3_ENDPOINT"]).create_bucket(Bucket="s3fs-bucket")
EOF
  mounted=$M
  try 'mount' 's3fs s3fs-bucket $M -o passwd_file=$WORK/s3fs-secret,url=$BLOCKTIER_S3_ENDPOINT,use_path_request_style,endpoint=$BLOCKTIER_S3_REGION,sigv4,retries=1,multipart_size=10
    mountpoint -q $M'
  try 'write and read a small file' 'cp $WORK/small $M/small; same $WORK/small $M/small'
  try 'write and read a large file' 'cp $WORK/large $M/large; same $WORK/large $M/large'
  try 'directories' 'cp -r $WORK/tree $M/tree; same_tree $WORK/tree $M/tree; is "$(ls $M | wc -l)" 3'
  try 'rename' 'mv $M/small $M/renamed; fails test -e $M/small; same $WORK/small $M/renamed'
  try 'append' 'printf " and more" >>$M/renamed; is "$(cat $M/renamed)" "a small object and more"'
  try 'remove' 'rm -r $M/tree $M/large $M/renamed; is "$(ls -A $M)" ""'
  try 'unmount' 'fusermount -u $M; fails mountpoint -q $M'
else
  version=none
  skip 'mount' 'write and read a small file' 'write and read a large file' 'directories' 'rename' 'append' 'remove' 'unmount'
fi
