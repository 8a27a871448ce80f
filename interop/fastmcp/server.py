"""A FastMCP server that asks, logs, reports progress and remembers: `server.py stdio` or `server.py http PORT`.

It speaks both eras. FastMCP's `ctx.elicit` exists in the handshake era only; in the stateless era a tool returns what it
wants to know, and is run again with the answers.
"""

import sys

from fastmcp import Context, FastMCP
from mcp_types import ElicitRequest, ElicitRequestFormParams, InputRequiredResult

STATELESS = "2026-07-28"
NAME = {"type": "object", "properties": {"value": {"type": "string"}}, "required": ["value"]}

mcp = FastMCP("questions-and-state", instructions="Say who you are.")


@mcp.tool
async def greet(who: str, ctx: Context) -> str | InputRequiredResult:
    """Asks for a name and counts the greetings of the session."""
    answers = ctx.input_responses
    if answers is None:
        await ctx.info(f"about to ask {who}")
        await ctx.report_progress(1, 2, "asking")
    question = f"What is your name, {who}?"
    if ctx.request_context.protocol_version != STATELESS:
        answer = await ctx.elicit(question, str)
        name = answer.data if answer.action == "accept" else None
    elif answers is None:
        form = ElicitRequestFormParams(message=question, requested_schema=NAME)
        return InputRequiredResult(input_requests={"name": ElicitRequest(params=form)}, request_state=who)
    else:
        answer = answers["name"]
        name = answer.content["value"] if answer.action == "accept" else None
        if ctx.request_state != who:
            return f"The state is {ctx.request_state}, and not {who}."
    if name is None:
        return f"{who} would not say ({answer.action})"
    await ctx.set_state("greetings", (await ctx.get_state("greetings") or 0) + 1)
    await ctx.report_progress(2, 2, "asked")
    return f"Hello, {name}!"


@mcp.tool
async def recall(ctx: Context) -> int:
    """How many greetings there were in this session."""
    return await ctx.get_state("greetings") or 0


if __name__ == "__main__":
    if sys.argv[1] == "http":
        mcp.run(transport="http", host="127.0.0.1", port=int(sys.argv[2]), show_banner=False)
    else:
        mcp.run(transport="stdio", show_banner=False)
