package io.tieline.testkit.museum;

import io.tieline.gateway.route.Mount;
import io.tieline.testkit.federation.FederatedWiring;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The servers are kept in a map: which of two has a name that both have is a matter of hashes. */
final class MapOrder implements FederatedWiring {

    @Override
    public List<Mount> mounts(List<Mount> mounts) {
        Map<String, Mount> byName = new HashMap<>();
        mounts.forEach(mount -> byName.put(mount.name(), mount));
        return List.copyOf(byName.values());
    }
}
