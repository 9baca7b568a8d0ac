@org.jspecify.annotations.NullMarked
package io.blocktier.segments.audit;
