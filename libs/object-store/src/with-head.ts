/**
 * The first bytes of a stream, to look at before anybody decides what to do with it, and all of it.
 *
 * @param bytes fewer when the stream has no more
 */
export async function withHead(body: AsyncIterable<Buffer>, bytes: number): Promise<{ head: Buffer; all: AsyncIterable<Buffer> }> {
  const reader = body[Symbol.asyncIterator]();
  const read: Buffer[] = [];
  let length = 0;
  let ended = false;
  while (length < bytes && !ended) {
    const { value, done } = await reader.next();
    if (done) ended = true;
    else {
      read.push(value);
      length += value.length;
    }
  }
  const all = async function* (): AsyncGenerator<Buffer> {
    try {
      yield* read;
      if (!ended) yield* { [Symbol.asyncIterator]: () => reader };
    } finally {
      await reader.return?.();
    }
  };
  return { head: Buffer.concat(read).subarray(0, bytes), all: all() };
}
