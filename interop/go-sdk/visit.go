package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"golang.org/x/sync/errgroup"
)

// A client at a visit; see visit.js for the plan and for what is printed.

type plan struct {
	Target struct {
		URL     string
		Command []string
	}
	Era     string
	Answers [][2]json.RawMessage
	Steps   []step
}

type step struct {
	Name      string
	Tools     []string
	Calls     []call
	Questions *int
}

type call struct {
	Tool, Has string
	Arguments map[string]any
}

type visitor struct {
	plan    plan
	session *mcp.ClientSession
	mutex   sync.Mutex
	asked   []string
}

func visit(ctx context.Context, written string) error {
	var v visitor
	if err := json.Unmarshal([]byte(written), &v.plan); err != nil {
		return err
	}
	check("connects", func() error { return v.connect(ctx) })
	for _, step := range v.plan.Steps {
		check(step.Name, func() error { return v.take(ctx, step) })
	}
	check("leaves", func() error { return v.session.Close() })
	return nil
}

func (v *visitor) connect(ctx context.Context) (err error) {
	client := mcp.NewClient(&mcp.Implementation{Name: "go-sdk", Version: "1.0.0"}, &mcp.ClientOptions{
		ElicitationHandler: v.answer, Capabilities: &mcp.ClientCapabilities{},
	})
	var options mcp.ClientSessionOptions
	if v.plan.Era == "legacy" {
		options.ProtocolVersion = "2025-11-25"
	}
	v.session, err = client.Connect(ctx, v.transport(), &options)
	return err
}

func (v *visitor) transport() mcp.Transport {
	target := v.plan.Target
	if target.URL != "" {
		return &mcp.StreamableClientTransport{Endpoint: target.URL}
	}
	return &mcp.CommandTransport{Command: exec.Command(target.Command[0], target.Command[1:]...)}
}

func (v *visitor) answer(_ context.Context, request *mcp.ElicitRequest) (*mcp.ElicitResult, error) {
	v.mutex.Lock()
	v.asked = append(v.asked, request.Params.Message)
	v.mutex.Unlock()
	for _, answer := range v.plan.Answers {
		var words string
		var content map[string]any
		if json.Unmarshal(answer[0], &words) != nil || json.Unmarshal(answer[1], &content) != nil {
			return nil, fmt.Errorf("no answer can be read from %s", answer)
		}
		if content != nil && strings.Contains(request.Params.Message, words) {
			return &mcp.ElicitResult{Action: "accept", Content: content}, nil
		}
	}
	return &mcp.ElicitResult{Action: "decline"}, nil
}

func (v *visitor) take(ctx context.Context, step step) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	if err := v.list(ctx, step.Tools); err != nil {
		return err
	}
	var calls errgroup.Group
	for _, call := range step.Calls {
		calls.Go(func() error { return v.call(ctx, call) })
	}
	if err := calls.Wait(); err != nil {
		return err
	}
	if step.Questions != nil && *step.Questions != len(v.asked) {
		return fmt.Errorf("asked %d times: %q", len(v.asked), v.asked)
	}
	return nil
}

func (v *visitor) list(ctx context.Context, expected []string) error {
	if expected == nil {
		return nil
	}
	var listed []string
	for tool, err := range v.session.Tools(ctx, nil) {
		if err != nil {
			return err
		}
		listed = append(listed, tool.Name)
	}
	for _, name := range expected {
		if !slices.Contains(listed, name) {
			return fmt.Errorf("no %s in %s", name, listed)
		}
	}
	return nil
}

func (v *visitor) call(ctx context.Context, call call) error {
	result, err := v.session.CallTool(ctx, &mcp.CallToolParams{Name: call.Tool, Arguments: call.Arguments})
	if err != nil {
		return err
	}
	var said strings.Builder
	for _, content := range result.Content {
		if text, ok := content.(*mcp.TextContent); ok {
			said.WriteString(text.Text + "\n")
		}
	}
	if !strings.Contains(said.String(), call.Has) {
		return fmt.Errorf("no %s in %s", call.Has, said.String())
	}
	return nil
}

func check(name string, body func() error) {
	verdict := map[string]string{"name": name}
	if err := body(); err != nil {
		verdict["problem"] = err.Error()
	}
	line, _ := json.Marshal(verdict)
	fmt.Fprintf(os.Stdout, "%s\n", line)
}
