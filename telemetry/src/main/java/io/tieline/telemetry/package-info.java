/**
 * Traces and metrics of what the core tells its {@link io.tieline.session.Observer}: {@link
 * io.tieline.telemetry.TracingObserver} makes spans by the API of OpenTelemetry, {@link
 * io.tieline.telemetry.MeasuringObserver} counts and measures, in whatever {@link
 * io.tieline.telemetry.Meters} it is given. The core knows neither.
 */
@NullMarked
package io.tieline.telemetry;

import org.jspecify.annotations.NullMarked;
