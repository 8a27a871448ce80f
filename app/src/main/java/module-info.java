/** The tieline program: configuration, command line and wiring. */
@SuppressWarnings("requires-automatic") // Some libraries name their modules in manifests only
module io.tieline.app {
    requires static org.jspecify;
    requires java.management;
    requires jdk.httpserver;
    requires jdk.management;
    requires io.prometheus.metrics.core;
    requires io.prometheus.writer.text;
    requires io.prometheus.metrics.model;
    requires io.opentelemetry.sdk;
    requires io.opentelemetry.sdk.autoconfigure;
    requires io.opentelemetry.sdk.autoconfigure.spi;
    requires io.opentelemetry.sdk.common;
    requires jul.to.slf4j;
    requires io.tieline.http;
    requires io.tieline.stdio;
    requires io.tieline.security;
    requires io.tieline.gateway;
    requires io.tieline.framework;
    requires io.tieline.telemetry;
    requires ch.qos.logback.classic;
    requires ch.qos.logback.core;
    requires org.apache.commons.cli;
    requires org.slf4j;
    requires tools.jackson.databind;
    requires tools.jackson.dataformat.toml;
}
