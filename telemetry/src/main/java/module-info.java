/** Traces and metrics of what the core tells its observers. */
@SuppressWarnings({
    "requires-automatic",
    "requires-transitive-automatic"
}) // OpenTelemetry names its modules in manifests only
module io.tieline.telemetry {
    requires static org.jspecify;
    requires transitive io.opentelemetry.api;
    requires io.opentelemetry.context;
    requires io.opentelemetry.common;
    requires transitive io.tieline.session;

    exports io.tieline.telemetry;
}
