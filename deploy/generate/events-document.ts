import { z } from 'zod';
import { durableOf, EVENTS, QUERIES, SIGNALS, streamOf } from '#contracts';

const schema = (type: z.ZodType): string => JSON.stringify(z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' }), null, 2);

/** docs/events.md: every event and query of the catalog, with who sends, who listens, the policy, the schema and an example. */
export function eventsDocument(): string {
  const overview = EVENTS.map(
    (event) => `| [\`${event.name}\`](#${event.name}) | ${event.producer} | ${event.consumers.join(', ')} | ${event.summary} |`,
  ).join('\n');
  const events = EVENTS.map(
    (event) => `### ${event.name}

${event.summary}

- Subject \`${event.subject}\`, stream \`${streamOf(event.producer)}\`
- Producer: ${event.producer}. Consumers: ${event.consumers.map((consumer) => `${consumer} (\`${durableOf(event, consumer)}\`)`).join(', ')}
- Policy: ${event.policy.maxAttempts} attempts, pauses ${event.policy.backoffMs.join(' / ')} ms, acknowledgement wait ${event.policy.ackWaitMs} ms, ${event.policy.concurrency} at a time

\`\`\`json
${JSON.stringify(event.example, null, 2)}
\`\`\`

<details><summary>JSON Schema</summary>

\`\`\`json
${schema(event.data)}
\`\`\`

</details>
`,
  ).join('\n');
  const queries = QUERIES.map(
    (query) => `### ${query.owner}.${query.name}

${query.summary}

- Subject \`${query.subject}\`, answered by ${query.owner}, asked by ${query.askedBy.join(', ')}, within ${query.timeoutMs} ms

\`\`\`json
${JSON.stringify({ request: query.exampleRequest, reply: query.exampleReply }, null, 2)}
\`\`\`
`,
  ).join('\n');
  const signals = SIGNALS.map(
    (signal) => `### ${signal.name}

${signal.summary}

- Subject \`${signal.subject}.<tenantId>\`, from ${signal.from.join(', ')} to ${signal.to.join(', ')}

\`\`\`json
${JSON.stringify(signal.example, null, 2)}
\`\`\`
`,
  ).join('\n');
  return `# Events, queries and signals

Generated from \`libs/contracts\` by \`npm run generate\`; do not edit. Every event travels in an envelope
\`{ id, subject, tenantId, occurredAt, traceId?, data }\`, leaves through its producer's outbox and is taken once by each consumer's inbox.

| event | from | to | what |
|---|---|---|---|
${overview}

## Events

${events}
## Queries (request/reply over NATS core)

${queries}
## Signals (NATS core; now or never)

${signals}`;
}
