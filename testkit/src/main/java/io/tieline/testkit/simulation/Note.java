package io.tieline.testkit.simulation;

import io.tieline.wire.Notification;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A log message or a progress report of the backend, and where it came to. */
final class Note {

    /** It was written to a client. */
    record Delivery(Moment at, ReplyChannel way, Notification notification) {}

    final Canary canary;
    final Notification said;
    final Moment at;
    final boolean certain;
    final @Nullable RequestTrace journey;

    /** The attempt on whose own trip it came, if that is known. */
    @Nullable Leg leg;

    final List<Delivery> deliveries = new ArrayList<>(1);

    Note(
            Canary canary,
            Notification said,
            Moment at,
            boolean certain,
            @Nullable RequestTrace journey) {
        this.canary = canary;
        this.said = said;
        this.at = at;
        this.certain = certain;
        this.journey = journey;
    }

    @Override
    public String toString() {
        return said.method() + " " + canary;
    }
}
