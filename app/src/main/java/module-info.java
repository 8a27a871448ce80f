/** The tieline program: configuration, command line and wiring. */
module io.tieline.app {
    requires static org.jspecify;
    requires java.management;
    requires jdk.management;
    requires io.tieline.http;
    requires io.tieline.stdio;
    requires io.tieline.gateway;
    requires io.tieline.framework;
    requires ch.qos.logback.classic;
    requires ch.qos.logback.core;
    requires org.apache.commons.cli;
    requires org.slf4j;
    requires tools.jackson.databind;
    requires tools.jackson.dataformat.toml;
}
