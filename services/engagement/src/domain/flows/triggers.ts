import { foldWords } from './answers.js';
import type { FlowHappening, Trigger } from './definition.js';

/** A message that may begin a flow. */
export interface Opening {
  text: string | null;
  /** The first that this customer ever wrote in the conversation. */
  isFirst: boolean;
}

/** How closely a trigger fits: whoever names the words goes before whoever takes any first message. No message begins the others. */
const WEIGHT: Readonly<Record<Trigger['kind'], number>> = { button: 3, keyword: 2, first_message: 1, tag: 0, event: 0 };

const fits = (trigger: Trigger, { text, isFirst }: Opening): boolean => {
  if (trigger.kind === 'tag' || trigger.kind === 'event') return false;
  if (trigger.kind === 'first_message') return isFirst;
  const said = foldWords(text ?? '');
  if (said === '') return false;
  if (trigger.kind === 'button') return trigger.titles.some((title) => foldWords(title) === said);
  return trigger.words.some((word) => {
    const wanted = foldWords(word);
    return wanted !== '' && (trigger.match === 'whole' ? said === wanted : ` ${said} `.includes(` ${wanted} `));
  });
};

/** @param flows in the order in which they count where several fit alike @returns the one that this message begins */
export function flowFor<F extends { triggers: readonly Trigger[] }>(flows: readonly F[], opening: Opening): F | undefined {
  let best: { flow: F; weight: number } | undefined;
  for (const flow of flows) {
    const weight = Math.max(0, ...flow.triggers.filter((trigger) => fits(trigger, opening)).map(({ kind }) => WEIGHT[kind]));
    if (weight > (best?.weight ?? 0)) best = { flow, weight };
  }
  return best?.flow;
}

/** What happened to a contact, beside what they write. */
export type Happening = { tag: string } | { event: FlowHappening };

/** Tags are compared as they are shown; @returns whether the flow begins by it */
export const beginsBy = (triggers: readonly Trigger[], happened: Happening): boolean =>
  triggers.some((trigger) =>
    'tag' in happened
      ? trigger.kind === 'tag' && trigger.tags.includes(happened.tag)
      : trigger.kind === 'event' && trigger.events.includes(happened.event),
  );
