/** Keeps the numbers of {@link io.tieline.telemetry.MeasuringObserver} by Micrometer. */
@NullMarked
package io.tieline.telemetry.micrometer;

import org.jspecify.annotations.NullMarked;
