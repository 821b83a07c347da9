import { createHmac } from 'node:crypto';
import {
  DEAD_LETTER_READER,
  DEAD_LETTER_STREAM,
  durableOf,
  EVENTS,
  QUERIES,
  SERVICES,
  SIGNALS,
  streamOf,
  type ServiceName,
} from '#contracts';
import { streamsOf } from './streams.js';

/** Subjects that a user may publish to and subscribe to; all others are refused. */
export interface NatsPermissions {
  publish: { allow: string[] };
  subscribe: { allow: string[] };
}

/** As in the `authorization` block of a nats-server. */
export interface NatsUser {
  user: string;
  password: string;
  /** Left out: everything. */
  permissions?: NatsPermissions;
}

/** Where answers to a service come in. */
export const inboxOf = (service: string): string => `_INBOX.${service}`;

/** A user's password; follows from one secret that no service has. */
export const natsPassword = (secret: string, user: string): string =>
  createHmac('sha256', secret).update(`nats:${user}`).digest('base64url');

/**
 * What the catalog lets a service say and hear. Streams and durables are there when it comes (`ensureCatalog`), for who may create a
 * durable may have it delivered to any subject.
 */
export function natsPermissions(service: ServiceName): NatsPermissions {
  const asked = QUERIES.filter(({ owner }) => owner === service);
  const durables = [
    ...EVENTS.filter(({ consumers }) => consumers.includes(service)).map(
      (event) => `${streamOf(event.producer)}.${durableOf(event, service)}`,
    ),
    ...(service === DEAD_LETTER_READER.service ? [`${DEAD_LETTER_STREAM}.${DEAD_LETTER_READER.durable}`] : []),
  ];
  const publish = [
    // Whoever fills a stream sees how far its readers are.
    ...(EVENTS.some(({ producer }) => producer === service) ? [`chasqui.${service}.>`, `$JS.API.CONSUMER.LIST.${streamOf(service)}`] : []),
    `chasqui-dead.${service}.>`,
    ...QUERIES.filter(({ askedBy }) => askedBy.includes(service)).map(({ subject }) => subject),
    // Not `allow_responses`: who asks may name any subject as the one for the answer.
    ...asked.flatMap(({ askedBy }) => askedBy.map((asker) => `${inboxOf(asker)}.>`)),
    ...SIGNALS.filter(({ from }) => from.includes(service)).map(({ subject }) => `${subject}.*`),
    ...streamsOf(service).map((stream) => `$JS.API.STREAM.INFO.${stream}`),
    ...durables.flatMap((durable) => [
      `$JS.API.CONSUMER.INFO.${durable}`,
      `$JS.API.CONSUMER.MSG.NEXT.${durable}`,
      `$JS.ACK.${durable}.>`,
      // With domain and account in front, as newer servers may name it.
      `$JS.ACK.*.*.${durable}.>`,
    ]),
  ];
  const subscribe = [
    `${inboxOf(service)}.>`,
    ...asked.map(({ subject }) => subject),
    ...SIGNALS.filter(({ to }) => to.includes(service)).map(({ subject }) => `${subject}.*`),
  ];
  return { publish: { allow: [...new Set(publish)] }, subscribe: { allow: [...new Set(subscribe)] } };
}

/** A user for every service that the catalog mentions. */
export function natsUsers(secret: string): NatsUser[] {
  return SERVICES.filter(speaks).map((service) => ({
    user: service,
    password: natsPassword(secret, service),
    permissions: natsPermissions(service),
  }));
}

const speaks = (service: ServiceName): boolean =>
  EVENTS.some(({ producer, consumers }) => producer === service || consumers.includes(service)) ||
  QUERIES.some(({ owner, askedBy }) => owner === service || askedBy.includes(service)) ||
  SIGNALS.some(({ from, to }) => from.includes(service) || to.includes(service));

/** The same server as a service's own user. */
export function natsUrlOf(url: string, secret: string, service: ServiceName): string {
  const own = new URL(url);
  own.username = service;
  own.password = natsPassword(secret, service);
  return own.toString();
}
