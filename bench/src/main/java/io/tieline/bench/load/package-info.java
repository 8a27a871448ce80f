/** Clients that work as hard as told and check every reply; one event loop runs them all. */
@NullMarked
package io.tieline.bench.load;

import org.jspecify.annotations.NullMarked;
