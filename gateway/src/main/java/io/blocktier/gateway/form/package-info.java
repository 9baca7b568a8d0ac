/** Uploads by the forms of browsers. */
@org.jspecify.annotations.NullMarked
package io.blocktier.gateway.form;
