/** Streamable HTTP and HTTP+SSE, as server and as client. */
@NullMarked
package io.tieline.http;

import org.jspecify.annotations.NullMarked;
