package io.tieline.testkit.simulation;

import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.Id;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import org.jspecify.annotations.Nullable;

/** One thing that the core was told, or did, or that happened at the backend because of it. */
sealed interface Event {

    /** A client's message is handed to the core; a request with its way back. */
    record Arrived(ClientId party, @Nullable ReplyChannel way, Message message) implements Event {}

    /** The core writes to a client; the last message is the outcome of a request. */
    record Sent(ReplyChannel way, Message message, boolean last) implements Event {}

    /** The core ends a way without an answer. */
    record Aborted(ReplyChannel way) implements Event {}

    /** The core is told that nothing written here will ever be read. */
    record Lost(ReplyChannel way) implements Event {}

    /** The core is told that the client reads too slowly, or has caught up. */
    record Pressed(ReplyChannel way, boolean tooMuch) implements Event {}

    /** The core is given a session's general stream. */
    record Attached(ReplyChannel way) implements Event {}

    /** A client ends its session. */
    record Quit(ClientId party) implements Event {}

    /** The core opens a connection to the backend. */
    record Connected(Line line) implements Event {}

    /** The core hands a message to the link. */
    record Left(Line line, Message message) implements Event {}

    /** The core lets go of a request's own stream before the answer. */
    record Released(Line line, Id request) implements Event {}

    /** The backend begins to execute a request. */
    record Ran(Line line, Request request) implements Event {}

    /** A message of the backend is handed to the core, on a request's own stream or the line's. */
    record Said(Line line, @Nullable Id via, Message message) implements Event {}

    /** The core is told of an answer that nobody can read, to this request if that can be told. */
    record Garbled(Line line, @Nullable Id request) implements Event {}

    /** The core is told that a request's own stream ended without an answer. */
    record StreamFailed(Line line, Id request, LinkFailure failure) implements Event {}

    /** The backend's process ends; the core has not noticed yet. */
    record Crashed(Line line) implements Event {}

    /** The backend stops doing anything. */
    record Froze(Line line) implements Event {}

    /** The backend no longer knows the session of this line; the core has not noticed yet. */
    record Forgot(Line line) implements Event {}

    /** The core is told that the link is dead. */
    record Died(Line line, LinkFailure failure) implements Event {}

    /** The core closes the link. */
    record HungUp(Line line) implements Event {}

    /** The core is told to end everything in order. */
    record Drained() implements Event {}

    /** The core counts what nobody else sees. */
    record Counted(String what) implements Event {}

    /** Something that must never be, seen at once. */
    record Wrong(String what) implements Event {}
}
