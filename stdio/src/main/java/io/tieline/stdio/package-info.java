/** Newline-delimited messages over child processes and over our own standard streams. */
@NullMarked
package io.tieline.stdio;

import org.jspecify.annotations.NullMarked;
