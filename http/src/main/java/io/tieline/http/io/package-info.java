/** What both halves share: event loops, sockets, header fields and messages as they arrive. */
@NullMarked
package io.tieline.http.io;

import org.jspecify.annotations.NullMarked;
