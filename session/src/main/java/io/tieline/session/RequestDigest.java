package io.tieline.session;

import io.tieline.wire.Json;
import io.tieline.wire.Request;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Set;

/**
 * The digest of all that a retried request has in common with the first attempt: who sends it, its
 * method and its parameters, but for those that are meant to change. The order of members does not
 * count, down to 32 levels.
 */
public final class RequestDigest {

    private static final Set<String> CHANGING = Set.of("_meta", "inputResponses", "requestState");

    /** Each level is walked over once more; what lies deeper must come back as it was written. */
    private static final int MAX_DEPTH = 32;

    /** The steps that follow the one that was taken last. */
    private sealed interface Step {}

    private record Named(Json.Member member, int depth) implements Step {}

    private record Element(Json value, int depth) implements Step {}

    private record End(byte bracket) implements Step {}

    private static final End END_OF_OBJECT = new End((byte) '}');
    private static final End END_OF_ARRAY = new End((byte) ']');

    private final MessageDigest digest;
    private final Deque<Step> ahead = new ArrayDeque<>();

    private RequestDigest(MessageDigest digest) {
        this.digest = digest;
    }

    /**
     * 32 bytes that stand for this request of this caller.
     *
     * @param purpose keeps apart what must never be taken for one another
     */
    public static byte[] of(String purpose, Caller caller, Request request) {
        var digest = new RequestDigest(sha256());
        digest.text(purpose)
                .text(caller.principal().issuer())
                .text(caller.principal().name())
                .text(request.method());
        if (request.params() != null) {
            digest.object(request.params(), CHANGING, 0);
            digest.finish();
        }
        return digest.digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    /** A loop: the depth of a request is no matter of the stack. */
    private void finish() {
        while (!ahead.isEmpty()) {
            switch (ahead.pop()) {
                case End end -> digest.update(end.bracket());
                case Named(var member, var depth) -> {
                    text(member.name());
                    value(member.value(), depth);
                }
                case Element(var value, var depth) -> value(value, depth);
            }
        }
    }

    private void value(Json value, int depth) {
        if (depth == MAX_DEPTH) {
            text(value.toString());
        } else if (value.isObject()) {
            object(value, Set.of(), depth);
        } else if (value.isArray()) {
            digest.update((byte) '[');
            ahead.push(END_OF_ARRAY);
            value.list().reversed().forEach(element -> ahead.push(new Element(element, depth + 1)));
        } else if (value.isString()) {
            digest.update((byte) '"');
            text(value.asString());
        } else {
            text(value.toString());
        }
    }

    private void object(Json object, Set<String> without, int depth) {
        digest.update((byte) '{');
        ahead.push(END_OF_OBJECT);
        object.members().stream()
                .filter(member -> !without.contains(member.name()))
                .sorted(Comparator.comparing(Json.Member::name).reversed())
                .forEach(member -> ahead.push(new Named(member, depth + 1)));
    }

    /**
     * A text behind its length, so that no two lists of texts look alike; as JSON has it, since
     * plain UTF-8 makes the same of every half of a surrogate pair.
     */
    private RequestDigest text(String text) {
        var bytes = Json.string(text).bytes();
        for (int shift = 24; shift >= 0; shift -= 8) {
            digest.update((byte) (bytes.length >> shift));
        }
        digest.update(bytes);
        return this;
    }
}
