package io.tieline.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PageTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<html><head><TITLE lang=en>Not found</TITLE></head>x</html> | Not found",
                "<title> </title><p>Gone</p> | Gone",
                "<script>no()</script ><p>Yes</p> | Yes",
                "<style>a{}</STYLE>Yes<br>and no | Yes and no",
                "<head><meta></head><body>Yes</body> | Yes",
                "<header>Yes</header> | Yes",
                "<p>left open < b | left open < b",
                "<script>left open | left open"
            })
    void aPageSaysItsTitleOrWhatItShows(String page, String said) {
        assertThat(new PageText(page).said().replaceAll("\\s+", " ").strip()).isEqualTo(said);
    }

    @Test
    void lettersThatGrowWhenTheyAreMadeSmallMoveNothing() {
        assertThat(new PageText("\u0130\u0130\u0130<title>Here</title>").said()).isEqualTo("Here");
    }

    /** With a search that begins anew at each of them this takes minutes. */
    @ParameterizedTest
    @ValueSource(strings = {"<title", "<script", "<script>", "<", "<title></titl"})
    @Timeout(20)
    void tagsThatAreLeftOpenCostNoMoreThanOthers(String tag) {
        var page = tag.repeat(4_000_000 / tag.length());
        assertThat(new PageText(page).said()).isNotNull();
    }
}
