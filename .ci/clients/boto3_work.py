"""What a program in Python does with S3, and whether it comes out right: one line 'operation|result' each."""

import os
import sys
import traceback
import urllib.request

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

BUCKET = "boto3"
WORK = os.environ["WORK"]
MIB = 1 << 20

s3 = boto3.client(
    "s3",
    endpoint_url=os.environ["BLOCKTIER_S3_ENDPOINT"],
    config=Config(signature_version="s3v4", retries={"max_attempts": 1}, s3={"addressing_style": "path"}),
)


def code_of(action):
    try:
        action()
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "nothing"


def content(key, **more):
    return s3.get_object(Bucket=BUCKET, Key=key, **more)["Body"].read()


def make():
    s3.create_bucket(Bucket=BUCKET)
    assert BUCKET in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]


def put_and_get():
    s3.put_object(Bucket=BUCKET, Key="a/ä b", Body=b"hello")
    assert content("a/ä b") == b"hello"


def metadata_and_tags():
    s3.put_object(Bucket=BUCKET, Key="meta", Body=b"x", ContentType="text/x-y", Metadata={"colour": "red"}, Tagging="t=1")
    head = s3.head_object(Bucket=BUCKET, Key="meta")
    assert head["ContentType"] == "text/x-y" and head["Metadata"] == {"colour": "red"}
    assert s3.get_object_tagging(Bucket=BUCKET, Key="meta")["TagSet"] == [{"Key": "t", "Value": "1"}]


def multipart():
    config = TransferConfig(multipart_threshold=5 * MIB, multipart_chunksize=5 * MIB)
    s3.upload_file(f"{WORK}/large", BUCKET, "large", Config=config)
    assert s3.head_object(Bucket=BUCKET, Key="large")["ETag"].endswith('-4"')
    with open(f"{WORK}/large", "rb") as original:
        assert content("large") == original.read()


def list_in_pages():
    for i in range(25):
        s3.put_object(Bucket=BUCKET, Key=f"page/{i:02}", Body=b"")
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix="page/", PaginationConfig={"PageSize": 7})
    keys = [[entry["Key"] for entry in page["Contents"]] for page in pages]
    assert [len(page) for page in keys] == [7, 7, 7, 4]
    assert sum(keys, []) == [f"page/{i:02}" for i in range(25)]


def byte_range():
    answer = s3.get_object(Bucket=BUCKET, Key="a/ä b", Range="bytes=1-3")
    assert answer["Body"].read() == b"ell" and answer["ContentRange"] == "bytes 1-3/5"


def conditional():
    etag = s3.head_object(Bucket=BUCKET, Key="meta")["ETag"]
    assert code_of(lambda: s3.get_object(Bucket=BUCKET, Key="meta", IfMatch='"other"')) == "PreconditionFailed"
    assert code_of(lambda: s3.get_object(Bucket=BUCKET, Key="meta", IfNoneMatch=etag)) == "304"


def presigned():
    target = {"Bucket": BUCKET, "Key": "signed"}
    upload = urllib.request.Request(s3.generate_presigned_url("put_object", Params=target), data=b"by url", method="PUT")
    assert urllib.request.urlopen(upload, timeout=120).status == 200
    with urllib.request.urlopen(s3.generate_presigned_url("get_object", Params=target), timeout=120) as answer:
        assert answer.read() == b"by url"


def delete_many():
    keys = [entry["Key"] for entry in s3.list_objects_v2(Bucket=BUCKET)["Contents"]]
    answer = s3.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": key} for key in keys]})
    assert len(answer["Deleted"]) == len(keys) and "Errors" not in answer
    assert s3.list_objects_v2(Bucket=BUCKET)["KeyCount"] == 0


def errors():
    assert code_of(lambda: content("none")) == "NoSuchKey"
    assert code_of(lambda: s3.list_objects_v2(Bucket="no-such-bucket")) == "NoSuchBucket"
    assert code_of(lambda: s3.create_bucket(Bucket=BUCKET)) in ("BucketAlreadyOwnedByYou", "nothing")


def remove():
    s3.delete_bucket(Bucket=BUCKET)
    assert code_of(lambda: s3.head_bucket(Bucket=BUCKET)) == "404"


failed = False
for operation, work in {
    "make a bucket": make,
    "put and get": put_and_get,
    "metadata and tags": metadata_and_tags,
    "multipart upload": multipart,
    "list in pages": list_in_pages,
    "range": byte_range,
    "conditional read": conditional,
    "presigned URLs": presigned,
    "delete many": delete_many,
    "errors have their codes": errors,
    "remove the bucket": remove,
}.items():
    try:
        work()
        print(f"{operation}|passed")
    except Exception:
        failed = True
        print(f"{operation}|FAILED")
        traceback.print_exc()
sys.exit(failed)
