/** Work spread over threads, within bounds. */
@org.jspecify.annotations.NullMarked
package io.blocktier.gateway.task;
