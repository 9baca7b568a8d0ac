/** Reading, writing, copying and listing of objects. */
@org.jspecify.annotations.NullMarked
package io.blocktier.gateway.object;
