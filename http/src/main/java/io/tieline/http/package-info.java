/**
 * Streamable HTTP and HTTP+SSE, as server and as client: what programs name. What listens is in
 * {@code server}, what reaches servers in {@code client}, and neither is for programs.
 */
@NullMarked
package io.tieline.http;

import org.jspecify.annotations.NullMarked;
