package io.tieline.app;

import java.util.regex.Pattern;

/** What the names of HTTP headers look like (RFC 9110, section 5.6.2). */
final class Headers {

    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private Headers() {}

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
