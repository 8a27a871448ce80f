package io.tieline.gateway.route;

import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what several servers offer, each as an {@code initialize} result (all revisions,
 * "Lifecycle"): the union of what they can do, and their instructions under a heading for each. A
 * server that is not known yet may have anything.
 */
final class MergedOffer {

    private static final int LONGEST_EACH = 4_096;
    private static final int LONGEST = 16_384;
    private static final Json LISTED = Json.of("{\"listChanged\":true}");
    private static final List<String> LISTS = List.of("tools", "prompts", "resources");

    private final Map<String, Json> capabilities = new LinkedHashMap<>();
    private Json implementation;
    private final StringBuilder instructions = new StringBuilder();

    /**
     * What these servers offer together.
     *
     * @param offerOf what a server offers; null if that is not known
     */
    static MergedOffer of(Core core, Function<MountedServer, @Nullable Json> offerOf) {
        var merged = new MergedOffer(core.settings());
        var servers = core.servers().all();
        for (var server : servers) {
            var offer = offerOf.apply(server);
            merged.add(server.name(), offer, servers.size() == 1);
        }
        return merged;
    }

    private MergedOffer(FederationSettings settings) {
        this.implementation = settings.implementation();
        var own = settings.instructions();
        if (own != null) {
            instructions.append(own);
        }
    }

    /** Adds what a server offers; one that stands alone is what it is. */
    private void add(String server, @Nullable Json offer, boolean alone) {
        if (offer == null) {
            LISTS.forEach(this::listed);
            return;
        }
        offer.part("capabilities").members().forEach(one -> capability(one.name(), one.value()));
        var own = offer.text("instructions");
        if (own != null && !own.isBlank() && instructions.length() < LONGEST) {
            instructions.append(instructions.isEmpty() ? "" : "\n\n");
            instructions.append(alone ? "" : "## " + server + "\n\n").append(cut(own.strip()));
        }
        var info = offer.get("serverInfo");
        implementation = alone && info != null && info.isObject() ? info : implementation;
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_EACH
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_EACH / 2)) + " …";
    }

    private void capability(String name, Json value) {
        if (LISTS.contains(name)) {
            listed(name);
            if (value.flag("subscribe")) {
                capabilities.computeIfPresent(name, (_, one) -> one.with("subscribe", Json.TRUE));
            }
        } else {
            capabilities.merge(name, value, MergedOffer::union);
        }
    }

    private void listed(String name) {
        capabilities.putIfAbsent(name, LISTED);
    }

    /** The members of both; of one that both have the members of both. */
    private static Json union(Json one, Json other) {
        if (!one.isObject() || !other.isObject()) {
            return one;
        }
        var members = new LinkedHashMap<String, Json>();
        one.members().forEach(member -> members.put(member.name(), member.value()));
        other.members()
                .forEach(
                        member -> members.merge(member.name(), member.value(), MergedOffer::union));
        return Json.object(members);
    }

    /** The offer as an {@code initialize} result in this revision. */
    Json result(Revision agreed) {
        var result =
                Json.object(
                        "protocolVersion",
                        agreed.text(),
                        "capabilities",
                        Json.object(capabilities),
                        "serverInfo",
                        implementation);
        return instructions.isEmpty()
                ? result
                : result.with("instructions", Json.string(instructions.toString()));
    }
}
