package io.tieline.examples.conformance;

import io.tieline.framework.McpServer;
import io.tieline.framework.ReadResult;
import io.tieline.framework.Resource;
import io.tieline.framework.ResourceTemplate;
import io.tieline.wire.Json;

/** The resources that the suite reads by URI. */
final class Resources {

    private static final String TEXT = "text/plain";

    private Resources() {}

    static void addTo(McpServer.Builder server) {
        server.resource(
                Resource.of("test://static-text", "static-text")
                        .withDescription("A line of text")
                        .withMimeType(TEXT),
                (_, uri) -> text(uri, TEXT, "This is the content of the static text resource."));
        server.resource(
                Resource.of("test://static-binary", "static-binary")
                        .withDescription("An image")
                        .withMimeType("image/png"),
                (_, uri) ->
                        ReadResult.of(
                                Resource.Contents.bytes(uri, Samples.redPixel())
                                        .withMimeType("image/png")));
        server.resource(
                Resource.of("test://watched-resource", "watched-resource")
                        .withDescription("To subscribe to")
                        .withMimeType(TEXT),
                (_, uri) -> text(uri, TEXT, "This resource can be subscribed to."));
        server.template(
                ResourceTemplate.of("test://template/{id}/data", "template")
                        .withDescription("Data by id")
                        .withMimeType("application/json"),
                (_, uri, variables) ->
                        text(uri, "application/json", data(variables.text("id")).toString()));
    }

    private static Json data(String id) {
        return Json.object("id", id, "templateTest", true, "data", "Data for ID: " + id);
    }

    private static ReadResult text(String uri, String mimeType, String text) {
        return ReadResult.of(Resource.Contents.text(uri, text).withMimeType(mimeType));
    }
}
