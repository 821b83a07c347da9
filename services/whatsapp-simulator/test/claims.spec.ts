import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CUSTOMER, useSimulator } from './simulator-world.js';

describe('the simulator says whose a number is', () => {
  const { call, graph, start, stop, dataDir } = useSimulator();

  const FIELDS = 'fields=verified_name,display_phone_number';
  const question = async (phoneNumberId: string, wabaId: string, token: string) => {
    await graph('GET', `${phoneNumberId}?${FIELDS}`, undefined, token);
    const { status, body } = await graph('GET', `${wabaId}/phone_numbers?fields=id`, undefined, token);
    return status === 200 ? body.data.map(({ id }: { id: string }) => id) : [status, body.error.code, body.error.error_subcode];
  };
  const OWN = ['55500001', '66600001', 'a-token-of-my-own'] as const;

  it('is said to the token that was configured with it, and to no other', async () => {
    expect(await question('100', '900', 'acme-token')).toEqual(['100']);
    expect(await question('100', '900', 'made-up-token')).toEqual([401, 190, undefined]);
    expect(await question('100', '901', 'acme-token')).toEqual([400, 100, 33]);
    expect(await question('200', '901', 'acme-token')).toEqual([400, 100, 33]);
  });

  it('is whoever’s asks first for one that nobody configured: number, account and token together, also after a restart', async () => {
    expect(await question(...OWN)).toEqual(['55500001']);
    const [number, account] = OWN;
    const stranger = 'a-token-of-a-stranger';
    const refused = async (): Promise<void> => {
      expect(await question(number, account, stranger)).toEqual([401, 190, undefined]);
      expect(await question(number, '66600002', stranger)).toEqual([401, 190, undefined]);
      // A made-up number in the account of somebody else is nobody's, and stays free for who will have it.
      expect(await question('55500002', account, stranger)).toEqual([401, 190, undefined]);
      expect(await question('55500002', '900', stranger)).toEqual([401, 190, undefined]);
    };
    await refused();
    expect(await question('55500003', account, OWN[2])).toEqual(['55500001', '55500003']);
    expect(await question('55500002', '66600002', stranger)).toEqual(['55500002']);
    await stop();
    const kept = await readFile(join(dataDir(), 'claims.json'), 'utf8');
    expect(kept).toContain('55500001');
    expect(kept).not.toContain('token-of');
    await start();
    expect(await question(number, account, 'another-stranger')).toEqual([401, 190, undefined]);
    expect(await question(...OWN)).toEqual(['55500001', '55500003']);
  });

  it('is no business of a token that ran out, or of a question about a file', async () => {
    await call('POST', '/simulator/faults', { tokenExpired: true });
    await question('55500004', '66600004', 'a-late-token');
    await call('POST', '/simulator/faults', { tokenExpired: false });
    await graph('GET', '55500004', undefined, 'a-late-token');
    expect((await graph('GET', '66600004/phone_numbers', undefined, 'a-late-token')).status).toBe(401);
  });

  it('goes with everything else that a number can: sends, statuses, the phone', async () => {
    await question(...OWN);
    const text = { messaging_product: 'whatsapp', to: `+${CUSTOMER}`, type: 'text', text: { body: 'x' } };
    await call('POST', '/simulator/messages', { phoneNumberId: OWN[0], from: CUSTOMER, type: 'text', text: 'hello' });
    expect((await graph('POST', `${OWN[0]}/messages`, text, OWN[2])).status).toBe(200);
    expect((await call('GET', '/simulator/numbers')).body.items.map((item: any) => item.phoneNumberId)).toContain(OWN[0]);
    // What the business calls it is not the simulator's to correct.
    expect((await graph('GET', `${OWN[0]}?${FIELDS}`, undefined, OWN[2])).body).toEqual({ id: OWN[0] });
  });
});
