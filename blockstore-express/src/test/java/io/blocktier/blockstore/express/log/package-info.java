@org.jspecify.annotations.NullMarked
package io.blocktier.blockstore.express.log;
