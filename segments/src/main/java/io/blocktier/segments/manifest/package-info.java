/** Which segments there are: a chain of numbered manifests, each created where none was. */
@NullMarked
package io.blocktier.segments.manifest;

import org.jspecify.annotations.NullMarked;
