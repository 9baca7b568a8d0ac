# shellcheck shell=bash
# What the server scripts beside this file share. Sourced, never run.
#
# A script sets
#   NAME      the server's name
#   ENDPOINT  its S3 address
#   DAEMONS   its processes, in the order in which they are to be ended
# defines
#   install   fetches what is missing, sets VERSION, calls `skip` where this machine cannot run it
#   launch    starts the processes with `spawn` and waits for them with `await`
#   more_env  (optional) prints further variables for the tests
#   cleanup   (optional) removes what `stop` would otherwise leave outside the state folder
# and ends with `main "$@"`. Any further verb of a script is a function named `do_VERB`.
#
# Downloads and running servers live in BLOCKTIER_CI_CACHE (/var/tmp/blocktier-ci), never in the work tree;
# with BLOCKTIER_CI_RUN what runs lives there instead, and several of one kind can, each on ports of its own.
#
# Exit codes: 0 done, 75 cannot run here, 64 wrong usage, anything else a failure.

set -euo pipefail
export LC_ALL=C.UTF-8

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(cd "$HERE/../.." && pwd)
CACHE=$(realpath -m "${BLOCKTIER_CI_CACHE:-/var/tmp/blocktier-ci}")
RUN=$(realpath -m "${BLOCKTIER_CI_RUN:-$CACHE/run}")/$NAME # everything a running server writes; gone after `stop`
ACCESS_KEY=blocktier
SECRET_KEY=blocktier-secret
REGION=us-east-1
BUCKET=blocktier-tck
VERSION=unknown

say() { printf '%s %s\n' "$NAME" "$*"; }

skip() {
  say "skipped: $*"
  exit 75
}

fail() {
  say "failed: $*"
  [[ ! -d $RUN/log ]] || tail -n 25 "$RUN"/log/* 2>/dev/null || true
  exit 1
}

usage() {
  echo "usage: ${0##*/} start|stop|env${VERBS:+|$VERBS}" >&2
  exit 64
}

# --- installing ---------------------------------------------------------------------------------

# Debian packages that provide a command: `need_command COMMAND PACKAGE...`
need_command() {
  local command=$1
  shift
  ! command -v "$command" >/dev/null || return 0
  command -v apt-get >/dev/null || skip "no $command, and no apt-get to install it"
  ((EUID == 0)) || skip "no $command, and only root may install it"
  local log=$RUN/log/apt.log
  export DEBIAN_FRONTEND=noninteractive
  # Lists that cannot be refreshed just now may still do.
  apt-get update >"$log" 2>&1 </dev/null || true
  apt-get -o DPkg::Lock::Timeout=120 install -y --no-install-recommends "$@" >>"$log" 2>&1 </dev/null ||
    skip "cannot install $*: $(grep '^E:' "$log" | head -n 1)"
  command -v "$command" >/dev/null || skip "$* brought no $command"
}

# Puts a JDK of a major version between the two given ones first on PATH, the newest that fits.
use_jdk() {
  local low=$1 high=$2 home version best=0 found=
  for home in ${JAVA_HOME:+"$JAVA_HOME"} /usr/lib/jvm/*; do
    [[ -x $home/bin/javac && -r $home/release ]] || continue
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
    if ((version >= low && version <= high && version > best)); then
      best=$version found=$home
    fi
  done
  [[ $found ]] || skip "no JDK $low to $high under /usr/lib/jvm"
  PATH=$found/bin:$PATH
}

# Sets JARS to a folder with what the server's pom.xml resolves to and its sources compiled. The folder
# is named after all that goes in, so a changed version never meets old jars, and it appears in one
# step, so an interrupted or a second installation leaves nothing half made.
install_jars() {
  local project=$HERE/$NAME part
  JARS=$CACHE/jars/$NAME-$(project_hash "$project")
  VERSION=$(sed -n 's:.*<server\.version>\(.*\)</server\.version>.*:\1:p' "$project/pom.xml")
  [[ ! -d $JARS ]] || return 0
  mkdir -p "$CACHE/jars"
  part=$(mktemp -d "$CACHE/jars/.part-XXXXXX")
  if ! fill_jars "$project" "$part" >"$RUN/log/maven.log" 2>&1 </dev/null; then
    rm -rf "$part"
    fail "cannot resolve or compile $project"
  fi
  mv -T "$part" "$JARS" 2>/dev/null || rm -rf "$part" # another run was faster
}

fill_jars() {
  local maven=mvn sources=("$1"/*.java)
  [[ ! -x $ROOT/build ]] || maven=$ROOT/build
  "$maven" -q -B -f "$1/pom.xml" dependency:copy-dependencies -DoutputDirectory="$2" || return
  [[ ! -e ${sources[0]} ]] || javac --release 17 -nowarn -cp "$2/*" -d "$2" "${sources[@]}"
}

project_hash() {
  find "$1" -type f \( -name pom.xml -o -name '*.pom' -o -name '*.java' \) | sort | xargs -d '\n' cat |
    sha256sum | cut -c1-12
}

# --- processes ----------------------------------------------------------------------------------

# `spawn DAEMON COMMAND...` starts a process that outlives this script. It must not keep the caller's
# descriptors: a lock or a pipe of the caller would stay open for as long as the server runs.
spawn() {
  local daemon=$1
  shift
  (
    for fd in "/proc/$BASHPID/fd"/*; do
      fd=${fd##*/}
      ((fd <= 2)) || exec {fd}>&-
    done
    exec setsid "$@"
  ) >>"$RUN/log/$daemon.log" 2>&1 </dev/null &
  printf '%s %s\n' $! "$(born $!)" >"$RUN/$daemon.pid"
  disown $!
}

# When a process was born, in clock ticks since boot; fails when it is gone. Kept beside the pid, so
# that a number the kernel has given to someone else is never killed. A dead process counts as gone
# only when its last thread has left, since it holds its files and ports until then.
born() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  read -ra stat <<<"${stat##*) }"
  [[ ${stat[0]} != [ZX] ]] || ((stat[17] > 1)) || return 1
  echo "${stat[19]}"
}

alive() {
  local pid since
  [[ -s $RUN/$1.pid ]] || return 1
  read -r pid since <"$RUN/$1.pid"
  [[ $since && $(born "$pid") == "$since" ]]
}

# Nothing of these servers is kept, so none of them needs an orderly end.
end() {
  local daemon=$1 deadline=$((SECONDS + 20))
  while alive "$daemon"; do
    kill -9 "$(cut -d' ' -f1 "$RUN/$daemon.pid")" 2>/dev/null || true
    ((SECONDS < deadline)) || fail "$daemon does not end"
    sleep 0.05
  done
  rm -f "$RUN/$daemon.pid"
}

# `await SECONDS WHAT COMMAND...` repeats a command until it succeeds.
await() {
  local seconds=$1 what=$2 deadline=$((SECONDS + $1)) daemon
  shift 2
  until "$@" >/dev/null 2>&1; do
    for daemon in "${DAEMONS[@]}"; do
      [[ ! -e $RUN/$daemon.pid ]] || alive "$daemon" || fail "$daemon ended before $what"
    done
    ((SECONDS < deadline)) || fail "no $what within $seconds s"
    sleep 0.1
  done
}

# Without this a foreign server on the same port would be taken for ours.
claim_port() {
  ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null || fail "port $1 is taken"
}

# Not for a server in a network namespace of its own: its listeners are not in this list.
refuse_open_listeners() {
  local daemon pid open
  command -v ss >/dev/null || return 0
  for daemon in "${DAEMONS[@]}"; do
    pid=$(cut -d' ' -f1 "$RUN/$daemon.pid")
    open=$(ss -Hltnp | awk -v pid="pid=$pid," \
      'index($0, pid) && $4 !~ /^(127\.|\[::1\]|\[::ffff:127\.)/ {print $4}')
    [[ ! $open ]] || fail "$daemon listens beyond loopback: $open"
  done
}

# --- S3 -----------------------------------------------------------------------------------------

answers() { curl -s -o /dev/null --noproxy '*' --max-time 5 "$ENDPOINT/"; }

# curl signs for S3 only since 7.88, and there leaves the hash of the body to its caller.
make_bucket() {
  local curl status
  read -r _ curl _ < <(curl --version)
  if [[ $(printf '%s\n' 7.88 "$curl" | sort -V | head -n 1) != 7.88 ]]; then
    say "note: curl $curl cannot sign, so whoever uses $BUCKET has to create it"
    return
  fi
  status=$(curl -s -o "$RUN/log/bucket" -w '%{http_code}' --noproxy '*' --max-time 120 -X PUT \
    --aws-sigv4 "aws:amz:$REGION:s3" --user "$ACCESS_KEY:$SECRET_KEY" \
    -H "x-amz-content-sha256: $(sha256sum </dev/null | cut -d' ' -f1)" "$ENDPOINT/$BUCKET") || true
  [[ $status == 200 ]] || fail "creating $BUCKET answered $status"
}

# --- verbs --------------------------------------------------------------------------------------

# Always a fresh server: what an interrupted run left is ended first.
do_start() {
  do_stop
  mkdir -p "$RUN/log" "$RUN/tmp"
  trap 'give_up $?' EXIT
  need_command curl curl ca-certificates
  install
  local begun=${EPOCHREALTIME/./}
  launch
  refuse_open_listeners
  make_bucket
  printf 'export BLOCKTIER_S3_%s\n' "ENDPOINT=$ENDPOINT" "ACCESS_KEY=$ACCESS_KEY" \
    "SECRET_KEY=$SECRET_KEY" "REGION=$REGION" "BUCKET=$BUCKET" >"$RUN/env"
  ! declare -F more_env >/dev/null || more_env >>"$RUN/env"
  trap - EXIT
  ready "$begun"
}

# A failed start leaves its logs, until the next `start` or `stop`, and nothing else.
give_up() {
  end_all
  (($1 != 75)) || rm -rf "$RUN"
}

ready() {
  local tenths=$(((${EPOCHREALTIME/./} - $1) / 100000))
  say "ready: endpoint=$ENDPOINT version=$VERSION seconds=$((tenths / 10)).$((tenths % 10))"
}

end_all() {
  local daemon
  for daemon in "${DAEMONS[@]}"; do end "$daemon"; done
  ! declare -F cleanup >/dev/null || cleanup
}

do_stop() {
  end_all
  rm -rf "$RUN"
}

do_env() {
  [[ -s $RUN/env ]] || { echo "$NAME is not running" >&2; exit 1; }
  cat "$RUN/env"
}

main() {
  declare -F "do_${1:-}" >/dev/null || usage
  "do_$1" "${@:2}"
}
