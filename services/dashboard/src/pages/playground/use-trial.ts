import { useEffect, useRef, useState } from 'react';
import type { Schemas } from '../../api/client';
import { events } from '../../api/events';

/** One question and what has come of it so far. */
export interface Trial {
  isRunning: boolean;
  isStopped: boolean;
  /** Missing where nothing was searched, or not yet. */
  passages?: Schemas['FoundPassageDto'][];
  /** The checked sentences so far. */
  text: string;
  done?: Schemas['AnswerDoneDto'];
  problem?: unknown;
}

interface Question {
  question: string;
  knowledgeBaseId?: string;
}

/** Asks a question and follows its answer; another question, and leaving the page, ends the one before. */
export function useTrial() {
  const [trial, setTrial] = useState<Trial>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const ask = async (question: Question): Promise<void> => {
    running.current?.abort();
    const own = new AbortController();
    running.current = own;
    const become = (change: (before: Trial) => Trial): void => {
      if (running.current === own) setTrial((before) => before && change(before));
    };
    setTrial({ isRunning: true, isStopped: false, text: '' });
    try {
      for await (const { event, data } of events('/api/v1/llm/answers', { ...question, withPassages: true }, own.signal)) {
        if (event === 'passages') become((before) => ({ ...before, passages: (data as Schemas['FoundPassagesDto']).items }));
        if (event === 'token') become((before) => ({ ...before, text: before.text + (data as Schemas['TokenDto']).text }));
        if (event === 'done') become((before) => ({ ...before, isRunning: false, done: data as Schemas['AnswerDoneDto'] }));
      }
    } catch (problem) {
      become((before) => ({ ...before, isRunning: false, ...(own.signal.aborted ? { isStopped: true } : { problem }) }));
    }
  };
  return { trial, ask, stop: () => running.current?.abort() };
}
