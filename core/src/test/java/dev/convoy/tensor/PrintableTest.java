package dev.convoy.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void whatCommandsATerminalIsWrittenAsItsCode() {
        assertThat(Printable.escaped("\u001b[31mred\u0007")).isEqualTo("\\u001b[31mred\\u0007");
        assertThat(Printable.escaped("a\nb\rc\td\0\u007f\u0085\u009b"))
                .isEqualTo("a\\u000ab\\u000dc\\u0009d\\u0000\\u007f\\u0085\\u009b");
        assertThat(Printable.escaped("gpj.\u202etxt\u2066\u2069\u200f\u061c"))
                .isEqualTo("gpj.\\u202etxt\\u2066\\u2069\\u200f\\u061c");
        assertThat(Printable.escaped("one\u2028two\u2029")).isEqualTo("one\\u2028two\\u2029");
    }

    @Test
    void textOfAnyScriptStaysAsItIs() {
        for (String text : new String[] {"", "conv1.weight", "été", "日本語", "עברית", "👩‍🔬", "a\\u001b", "50 %"}) {
            assertThat(Printable.escaped(text)).isEqualTo(text);
        }
    }

    @Test
    void aLongTextIsCutBetweenCharacters() {
        assertThat(Printable.escaped("abc", 3)).isEqualTo("abc");
        assertThat(Printable.escaped("abcd", 3)).isEqualTo("abc…");
        assertThat(Printable.escaped("ab👍", 3)).isEqualTo("ab…");
    }

    @Test
    void theFirstLineIsThatOfATextThatMayBeNone() {
        assertThat(Printable.firstLine("a\u001bb\r\nc")).isEqualTo("a\\u001bb");
        assertThat(Printable.firstLine("")).isEmpty();
        assertThat(Printable.firstLine(null)).isEmpty();
    }

    @Test
    void theLinesOfAListAreKeptAndFolded() {
        String message = "it has:\n  'a\u001b';\n  'b\nc'";
        assertThat(Printable.lines(message)).isEqualTo("it has:\n  'a\\u001b';\n  'b\\u000ac'");
        assertThat(Printable.folded(message)).isEqualTo("it has: 'a\\u001b'; 'b\\u000ac'");
    }
}
