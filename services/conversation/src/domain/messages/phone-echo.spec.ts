import { isOfNow, phoneEchoOf } from './phone-echo.js';

const NOW = new Date();
const ago = (hours: number): string => new Date(NOW.getTime() - hours * 60 * 60_000).toISOString();
const echo = (more: object = {}) => ({
  id: 'wamid.e',
  from: '15550001111',
  to: '5511912345678',
  type: 'text',
  text: { body: 'On its way' },
  ...more,
});

describe('an echo of the phone app', () => {
  it('is a message with an id of the field for echoes', () => {
    expect(phoneEchoOf({ field: 'smb_message_echoes', value: echo() }, ago(0))).toMatchObject({
      wamid: 'wamid.e',
      to: { phone: '5511912345678' },
      text: 'On its way',
    });
  });

  it.each([
    ['the field as a whole', { field: 'smb_message_echoes', value: { message_echoes: [echo()] } }],
    ['what another agent wrote', { field: 'standby', value: echo() }],
    ['a reaction', { field: 'smb_message_echoes', value: echo({ type: 'reaction', reaction: { message_id: 'x', emoji: '👍' } }) }],
    ['nothing', { field: 'smb_message_echoes', value: null }],
  ])('is not %s', (_, change) => expect(phoneEchoOf(change, ago(0))).toBeUndefined());

  it('says who speaks unless it is a day late, or from before the end of the conversation', () => {
    expect(isOfNow(ago(1), null, NOW)).toBe(true);
    expect(isOfNow(ago(1), ago(2), NOW)).toBe(true);
    expect(isOfNow(ago(2), ago(1), NOW)).toBe(false);
    expect(isOfNow(ago(25), null, NOW)).toBe(false);
  });
});
