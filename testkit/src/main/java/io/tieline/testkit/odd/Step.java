package io.tieline.testkit.odd;

/** What an odd server does upon one message. */
@FunctionalInterface
public interface Step {

    /** An ordinary server would do this. */
    Step ORDINARY = (heard, voice) -> voice.ordinary();

    /** Does it; whoever is called may block, other messages are heard meanwhile. */
    void take(Heard heard, Voice voice) throws Exception;
}
