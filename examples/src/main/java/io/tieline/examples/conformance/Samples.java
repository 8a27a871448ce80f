package io.tieline.examples.conformance;

import io.tieline.wire.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The smallest image, sound and demanding schema that still are one. */
final class Samples {

    private static final String RED_PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";

    /** Keywords of JSON Schema 2020-12 that a server might be tempted to drop. */
    static final Json DEMANDING_SCHEMA =
            Json.of(
                    """
                    {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",\
                    "$defs":{"address":{"$anchor":"addressDef","type":"object",\
                    "properties":{"street":{"type":"string"},"city":{"type":"string"}}}},\
                    "properties":{"name":{"type":"string"},"address":{"$ref":"#/$defs/address"},\
                    "contactMethod":{"type":"string","enum":["phone","email"]},\
                    "phone":{"type":"string"},"email":{"type":"string"}},\
                    "allOf":[{"anyOf":[{"required":["phone"]},{"required":["email"]}]}],\
                    "if":{"properties":{"contactMethod":{"const":"phone"}},\
                    "required":["contactMethod"]},\
                    "then":{"required":["phone"]},"else":{"required":["email"]},\
                    "additionalProperties":false}\
                    """);

    private Samples() {}

    /** A PNG of one red pixel. */
    static byte[] redPixel() {
        return Base64.getDecoder().decode(RED_PIXEL);
    }

    /** A WAV file (8 kHz, 8 bit, mono) that holds two samples of silence. */
    static byte[] silence() {
        var file = ByteBuffer.allocate(46).order(ByteOrder.LITTLE_ENDIAN);
        file.put(ascii("RIFF")).putInt(38).put(ascii("WAVEfmt ")).putInt(16);
        file.putShort((short) 1).putShort((short) 1).putInt(8000).putInt(8000);
        file.putShort((short) 1).putShort((short) 8);
        file.put(ascii("data")).putInt(2).put((byte) 128).put((byte) 128);
        return file.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
