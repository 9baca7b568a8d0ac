/** Faults that a gateway is to have, so that its clients can be tested. */
@org.jspecify.annotations.NullMarked
package io.blocktier.gateway.fault;
