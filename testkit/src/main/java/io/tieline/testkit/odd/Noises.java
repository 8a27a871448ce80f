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
                        .inBothEras()
                        .works(),
                OddServer.named("long-banner", "Prints sixty coloured lines before anything else.")
                        .over(STDIO)
                        .banner("\u001b[32m  *** \u001b[0m\n".repeat(60))
                        .inBothEras()
                        .works(),
                OddServer.named("mark-and-line-ends", "Begins with a BOM; ends lines with CR LF.")
                        .over(STDIO)
                        .banner("\uFEFF\r\n\r\n")
                        .writing(text -> text + "\r")
                        .inBothEras()
                        .works(),
                OddServer.named("prints", "Prints a line before the answer to a call.")
                        .over(STDIO)
                        .upon("odd", printing("calling odd ...\n"))
                        .inBothEras()
                        .works(),
                OddServer.named("prints-much", "Prints forty lines before the answer to a call.")
                        .over(STDIO)
                        .upon("odd", printing("step done\n".repeat(40)))
                        .inBothEras()
                        .works(),
                OddServer.named("prints-json", "Prints JSON that is no message before an answer.")
                        .over(STDIO)
                        .upon(
                                "odd",
                                printing(
                                        """
                                        {"level":"info","msg":"odd"}
                                        [1,2]
                                        42
                                        "x"
                                        null
                                        {}
                                        []
                                        {"a":{"b":[true]}}
                                        """))
                        .inBothEras()
                        .works(),
                OddServer.named(
                                "prints-records",
                                "Prints a record whose id is that of the call before its answer.")
                        .over(STDIO)
                        .upon(
                                "odd",
                                (heard, voice) -> {
                                    voice.raw(
                                            "{\"id\":"
                                                    + heard.id()
                                                    + ",\"name\":\"a\",\"price\":3}\n");
                                    voice.ordinary();
                                })
                        .inBothEras()
                        .works());
    }

    private static Step printing(String text) {
        return (heard, voice) -> {
            voice.raw(text);
            voice.ordinary();
        };
    }
}
