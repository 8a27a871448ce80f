/** The tieline program: configuration, command line and wiring. */
@NullMarked
package io.tieline.app;

import org.jspecify.annotations.NullMarked;
