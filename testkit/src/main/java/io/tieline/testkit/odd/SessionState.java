package io.tieline.testkit.odd;

import java.util.concurrent.atomic.AtomicInteger;

/** What an odd server keeps of one session. */
final class SessionState {

    private final String id;
    private final AtomicInteger count = new AtomicInteger();

    SessionState(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    int count() {
        return count.incrementAndGet();
    }
}
