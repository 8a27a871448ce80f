package io.tieline.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.tieline.session.Caller;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Establishes who sends a request. */
@FunctionalInterface
interface Callers {

    /** Everybody who reaches the listener is its one local principal. */
    Callers LOCAL = headers -> new Caller(Caller.LOCAL_PRINCIPAL, map(headers));

    Caller of(HttpHeaders headers);

    /** The headers with their names in lower case; repeated ones joined as HTTP allows. */
    static Map<String, String> map(HttpHeaders headers) {
        Map<String, String> map = HashMap.newHashMap(headers.size());
        headers.forEach(header ->
                map.merge(
                        header.getKey().toLowerCase(Locale.ROOT),
                        header.getValue(),
                        (first, next) -> first + ", " + next));
        return map;
    }
}
