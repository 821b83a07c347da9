import { webhookBuilder as build } from '#whatsapp';
import { laneOf } from './lane.js';

const webhook = (phoneNumberId: string, wabaId: string, body = 'hi'): Buffer =>
  Buffer.from(JSON.stringify(build.textWebhook({ wabaId, phoneNumberId }, { wamid: 'wamid.1', from: '16505551234', body })));

describe('the lane of a webhook', () => {
  it('is that of its number, whatever else it says', () => {
    expect(laneOf(webhook('111', '1', 'one'))).toBe(laneOf(webhook('111', '2', 'another')));
    expect(laneOf(Buffer.from('{"phone_number_id" : "111"}'))).toBe(laneOf(webhook('111', '1')));
  });

  it('differs between numbers, mostly', () => {
    const lanes = new Set(Array.from({ length: 1_000 }, (_, n) => laneOf(webhook(`${106_540_352_242_922 + n}`, '1'))));
    expect(lanes.size).toBeGreaterThan(950);
  });

  it('is that of the account where no number is named', () => {
    const account = (id: string): Buffer => Buffer.from(`{"object":"whatsapp_business_account","entry":[{"id":"${id}","changes":[]}]}`);
    expect(laneOf(account('1'))).not.toBe(laneOf(account('2')));
    expect(laneOf(account('1'))).toBe(laneOf(Buffer.from('{"entry":[{"id":"1","changes":[{"value":{}}]}]}')));
  });

  it('is not chosen by what a customer writes', () => {
    const text = '"phone_number_id":"222","id":"333"';
    expect(laneOf(webhook('111', '1', text))).toBe(laneOf(webhook('111', '1')));
    const unnamed = (said: string): Buffer => Buffer.from(JSON.stringify({ text: said, entry: [{ id: '1' }] }));
    expect(laneOf(unnamed(text))).toBe(laneOf(unnamed('hi')));
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['no JSON', Buffer.from('hello')],
    ['no text', Buffer.from([0, 255, 254, 0])],
    ['a name at the very end', Buffer.from('{"phone_number_id"')],
    ['a number that is none', Buffer.from('{"phone_number_id":{"id":7}}')],
    ['a number without an end', Buffer.from(`{"phone_number_id":"${'7'.repeat(100_000)}`)],
    ['names and no ids', Buffer.from('"phone_number_id""id"'.repeat(200_000))],
    ['white space', Buffer.from(`{"phone_number_id"${' '.repeat(1_000_000)}:"1"}`)],
    ['an id far behind', Buffer.concat([Buffer.alloc(4 * 1024 * 1024, ' '), webhook('111', '1')])],
  ])('is the common one for %s', (_, body) => {
    expect(laneOf(body)).toBe(0);
  });

  it('is one of few', () => {
    for (let n = 0; n < 1_000; n++) {
      const lane = laneOf(webhook(`${n * 7_919}`, '1'));
      expect(Number.isInteger(lane) && lane >= 0 && lane < 32_768).toBe(true);
    }
  });
});
