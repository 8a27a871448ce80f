/** What a registry of Micrometer holds. */
@NullMarked
package io.tieline.telemetry.micrometer;

import org.jspecify.annotations.NullMarked;
