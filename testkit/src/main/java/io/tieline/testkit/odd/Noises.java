package io.tieline.testkit.odd;

import static io.tieline.testkit.odd.ServerTransport.STDIO;

import java.util.List;

/** Servers that print on their stdout what is no message. */
final class Noises {

    private Noises() {}

    static List<OddServer> all() {
        return List.of(
                OddServer.named("banner", "Prints five lines before it is asked anything.")
                        .over(STDIO)
                        .banner("  ____  \n / __ \\ \nServer 1.0\nlistening\n\n")
                        .works(),
                OddServer.named("prints", "Prints a line before the answer to a call.")
                        .over(STDIO)
                        .upon(
                                "odd",
                                (heard, voice) -> {
                                    voice.raw("calling odd ...\n");
                                    voice.ordinary();
                                })
                        .works());
    }
}
