package io.tieline.http.client;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.tieline.http.io.ReceivedMessages;
import io.tieline.session.Holding;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.MalformedException;
import io.tieline.wire.MalformedException.Meant;

/** The answer as one JSON body: a response, or a batch of revision 2025-03-26 that holds it. */
final class JsonAnswer implements PostAnswer {

    private final PostedRequest request;
    private final LinkRequests requests;
    private final JsonBody json;
    private final Holding room;

    JsonAnswer(PostedRequest request, HttpHeaders headers) {
        this.request = request;
        this.requests = request.requests();
        this.room = requests.room();
        this.json = new JsonBody(headers, requests.messageLimits().maxBytes(), room);
    }

    @Override
    public void add(ByteBuf piece) {
        if (!json.add(piece)) {
            int limit = requests.messageLimits().maxBytes();
            request.giveUp(
                    json.isCrowded()
                            ? requests.faults().noRoom("a response")
                            : requests.faults().tooLong("a response", limit));
        }
    }

    @Override
    public void over() {
        room.hold(0);
    }

    @Override
    public void end() {
        if (json.isEmpty()) {
            var method = request.request().method();
            request.doubt(requests.faults().broke("answered " + method + " with an empty body"));
            return;
        }
        var all = ReceivedMessages.of(json.bytes(), requests.messageLimits());
        all.messages().forEach(request::received);
        all.malformed().forEach(request::malformed);
        if (request.isAnswered()) {
            request.finish();
        } else if (all.malformed().isEmpty()) {
            request.unanswered("sent a response that does not answer");
        } else {
            unreadable(all.malformed().getFirst());
        }
    }

    /** What is no message at all may be how the backend speaks of a session that it has lost. */
    private void unreadable(MalformedException why) {
        var failure = requests.faults().broke("answered malformed JSON: " + why.getMessage());
        if (why.meant() == Meant.NOTHING && why.answers() == null) {
            request.doubt(failure);
        } else {
            request.giveUp(failure);
        }
    }

    @Override
    public void broken(LinkFailure failure) {
        request.tell(failure);
    }
}
