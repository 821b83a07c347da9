/** An event of the server, its data as it came. */
export interface ServerEvent {
  event: string;
  data: unknown;
}

/** @param block what stands between two empty lines of the stream @returns undefined for what is no event, as a comment */
export function eventOf(block: string): ServerEvent | undefined {
  const [, event, data] = /^event: (.+)\ndata: (.+)$/.exec(block) ?? [];
  return event !== undefined && data !== undefined ? { event, data: JSON.parse(data) as unknown } : undefined;
}
