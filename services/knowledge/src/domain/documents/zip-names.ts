/** More files than any office document has. */
const MAX_NAMES = 10_000;
const END = 0x06054b50;
const FILE = 0x02014b50;
/** The end of an archive is this long, and a comment of at most 64 KB may follow it. */
const END_BYTES = 22;
const MAX_COMMENT = 65_535;

/**
 * The names in the central directory of a ZIP archive, which is what unpacking goes by (APPNOTE.TXT, sections 4.3.12 and 4.3.16). Nothing is unpacked.
 *
 * @param bytes the end of the archive, or all of it @param size of all of it
 * @returns undefined for an archive without a directory that can be read: one that is cut off, or that holds more than 10,000 files
 */
export function zipNames(bytes: Uint8Array, size = bytes.length): string[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - END_BYTES;
  const earliest = Math.max(0, end - MAX_COMMENT);
  while (end >= earliest && view.getUint32(end, true) !== END) end--;
  if (end < earliest) return undefined;
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true) - (size - bytes.length);
  const names: string[] = [];
  if (count > MAX_NAMES) return undefined;
  for (let n = 0; n < count; n++) {
    if (at < 0 || at + 46 > end || view.getUint32(at, true) !== FILE) return undefined;
    const length = view.getUint16(at + 28, true);
    names.push(Buffer.from(bytes.subarray(at + 46, at + 46 + length)).toString('latin1'));
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return names;
}
