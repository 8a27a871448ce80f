package main

import (
	"context"
	"fmt"
	"net/http"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
)

// The same server by mcp-go, the older library.

func other() *server.MCPServer {
	var sessions greetings
	session := func(ctx context.Context) string {
		if session := server.ClientSessionFromContext(ctx); session != nil {
			return session.SessionID()
		}
		return ""
	}
	peer := server.NewMCPServer("mcp-go-peer", "1.0.0", server.WithToolCapabilities(true), server.WithElicitation())
	peer.AddTool(mcp.NewTool("greet", mcp.WithString("who", mcp.Required())),
		func(ctx context.Context, request mcp.CallToolRequest) (*mcp.CallToolResult, error) {
			who := request.GetString("who", "")
			answer := server.ElicitationResponse(request.Params.InputResponses, "name")
			if answer == nil {
				ask := mcp.ElicitationParams{Mode: mcp.ElicitationModeForm, Message: question(who), RequestedSchema: nameSchema}
				return server.NewInputRequestBuilder(who).Elicit("name", ask).ToolResult(), nil
			}
			if answer.Action != mcp.ElicitationResponseActionAccept {
				return mcp.NewToolResultText(who + " would not say"), nil
			}
			content, _ := answer.Content.(map[string]any)
			return mcp.NewToolResultText(fmt.Sprintf("Hello, %v! Greeting %d.", content["name"], sessions.add(session(ctx), 1))), nil
		})
	peer.AddTool(mcp.NewTool("recall"), func(ctx context.Context, _ mcp.CallToolRequest) (*mcp.CallToolResult, error) {
		return mcp.NewToolResultText(fmt.Sprint(sessions.add(session(ctx), 0))), nil
	})
	return peer
}

func otherStdio() error { return server.ServeStdio(other()) }

func otherHandler() http.Handler {
	return server.NewStreamableHTTPServer(other(), server.WithStateful(true))
}
