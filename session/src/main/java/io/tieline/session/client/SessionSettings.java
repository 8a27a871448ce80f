package io.tieline.session.client;

import java.time.Duration;

/**
 * The limits of client sessions.
 *
 * @param idle how long a session lives with no request in flight and no stream open
 * @param disconnected how long one lives whose client has ended the connections that it used; never
 *     longer than {@code idle}
 * @param humanInput how long a client may take to answer a question
 * @param maxSessions how many sessions one listener keeps
 * @param maxCalls how many requests of one session may be in flight
 * @param maxQuestions how many questions may be open at one client
 */
public record SessionSettings(
        Duration idle,
        Duration disconnected,
        Duration humanInput,
        int maxSessions,
        int maxCalls,
        int maxQuestions) {

    /**
     * 30 minutes idle, 10 minutes without its client, 10 minutes for a human; 10,000 sessions with
     * 256 requests and 64 questions each.
     */
    public static final SessionSettings DEFAULT =
            new SessionSettings(
                    Duration.ofMinutes(30),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(10),
                    10_000,
                    256,
                    64);

    public SessionSettings {
        if (!idle.isPositive() || !disconnected.isPositive() || !humanInput.isPositive()) {
            throw new IllegalArgumentException(
                    "idle, disconnected and humanInput must be positive");
        }
        if (maxSessions < 1 || maxCalls < 1 || maxQuestions < 0) {
            throw new IllegalArgumentException(
                    "maxSessions and maxCalls must be at least 1, maxQuestions at least 0");
        }
    }

    /** The same limits with another idle time. */
    public SessionSettings withIdle(Duration other) {
        return new SessionSettings(
                other, disconnected, humanInput, maxSessions, maxCalls, maxQuestions);
    }

    /** The same limits with another life of a session without its client. */
    public SessionSettings withDisconnected(Duration other) {
        return new SessionSettings(idle, other, humanInput, maxSessions, maxCalls, maxQuestions);
    }

    /** How long a session lives of which no connection is left. */
    Duration shortestLife() {
        return disconnected.compareTo(idle) < 0 ? disconnected : idle;
    }

    /** The same limits with another time for human input. */
    public SessionSettings withHumanInput(Duration other) {
        return new SessionSettings(idle, disconnected, other, maxSessions, maxCalls, maxQuestions);
    }

    /** The same limits with another number of sessions. */
    public SessionSettings withMaxSessions(int other) {
        return new SessionSettings(idle, disconnected, humanInput, other, maxCalls, maxQuestions);
    }
}
