package io.tieline.interop;

import jakarta.servlet.Servlet;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;

/** An HTTP server on 127.0.0.1 for the servlets of the SDK. */
final class Listener {

    private Listener() {}

    /** Serves until the process ends, and says on standard error where. */
    static void serve(int port, Servlet servlet) throws LifecycleException {
        var tomcat = new Tomcat();
        tomcat.setBaseDir(System.getProperty("java.io.tmpdir"));
        tomcat.setPort(port);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        var context = tomcat.addContext("", System.getProperty("java.io.tmpdir"));
        Tomcat.addServlet(context, "mcp", servlet).setAsyncSupported(true);
        context.addServletMappingDecoded("/*", "mcp");
        tomcat.start();
        System.err.println("listening on http://127.0.0.1:" + port + "/mcp");
        tomcat.getServer().await();
    }
}
