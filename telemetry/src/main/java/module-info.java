/** Traces and metrics of what the core tells its observers. */
@SuppressWarnings({
    "requires-automatic",
    "requires-transitive-automatic"
}) // they name their modules in manifests only
module io.tieline.telemetry {
    requires static org.jspecify;
    requires transitive io.opentelemetry.api;
    requires io.opentelemetry.context;
    requires io.opentelemetry.common;
    requires static micrometer.core;
    requires transitive io.tieline.session;

    exports io.tieline.telemetry;
    exports io.tieline.telemetry.micrometer;
}
