/**
 * The promises under load, on real sockets and real processes. They measure times, threads and
 * memory, so that they are tagged {@code measured} and run after all others, alone.
 */
@NullMarked
package io.tieline.testkit.load;

import org.jspecify.annotations.NullMarked;
