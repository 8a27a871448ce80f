package io.tieline.testkit.federation;

import io.tieline.gateway.Exposure;
import io.tieline.gateway.Selection;
import io.tieline.gateway.route.Mount;
import java.util.List;

/**
 * A server as the federation is told to show it.
 *
 * @param prefix of its tools; empty for none
 * @param hides whether it has secrets
 */
record Placed(Site site, String prefix, boolean hides) {

    private static final String SECRETS = "secret*";

    Mount mount() {
        var shown = Selection.ALL.withExclude(List.of(SECRETS));
        return new Mount(site.name(), site.gateway())
                .withPrefix(prefix)
                .withExposure(hides ? Exposure.ALL.withTools(shown) : Exposure.ALL);
    }

    boolean shows(String tool) {
        return !hides || !tool.startsWith("secret");
    }

    /** The name under which a tool is listed. */
    String shown(String tool) {
        return prefix.isEmpty() ? tool : prefix + "__" + tool;
    }

    /** Whether a client may mean this tool by this name. */
    boolean mayBe(String tool, String name) {
        return name.equals(tool) || name.equals(shown(tool));
    }

    @Override
    public String toString() {
        return site.tag() + " as " + prefix + (hides ? " without secrets" : "");
    }
}
