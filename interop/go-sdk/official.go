package main

import (
	"context"
	"fmt"
	"net/http"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// The greeting server by the official SDK. The handler is written once; the SDK turns its question into a request of the
// server's where the client is of the handshake era.

type greetArguments struct {
	Who string `json:"who"`
}

func official() *mcp.Server {
	var sessions greetings
	server := mcp.NewServer(&mcp.Implementation{Name: "go-sdk-peer", Version: "1.0.0"}, nil)
	mcp.AddTool(server, &mcp.Tool{Name: "greet", Description: "Asks for a name"},
		func(ctx context.Context, request *mcp.CallToolRequest, arguments greetArguments) (*mcp.CallToolResult, any, error) {
			answer, ok := request.Params.InputResponses["name"].(*mcp.ElicitResult)
			if !ok {
				return &mcp.CallToolResult{
					InputRequests: mcp.InputRequestMap{"name": &mcp.ElicitParams{
						Message: question(arguments.Who), RequestedSchema: nameSchema,
					}},
					RequestState: arguments.Who,
				}, nil, nil
			}
			if request.Params.RequestState != arguments.Who {
				return nil, nil, fmt.Errorf("the state is %q", request.Params.RequestState)
			}
			if answer.Action != "accept" {
				return text(arguments.Who + " would not say"), nil, nil
			}
			count := sessions.add(request.Session.ID(), 1)
			return text(fmt.Sprintf("Hello, %v! Greeting %d.", answer.Content["name"], count)), nil, nil
		})
	mcp.AddTool(server, &mcp.Tool{Name: "recall", Description: "Counts the greetings of the session"},
		func(ctx context.Context, request *mcp.CallToolRequest, _ struct{}) (*mcp.CallToolResult, any, error) {
			return text(fmt.Sprint(sessions.add(request.Session.ID(), 0))), nil, nil
		})
	return server
}

func officialStdio() error {
	return official().Run(context.Background(), &mcp.StdioTransport{})
}

func officialHandler() http.Handler {
	server := official()
	return mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return server }, nil)
}

func text(words string) *mcp.CallToolResult {
	return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: words}}}
}
