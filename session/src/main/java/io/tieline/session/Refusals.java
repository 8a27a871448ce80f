package io.tieline.session;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.MethodTraits;
import io.tieline.wire.Request;
import io.tieline.wire.RpcError;

/**
 * The errors with which this module itself answers, each in one place so that its words stay the
 * same everywhere.
 */
public final class Refusals {

    private Refusals() {}

    /**
     * The request that a question belonged to has ended; SEP-2260 has the lost cause answered with
     * invalid params.
     */
    public static RpcError callIsOver(Request question) {
        return RpcError.of(
                ErrorCode.INVALID_PARAMS,
                "The call that "
                        + MethodTraits.shown(question.method())
                        + " belongs to is over, so nobody can be asked; ask before it returns");
    }

    /** The session is about to end, and serves nobody. */
    public static RpcError nobodyIsThere(Request question) {
        return RpcError.of(
                ErrorCode.METHOD_NOT_FOUND,
                "Nobody is in this session any longer who could be asked for "
                        + MethodTraits.shown(question.method()));
    }

    /** The request of the backend came because of one that no client has made. */
    public static RpcError noClientBehind() {
        return RpcError.of(ErrorCode.METHOD_NOT_FOUND, "No client is behind this request");
    }

    /** The client did not declare the capability in its handshake. */
    public static RpcError clientLacks(String capability, Request question) {
        return RpcError.of(
                ErrorCode.METHOD_NOT_FOUND,
                "The client did not declare the capability "
                        + capability
                        + " and is not asked for "
                        + MethodTraits.shown(question.method()));
    }

    /** The protocol has such a request only the other way round. */
    public static RpcError notYours(Request request, String side) {
        return RpcError.of(
                ErrorCode.METHOD_NOT_FOUND,
                MethodTraits.shown(request.method()) + " is no request that " + side + " may send");
    }

    /** A client without a session is asked in a result, which has room for some questions only. */
    public static RpcError noInput(Request question) {
        return RpcError.of(
                ErrorCode.METHOD_NOT_FOUND,
                "The client has no session, and "
                        + MethodTraits.shown(question.method())
                        + " is nothing that revision 2026-07-28 lets a client be asked");
    }

    /** The way to the client carries one JSON answer and nothing before it. */
    public static RpcError cannotBeAsked(Request question) {
        return RpcError.of(
                ErrorCode.METHOD_NOT_FOUND,
                "The client has no stream on which it can be asked for "
                        + MethodTraits.shown(question.method()));
    }

    public static RpcError noAnswer(Request question, long seconds) {
        return RpcError.of(
                ErrorCode.NO_ANSWER_FROM_CLIENT,
                "The client did not answer "
                        + MethodTraits.shown(question.method())
                        + " within "
                        + seconds
                        + " s");
    }

    public static RpcError tooManyQuestions(int limit) {
        return RpcError.of(
                ErrorCode.OVERLOADED,
                "The client has " + limit + " open questions already; ask again later");
    }

    public static RpcError tooManyCalls(int limit) {
        return RpcError.of(
                ErrorCode.OVERLOADED,
                "There are "
                        + limit
                        + " requests of yours in flight already; wait for some to end");
    }

    public static RpcError tooManySessions(int limit) {
        return RpcError.of(
                ErrorCode.OVERLOADED,
                "There are " + limit + " sessions already; close some, or raise the limit");
    }

    /**
     * There is no room for what would have to be kept; the data say whose part is full and what is
     * done about it.
     */
    public static RpcError noRoom(Account account, String what) {
        var full = account.full();
        var whose =
                full == null ? "too much is waiting already" : full.name() + " holds what it may";
        return new RpcError(
                ErrorCode.OVERLOADED,
                "There is no room for " + what + ": " + whose + "; try again later",
                data(full == null ? account : full, "no"));
    }

    private static Json data(Account account, String executed) {
        var budget = account.budget();
        return Json.object(
                "phase",
                "budget",
                "step",
                budget.step().words(),
                "held",
                account.used(),
                "limit",
                account.limit(),
                "used",
                budget.used(),
                "budget",
                budget.bytes(),
                "executed",
                executed);
    }

    /**
     * It held the most when there was hardly any room left.
     *
     * @param what what was ended, and what its client can do
     */
    public static RpcError costliest(Account account, String what) {
        return new RpcError(
                ErrorCode.OVERLOADED,
                "There was hardly any room left, and what held the most was ended: " + what,
                data(account, "maybe"));
    }

    public static RpcError noNewSessions(Budget budget) {
        return new RpcError(
                ErrorCode.OVERLOADED,
                "Too much is waiting already, and new sessions are refused; try again later",
                Json.object(
                        "phase",
                        "budget",
                        "step",
                        budget.step().words(),
                        "used",
                        budget.used(),
                        "budget",
                        budget.bytes(),
                        "executed",
                        "no"));
    }

    public static RpcError idInUse() {
        return RpcError.of(
                ErrorCode.INVALID_REQUEST,
                "A request with this id is still in flight in this session");
    }

    public static RpcError notInitialized(String method) {
        return RpcError.of(
                ErrorCode.INVALID_REQUEST,
                MethodTraits.shown(method) + " came before initialize; begin with initialize");
    }

    public static RpcError initializedTwice() {
        return RpcError.of(
                ErrorCode.INVALID_REQUEST, "This session is initialized already; open another one");
    }

    public static RpcError sessionIsOver() {
        return RpcError.of(
                ErrorCode.INVALID_REQUEST,
                "This session is closed; open another one with initialize");
    }

    public static RpcError noSuchMethod(String method) {
        return RpcError.of(
                ErrorCode.METHOD_NOT_FOUND,
                "Revision 2026-07-28 has no method " + MethodTraits.shown(method));
    }

    /** The state of a retry was used before, or its exchange is over. */
    public static RpcError staleState() {
        return RpcError.of(
                ErrorCode.INVALID_PARAMS,
                "This requestState is not waited for (any more); send the request anew without it");
    }

    /** Reports a fault; what the client may know of it. */
    public static RpcError fault(Throwable fault, String what, Environment environment) {
        var correlation = Long.toHexString(environment.random().nextLong());
        environment.observer().fault(fault, what, correlation);
        return RpcError.of(
                ErrorCode.INTERNAL_ERROR,
                "A fault inside the server ended this request; its log names it " + correlation);
    }
}
