import { z } from 'zod';
import { PUBLIC_EVENTS } from '../../services/outgoing-webhooks/src/domain/events/public-events.js';

const schema = (type: z.ZodType): string => JSON.stringify(z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' }), null, 2);

/** docs/webhook-events.md: every event that a tenant's own systems can be told of, with an example and the schema of its `data`. */
export function webhookEventsDocument(): string {
  const events = Object.entries(PUBLIC_EVENTS).map(
    ([type, { summary, data, example }]) => `## \`${type}\`

${summary}

\`\`\`json
${JSON.stringify({ type, timestamp: '2026-11-20T09:00:00.000Z', data: example }, null, 2)}
\`\`\`

<details><summary>JSON Schema of <code>data</code></summary>

\`\`\`json
${schema(data)}
\`\`\`

</details>
`,
  );
  return `# Webhook events

Generated from \`services/outgoing-webhooks/src/domain/events/public-events.ts\` by \`npm run generate\`. How to receive and check them:
[guides/webhooks.md](guides/webhooks.md). A body is always \`{ type, timestamp, data }\`. New optional fields and new types may come;
nothing is renamed or taken away.

${events.join('\n')}`;
}
