#!/usr/bin/env bash
# Adobe S3Mock on loopback: the shape of the API, but no conditional write is atomic and no signature
# is looked at. Good for showing that a probe of the store refuses it.
#   s3mock.sh start|stop|env        S3MOCK_PORT (19400; the port after it serves https), S3MOCK_JAVA_OPTS

NAME=s3mock
PORT=${S3MOCK_PORT:-19400}
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
  claim_port $((PORT + 1))
  mkdir "$RUN/store"
  # The first compiler alone starts in two thirds of the time; whoever measures speed wants others.
  # shellcheck disable=SC2086
  spawn server env COM_ADOBE_TESTING_S3MOCK_STORE_ROOT="$RUN/store" \
    java -Xmx1g -XX:-UsePerfData ${S3MOCK_JAVA_OPTS:--XX:TieredStopAtLevel=1} -Djava.io.tmpdir="$RUN/tmp" \
    -cp "$JARS:$JARS/*" com.adobe.testing.s3mock.S3MockApplication \
    --spring.main.sources=LoopbackOnly --server.address=127.0.0.1 \
    --http.port="$PORT" --server.port=$((PORT + 1)) --logging.level.root=warn
  await 120 "an answer" answers
}

# It looks first and writes then, without a lock: a race is now and then won by one alone, and a
# reader of what is being deleted is told of an error of the server.
more_env() {
  echo "export BLOCKTIER_S3_OTHER_LACKS=READS_BESIDE_DELETIONS,WHOLE_VERSIONS,WHOLE_COPIES,LISTINGS_THAT_FOLLOW_DELETIONS"
  echo "export BLOCKTIER_S3_LACKS=CONDITIONAL_CREATE,CONDITIONAL_REPLACE,CONDITIONAL_DELETE,CONDITIONAL_COPY"
}

main "$@"
