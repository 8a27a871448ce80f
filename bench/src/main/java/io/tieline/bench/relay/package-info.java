/** A bare relay of bytes on Netty: what Netty costs when nobody looks at the bytes. */
@NullMarked
package io.tieline.bench.relay;

import org.jspecify.annotations.NullMarked;
