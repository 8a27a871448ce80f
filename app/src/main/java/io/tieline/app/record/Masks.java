package io.tieline.app.record;

import io.tieline.wire.Json;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts stars in the place of secrets before anything is written: of what stands under names such as
 * token, secret and password, of values that were configured (headers, variables), and of what
 * patterns of the user match. A text that has once stood under such a name is masked wherever it is
 * repeated. Safe for use by several threads.
 */
public final class Masks {

    /** What stands for a secret. In a comparison it is equal to anything. */
    static final String STARS = "***";

    /** A configured value that is shorter would be found everywhere. */
    private static final int SHORTEST = 6;

    /**
     * So many texts are known that have stood under such names; further ones are masked there only.
     */
    private static final int MOST_LEARNED = 256;

    private static final List<String> SECRET =
            List.of(
                    "token",
                    "secret",
                    "password",
                    "passwd",
                    "passphrase",
                    "authorization",
                    "credential",
                    "credentials",
                    "cookie",
                    "apikey",
                    "accesskey",
                    "privatekey");

    /** Names that end alike and are the protocol's own. */
    private static final List<String> PLAIN = List.of("progresstoken");

    /** Under these the names are names of fields, and the values say what fields are like. */
    private static final List<String> SCHEMAS = List.of("properties", "patternProperties", "$defs");

    private final List<Pattern> patterns;
    private final List<String> secrets;
    private final Set<String> learned = ConcurrentHashMap.newKeySet();

    /**
     * @param patterns what is to be masked wherever it stands in a text
     * @param secrets values that are known to be secret
     */
    public Masks(List<Pattern> patterns, Collection<String> secrets) {
        this.patterns = List.copyOf(patterns);
        this.secrets = secrets.stream().filter(one -> one.length() >= SHORTEST).toList();
    }

    /** A message, whose method and id stay. */
    Json ofMessage(Json message) {
        return message.withEachMember(member ->
                switch (member.name()) {
                    case "params", "result", "error" ->
                            new Json.Member(member.name(), of(member.value()));
                    default -> member;
                });
    }

    /** Any value. */
    Json of(Json value) {
        return masked(value, false, false);
    }

    private Json masked(Json value, boolean isSecret, boolean namesFields) {
        return switch (value.kind()) {
            case OBJECT ->
                    value.withEachMember(member ->
                            new Json.Member(
                                    member.name(),
                                    masked(
                                            member.value(),
                                            !namesFields && (isSecret || isSecret(member.name())),
                                            SCHEMAS.contains(member.name()))));
            case ARRAY ->
                    Json.array(
                            value.elements().stream()
                                    .map(element -> masked(element, isSecret, false))
                                    .toList());
            case STRING -> isSecret ? learn(value) : text(value);
            case NUMBER -> isSecret ? Json.string(STARS) : value;
            case TRUE, FALSE, NULL -> value;
        };
    }

    private Json learn(Json secret) {
        var text = secret.asString();
        if (text.length() >= SHORTEST && learned.size() < MOST_LEARNED) {
            learned.add(text);
        }
        return Json.string(STARS);
    }

    private Json text(Json value) {
        var text = value.asString();
        var masked = text;
        for (var secret : learned) {
            masked = masked.replace(secret, STARS);
        }
        for (var secret : secrets) {
            masked = masked.replace(secret, STARS);
        }
        for (var pattern : patterns) {
            masked = pattern.matcher(masked).replaceAll(Matcher.quoteReplacement(STARS));
        }
        return masked.equals(text) ? value : Json.string(masked);
    }

    static boolean isSecret(String name) {
        var plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return !PLAIN.contains(plain) && SECRET.stream().anyMatch(plain::endsWith);
    }
}
