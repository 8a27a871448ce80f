package io.tieline.testkit.peers;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.RpcError;
import java.util.List;

/**
 * What a {@link ScriptedServer} answers where no script does.
 *
 * @param stateless whether it is a server of the stateless era
 * @param capabilities what it says that it can do
 * @param tools the names of its tools
 */
record UsualAnswers(boolean stateless, Json capabilities, List<String> tools) {

    void answer(ReceivedRequest request) {
        switch (request.method()) {
            case Method.SUBSCRIPTIONS_LISTEN -> request.acknowledge();
            case Method.INITIALIZE, Method.SERVER_DISCOVER -> greet(request);
            case Method.TOOLS_LIST -> request.answer(Json.object("tools", Offers.tools(tools)));
            case Method.PING,
                    Method.LOGGING_SET_LEVEL,
                    Method.RESOURCES_SUBSCRIBE,
                    Method.RESOURCES_UNSUBSCRIBE ->
                    request.answer(Json.EMPTY_OBJECT);
            default -> refuse(request);
        }
    }

    private void greet(ReceivedRequest request) {
        if (stateless != request.method().equals(Method.SERVER_DISCOVER)) {
            refuse(request);
        } else if (stateless) {
            request.answer(Offers.discovered(capabilities));
        } else {
            request.answer(Offers.initialized(request.params(), capabilities));
        }
    }

    private static void refuse(ReceivedRequest request) {
        var why = "The scripted server has no script for " + request.method();
        request.fail(RpcError.of(ErrorCode.METHOD_NOT_FOUND, why));
    }
}
