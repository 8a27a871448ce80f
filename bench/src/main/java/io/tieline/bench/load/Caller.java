package io.tieline.bench.load;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.tieline.bench.Loops;
import io.tieline.bench.load.Work.Kind;
import io.tieline.wire.Message;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * One client: a session, or none in the era without, and one call at a time, on one connection; its
 * answers to questions go on another. Confined to its loop.
 */
final class Caller {

    /** Hears how each call ended. */
    interface Ended {

        /**
         * A call has ended.
         *
         * @param wrong what was wrong with it; null if it was right
         */
        void ended(Caller caller, @Nullable String wrong);
    }

    private final int number;
    private final Work work;
    private final Connection calling;
    private final Connection answering;
    private final Session session;
    private final Ended ended;
    private final String padding;
    private long calls;

    Caller(int number, Work work, Loops loops, EventLoop loop, URI to, Ended ended) {
        this.number = number;
        this.work = work;
        this.calling = new Connection(loops, loop, to);
        this.answering = new Connection(loops, loop, to);
        this.session = new Session(work, calling);
        this.ended = ended;
        this.padding = "x".repeat(work.bytes());
    }

    int number() {
        return number;
    }

    /** Opens the session, unless opening sessions is the work. */
    void open() {
        if (work.kind() == Kind.SESSION) {
            ended.ended(this, null);
        } else {
            session.open(wrong -> ended.ended(this, wrong));
        }
    }

    /** Hangs up, but stays in the session: the next call connects again. */
    void hangUp() {
        calling.close();
        answering.close();
    }

    /** Ends the session and hangs up. */
    void close() {
        session.close(wrong -> {
            hangUp();
            ended.ended(this, wrong);
        });
    }

    /** Makes the next call; {@code ended} hears of its end. */
    void call() {
        var check = new Check(work, number, ++calls, padding);
        if (work.kind() == Kind.SESSION) {
            session.open(wrong -> {
                if (wrong == null) {
                    post(check);
                } else {
                    ended.ended(this, wrong);
                }
            });
        } else {
            post(check);
        }
    }

    private void post(Check check) {
        calling.send("POST", session.headers(), check.request(), new Answering(check));
    }

    private void over(Check check) {
        if (check.isAsked()) {
            check.again(++calls);
            post(check);
        } else if (work.kind() == Kind.SESSION && check.wrong() == null) {
            session.close(wrong -> ended.ended(this, wrong));
        } else {
            ended.ended(this, check.wrong());
        }
    }

    /** What comes back on one request of a call. */
    private final class Answering implements Connection.Reply {

        private final Check check;

        Answering(Check check) {
            this.check = check;
        }

        @Override
        public void message(Message message) {
            var answer = check.hear(message);
            if (answer != null) {
                answering.send(
                        "POST",
                        session.headers(),
                        answer.json().bytes(),
                        new Session.Told("the answer", this::answered));
            }
        }

        private void answered(@Nullable String wrong) {
            if (wrong != null) {
                check.wrong(wrong);
                ended.ended(Caller.this, wrong);
            }
        }

        @Override
        public void end(int status, HttpHeaders received) {
            check.end(status);
            over(check);
        }

        @Override
        public void failed(String why) {
            check.wrong(why);
            ended.ended(Caller.this, check.wrong());
        }
    }
}
