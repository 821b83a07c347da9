/** Two tenants are rarely in one; a lane in which nothing waits costs nothing. */
const LANES = 2 ** 15;
/** Bytes that are looked through, from the front: where WhatsApp writes whose webhook it is. */
const HEAD_BYTES = 16 * 1024;
/** What is longer is no id. */
const MAX_DIGITS = 32;

/** The number that it is about; else the account. */
const NAMES = ['"phone_number_id"', '"id"'].map((name) => Buffer.from(name));

/**
 * The lane of the journal in which a body waits. A hint: lanes take turns, so that one tenant's flood delays nobody else, and nothing else
 * depends on them. The bytes are not parsed; those that say nothing share a lane.
 */
export function laneOf(body: Buffer): number {
  const head = body.subarray(0, HEAD_BYTES);
  for (const name of NAMES) {
    const at = head.indexOf(name);
    const digits = at < 0 ? '' : digitsAfter(head, at + name.length);
    if (digits !== '') return hash(digits) % LANES;
  }
  return 0;
}

/** Of `: "123"` those within the quotes; empty where it is not that. */
function digitsAfter(head: Buffer, at: number): string {
  const match = /^\s{0,8}:\s{0,8}"(\d{1,32})"/.exec(head.toString('latin1', at, at + MAX_DIGITS + 20));
  return match?.[1] ?? '';
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let n = 0; n < text.length; n++) value = Math.imul(value ^ text.charCodeAt(n), 0x01000193) >>> 0;
  return value;
}
