#!/usr/bin/env bash
# The Ceph object gateway with one monitor and one OSD, all on loopback. Conditional creates are exact
# in races; If-Match wants an unquoted ETag, and x-amz-checksum-* headers are ignored without a word.
#   ceph-rgw.sh start|stop|env
#   ceph-rgw.sh kill9 [DAEMON...]   as a crash would: rgw, osd and mon, or those named
#   ceph-rgw.sh restart             starts again what was killed, on the data that it left
# CEPH_PORT (19500)  CEPH_MON_PORT (19501)  OSD_STORE memstore (starts faster) or bluestore (keeps
# its data over kill9; memstore forgets all, so there only mon and rgw may be killed and restarted)

NAME=ceph-rgw
PORT=${CEPH_PORT:-19500}
MON_PORT=${CEPH_MON_PORT:-19501}
ENDPOINT=http://127.0.0.1:$PORT
DAEMONS=(rgw osd mon)
VERBS='kill9 [DAEMON...]|restart'
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
export CEPH_CONF=$RUN/ceph.conf

install() {
  need_command radosgw ceph-mon ceph-osd radosgw
  set_version
}

set_version() { read -r _ _ VERSION _ < <(radosgw --version); }

launch() {
  claim_port "$PORT"
  claim_port "$MON_PORT"
  make_cluster
  run_daemons
  quietly user timeout 180 radosgw-admin user create --uid=blocktier --display-name=Blocktier \
    --access-key="$ACCESS_KEY" --secret-key="$SECRET_KEY"
}

make_cluster() {
  local store=${OSD_STORE:-memstore} fsid
  [[ $store == memstore || $store == bluestore ]] || fail "OSD_STORE is memstore or bluestore, not $store"
  fsid=$(cat /proc/sys/kernel/random/uuid)
  sed -e "s|@FSID@|$fsid|; s|@RUN@|$RUN|; s|@PORT@|$PORT|; s|@MON_PORT@|$MON_PORT|; s|@STORE@|$store|" \
    "$HERE/ceph-rgw/ceph.conf" >"$CEPH_CONF"
  mkdir "$RUN/mon" "$RUN/osd"
  quietly monmap monmaptool --create --fsid "$fsid" --addv a "[v2:127.0.0.1:$MON_PORT]" "$RUN/monmap"
  quietly mon-mkfs ceph-mon -i a --mkfs --monmap "$RUN/monmap"
}

# In the order in which each needs the one before; those that run stay.
run_daemons() {
  alive mon || spawn mon ceph-mon -i a -f
  await 180 "an answer of the monitor" timeout 60 ceph mon stat
  [[ -e $RUN/osd/whoami ]] || make_osd
  alive osd || start_osd
  await 180 "an OSD" osd_up
  alive rgw || spawn rgw radosgw -n client.rgw -f
  await 180 "an answer of the gateway" answers
}

# The monitor would go on calling a killed OSD up for a while, and the gateway would wait for it.
start_osd() {
  quietly osd-down timeout 180 ceph osd down 0
  spawn osd ceph-osd -i 0 -f
}

make_osd() {
  local uuid
  uuid=$(cat /proc/sys/kernel/random/uuid)
  quietly osd-new timeout 180 ceph osd new "$uuid" 0
  quietly osd-mkfs ceph-osd -i 0 --mkfs --osd-uuid "$uuid"
}

osd_up() { [[ $(timeout 60 ceph osd stat) == *'1 up'* ]]; }

# `quietly WHAT COMMAND...`
quietly() {
  local what=$1
  shift
  "$@" >"$RUN/log/$what.log" 2>&1 </dev/null || fail "$what"
}

do_kill9() {
  local daemon
  (($# > 0)) || set -- "${DAEMONS[@]}"
  for daemon; do
    [[ " ${DAEMONS[*]} " == *" $daemon "* ]] || usage
    end "$daemon"
  done
  say "killed: $*"
}

do_restart() {
  local begun=${EPOCHREALTIME/./}
  [[ -s $RUN/env ]] || fail "restart without start"
  alive osd || ! grep -q '^osd objectstore = memstore' "$CEPH_CONF" || fail "memstore forgot its data with its OSD"
  set_version
  run_daemons
  ready "$begun"
}

main "$@"
