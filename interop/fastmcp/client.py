"""A FastMCP client with an elicitation handler and a log handler: `client.py TARGET MODE [stateful]`.

TARGET is JSON, {"url": ...} or {"command": [...]}; MODE is FastMCP's way to choose the era; `stateful` says that the server
remembers. Prints one line of JSON for each check: its name and, if it failed, the problem.
"""

import asyncio
import json
import sys

from fastmcp import Client
from fastmcp.client.elicitation import ElicitResult
from fastmcp.client.transports import StdioTransport


class Visitor:
    """A client that answers by the name in the question, and remembers what it was asked and told."""

    def __init__(self, target: dict, mode: str) -> None:
        transport = target.get("url") or StdioTransport(target["command"][0], target["command"][1:])
        self.asked: list[str] = []
        self.told: list[str] = []
        self.client = Client(
            transport, mode=mode, elicitation_handler=self.answer, log_handler=self.listen, timeout=20
        )

    async def answer(self, message, response_type, params, context):
        self.asked.append(message)
        who = message.removeprefix("What is your name, ").removesuffix("?")
        await asyncio.sleep(0.1)
        return ElicitResult(action="decline") if who == "nobody" else {"value": who.capitalize()}

    async def listen(self, message) -> None:
        self.told.append(message.data["msg"])

    async def greet(self, who: str) -> str:
        progress = []

        async def report(done, total, message) -> None:
            progress.append((done, total, message))

        result = await self.client.call_tool("greet", {"who": who}, progress_handler=report)
        expect(progress[:1] == [(1, 2, "asking")], f"progress {progress}")
        return result.data


def expect(condition: bool, problem: str) -> None:
    if not condition:
        raise AssertionError(problem)


def same(actual, expected) -> None:
    expect(actual == expected, f"{actual!r} is not {expected!r}")


async def called_once(alice: Visitor, bob: Visitor) -> None:
    same(await alice.greet("alice"), "Hello, Alice!")
    same(alice.asked, ["What is your name, alice?"])


async def called_again(alice: Visitor, bob: Visitor) -> None:
    same(await alice.greet("alice"), "Hello, Alice!")
    same(len(alice.asked), 2)


async def twice_at_once(alice: Visitor, bob: Visitor) -> None:
    first, second = await asyncio.gather(alice.greet("carol"), alice.greet("dave"))
    same((first, second), ("Hello, Carol!", "Hello, Dave!"))
    same(sorted(alice.asked[2:]), ["What is your name, carol?", "What is your name, dave?"])


async def declined(alice: Visitor, bob: Visitor) -> None:
    same(await alice.greet("nobody"), "nobody would not say (decline)")


async def apart(alice: Visitor, bob: Visitor) -> None:
    greetings = await asyncio.gather(alice.greet("carol"), bob.greet("bob"))
    same(greetings, ["Hello, Carol!", "Hello, Bob!"])
    same(bob.asked, ["What is your name, bob?"])


async def remembered(alice: Visitor, bob: Visitor) -> None:
    same((await alice.client.call_tool("recall")).data, 6)
    same((await bob.client.call_tool("recall")).data, 2)


async def told(alice: Visitor, bob: Visitor) -> None:
    expect("about to ask bob" not in alice.told, f"alice was told {alice.told}")
    expect(not set(bob.told) - {"about to ask bob"}, f"bob was told {bob.told}")
    # On a channel that calls share, a log message names its call only while there is one.
    for visitor, who in ((alice, "alice"), (bob, "bob")):
        visitor.told.clear()
        await visitor.greet(who)
        async with asyncio.timeout(5):
            while not visitor.told:
                await asyncio.sleep(0.05)
        same(visitor.told, [f"about to ask {who}"])



CHECKS = {
    "a tool that asks gets its answer": called_once,
    "and again in the same session": called_again,
    "twice at once, each its own answer": twice_at_once,
    "a declined question comes back as such": declined,
    "a second client has its own questions": apart,
    "each client hears its own log": told,
}
STATEFUL = {"each client has its own state": remembered}


async def main(target: dict, mode: str, stateful: bool) -> None:
    alice, bob = Visitor(target, mode), Visitor(target, mode)
    async with alice.client, bob.client:
        for name, check in (CHECKS | STATEFUL if stateful else CHECKS).items():
            problem = None
            try:
                async with asyncio.timeout(30):
                    await check(alice, bob)
            except BaseException as failure:  # the next check may still say something
                problem = f"{type(failure).__name__}: {failure}"
            print(json.dumps({"name": name, "problem": problem}), flush=True)


asyncio.run(main(json.loads(sys.argv[1]), sys.argv[2], "stateful" in sys.argv[3:]))
