#!/usr/bin/env bash
# Blocktier's own gateway on loopback, as `blocktier serve` starts it over files.
#   gateway.sh start|stop|env       GATEWAY_PORT (19500; the port after it tells how the server is)

NAME=gateway
PORT=${GATEWAY_PORT:-19500}
ENDPOINT=http://127.0.0.1:$PORT
DAEMONS=(server)
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

install() {
  VERSION=$("$ROOT/blocktier" --version | head -n 1)
}

launch() {
  claim_port "$PORT"
  claim_port $((PORT + 1))
  # Nobody cuts the power here, and syncs are what takes the time.
  spawn server env BLOCKTIER_GATEWAY_SECRET_KEY="$SECRET_KEY" BLOCKTIER_BLOCK_STORE_LOCAL_SYNC=false \
    "$ROOT/blocktier" serve \
    --data "$RUN/store" --listen "127.0.0.1:$PORT" --health-listen "127.0.0.1:$((PORT + 1))" \
    --region "$REGION" --access-key "$ACCESS_KEY" --verbose
  await 180 "a sign of life" healthy
}

healthy() { curl -sf -o /dev/null --noproxy '*' --max-time 5 "http://127.0.0.1:$((PORT + 1))/ready"; }

main "$@"
