import { useEffect, useRef, useState } from 'react';
import type { Schemas } from '../../../api/client';
import { events } from '../../../api/events';

/** What is asked for: the route and what it gets. */
export type Wish =
  | { path: 'reply-suggestions'; body: Schemas['SuggestReplyDto'] }
  | { path: 'rephrasings'; body: Schemas['RephraseDto'] }
  | { path: 'translations'; body: Schemas['TranslateDto'] };

/** One piece of help and what has come of it so far. */
export interface Help {
  path: Wish['path'];
  isRunning: boolean;
  /** The checked sentences so far. */
  text: string;
  done?: Schemas['AnswerDoneDto'];
  problem?: unknown;
}

/** Asks for help with writing and follows it; another wish, and leaving, ends the one before. */
export function useHelp() {
  const [help, setHelp] = useState<Help>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const ask = async ({ path, body }: Wish): Promise<void> => {
    running.current?.abort();
    const own = new AbortController();
    running.current = own;
    const become = (change: Partial<Help> | ((before: Help) => Partial<Help>)): void => {
      if (running.current !== own) return;
      setHelp((before) => before && { ...before, ...(typeof change === 'function' ? change(before) : change) });
    };
    setHelp({ path, isRunning: true, text: '' });
    try {
      for await (const { event, data } of events(`/api/v1/llm/${path}`, body, own.signal)) {
        if (event === 'token') become(({ text }) => ({ text: text + (data as Schemas['TokenDto']).text }));
        if (event === 'done') become({ isRunning: false, done: data as Schemas['AnswerDoneDto'] });
      }
    } catch (problem) {
      if (!own.signal.aborted) become({ isRunning: false, problem });
    }
  };
  const end = (): void => {
    running.current?.abort();
    running.current = undefined;
    setHelp(undefined);
  };
  return { help, ask, end };
}
