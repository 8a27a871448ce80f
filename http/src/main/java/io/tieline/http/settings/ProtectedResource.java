package io.tieline.http.settings;

import java.util.List;

/**
 * What a listener tells everybody about the tokens that it wants (RFC 9728, "OAuth 2.0 Protected
 * Resource Metadata"). Immutable.
 *
 * @param authorizationServers the issuers of these tokens; empty where no server gives them
 * @param scopes what clients may ask them for; empty if that does not matter
 */
public record ProtectedResource(List<String> authorizationServers, List<String> scopes) {

    public ProtectedResource {
        authorizationServers = List.copyOf(authorizationServers);
        scopes = List.copyOf(scopes);
    }
}
