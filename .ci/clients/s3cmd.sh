# shellcheck shell=bash
client=s3cmd
if command -v s3cmd >/dev/null; then
  version=$(s3cmd --version | sed 's/.* //')
  cat >"$WORK/s3cfg" <<EOF
[default]
access_key = $BLOCKTIER_S3_ACCESS_KEY
secret_key = $BLOCKTIER_S3_SECRET_KEY
bucket_location = $BLOCKTIER_S3_REGION
host_base = $HOST
host_bucket = $HOST
use_https = False
multipart_chunk_size_mb = 5
EOF
  try 'make a bucket' 's3cmd -c $WORK/s3cfg mb s3://s3cmd'
  try 'put and get a small object' 's3cmd -c $WORK/s3cfg put $WORK/small s3://s3cmd/small
    s3cmd -c $WORK/s3cfg get s3://s3cmd/small $WORK/s3cmd-small; same $WORK/small $WORK/s3cmd-small'
  try 'multipart upload' 's3cmd -c $WORK/s3cfg put $WORK/large s3://s3cmd/large
    s3cmd -c $WORK/s3cfg get s3://s3cmd/large $WORK/s3cmd-large; same $WORK/large $WORK/s3cmd-large'
  try 'list' 'is "$(s3cmd -c $WORK/s3cfg ls s3://s3cmd/ | wc -l)" 2'
  try 'sync up and down' 's3cmd -c $WORK/s3cfg sync $WORK/tree/ s3://s3cmd/tree/
    mkdir $WORK/s3cmd-tree; s3cmd -c $WORK/s3cfg sync s3://s3cmd/tree/ $WORK/s3cmd-tree/; same_tree $WORK/tree $WORK/s3cmd-tree'
  try 'presigned URL of signature version 2 is refused' 'fails fetch "$(s3cmd -c $WORK/s3cfg signurl s3://s3cmd/small +600)"'
  try 'copy and rename within' 's3cmd -c $WORK/s3cfg cp s3://s3cmd/small s3://s3cmd/copy
    s3cmd -c $WORK/s3cfg mv s3://s3cmd/copy s3://s3cmd/moved; is "$(s3cmd -c $WORK/s3cfg get s3://s3cmd/moved - 2>/dev/null)" "a small object"'
  try 'remove' 's3cmd -c $WORK/s3cfg del --recursive --force s3://s3cmd/; is "$(s3cmd -c $WORK/s3cfg ls -r s3://s3cmd/)" ""'
  try 'remove the bucket' 's3cmd -c $WORK/s3cfg rb s3://s3cmd'
else
  version=none
  skip 'make a bucket' 'put and get a small object' 'multipart upload' 'list' 'sync up and down' \
    'presigned URL of signature version 2 is refused' 'copy and rename within' 'remove' 'remove the bucket'
fi
