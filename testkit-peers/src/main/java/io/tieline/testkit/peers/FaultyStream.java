package io.tieline.testkit.peers;

import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.Message;
import java.util.Map;

/** One request's own way back over a {@link FaultyLink}. */
final class FaultyStream implements Link.Stream {

    private final FaultyLink link;
    private final Link.Stream to;

    FaultyStream(FaultyLink link, Link.Stream to) {
        this.link = link;
        this.to = to;
    }

    @Override
    public void received(Message message) {
        link.receive(message, to::received);
    }

    @Override
    public void failed(LinkFailure failure) {
        link.pass(() -> to.failed(failure));
    }

    @Override
    public void paused() {
        link.pass(to::paused);
    }

    @Override
    public Map<String, String> headers() {
        return to.headers();
    }

    @Override
    public String client() {
        return to.client();
    }
}
