package io.tieline.session.client;

/** What is done, in order, when a client session is over. On the session's strand. */
final class EndTasks {

    private Runnable tasks;

    EndTasks(Runnable first) {
        this.tasks = first;
    }

    void add(Runnable task) {
        var before = tasks;
        tasks =
                () -> {
                    before.run();
                    task.run();
                };
    }

    void run() {
        tasks.run();
    }
}
