package io.tieline.session;

import java.util.Map;

/**
 * The headers of a request that can be searched without a copy of all of them. A map of {@link
 * Caller#headers} may implement it besides.
 */
public interface HeaderSearch {

    /**
     * The headers whose names begin with this prefix.
     *
     * @param prefix in lower case
     * @return names in lower case, in a map that does not change
     */
    Map<String, String> startingWith(String prefix);
}
