"""FastMCP's proxy over Streamable HTTP: fastmcp_proxy.py PORT stateful|stateless MODE URL | COMMAND [ARGUMENT...]"""

import sys

from fastmcp.client.transports import StdioTransport
from fastmcp.server import create_proxy
from fastmcp.server.providers.proxy import FastMCPProxy, StatefulProxyClient

port, sessions, mode, *target = sys.argv[1:]
backend = target[0] if len(target) == 1 else StdioTransport(target[0], target[1:])

if sessions == "stateful":
    # The way its documentation shows: one client of the backend for each session in front.
    proxy = FastMCPProxy(
        client_factory=StatefulProxyClient(backend, mode=mode).new_stateful, name="bench"
    )
else:
    proxy = create_proxy(backend, mode=mode, name="bench")

proxy.run(
    transport="http",
    host="127.0.0.1",
    port=int(port),
    path="/mcp",
    show_banner=False,
    log_level="critical",
    uvicorn_config={"access_log": False},
)
