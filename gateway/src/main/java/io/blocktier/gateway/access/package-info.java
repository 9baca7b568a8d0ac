/** Who may do what with whose buckets and objects. */
@org.jspecify.annotations.NullMarked
package io.blocktier.gateway.access;
