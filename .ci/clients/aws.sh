# shellcheck shell=bash
client='aws cli'
if command -v aws >/dev/null; then
  version=$(aws --version 2>&1 | sed 's:aws-cli/\([^ ]*\).*:\1:')
  try 'make a bucket' 'aws $e s3 mb s3://aws-cli'
  try 'put and get a small object' 'aws $e s3 cp $WORK/small s3://aws-cli/small
    aws $e s3 cp s3://aws-cli/small - | cmp - $WORK/small'
  try 'multipart upload and ranged download' 'aws $e s3 cp $WORK/large s3://aws-cli/large
    aws $e s3 cp s3://aws-cli/large $WORK/aws-large; same $WORK/large $WORK/aws-large
    is "$(aws $e s3api head-object --bucket aws-cli --key large --query ContentLength)" $LARGE'
  try 'list' 'is "$(aws $e s3 ls s3://aws-cli/ | wc -l)" 2'
  try 'range' 'aws $e s3api get-object --bucket aws-cli --key small --range bytes=2-6 $WORK/aws-range
    is "$(cat $WORK/aws-range)" small'
  try 'presigned URL' 'fetch "$(aws $e s3 presign s3://aws-cli/small)" | cmp - $WORK/small'
  try 'sync up, and nothing a second time' 'aws $e s3 sync $WORK/tree s3://aws-cli/tree
    is "$(aws $e s3 sync $WORK/tree s3://aws-cli/tree)" ""'
  try 'sync down' 'aws $e s3 sync s3://aws-cli/tree $WORK/aws-tree; same_tree $WORK/tree $WORK/aws-tree'
  try 'copy within' 'aws $e s3 cp s3://aws-cli/large s3://aws-cli/copy
    aws $e s3 cp s3://aws-cli/copy - | cmp - $WORK/large'
  try 'remove' 'aws $e s3 rm --recursive s3://aws-cli/; is "$(aws $e s3 ls --recursive s3://aws-cli/)" ""'
  try 'remove the bucket' 'aws $e s3 rb s3://aws-cli; fails aws $e s3api head-bucket --bucket aws-cli'
else
  version=none
  skip 'make a bucket' 'put and get a small object' 'multipart upload and ranged download' 'list' 'range' \
    'presigned URL' 'sync up, and nothing a second time' 'sync down' 'copy within' 'remove' 'remove the bucket'
fi
