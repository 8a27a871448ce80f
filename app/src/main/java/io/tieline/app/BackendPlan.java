package io.tieline.app;

import io.tieline.app.config.ConfigValue;
import io.tieline.http.HttpBackendSettings;
import io.tieline.stdio.StdioCommand;
import io.tieline.stdio.StdioSettings;
import java.net.URI;

/** The one server behind the gateway. */
sealed interface BackendPlan {

    /** What messages and logs call it. */
    String name();

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
}
