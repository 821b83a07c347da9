import { createHmac } from 'node:crypto';
import { splitWebhook } from '#whatsapp';
import { customerOf, textWebhookOf570Bytes, wamidOf, webhookRequest } from './webhooks.js';

const tenant = { wabaId: '102290129340398', phoneNumberId: '106540352242922', displayPhoneNumber: '15550101001' };

describe('webhooks of the load', () => {
  it('are 570 bytes, whatever their index, and one readable message each', () => {
    for (const index of [0, 9, 99_999, 1_234_567]) {
      const body = textWebhookOf570Bytes(tenant, 'round-1', index);
      expect(JSON.stringify(body)).toHaveLength(570);
      const items = splitWebhook(body);
      expect(items).toHaveLength(1);
      expect(items[0]).toMatchObject({ kind: 'message', phoneNumberId: tenant.phoneNumberId });
      expect(items[0]!.problem).toBeUndefined();
    }
  });

  it('are all different messages', () => {
    const wamids = ['a', 'b'].flatMap((series) => Array.from({ length: 500 }, (_, index) => wamidOf(series, index)));
    expect(new Set(wamids).size).toBe(1_000);
    expect(new Set([0, 1, 999_999].map(customerOf)).size).toBe(3);
  });

  it('carry the signature of exactly the bytes that are sent', () => {
    const [head, body] = webhookRequest({ text: 'señal' }, 'secret', '127.0.0.1:1').toString('latin1').split('\r\n\r\n');
    expect(head).toContain(`x-hub-signature-256: sha256=${createHmac('sha256', 'secret').update(body!, 'latin1').digest('hex')}`);
    expect(head).toContain(`Content-Length: ${body!.length}\r\n`);
  });
});
