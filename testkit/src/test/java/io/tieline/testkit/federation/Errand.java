package io.tieline.testkit.federation;

import io.tieline.testkit.peers.RecordedReply;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Something that a client wants: one request, or several until a list is whole. */
final class Errand {

    /** What is wanted. */
    enum Kind {
        CALL,
        LIST,
        RESOURCES,
        READ,
        TASK
    }

    private final Visitor visitor;
    private final Kind kind;
    private final String about;
    private final String canary;
    private final long sentAt;
    private final List<Placed> placed;
    private final List<Json> items = new ArrayList<>(0);
    private final List<String> away = new ArrayList<>(0);
    private @Nullable Site home;
    private @Nullable RecordedReply reply;
    private long cancelledAt = Long.MAX_VALUE;
    private boolean calm;
    private int toldBefore;

    Errand(
            Visitor visitor,
            Kind kind,
            String about,
            String canary,
            long sentAt,
            List<Placed> placed) {
        this.visitor = visitor;
        this.kind = kind;
        this.about = about;
        this.canary = canary;
        this.sentAt = sentAt;
        this.placed = placed;
    }

    /** The same, of which it is known who must serve it. */
    Errand to(@Nullable Site site) {
        home = site;
        return this;
    }

    /** The same, at a time when all is well. */
    Errand inCalm(boolean now) {
        calm = now;
        return this;
    }

    /** Before it began its client was told so often that lists have changed. */
    Errand after(int told) {
        toldBefore = told;
        return this;
    }

    int toldBefore() {
        return toldBefore;
    }

    void sent(RecordedReply by) {
        reply = by;
    }

    void cancelled(long at) {
        cancelledAt = at;
        reply().cancel("enough");
    }

    Visitor visitor() {
        return visitor;
    }

    Kind kind() {
        return kind;
    }

    /** The name, the URI or the task. */
    String about() {
        return about;
    }

    String canary() {
        return canary;
    }

    long sentAt() {
        return sentAt;
    }

    /** The servers that were there when it began. */
    List<Placed> placed() {
        return placed;
    }

    @Nullable Site home() {
        return home;
    }

    /** What a list has brought so far. */
    List<Json> items() {
        return items;
    }

    /** The servers that the list has named as not being well. */
    List<String> away() {
        return away;
    }

    RecordedReply reply() {
        return Objects.requireNonNull(reply);
    }

    /** Whether its client hears from it that a list has changed of which it has a part. */
    boolean isRefusedBetweenPages() {
        return kind == Kind.LIST
                && !items.isEmpty()
                && !reply().isAborted()
                && reply().response() instanceof Failure;
    }

    boolean isCalm() {
        return calm;
    }

    boolean isCancelled() {
        return cancelledAt != Long.MAX_VALUE;
    }

    /** Whether its client does not wait for it any longer. */
    boolean isGivenUp() {
        return isCancelled() || visitor.isOver();
    }

    /**
     * Whether a server that runs it since then must know that it was taken back. What asks by its
     * result is over at the client when it asks.
     */
    boolean isTakenBackSince(long began) {
        return isCancelled() && cancelledAt > began && reply().isAborted();
    }

    @Override
    public String toString() {
        return canary + " " + kind + " " + about;
    }
}
