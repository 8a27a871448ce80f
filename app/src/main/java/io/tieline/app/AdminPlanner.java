package io.tieline.app;

import io.tieline.app.admin.AdminSettings;
import io.tieline.app.config.ConfigValue;
import io.tieline.app.config.Configuration;
import io.tieline.app.config.GivenFile;
import io.tieline.app.config.Setting;
import io.tieline.app.config.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The part of a plan that operators meet. */
final class AdminPlanner {

    private static final int SHORTEST_TOKEN = 16;

    private AdminPlanner() {}

    /** Where operators look in; null for nowhere. */
    static @Nullable AdminSettings plan(Configuration choices) throws UsageException {
        var given = choices.one(Setting.ADMIN);
        var file = choices.one(Setting.ADMIN_TOKEN_FILE);
        if (given == null) {
            if (file != null) {
                throw file.wrong("there is no admin address that needs a token; add --admin");
            }
            return null;
        }
        var address = ListenAddress.of(given);
        if (file == null && !address.getAddress().isLoopbackAddress()) {
            throw given.wrong(
                    "whoever reaches "
                            + given.value()
                            + " could see every call and end the program; add --admin-token-file,"
                            + " or listen on 127.0.0.1");
        }
        var hosts =
                choices.all(Setting.ALLOW_HOST).stream()
                        .map(ConfigValue::value)
                        .collect(Collectors.toSet());
        return new AdminSettings(address, hosts, file == null ? null : token(file));
    }

    private static AdminSettings.Token token(ConfigValue file) throws UsageException {
        try {
            var token = Files.readString(GivenFile.readable(file)).strip();
            if (token.length() < SHORTEST_TOKEN || !token.chars().allMatch(AdminPlanner::isPlain)) {
                throw file.wrong(
                        "holds no token of at least "
                                + SHORTEST_TOKEN
                                + " visible ASCII characters; make one with: openssl rand -hex 32");
            }
            return new AdminSettings.Token(token);
        } catch (IOException e) {
            throw file.wrong("cannot be read as text: " + e.getMessage());
        }
    }

    private static boolean isPlain(int character) {
        return character > ' ' && character < 0x7f;
    }
}
