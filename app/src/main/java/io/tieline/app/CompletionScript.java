package io.tieline.app;

import io.tieline.app.config.LineOption;
import io.tieline.app.config.Setting.Shape;
import io.tieline.app.config.UsageException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes what a shell needs to complete our command line, out of the table of commands. */
enum CompletionScript {
    BASH,
    ZSH,
    FISH;

    private static final String BASH_HEAD =
            """
            # Completes the command line of tieline in bash: source <(tieline completion bash)
            _tieline() {
                local current="${COMP_WORDS[COMP_CWORD]}" words="" index
                COMPREPLY=()
                for ((index = 1; index < COMP_CWORD; index++)); do
                    if [[ "${COMP_WORDS[index]}" == -- ]]; then
                        COMPREPLY=($(compgen -c -f -- "$current"))
                        return
                    fi
                done
                if ((COMP_CWORD == 1)); then
                    COMPREPLY=($(compgen -W "COMMANDS --help --version" -- "$current"))
                    return
                fi
                case "${COMP_WORDS[1]}" in
            """;

    private static final String BASH_END =
            """
                esac
                if [[ "$current" == -* ]]; then
                    COMPREPLY=($(compgen -W "$words --help" -- "$current"))
                else
                    COMPREPLY=($(compgen -f -- "$current"))
                fi
            }
            complete -o filenames -F _tieline tieline
            """;

    private static final String ZSH_HEAD =
            """
            #compdef tieline
            # Completes the command line of tieline in zsh: source <(tieline completion zsh)
            _tieline() {
              local -a commands
              commands=(
            COMMANDS
              )
              if ((CURRENT == 2)); then
                _describe 'command' commands
                return
              fi
              case ${words[2]} in
            """;

    private static final String ZSH_END =
            """
              esac
            }
            if [[ ${funcstack[1]:-} == _tieline ]]; then
              _tieline "$@"
            elif (($+functions[compdef])); then
              compdef _tieline tieline
            fi
            """;

    private static final String FISH_HEAD =
            """
            # Completes the command line of tieline in fish: tieline completion fish | source
            """;

    /** The script for the shell of this name. */
    static String of(List<String> operands) throws UsageException {
        var shell = operands.isEmpty() ? "" : operands.getFirst();
        for (var script : values()) {
            if (script.name().toLowerCase(Locale.ROOT).equals(shell) && operands.size() == 1) {
                return script.text();
            }
        }
        throw new UsageException(
                "completion needs the name of a shell: tieline completion bash, zsh or fish");
    }

    private String text() {
        return switch (this) {
            case BASH -> bash();
            case ZSH -> zsh();
            case FISH -> fish();
        };
    }

    private static String bash() {
        var script =
                new StringBuilder(
                        BASH_HEAD.replace("COMMANDS", String.join(" ", Subcommand.words())));
        for (var verb : Subcommand.verbs()) {
            script.append("        %s) words=\"%s\" ;;\n".formatted(verb.word(), names(verb)));
        }
        return script.append(BASH_END).toString();
    }

    private static String names(Subcommand verb) {
        return verb.own().stream()
                .map(one -> String.valueOf(one.option()))
                .collect(Collectors.joining(" "));
    }

    private static String zsh() {
        var commands =
                Subcommand.verbs().stream()
                        .map(verb -> "    '" + verb.word() + ":" + quoted(verb.summary()) + "'")
                        .collect(Collectors.joining("\n"));
        var script = new StringBuilder(ZSH_HEAD.replace("COMMANDS", commands));
        for (var verb : Subcommand.verbs()) {
            script.append("    %s) _arguments \\\n".formatted(verb.word()));
            verb.own()
                    .forEach(option -> script.append("      ").append(zsh(option)).append(" \\\n"));
            script.append("      '--help[Print help.]' '*:file:_files' ;;\n");
        }
        return script.append(ZSH_END).toString();
    }

    private static String zsh(LineOption option) {
        boolean isRepeated = option.shape() == Shape.LIST || option.shape() == Shape.NAMED;
        var explained = first(option).replace("[", "(").replace("]", ")").replace(":", ";");
        return "'"
                + (isRepeated ? "*" : "")
                + option.option()
                + (option.label().isEmpty() ? "" : "=")
                + "["
                + quoted(explained)
                + "]"
                + (option.label().isEmpty()
                        ? ""
                        : ":"
                                + quoted(option.label().replace(":", " ").replace("'", ""))
                                + ":_files")
                + "'";
    }

    private static String fish() {
        var script = new StringBuilder(FISH_HEAD);
        for (var verb : Subcommand.verbs()) {
            script.append(
                    "complete -c tieline -n __fish_use_subcommand -f -a %s -d '%s'\n"
                            .formatted(verb.word(), quotedForFish(verb.summary())));
        }
        for (var verb : Subcommand.verbs()) {
            for (var option : verb.own()) {
                script.append(
                        "complete -c tieline -n '__fish_seen_subcommand_from %s' -l %s%s -d '%s'\n"
                                .formatted(
                                        verb.word(),
                                        String.valueOf(option.option()).substring(2),
                                        option.label().isEmpty() ? "" : " -r",
                                        quotedForFish(first(option))));
            }
        }
        return script.toString();
    }

    private static String first(LineOption option) {
        return option.description()[0];
    }

    private static String quoted(String text) {
        return text.replace("'", "'\\''");
    }

    private static String quotedForFish(String text) {
        return text.replace("\\", "\\\\").replace("'", "\\'");
    }
}
