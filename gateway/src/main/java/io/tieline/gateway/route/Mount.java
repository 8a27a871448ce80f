package io.tieline.gateway.route;

import io.tieline.gateway.Exposure;
import io.tieline.gateway.Gateway;

/**
 * One server as a {@link Federation} shows it. The gateway in front of it is the federation's from
 * then on, and may stand in several federations, which are views of the same servers then.
 *
 * @param name the server's name in the file, which is unique in a federation
 * @param gateway in front of the server
 * @param prefix of the names of its tools and prompts; empty for none
 * @param exposure which of its things are shown, and in which words
 */
public record Mount(String name, Gateway gateway, String prefix, Exposure exposure) {

    /** A server all of whose things are shown under its name. */
    public Mount(String name, Gateway gateway) {
        this(name, gateway, name, Exposure.ALL);
    }

    /** The same with another prefix; empty for none. */
    public Mount withPrefix(String other) {
        return new Mount(name, gateway, other, exposure);
    }

    /** The same with other things shown. */
    public Mount withExposure(Exposure other) {
        return new Mount(name, gateway, prefix, other);
    }
}
