// The smallest image, sound and schema that still are one.

/** A PNG of one red pixel. */
export const RED_PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';

/** A WAV file (8 kHz, 8 bit, mono) that holds two samples of silence. */
export const SILENCE = Buffer.concat([
  Buffer.from('RIFF'), littleEndian(38, 4), Buffer.from('WAVEfmt '), littleEndian(16, 4),
  littleEndian(1, 2), littleEndian(1, 2), littleEndian(8000, 4), littleEndian(8000, 4), littleEndian(1, 2), littleEndian(8, 2),
  Buffer.from('data'), littleEndian(2, 4), Buffer.from([128, 128]),
]).toString('base64');

/** Keywords of JSON Schema 2020-12 that a server or a proxy might be tempted to drop. */
export const DEMANDING_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  $defs: {
    address: {
      $anchor: 'addressDef',
      type: 'object',
      properties: { street: { type: 'string' }, city: { type: 'string' } },
    },
  },
  properties: {
    name: { type: 'string' },
    address: { $ref: '#/$defs/address' },
    contactMethod: { type: 'string', enum: ['phone', 'email'] },
    phone: { type: 'string' },
    email: { type: 'string' },
  },
  allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
  if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
  then: { required: ['phone'] },
  else: { required: ['email'] },
  additionalProperties: false,
};

function littleEndian(value, bytes) {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value, 0, bytes);
  return buffer;
}
