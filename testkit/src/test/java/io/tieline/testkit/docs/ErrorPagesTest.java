package io.tieline.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.ErrorCode;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scenario 129: every code of the code has its page, and no page is of another one. */
final class ErrorPagesTest {

    private static final Path PAGES = Pages.root().resolve("docs/errors");

    private static List<Integer> codes() {
        return Arrays.stream(ErrorCode.class.getFields())
                .filter(field -> field.getType().equals(int.class))
                .map(ErrorPagesTest::value)
                .toList();
    }

    private static Integer value(Field field) {
        try {
            return field.getInt(null);
        } catch (IllegalAccessException hidden) {
            throw new AssertionError(hidden);
        }
    }

    private static String page(int code) {
        return -code + ".md";
    }

    @ParameterizedTest
    @MethodSource("codes")
    void scenario129EveryCodeHasAPageWithCausesAndWhatToDo(int code) {
        assertThat(Pages.text(PAGES.resolve(page(code))))
                .startsWith("# " + code + ": ")
                .containsPattern("\n## Causes\n\n- [^\n]+")
                .containsPattern("\n## What to do\n\n- [^\n]+");
    }

    @ParameterizedTest
    @MethodSource("codes")
    void theListOfCodesLeadsToEachPage(int code) {
        assertThat(Pages.text(Pages.root().resolve("docs/errors.md")))
                .contains("[" + code + "](errors/" + page(code) + ")");
    }

    @Test
    void noPageIsOfACodeThatThereIsNot() throws IOException {
        try (Stream<Path> files = Files.list(PAGES)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrderElementsOf(
                            codes().stream().map(ErrorPagesTest::page).toList());
        }
    }
}
