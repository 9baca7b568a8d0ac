package io.blocktier.gateway;

/**
 * What a gateway is doing at a moment. Immutable and thread-safe.
 *
 * @param connections to clients that are open
 * @param bodyBytes memory that bytes of requests on their way to the store take
 * @param answersWithBytes answers with bytes of objects that are under way
 */
public record GatewayStatus(int connections, long bodyBytes, int answersWithBytes) {}
