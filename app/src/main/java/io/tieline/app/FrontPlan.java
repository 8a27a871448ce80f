package io.tieline.app;

import io.tieline.app.config.AuthChoices;
import io.tieline.http.HttpSettings;
import io.tieline.stdio.StdioSettings;

/** How clients reach the gateway. */
sealed interface FrontPlan {

    /**
     * Any number of clients over HTTP.
     *
     * @param auth who may call
     * @param place where the address is written
     */
    record Http(HttpSettings settings, AuthChoices auth, String place) implements FrontPlan {}

    /** The one client that has started us, over our stdin and stdout. */
    record Stdio(StdioSettings settings) implements FrontPlan {}
}
