package io.blocktier.blockstore.bill;

/**
 * Marks a store that tells {@link RequestScope} of every request it makes. Of any other store one
 * call counts as one request.
 */
public interface CountsRequests {}
