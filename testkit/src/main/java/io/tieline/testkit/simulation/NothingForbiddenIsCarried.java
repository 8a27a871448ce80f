package io.tieline.testkit.simulation;

import io.tieline.wire.ErrorCode;

/**
 * What only one side may ask is refused at once when the other asks it. That it reaches nobody is
 * seen where clients and backends are written to.
 */
final class NothingForbiddenIsCarried implements Checker.Rule {

    @Override
    public void check(Ledger ledger, Findings findings) {
        for (var forbidden : ledger.forbidden()) {
            int times = forbidden.replies.size();
            findings.expect(times == 1, forbidden, "was answered " + times + " times");
            for (var reply : forbidden.replies) {
                findings.expect(
                        reply.at().isSameTime(forbidden.said)
                                && Forbidden.isRefusal(
                                        reply.response(), ErrorCode.METHOD_NOT_FOUND),
                        forbidden,
                        "is no request of its side, and was answered with " + reply.response());
            }
        }
    }
}
