/** An event of a `text/event-stream` (HTML Standard, section 9.2), its data read as JSON. */
export interface ServerSent<Data = Record<string, unknown>> {
  event: string;
  data: Data;
}

/** The events of an answer as they come; comments are left out. */
export async function* serverSent<Data = Record<string, unknown>>(response: Response): AsyncGenerator<ServerSent<Data>> {
  let rest = '';
  for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
    const blocks = `${rest}${piece}`.split('\n\n');
    rest = blocks.pop()!;
    for (const block of blocks) {
      const [, event, data] = /^event: (.+)\ndata: (.+)$/.exec(block) ?? [];
      if (event !== undefined && data !== undefined) yield { event, data: JSON.parse(data) as Data };
    }
  }
}

/** What is left of a stream, to its end. */
export async function collected<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
