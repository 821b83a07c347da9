import { webhookBuilder, type WebhookTenant } from '#whatsapp';

export const WEBHOOK_PATH = '/webhooks/whatsapp';
/** What a text message of a few words takes in Meta's shape. */
const BODY_BYTES = 570;

/** A webhook as it goes over the wire: signed, with the headers that Meta sends. */
export function webhookRequest(body: unknown, appSecret: string, host: string): Buffer {
  const { raw, headers } = webhookBuilder.signedWebhook(body, appSecret);
  const head = [
    `POST ${WEBHOOK_PATH} HTTP/1.1`,
    `Host: ${host}`,
    'User-Agent: facebookexternalua',
    'Accept: */*',
    `Content-Length: ${raw.length}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), raw]);
}

/** A wamid in Meta's form that differs for every pair of arguments. */
export const wamidOf = (series: string, index: number): string =>
  `wamid.${Buffer.from(`HBgL${series}-${index}`.padEnd(36, '=')).toString('base64')}`;

/** A customer's number that differs for every index below a thousand million. */
export const customerOf = (index: number): string => `1${String(2_000_000_000 + index)}`;

/** A text message of exactly 570 bytes: customer, wamid and words differ with the index. */
export function textWebhookOf570Bytes(tenant: WebhookTenant, series: string, index: number): unknown {
  const build = (text: string) =>
    webhookBuilder.textWebhook(tenant, {
      wamid: wamidOf(series, index),
      from: customerOf(index % 50_000),
      name: `Customer ${String(index % 10_000).padStart(4, '0')}`,
      at: new Date(),
      body: text,
    });
  const words = `Hello, this is question ${index}: `;
  const rest = BODY_BYTES - JSON.stringify(build(words)).length;
  if (rest < 0) throw new Error(`the webhook is ${-rest} bytes longer than ${BODY_BYTES}`);
  const filler = 'when do you open on Saturday, and can I bring back what I bought last week without the receipt? ';
  return build(words + filler.repeat(Math.ceil(rest / filler.length)).slice(0, rest));
}
