package io.tieline.app.command;

import io.tieline.app.config.ConfigValue;
import io.tieline.app.config.GivenFile;
import io.tieline.app.config.Quantities;
import io.tieline.app.config.UsageException;
import io.tieline.app.terminal.Screen;
import io.tieline.security.StaticTokens;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code tieline token new}: makes a token, and has a file remember whose it is. */
public final class TokenCommand {

    private static final String USE = "write: tieline token new NAME --tokens FILE";

    private final Screen screen;

    /** The command on this screen. */
    public TokenCommand(Screen screen) {
        this.screen = screen;
    }

    /** Prints the token alone; what is to be said of it goes to stderr. */
    public ExitCode run(Given given) throws UsageException {
        var words = given.operands();
        if (words.size() != 2 || !words.getFirst().equals("new")) {
            throw new UsageException("a token is made with new and a name; " + USE);
        }
        var tokens = given.one(CommandOption.TOKENS);
        if (tokens == null) {
            throw new UsageException("the file is missing that remembers it; " + USE);
        }
        var file = GivenFile.path(tokens);
        var life = given.one(CommandOption.EXPIRES);
        try {
            var token =
                    StaticTokens.create(
                            file,
                            words.getLast(),
                            scopes(given.one(CommandOption.SCOPE)),
                            life == null ? null : Quantities.duration(life),
                            InstantSource.system(),
                            new SecureRandom());
            screen.answer(token);
            screen.remark(
                    "this is the token of "
                            + words.getLast()
                            + "; it is shown this once, and "
                            + file
                            + " keeps its SHA-256. Its client sends Authorization: Bearer TOKEN");
            return ExitCode.DONE;
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(String.valueOf(wrong.getMessage()));
        } catch (IOException e) {
            throw tokens.wrong(String.valueOf(e.getMessage()));
        }
    }

    private static Set<String> scopes(@Nullable ConfigValue given) {
        var scopes = new LinkedHashSet<String>();
        if (given != null) {
            scopes.addAll(List.of(given.value().strip().split(" +", -1)));
        }
        return scopes;
    }
}
