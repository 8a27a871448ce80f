/** What a peer can do with the shape and the size of what it sends. */
@NullMarked
package io.tieline.testkit.shapes;

import org.jspecify.annotations.NullMarked;
