#!/usr/bin/env bash
# Apache Ozone in one JVM: quoted ETags, 412 and 409, conditional completes and copies, all exact in
# races. It looks at no signature.
#   ozone.sh start|stop|env         OZONE_NET (169.254.200: the first three bytes of its /30 network)
#
# Some of its ports listen on every address, so it lives in a network namespace of its own. A veth
# pair leads there: clients run outside, as with any other server. Nothing beyond this machine gets
# in, because link-local addresses are not routed and the namespace knows no way back to others.
# One can run per machine.

NAME=ozone
SPACE=blocktier-ozone
LINK=bt-ozone # plus 0 outside, 1 inside
NET=${OZONE_NET:-169.254.200}
ENDPOINT=http://$NET.2:9878
DAEMONS=(server)
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

install() {
  ((EUID == 0)) || skip "only root may make a network namespace"
  need_command ip iproute2
  use_jdk 17 17 # Hadoop calls Subject.getSubject, which newer ones refuse
  make_network 2>"$RUN/log/network.log" || skip "no network namespace: $(head -n 1 "$RUN/log/network.log")"
  install_jars
}

make_network() {
  ip netns add $SPACE &&
    ip link add ${LINK}0 type veth peer name ${LINK}1 netns $SPACE &&
    ip addr add "$NET.1/30" dev ${LINK}0 && ip link set ${LINK}0 up &&
    ip -n $SPACE addr add "$NET.2/30" dev ${LINK}1 && ip -n $SPACE link set ${LINK}1 up &&
    ip -n $SPACE link set lo up
}

cleanup() {
  ip link del ${LINK}0 2>/dev/null || true # at once; with the namespace it would go only some time later
  ip netns del $SPACE 2>/dev/null || true
}

launch() {
  spawn server env --chdir="$RUN/tmp" ip netns exec $SPACE java -Xmx2g -XX:-UsePerfData -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    -Djava.io.tmpdir="$RUN/tmp" \
    --add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.nio=ALL-UNNAMED \
    --add-opens=java.base/java.util=ALL-UNNAMED \
    -Dlog4j.configuration="file:$HERE/ozone/log4j.properties" -cp "$JARS:$JARS/*" \
    OzoneServer "$NET.2" 9878
  await 180 "an answer" answers
}

main "$@"
