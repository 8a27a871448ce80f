/** {@code tieline demo}: a server that asks, a gateway and a client, and what was seen of them. */
@NullMarked
package io.tieline.app.demo;

import org.jspecify.annotations.NullMarked;
