/**
 * The promises under load, on real sockets and real processes. Tests of times, threads and memory
 * are tagged {@code measured} and run after all others, alone.
 */
@NullMarked
package io.tieline.testkit.load;

import org.jspecify.annotations.NullMarked;
