package io.tieline.framework;

import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a client's author wants to hear of, and can be asked. */
final class ClientHandlers {

    Elicitation.@Nullable Handler form;
    Elicitation.@Nullable Handler page;
    SamplingRequest.@Nullable Handler sampling;
    @Nullable List<Root> roots;
    Consumer<LogMessage> log = message -> {};
    @Nullable Consumer<Progress> progress;
    Consumer<McpClient.Listing> listChanged = listing -> {};
    Consumer<String> resourceUpdated = uri -> {};
    Consumer<Notification> other = notification -> {};
    Json declared = Json.EMPTY_OBJECT;

    /** The handlers as they are now. */
    ClientHandlers copy() {
        var copy = new ClientHandlers();
        copy.form = form;
        copy.page = page;
        copy.sampling = sampling;
        copy.roots = roots;
        copy.log = log;
        copy.progress = progress;
        copy.listChanged = listChanged;
        copy.resourceUpdated = resourceUpdated;
        copy.other = other;
        copy.declared = declared;
        return copy;
    }

    /** What the client declares that it can be asked. */
    Json capabilities() {
        var capabilities =
                Json.object(
                        "roots", roots == null ? null : Json.object("listChanged", true),
                        "sampling", sampling == null ? null : Json.EMPTY_OBJECT,
                        "elicitation", elicitation());
        for (var member : declared.members()) {
            capabilities = capabilities.with(member.name(), member.value());
        }
        return capabilities;
    }

    /** An empty object means forms only (2025-11-25, "Elicitation: Capabilities"). */
    private @Nullable Json elicitation() {
        if (page == null) {
            return form == null ? null : Json.EMPTY_OBJECT;
        }
        return Json.object(
                "form", form == null ? null : Json.EMPTY_OBJECT, "url", Json.EMPTY_OBJECT);
    }

    /** Brings a notification to whom it concerns; may block. */
    void notified(Notification notification) {
        var params = notification.params() == null ? Json.EMPTY_OBJECT : notification.params();
        switch (notification.method()) {
            case Method.LOG_MESSAGE -> log.accept(new LogMessage(params));
            case Method.TOOLS_LIST_CHANGED -> listChanged.accept(McpClient.Listing.TOOLS);
            case Method.RESOURCES_LIST_CHANGED -> listChanged.accept(McpClient.Listing.RESOURCES);
            case Method.PROMPTS_LIST_CHANGED -> listChanged.accept(McpClient.Listing.PROMPTS);
            case Method.RESOURCES_UPDATED ->
                    resourceUpdated.accept(JsonMembers.required(params, "uri"));
            default -> other.accept(notification);
        }
    }
}
