import { eventOf } from './server-event';

describe('eventOf', () => {
  it.each([
    ['event: token\ndata: {"text":"a\\nb"}', { event: 'token', data: { text: 'a\nb' } }],
    [': still here', undefined],
    ['data: {"text":"a"}', undefined],
    ['', undefined],
  ])('%j', (block, event) => {
    expect(eventOf(block)).toEqual(event);
  });
});
