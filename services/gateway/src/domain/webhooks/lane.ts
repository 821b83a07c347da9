/** So many that two tenants rarely share one; an empty lane costs nothing. */
const LANES = 2 ** 15;
/** Bytes from the front that are searched: WhatsApp writes there whose webhook it is. */
const HEAD_BYTES = 16 * 1024;
/** Ids are shorter. */
const MAX_DIGITS = 32;

/** The id of the number, or else of the account. */
const NAMES = ['"phone_number_id"', '"id"'].map((name) => Buffer.from(name));

/**
 * The lane of the journal in which a body waits. Lanes take turns, so that one tenant's flood delays nobody else; nothing else depends on them.
 * The bytes are not parsed; bodies without an id share a lane.
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

/** The bytes within the quotes of `: "123"`; empty for anything else. */
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
