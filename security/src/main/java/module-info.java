/** Finds out who sends a request: tokens, and what stands for them. */
module io.tieline.security {
    requires static org.jspecify;
    requires transitive io.tieline.session;
    requires com.nimbusds.jose.jwt;
    requires org.slf4j;

    exports io.tieline.security;
}
