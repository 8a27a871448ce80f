/**
 * MCP servers, clients and proxies for application code.
 *
 * <p>A server has handlers that block, a client has requests that block, and a question that the
 * server's handler asks comes back to the one request in whose middle it was asked:
 *
 * <pre>{@code
 * record Name(String name) {}
 *
 * void main() {
 *     var server =
 *             McpServer.named("greeter", "1.0")
 *                     .tool(Tool.of("greet", "Greets the user"), (context, arguments) ->
 *                             switch (context.elicit("What is your name?", Name.class)) {
 *                                 case Answer.Accept(var it) ->
 *                                         CallResult.text("Hello, " + it.name() + "!");
 *                                 default -> CallResult.text("Hello, stranger!");
 *                             })
 *                     .build();
 *     try (var client =
 *             McpClient.to(server)
 *                     .onElicitation(question -> Answer.accept(new Name("Alice")))
 *                     .connect()) {
 *         IO.println(client.callTool("greet").text());
 *         IO.println(client.callTool("greet").text());
 *     }
 * }
 * }</pre>
 *
 * <p>The types that stand for what is on the wire ({@link io.tieline.framework.Tool}, {@link
 * io.tieline.framework.CallResult}, {@link io.tieline.framework.Content}) are records around the
 * JSON itself: typed where the protocol defines something, and with nothing lost where it does not.
 */
@NullMarked
package io.tieline.framework;

import org.jspecify.annotations.NullMarked;
