/** The promises under load, on real sockets and real processes. */
@NullMarked
package io.tieline.testkit.load;

import org.jspecify.annotations.NullMarked;
