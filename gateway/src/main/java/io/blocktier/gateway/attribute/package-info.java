/** What S3 knows of an object beside its bytes. */
@org.jspecify.annotations.NullMarked
package io.blocktier.gateway.attribute;
