/** MCP servers, clients and proxies for application code. */
module io.tieline.framework {
    requires static org.jspecify;
    requires transitive io.tieline.session;
    requires io.tieline.gateway;
    requires tools.jackson.databind;
}
