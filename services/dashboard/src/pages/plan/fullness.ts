/** From this share of a limit on it is worth a word. */
const NEARLY = 0.8;

export type Fullness = 'fine' | 'nearly' | 'full';

/** How near a meter is to its limit. A limit of nothing is used up from the start. */
export function fullness(used: number, limit: number | null): Fullness {
  if (limit === null) return 'fine';
  if (used >= limit) return 'full';
  return used >= limit * NEARLY ? 'nearly' : 'fine';
}
