"""A FastMCP server that asks, logs, reports progress and remembers: `server.py stdio` or `server.py http PORT`."""

import sys

from fastmcp import Context, FastMCP

mcp = FastMCP("questions-and-state", instructions="Say who you are.")


@mcp.tool
async def greet(who: str, ctx: Context) -> str:
    """Asks for a name and counts the greetings of the session."""
    await ctx.info(f"about to ask {who}")
    await ctx.report_progress(1, 2, "asking")
    answer = await ctx.elicit(f"What is your name, {who}?", str)
    if answer.action != "accept":
        return f"{who} would not say ({answer.action})"
    greetings = (await ctx.get_state("greetings") or 0) + 1
    await ctx.set_state("greetings", greetings)
    await ctx.report_progress(2, 2, "asked")
    return f"Hello, {answer.data}! Greeting {greetings}."


@mcp.tool
async def recall(ctx: Context) -> int:
    """How many greetings there were in this session."""
    return await ctx.get_state("greetings") or 0


if __name__ == "__main__":
    if sys.argv[1] == "http":
        mcp.run(transport="http", host="127.0.0.1", port=int(sys.argv[2]), show_banner=False)
    else:
        mcp.run(transport="stdio", show_banner=False)
