/** Newline-delimited messages over child processes and over our own standard streams. */
module io.tieline.stdio {
    requires static org.jspecify;
    requires transitive io.tieline.session;
    requires org.slf4j;

    exports io.tieline.stdio;
}
