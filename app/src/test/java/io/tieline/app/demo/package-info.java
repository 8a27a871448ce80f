/** The demo, played and judged. */
@NullMarked
package io.tieline.app.demo;

import org.jspecify.annotations.NullMarked;
