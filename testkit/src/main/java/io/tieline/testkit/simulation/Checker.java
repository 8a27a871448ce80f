package io.tieline.testkit.simulation;

import java.util.List;

/**
 * Judges a history by the promises: nothing lost, nothing hangs, nothing leaks, nothing rewritten,
 * and by what goes with them: progress in order, cancellations that arrive, short turns.
 */
final class Checker {

    /** One promise. */
    interface Rule {
        void check(Ledger ledger, Findings findings);
    }

    private static final List<Rule> RULES =
            List.of(
                    new EachRequestEndsOnce(),
                    new ErrorsAreDeserved(),
                    new EachEndIsToldOnce(),
                    new NothingHangs(),
                    new OnlyTheSilentAreGivenUp(),
                    new NothingLeaks(),
                    new NothingForbiddenIsCarried(),
                    new NothingIsRewritten(),
                    new NotesAreOrderly(),
                    new WhatCanBeAskedIsAsked(),
                    new CancellationsArrive(),
                    new TurnsAreShort(),
                    new SessionsAreBound(),
                    new LegsAreServed(),
                    new TheSumIsBounded(),
                    new NobodyHoldsUpOthers(),
                    new NothingIsTriedWithoutPause(),
                    new TheAbandonedIsFreed());

    private Checker() {}

    static List<String> judge(History history) {
        var ledger = new Ledger(history);
        var findings = new Findings();
        ledger.wrongs().forEach(findings::add);
        RULES.forEach(rule -> rule.check(ledger, findings));
        return findings.found();
    }
}
