/** What a collector is given, of what the core has told. */
@NullMarked
package io.tieline.telemetry;

import org.jspecify.annotations.NullMarked;
