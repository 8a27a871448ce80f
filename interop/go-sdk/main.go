// Peers written in Go: a server by either of the two libraries, and a client by the official one.
//
//	peer server go-sdk|mcp-go stdio
//	peer server go-sdk|mcp-go http PORT
//	peer visit PLAN
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"
	"sync"
)

func main() {
	log.SetOutput(os.Stderr)
	arguments := append(os.Args[1:], "", "", "", "")
	var err error
	switch {
	case arguments[0] == "visit":
		err = visit(context.Background(), arguments[1])
	case arguments[1] == "go-sdk" && arguments[2] == "http":
		err = serve(arguments[3], officialHandler())
	case arguments[1] == "go-sdk":
		err = officialStdio()
	case arguments[1] == "mcp-go" && arguments[2] == "http":
		err = serve(arguments[3], otherHandler())
	default:
		err = otherStdio()
	}
	if err != nil {
		log.Fatal(err)
	}
}

func serve(port string, handler http.Handler) error {
	address := "127.0.0.1:" + port
	fmt.Fprintf(os.Stderr, "listening on http://%s/mcp\n", address)
	mux := http.NewServeMux()
	mux.Handle("/mcp", handler)
	return http.ListenAndServe(address, mux)
}

// Greetings counts, by session.
type greetings struct {
	mutex  sync.Mutex
	counts map[string]int
}

func (g *greetings) add(session string, more int) int {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if g.counts == nil {
		g.counts = map[string]int{}
	}
	g.counts[session] += more
	return g.counts[session]
}

func question(who string) string { return "What is your name, " + who + "?" }

var nameSchema = map[string]any{
	"type": "object", "properties": map[string]any{"name": map[string]any{"type": "string"}}, "required": []string{"name"},
}
