/** An event of an inbox's log, as sockets get it. */
export interface FeedEvent {
  outletId: string;
  inboxSeq: number;
  event: string;
  data: Record<string, unknown>;
}

export type Positions = Readonly<Record<string, number>>;
