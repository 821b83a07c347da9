import { namesAgent, personal, walk } from './macro.js';

describe('a macro', () => {
  it('puts names into its words, each where it is meant', () => {
    expect(personal('Hi {{ contact.name }}, {{agent.name}} here. {{order.id}}', { contact: 'Ana', agent: '$& Luis' })).toBe(
      'Hi Ana, $& Luis here. {{order.id}}',
    );
    expect([namesAgent('I am {{ agent.name }}'), namesAgent('Hi {{contact.name}}')]).toEqual([true, false]);
  });

  it('knows how the conversation will stand before each step', () => {
    const steps = walk(
      [
        { kind: 'close' },
        { kind: 'label', addLabelIds: ['b', 'c'], removeLabelIds: ['a'] },
        { kind: 'reply', text: 'One more thing' },
        { kind: 'snooze', minutes: 5 },
      ],
      { isClosed: false, labelIds: ['a'] },
    );
    expect(steps).toEqual([
      { isClosed: false, labelIds: ['a'] },
      { isClosed: true, labelIds: ['b', 'c'] },
      { isClosed: true, labelIds: ['b', 'c'] },
      { isClosed: false, labelIds: ['b', 'c'] },
    ]);
  });
});
