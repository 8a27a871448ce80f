package io.tieline.bench.scale;

import io.tieline.bench.load.Load;
import java.io.IOException;
import java.util.List;

/** One curve before it is measured. */
sealed interface Growth permits Connections, Sessions, Memory, Listing, Servers, Children {

    /** As it stands behind {@code --only}. */
    String name();

    /**
     * Measures it, in processes that have ended when this returns.
     *
     * @throws Load.UnusableException if the gateway does not do what it is to do
     */
    Curve measure(Setting setting) throws IOException, InterruptedException, Load.UnusableException;

    /** All, in the order in which they are shown. */
    static List<Growth> all() {
        return List.of(
                new Connections(),
                new Sessions(),
                new Memory(false),
                new Memory(true),
                new Listing(),
                new Servers(),
                new Children());
    }
}
