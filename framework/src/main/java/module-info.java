/**
 * MCP servers, clients and proxies for application code: {@link io.tieline.framework.McpServer},
 * {@link io.tieline.framework.McpClient}, {@link io.tieline.framework.McpProxy}.
 */
module io.tieline.framework {
    requires static org.jspecify;
    requires transitive io.tieline.session;
    requires transitive io.tieline.gateway;
    requires com.fasterxml.jackson.annotation;
    requires com.networknt.schema;
    requires org.slf4j;
    requires tools.jackson.core;
    requires tools.jackson.databind;

    exports io.tieline.framework;

    uses io.tieline.session.backend.ClientTransport.Provider;
}
