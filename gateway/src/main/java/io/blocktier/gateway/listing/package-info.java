/** Listings of objects, as S3 orders, folds and pages them. */
@org.jspecify.annotations.NullMarked
package io.blocktier.gateway.listing;
