/** MCP servers, clients and proxies for application code. */
@NullMarked
package io.tieline.framework;

import org.jspecify.annotations.NullMarked;
