package io.tieline.testkit.museum;

import io.tieline.gateway.route.Mount;
import io.tieline.testkit.federation.FederatedWiring;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a reload takes out of the file is listed and called for ever. */
final class ReloadOnlyAdds implements FederatedWiring {

    private final Map<String, Mount> ever = new LinkedHashMap<>();

    @Override
    public List<Mount> mounts(List<Mount> mounts) {
        ever.values().removeIf(old -> mounts.stream().anyMatch(one -> isInPlaceOf(one, old)));
        mounts.forEach(mount -> ever.put(mount.name(), mount));
        return List.copyOf(ever.values());
    }

    private static boolean isInPlaceOf(Mount one, Mount old) {
        return one.name().equals(old.name())
                || (!one.prefix().isEmpty() && one.prefix().equals(old.prefix()));
    }
}
