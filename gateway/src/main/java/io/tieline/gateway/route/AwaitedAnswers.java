package io.tieline.gateway.route;

import io.tieline.session.Environment;
import io.tieline.session.client.Branch;
import io.tieline.session.client.Exchange;
import io.tieline.wire.Notification;
import io.tieline.wire.Response;
import java.util.function.Consumer;

/**
 * Waits for the answers of several servers to one request, but not longer than a moment; whatever
 * they say counts. On the client's strand.
 */
final class AwaitedAnswers implements Branch.Listener {

    private final Consumer<Response> each;
    private final Runnable then;
    private int left;
    private boolean over;

    private AwaitedAnswers(int count, Consumer<Response> each, Runnable then) {
        this.left = count;
        this.each = each;
        this.then = then;
    }

    /**
     * Begins to wait.
     *
     * @param exchange with which the waiting ends
     * @param count how many answers there will be, at least one
     * @param each hears of each answer that comes
     * @param then is run once, when all have come or it has taken too long
     */
    static AwaitedAnswers of(
            Exchange exchange,
            Environment environment,
            int count,
            Consumer<Response> each,
            Runnable then) {
        var answers = new AwaitedAnswers(count, each, then);
        var strand = exchange.client().strand();
        var alarm =
                environment.timers().after(ListAnswers.PATIENCE, () -> strand.run(answers::finish));
        exchange.onOver(alarm::cancel);
        return answers;
    }

    @Override
    public void told(Notification notification) {
        // Nothing is said on the way.
    }

    @Override
    public void answered(Response response) {
        each.accept(response);
        left--;
        if (left == 0) {
            finish();
        }
    }

    private void finish() {
        if (!over) {
            over = true;
            then.run();
        }
    }
}
