/** The program, tried as its users use it. */
@NullMarked
package io.tieline.app;

import org.jspecify.annotations.NullMarked;
