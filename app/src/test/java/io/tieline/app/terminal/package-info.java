/** Tests of {@link io.tieline.app.terminal}, on streams in the place of a terminal. */
@NullMarked
package io.tieline.app.terminal;

import org.jspecify.annotations.NullMarked;
