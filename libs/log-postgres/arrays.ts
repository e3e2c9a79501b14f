/** Type numbers of PostgreSQL. Source: pg_type. */
const TEXT = 25;
const BYTEA = 17;
const INT8 = 20;

/**
 * Arrays in PostgreSQL's binary format: a Buffer parameter is sent as it is, so that neither side escapes or parses text.
 * Layout: dimensions, has-null, element type, length, lower bound, then each element with its length (−1 = null).
 */
function header(count: number, hasNull: boolean, type: number, bytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(20 + bytes);
  buffer.writeInt32BE(count === 0 ? 0 : 1, 0);
  buffer.writeInt32BE(hasNull ? 1 : 0, 4);
  buffer.writeInt32BE(type, 8);
  buffer.writeInt32BE(count, 12);
  buffer.writeInt32BE(1, 16);
  return count === 0 ? buffer.subarray(0, 12) : buffer;
}

/** `text[]`; undefined = null. */
export function textArray(values: readonly (string | undefined)[]): Buffer {
  let bytes = 0;
  let hasNull = false;
  for (const value of values) {
    if (value === undefined) hasNull = true;
    bytes += 4 + (value === undefined ? 0 : Buffer.byteLength(value));
  }
  const buffer = header(values.length, hasNull, TEXT, bytes);
  if (values.length === 0) return buffer;
  let offset = 20;
  for (const value of values) {
    const length = value === undefined ? -1 : buffer.write(value, offset + 4);
    buffer.writeInt32BE(length, offset);
    offset += 4 + Math.max(0, length);
  }
  return buffer;
}

/** `bytea[]` */
export function byteaArray(values: readonly Uint8Array[]): Buffer {
  const buffer = header(
    values.length,
    false,
    BYTEA,
    values.reduce((sum, value) => sum + 4 + value.length, 0),
  );
  let offset = 20;
  for (const value of values) {
    buffer.writeInt32BE(value.length, offset);
    buffer.set(value, offset + 4);
    offset += 4 + value.length;
  }
  return buffer;
}

/** `bigint[]` */
export function bigintArray(values: readonly number[]): Buffer {
  const buffer = header(values.length, false, INT8, values.length * 12);
  values.forEach((value, i) => {
    buffer.writeInt32BE(8, 20 + i * 12);
    buffer.writeBigInt64BE(BigInt(value), 24 + i * 12);
  });
  return buffer;
}
