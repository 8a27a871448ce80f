package io.tieline.http.server;

/**
 * Says to callers that are refused by their {@code Host} or {@code Origin}, and in the log, which
 * option would let them in. Safe for use by several threads.
 */
final class RefusedOrigins {

    private static final int FORBIDDEN = 403;

    private final CountedLog log;

    RefusedOrigins(CountedLog log) {
        this.log = log;
    }

    /** Clients that name us like this are refused. */
    Refusal host(String host) {
        var shown = "Host " + CountedLog.shown(host);
        var name = OriginGuard.nameIn(host);
        return refusal(
                shown,
                name == null
                        ? shown + " is no name or address; correct the client's URL"
                        : shown
                                + " is not served here; if it is a name of this server, allow it"
                                + " with --allow-host "
                                + name
                                + " (in Java: HttpSettings.withAllowedHosts)");
    }

    /** Pages of this origin are refused. */
    Refusal origin(String origin) {
        var shown = CountedLog.shown(origin);
        return refusal(
                "Origin " + shown,
                origin.equals("null")
                        ? "A page without an origin (a file, a sandboxed frame) may not call; serve"
                                + " it from an address, and allow that with --allow-origin"
                        : "Pages of Origin "
                                + shown
                                + " may not call; if you trust them, allow them with --allow-origin"
                                + " "
                                + shown
                                + " (in Java: HttpSettings.withAllowedOrigins)");
    }

    /** A page of another site is refused that names no origin. */
    Refusal namelessPage() {
        return refusal(
                "pages of other sites that name no Origin",
                "A page of another site may not have this opened; open it yourself, or let the page"
                        + " fetch it, and allow its origin with --allow-origin");
    }

    private Refusal refusal(String thing, String message) {
        log.happened(thing, "A request was refused. " + message);
        return Refusal.of(FORBIDDEN, message);
    }
}
