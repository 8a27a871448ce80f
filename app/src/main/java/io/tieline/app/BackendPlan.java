package io.tieline.app;

import io.tieline.app.config.ConfigValue;
import io.tieline.http.HttpBackendSettings;
import io.tieline.session.Environment;
import io.tieline.session.backend.Backend;
import io.tieline.stdio.StdioCommand;
import io.tieline.stdio.StdioSettings;
import java.net.URI;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The one server behind the gateway. */
sealed interface BackendPlan {

    /** What messages and logs call it. */
    String name();

    /** Says whether it is a program that is started. */
    default boolean isProgram() {
        return this instanceof Command;
    }

    /**
     * A server behind a URL.
     *
     * @param shown the URL without its query, in which people keep keys
     * @param given where the URL is written
     */
    record Url(String name, URI uri, String shown, ConfigValue given, HttpBackendSettings settings)
            implements BackendPlan {}

    /**
     * A server that is a program.
     *
     * @param given where the command is written
     */
    record Command(String name, StdioCommand command, ConfigValue given, StdioSettings settings)
            implements BackendPlan {}

    /**
     * A server whose conversations are looked at as they pass.
     *
     * @param over makes of the server the one that is looked at
     */
    record Watched(BackendPlan server, UnaryOperator<Backend> over) implements BackendPlan {

        @Override
        public String name() {
            return server.name();
        }

        @Override
        public boolean isProgram() {
            return server.isProgram();
        }
    }

    /** A server that is within this program. */
    record Within(String name, Function<Environment, Backend> backend) implements BackendPlan {}
}
