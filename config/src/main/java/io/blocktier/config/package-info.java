/** One YAML document, the environment and URIs, turned into an open store. */
@org.jspecify.annotations.NullMarked
package io.blocktier.config;
