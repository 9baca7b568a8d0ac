package io.blocktier.gateway.http;

import io.blocktier.blockstore.spi.Ticker;
import java.time.Duration;

/**
 * How long a client may take for the head of a request, from its first byte on.
 *
 * @param ticker elapsed time
 * @param bound how long
 * @param log what is told of clients that are cut off
 */
record HeadDeadline(Ticker ticker, Duration bound, AnswerLog log) {}
