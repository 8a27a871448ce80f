/** Messages as byte slices: ids, revisions, methods, error codes and server-sent events. */
@NullMarked
package io.tieline.wire;

import org.jspecify.annotations.NullMarked;
