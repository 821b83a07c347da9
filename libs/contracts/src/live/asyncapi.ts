import { z } from 'zod';
import { LIVE_CLIENT_EVENTS, liveHandshake, liveHandshakeExample } from './client-events.js';
import type { LiveEventDefinition } from './live-event.js';
import { LIVE_SERVER_EVENTS } from './server-events.js';
import { problem } from './shapes.js';

type Json = Record<string, unknown>;

const CHANNEL = '#/channels/live';

/** The live API as an AsyncAPI 3.0 document, whole: docs/asyncapi.json, and /api/live-docs-json of the gateway. */
export function liveDocument(): Json {
  const messages: Record<string, Json> = {};
  const operations: Record<string, Json> = {};
  const message = (key: string, about: { name: string; summary: string; data: z.ZodType; example: unknown }): Json => {
    messages[key] = {
      name: about.name,
      summary: about.summary,
      payload: schema(about.data),
      examples: [{ name: about.name, payload: about.example }],
    };
    return { $ref: `${CHANNEL}/messages/${key}` };
  };

  const connect = message('connect', {
    name: 'connect',
    summary: 'What the client gives as `auth` when it connects. Refused connections get a connect_error whose `data` are problem details.',
    data: liveHandshake,
    example: liveHandshakeExample,
  });
  for (const event of LIVE_SERVER_EVENTS as readonly LiveEventDefinition[]) {
    const key = `server_${event.name}`;
    operations[key] = { action: 'send', channel: { $ref: CHANNEL }, summary: event.summary, messages: [message(key, event)] };
  }
  for (const event of LIVE_CLIENT_EVENTS as readonly LiveEventDefinition[]) {
    const key = `client_${event.name}`;
    const received = message(key, event);
    const acknowledged = message(`ack_${event.name}`, {
      name: `${event.name} (acknowledgement)`,
      summary: `What \`${event.name}\` is acknowledged with.`,
      data: acknowledgement(event),
      example: { ok: true, ...(event.exampleAck as Json | undefined) },
    });
    operations[key] = {
      action: 'receive',
      channel: { $ref: CHANNEL },
      summary: event.summary,
      messages: [received],
      reply: { channel: { $ref: CHANNEL }, messages: [acknowledged] },
    };
  }
  operations.client_connect = {
    action: 'receive',
    channel: { $ref: CHANNEL },
    summary: 'Connects to the namespace; answered with `ready`, or refused.',
    messages: [connect],
    reply: { channel: { $ref: CHANNEL }, messages: [{ $ref: `${CHANNEL}/messages/server_ready` }] },
  };

  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Chasqui live',
      version: '1',
      description:
        'What happens in the inboxes, as it happens: Socket.IO 4 on the gateway, path /socket.io, namespace /live. ' +
        'Connect first, then read REST, then apply what comes. After a break connect with the positions seen so far: ' +
        'what was missed comes in order, each event once, or `resync` names what to read anew.',
    },
    defaultContentType: 'application/json',
    servers: { gateway: { host: 'localhost:3000', pathname: '/socket.io/', protocol: 'ws', description: 'The gateway' } },
    channels: {
      live: {
        address: '/live',
        title: 'The namespace /live',
        servers: [{ $ref: '#/servers/gateway' }],
        messages: Object.fromEntries(Object.keys(messages).map((key) => [key, { $ref: `#/components/messages/${key}` }])),
      },
    },
    operations,
    components: { messages },
  };
}

export const acknowledgement = (event: LiveEventDefinition): z.ZodType =>
  z.union([
    z.object({ ok: z.literal(true), ...(event.ack instanceof z.ZodObject ? event.ack.shape : {}) }),
    z.looseObject({ ok: z.literal(false), problem }),
  ]);

function schema(type: z.ZodType): Json {
  // AsyncAPI's own schema dialect is that of JSON Schema draft 7.
  const { $schema: _, ...rest } = z.toJSONSchema(type, { io: 'input', target: 'draft-7', unrepresentable: 'any' }) as Json;
  return rest;
}
