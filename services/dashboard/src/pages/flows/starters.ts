import { newNode, type Definition, type Question } from './flow-draft';
import type { FlowWords } from './use-flow-texts';

const say = (id: string, x: number, y: number, text: string) => ({ id, kind: 'message' as const, x, y, message: { type: 'text', text } });

/** A question with two choices: opening hours, or a person. */
export function menuFlow(words: FlowWords): Definition {
  const ask: Question = {
    ...(newNode('question', 'ask', 0, 0) as Question),
    text: words('starter.ask'),
    answer: 'choice',
    choices: [
      { id: 'hours', title: words('starter.hours') },
      { id: 'person', title: words('starter.person') },
    ],
  };
  return {
    triggers: [{ kind: 'keyword', words: [words('starter.word')], match: 'whole' }],
    start: 'ask',
    nodes: [ask, say('hours', 320, 0, words('starter.hoursText')), newNode('handoff', 'person', 320, 200)],
    edges: [
      { from: 'ask', port: 'choice:hours', to: 'hours' },
      { from: 'ask', port: 'choice:person', to: 'person' },
    ],
  };
}

/** Name and wish are asked for and kept, then a person goes on. */
export function leadFlow(words: FlowWords): Definition {
  const question = (id: string, x: number, text: string): Question => ({
    ...(newNode('question', id, x, 0) as Question),
    text,
    saveAs: id,
  });
  return {
    triggers: [{ kind: 'keyword', words: [words('starter.lead')], match: 'whole' }],
    start: 'name',
    nodes: [
      question('name', 0, words('starter.name')),
      question('need', 320, words('starter.need')),
      { id: 'tag', kind: 'tag', x: 640, y: 0, add: [words('starter.tag')], remove: [] },
      { id: 'person', kind: 'handoff', x: 960, y: 0, text: words('starter.thanks') },
    ],
    edges: [
      { from: 'name', port: 'next', to: 'need' },
      { from: 'need', port: 'next', to: 'tag' },
      { from: 'tag', port: 'next', to: 'person' },
    ],
  };
}
