package io.tieline.bench.compare;

import java.time.Duration;

/**
 * How long everything takes.
 *
 * @param rounds how often every subject is measured, in turns
 * @param measured so long each time
 * @param calmSeconds each subject works until its CPU time for one call has not fallen for so long
 * @param longestWarmUp but not longer than this
 * @param patience for sessions to open, and for calls that are not answered
 */
public record Plan(
        int rounds,
        Duration measured,
        int calmSeconds,
        Duration longestWarmUp,
        Duration patience) {}
