/** Power cuts, kills and faults, and the audit of what they leave. */
@org.jspecify.annotations.NullMarked
package io.blocktier.torture;
