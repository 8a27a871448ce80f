package io.tieline.bench.subject;

import org.jspecify.annotations.Nullable;

/** Nothing in between. */
final class Direct implements Subject {

    @Override
    public String name() {
        return "direct";
    }

    @Override
    public String what() {
        return "nothing between the clients and the backend";
    }

    @Override
    public @Nullable String cannot(Route route) {
        return route.stdio() ? "clients speak HTTP" : route.crossesEras() ? "one era" : null;
    }

    @Override
    public Running start(Site site, Route route) {
        return new Running(site.backend().uri(), null);
    }
}
