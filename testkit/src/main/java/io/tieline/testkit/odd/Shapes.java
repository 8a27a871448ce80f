package io.tieline.testkit.odd;

import java.util.List;

/** Servers whose messages have members that others have not, or lack what others have. */
final class Shapes {

    private Shapes() {}

    static List<OddServer> all() {
        return List.of(
                OddServer.named(
                                "members-beyond",
                                "Puts members into its messages that nobody knows.")
                        .writing(text ->
                                "{\"x-trace\":[1,{\"a\":null}],"
                                        + text.substring(1, text.length() - 1)
                                        + ",\"took\":0.5}")
                        .works(),
                OddServer.named("null-cursor", "Ends its list of tools with a cursor that is null.")
                        .answers(
                                "tools/list",
                                OrdinaryServer.TOOLS.substring(0, OrdinaryServer.TOOLS.length() - 1)
                                        + ",\"nextCursor\":null}")
                        .works());
    }
}
