import type { Owner } from '#contracts';
import type { SeenContact } from '../contacts/identity.js';
import { spellingKey } from '../contacts/spelling.js';

/** Whose a message is, as far as it says. */
export interface Arrival {
  seen: SeenContact;
  /** The customer announces what they are known by from now on. */
  becomes?: SeenContact;
}

const keysOf = ({ seen, becomes }: Arrival): string[] =>
  [seen, ...(becomes ? [becomes] : [])].flatMap(({ phone, spelling, userId }) => [
    ...[phone, spelling].flatMap((number) => (number ? [`phone:${spellingKey(number)}`] : [])),
    ...(userId ? [`user:${userId}`] : []),
  ]);

/**
 * Which of a batch cannot be recorded as a set: those of a customer who is shown in two ways, and those around an announced change. What
 * one of them makes of the contact decides where the next one belongs, so that they come one after another.
 */
export function entangled<A extends Arrival>(arrivals: readonly A[]): Set<A> {
  const leaders = arrivals.map((_, position) => position);
  const leaderOf = (position: number): number => {
    while (leaders[position] !== position) position = leaders[position]!;
    return position;
  };
  const holders = new Map<string, number>();
  arrivals.forEach((arrival, position) => {
    for (const key of keysOf(arrival)) {
      const holder = holders.get(key);
      if (holder === undefined) holders.set(key, position);
      else leaders[leaderOf(position)] = leaderOf(holder);
    }
  });
  const customers = [...Map.groupBy(arrivals.keys(), leaderOf).values()].map((positions) =>
    positions.map((position) => arrivals[position]!),
  );
  const isPlain = (ofOne: readonly A[]): boolean =>
    new Set(ofOne.map(({ seen }) => JSON.stringify(seen))).size === 1 && ofOne.every(({ becomes }) => !becomes);
  return new Set(customers.filter((ofOne) => !isPlain(ofOne)).flat());
}

/**
 * Parts a batch so that what the system may say to a message stands before the customer's next one: where nobody has taken a
 * conversation, each of its messages is in a part of its own. Everything else is in the first one.
 */
export function inWaves<A>(arrivals: readonly A[], place: (arrival: A) => { conversationId: string; owner: Owner }): A[][] {
  const waves: A[][] = [];
  const counts = new Map<string, number>();
  for (const arrival of arrivals) {
    const { conversationId, owner } = place(arrival);
    const before = counts.get(conversationId) ?? 0;
    if (owner === 'none') counts.set(conversationId, before + 1);
    (waves[before] ??= []).push(arrival);
  }
  return waves;
}
