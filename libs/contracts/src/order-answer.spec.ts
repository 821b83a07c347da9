import { orderAnswersOf, readOrderAnswer } from './order-answer.js';

const ORDER = '0198c0de-0000-7000-8000-0000000000e1';

describe('an answer', () => {
  it('is read of the buttons of a text and of a template', () => {
    const [confirm, cancel] = orderAnswersOf(ORDER);
    expect(readOrderAnswer({ interactive: { type: 'button_reply', button_reply: { id: confirm, title: 'x' } } })).toEqual({
      orderId: ORDER,
      to: 'confirmed',
    });
    expect(readOrderAnswer({ button: { payload: cancel, text: 'x' } })).toEqual({ orderId: ORDER, to: 'cancelled' });
  });

  it('is none of anything else', () => {
    for (const raw of [
      undefined,
      null,
      'x',
      { interactive: null, button: null },
      {},
      { button: { payload: 'STOP' } },
      { button: { payload: `order-confirm:${ORDER} ` + 'x' } },
      { interactive: 'order-confirm' },
    ])
      expect(readOrderAnswer(raw)).toBeUndefined();
  });
});
