/**
 * The server behind every subject: it answers in both eras, over HTTP and stdio, at little cost.
 */
@NullMarked
package io.tieline.bench.backend;

import org.jspecify.annotations.NullMarked;
