package io.tieline.app.demo;

import io.tieline.app.demo.Sighting.Kind;
import java.util.ArrayList;
import java.util.List;

/** Whether each question and each answer was where it belongs, judged by what was seen. */
final class Verdict {

    private Verdict() {}

    /** What went wrong, in words; nothing if all is well. */
    static List<String> wrongs(List<Sighting> seen, List<String> guests) {
        var wrongs = new ArrayList<String>();
        for (var sighting : seen) {
            if (sighting.call() == Sighting.NO_CALL) {
                wrongs.add("on no call's stream: " + sighting.text());
            }
        }
        for (int call = 1; call <= guests.size(); call++) {
            var name = guests.get(call - 1);
            expect(seen, call, Kind.ASKED, Demo.question(call), wrongs);
            expect(seen, call, Kind.ANSWERED, name, wrongs);
            expect(seen, call, Kind.RETURNED, Demo.greeting(name), wrongs);
        }
        return wrongs;
    }

    private static void expect(
            List<Sighting> seen, int call, Kind kind, String beginning, List<String> wrongs) {
        var found =
                seen.stream()
                        .filter(it -> it.call() == call && it.kind() == kind)
                        .map(Sighting::text)
                        .toList();
        if (found.size() != 1 || !found.getFirst().startsWith(beginning)) {
            wrongs.add(
                    "call "
                            + call
                            + " should have "
                            + kind.name().toLowerCase(java.util.Locale.ROOT)
                            + " \""
                            + beginning
                            + "\" once, and has "
                            + found);
        }
    }
}
