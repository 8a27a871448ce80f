package io.tieline.app.config;

import io.tieline.gateway.Exposure;

/**
 * What the operator chose for one server that is served. Immutable.
 *
 * @param name what the file calls it; empty if there is no file
 * @param prefix what comes before the names of its tools, without {@code __}; empty for none
 * @param place where the server is written
 * @param choices all settings that concern it: the command line's, its entry's and those for all
 * @param exposure what clients see of it
 */
public record ServerChoices(
        String name, String prefix, String place, Configuration choices, Exposure exposure) {}
