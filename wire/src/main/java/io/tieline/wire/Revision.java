package io.tieline.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A revision of the protocol, oldest first, and what it can carry. All but the last belong to the
 * handshake era: they begin with {@code initialize} and have sessions and questions of the server.
 * The last is of the stateless era: every request stands for itself.
 */
public enum Revision {
    V2024_11_05("2024-11-05"),
    V2025_03_26("2025-03-26"),
    V2025_06_18("2025-06-18"),
    V2025_11_25("2025-11-25"),
    V2026_07_28("2026-07-28");

    /** What Tieline offers in a handshake when nobody asks for anything else. */
    public static final Revision LATEST_HANDSHAKE = V2025_11_25;

    /** The one revision without handshake and sessions. */
    public static final Revision STATELESS = V2026_07_28;

    private static final List<Revision> ALL = List.of(values());

    private final String text;

    Revision(String text) {
        this.text = text;
    }

    /** The date that {@code protocolVersion} and the {@code MCP-Protocol-Version} header carry. */
    public String text() {
        return text;
    }

    /** The revision of that date; null if it is none of these. */
    public static @Nullable Revision of(String text) {
        for (Revision revision : ALL) {
            if (revision.text.equals(text)) {
                return revision;
            }
        }
        return null;
    }

    /** The revision of that date, if one can agree on it in a handshake; else null. */
    public static @Nullable Revision ofHandshake(String text) {
        Revision revision = of(text);
        return revision == null || revision.isStateless() ? null : revision;
    }

    /**
     * The revision of that date if one can agree on it in a handshake, else the latest that one can
     * (revisions 2024-11-05 to 2025-11-25, "Version Negotiation").
     */
    public static Revision ofHandshakeOrLatest(@Nullable String text) {
        var known = text == null ? null : ofHandshake(text);
        return known == null ? LATEST_HANDSHAKE : known;
    }

    /** Neither handshake nor session: each request carries what it needs, questions are results. */
    public boolean isStateless() {
        return this == V2026_07_28;
    }

    /** One endpoint for POST, GET and DELETE, with a session id; before it, HTTP+SSE. */
    public boolean hasStreamableHttp() {
        return isAtLeast(V2025_03_26);
    }

    /** Several messages in one JSON array: this one revision only. */
    public boolean hasBatches() {
        return this == V2025_03_26;
    }

    /** Content blocks of type {@code audio}. */
    public boolean hasAudio() {
        return isAtLeast(V2025_03_26);
    }

    /** {@code elicitation/create}, in form mode. */
    public boolean hasElicitation() {
        return isAtLeast(V2025_06_18);
    }

    /**
     * {@code outputSchema}, {@code structuredContent} and content blocks of type {@code
     * resource_link}.
     */
    public boolean hasStructuredContent() {
        return isAtLeast(V2025_06_18);
    }

    /** The member {@code context} of {@code completion/complete}. */
    public boolean hasCompletionContext() {
        return isAtLeast(V2025_06_18);
    }

    /** The {@code MCP-Protocol-Version} header on every request after {@code initialize}. */
    public boolean hasVersionHeader() {
        return isAtLeast(V2025_06_18);
    }

    /**
     * Elicitation in url mode, its {@code elicitation/complete}, and {@link
     * ErrorCode#URL_ELICITATION_REQUIRED}.
     */
    public boolean hasUrlElicitation() {
        return isAtLeast(V2025_11_25);
    }

    /** {@code tasks/*} and the member {@code task} of a request. */
    public boolean hasTasks() {
        return this == V2025_11_25;
    }

    /**
     * An event with an id and empty data at the start of a stream, so that it can be resumed at
     * once.
     */
    public boolean hasPrimingEvent() {
        return this == V2025_11_25;
    }

    private boolean isAtLeast(Revision other) {
        return compareTo(other) >= 0;
    }
}
