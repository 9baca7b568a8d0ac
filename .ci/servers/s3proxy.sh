#!/usr/bin/env bash
# S3Proxy on loopback, keeping its objects in memory: strict about signatures and checksums, but its
# If-Match is not atomic, so it is no witness for compare-and-swap.
#   s3proxy.sh start|stop|env       S3PROXY_PORT (19300), S3PROXY_PROVIDER (transient), S3PROXY_JAVA_OPTS

NAME=s3proxy
PORT=${S3PROXY_PORT:-19300}
ENDPOINT=http://127.0.0.1:$PORT
DAEMONS=(server)
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

install() {
  use_jdk 17 25
  install_jars
}

launch() {
  claim_port "$PORT"
  cat >"$RUN/s3proxy.properties" <<PROPERTIES
s3proxy.endpoint=$ENDPOINT
s3proxy.authorization=aws-v4
s3proxy.identity=$ACCESS_KEY
s3proxy.credential=$SECRET_KEY
jclouds.provider=${S3PROXY_PROVIDER:-transient}
jclouds.filesystem.basedir=$RUN/store
jclouds.identity=unused
jclouds.credential=unused
PROPERTIES
  mkdir -p "$RUN/store"
  # shellcheck disable=SC2086
  spawn server java -Xmx1g -XX:-UsePerfData ${S3PROXY_JAVA_OPTS:--XX:TieredStopAtLevel=1} -Djava.io.tmpdir="$RUN/tmp" \
    -Dlogback.configurationFile="$HERE/s3proxy/logback.xml" -cp "$JARS/*" \
    org.gaul.s3proxy.Main --properties "$RUN/s3proxy.properties"
  await 180 "an answer" curl -sf --noproxy '*' --max-time 5 "$ENDPOINT/healthz"
}

main "$@"
