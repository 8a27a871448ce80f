"""A client in Python at a visit: `visitor.py sdk|fastmcp PLAN`. See visit.js for the plan and for what is printed."""

import asyncio
import json
import sys
import time

import mcp
from fastmcp import Client as FastClient
from fastmcp.client.elicitation import ElicitResult as FastAnswer
from fastmcp.client.transports import StdioTransport
from mcp.client.stdio import StdioServerParameters
from mcp_types import ElicitResult, PromptReference

kind, plan = sys.argv[1], json.loads(sys.argv[2])
mode = "legacy" if plan["era"] == "legacy" else "auto"
asked: list[str] = []
PATIENCE_SECONDS = 20


def answer_to(message: str):
    asked.append(message)
    return next((content for words, content in plan["answers"] if words in message), None)


async def answer_of_sdk(context, params):
    content = answer_to(params.message)
    return ElicitResult(action="accept", content=content) if content else ElicitResult(action="decline")


async def answer_of_fastmcp(message, response_type, params, context):
    return answer_to(message) or FastAnswer(action="decline")


def sdk_client():
    url, command = plan["target"].get("url"), plan["target"].get("command")
    target = url or StdioServerParameters(command=command[0], args=command[1:])
    return mcp.Client(target, mode=mode, elicitation_callback=answer_of_sdk, read_timeout_seconds=30)


def fastmcp_client():
    url, command = plan["target"].get("url"), plan["target"].get("command")
    target = url or StdioTransport(command[0], command[1:], keep_alive=False)
    return FastClient(target, mode=mode, elicitation_handler=answer_of_fastmcp, timeout=30)


async def call(client, step: dict) -> None:
    options = {"raise_on_error": False} if kind == "fastmcp" else {}
    result = await client.call_tool(step["tool"], step["arguments"], **options)
    text = "\n".join(getattr(block, "text", "") for block in result.content)
    demand(step["has"], text)


def demand(has: str, text: str) -> None:
    if has not in text:
        raise AssertionError(f"no {has} in {text}")


async def list_all(client, tools: list[str]) -> None:
    """Of several servers, one that is just starting is listed later."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        listing = await client.list_tools()
        listed = [tool.name for tool in getattr(listing, "tools", listing)]
        absent = [name for name in tools if name not in listed]
        if not absent:
            return
        if time.monotonic() > end:
            raise AssertionError(f"no {absent} in {listed}")
        await asyncio.sleep(0.1)


async def take(client, step: dict) -> None:
    if "tools" in step:
        await list_all(client, step["tools"])
    await asyncio.gather(*(call(client, each) for each in step.get("calls", [])))
    for uri, has in step.get("resources", []):
        demand(has, str(await client.read_resource(uri)))
    for name, arguments, has in step.get("prompts", []):
        demand(has, str(await client.get_prompt(name, arguments)))
    for name, argument, has in step.get("completions", []):
        demand(has, str(await client.complete(PromptReference(type="ref/prompt", name=name), argument)))
    if len(asked) != step.get("questions", len(asked)):
        raise AssertionError(f"asked {len(asked)} times: {asked}")


async def check(name: str, awaitable) -> None:
    problem = None
    try:
        async with asyncio.timeout(30):
            await awaitable
    except BaseException as failure:  # the next check may still say something
        problem = f"{type(failure).__name__}: {failure}"
    print(json.dumps({"name": name, "problem": problem}), flush=True)


async def main() -> None:
    client = sdk_client() if kind == "sdk" else fastmcp_client()
    await check("connects", client.__aenter__())
    for step in plan["steps"]:
        await check(step["name"], take(client, step))
    await check("leaves", client.__aexit__(None, None, None))


asyncio.run(main())
