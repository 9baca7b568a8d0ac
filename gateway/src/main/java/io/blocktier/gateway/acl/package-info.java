/** Lists of rights, as S3 writes them. */
@org.jspecify.annotations.NullMarked
package io.blocktier.gateway.acl;
