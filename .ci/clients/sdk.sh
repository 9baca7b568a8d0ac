# shellcheck shell=bash
# The AWS SDK for Java: its blocking client, its asynchronous ones over Netty and over the common
# runtime, and the transfer manager over both.

# Sets JAVA_HOME, and JARS to a folder with what the project resolves to and its sources compiled.
sdk_install() {
  # shellcheck source=/dev/null
  JAVA_HOME=$(source "$HERE/../../.mvn/find-jdk.sh" && find_jdk >/dev/null 2>&1 && echo "$JAVA_HOME") || return
  JARS=${BLOCKTIER_CI_CACHE:-/var/tmp/blocktier-ci}/jars/sdk-$(cat "$HERE"/sdk/* | sha256sum | cut -c1-12)
  [ ! -d "$JARS" ] || return 0
  mkdir -p "${JARS%/*}" && part=$(mktemp -d "${JARS%/*}/.part-XXXXXX") || return
  if "$HERE/../../build" -q -B -f "$HERE/sdk/pom.xml" dependency:copy-dependencies -DoutputDirectory="$part" &&
    "$JAVA_HOME/bin/javac" -nowarn -cp "$part/*" -d "$part" "$HERE/sdk/SdkWork.java"; then
    mv -T "$part" "$JARS" 2>/dev/null || rm -rf "$part" # another run was faster
  else
    rm -rf "$part"
    return 1
  fi
}

if sdk_install >"$WORK/log" 2>&1 </dev/null; then
  if timeout $((2 * DEADLINE)) "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -Djava.io.tmpdir="$WORK" -cp "$JARS:$JARS/*" SdkWork >"$WORK/sdk" 2>"$WORK/log" </dev/null; then :; else
    failed=1
    tail -n 25 "$WORK/log" >&2
  fi
  while IFS='|' read -r client version operation result; do row "$operation" "$result"; done <"$WORK/sdk"
else
  tail -n 5 "$WORK/log" >&2
  version=none
  for client in 'java sync' 'java netty' 'java crt'; do
    skip 'make a bucket' 'put and get' 'large upload and download' 'range' 'checksums of every kind' 'conditions' \
      'copy within' 'list in pages'
    [ "$client" != 'java sync' ] || skip 'presigned URLs'
    [ "$client" = 'java crt' ] || skip 'put and list in a directory bucket' 'append' 'remove the directory bucket'
    skip 'delete many, and the bucket'
  done
  for client in 'java transfer manager' 'java transfer manager, crt'; do
    skip 'large upload and download' 'copy in parts' 'directory up and down' 'delete many, and the bucket'
  done
fi
