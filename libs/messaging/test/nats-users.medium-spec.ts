import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { DEAD_LETTER_STREAM, durableOf, EVENTS, QUERIES, SERVICES, SIGNALS, streamOf, type ServiceName } from '#contracts';
import { natsUrlOf, natsUsers } from '#messaging';
import { eventually, NatsProbe } from '#testing';
import { startNats, type RunningNats } from '#local-servers/nats.js';
import { StreamKeeper } from '../src/stream-keeper.js';

const SECRET = 'a-secret-of-the-installation-0123456789';
const TENANT = '0198c0de-0000-7000-8000-00000000000a';
const OWN = { user: 'installation', password: 'own' };
const SPEAKERS = SERVICES.filter((service) => service !== 'whatsapp-simulator');

interface Row {
  subject: string;
  may: readonly ServiceName[];
}

const streams = [...new Set(EVENTS.map(({ producer }) => streamOf(producer))), DEAD_LETTER_STREAM];
const durables: { stream: string; durable: string; consumer: ServiceName }[] = [
  ...EVENTS.flatMap((event) =>
    event.consumers.map((consumer) => ({ stream: streamOf(event.producer), durable: durableOf(event, consumer), consumer })),
  ),
  { stream: DEAD_LETTER_STREAM, durable: 'gateway__dead_letters', consumer: 'gateway' },
];
const usersOf = (stream: string): ServiceName[] => [
  ...new Set(EVENTS.filter(({ producer }) => streamOf(producer) === stream).flatMap(({ producer, consumers }) => [producer, ...consumers])),
];

/** Whatever can be said to the server, and who may say it. */
const PUBLISH: Row[] = [
  ...EVENTS.map(({ subject, producer }) => ({ subject, may: [producer] })),
  ...SPEAKERS.map((service) => ({ subject: `chasqui-dead.${service}.chasqui.x`, may: [service] })),
  ...QUERIES.map(({ subject, askedBy }) => ({ subject, may: askedBy })),
  ...SIGNALS.map(({ subject, from }) => ({ subject: `${subject}.${TENANT}`, may: from })),
  // Answers go to those who ask, and come from those who answer.
  ...SPEAKERS.map((service) => ({
    subject: `_INBOX.${service}.x`,
    may: QUERIES.filter(({ askedBy }) => askedBy.includes(service)).map(({ owner }) => owner),
  })),
  ...streams.map((stream) => ({
    subject: `$JS.API.STREAM.INFO.${stream}`,
    may: stream === DEAD_LETTER_STREAM ? SPEAKERS : usersOf(stream),
  })),
  ...EVENTS.map(({ producer }) => ({ subject: `$JS.API.CONSUMER.LIST.${streamOf(producer)}`, may: [producer] })),
  { subject: `$JS.API.CONSUMER.LIST.${DEAD_LETTER_STREAM}`, may: [] },
  ...durables.flatMap(({ stream, durable, consumer }) =>
    ['$JS.API.CONSUMER.INFO', '$JS.API.CONSUMER.MSG.NEXT', '$JS.ACK'].map((call) => ({
      subject: `${call}.${stream}.${durable}${call === '$JS.ACK' ? '.1.1.1.1.1' : ''}`,
      may: [consumer],
    })),
  ),
  ...[
    '$JS.API.INFO',
    '$JS.API.STREAM.NAMES',
    '$JS.API.STREAM.LIST',
    '$JS.API.STREAM.CREATE.OTHER',
    '$SYS.REQ.SERVER.PING',
    'anything',
    ...streams.flatMap((stream) => [
      ...['CREATE', 'UPDATE', 'DELETE', 'PURGE', 'MSG.GET', 'MSG.DELETE', 'SNAPSHOT', 'RESTORE'].map(
        (call) => `$JS.API.STREAM.${call}.${stream}`,
      ),
      ...['CREATE', 'NAMES'].map((call) => `$JS.API.CONSUMER.${call}.${stream}`),
      `$JS.API.DIRECT.GET.${stream}`,
      `$JS.API.DIRECT.GET.${stream}.x`,
    ]),
    ...durables.flatMap(({ stream, durable }) =>
      ['DELETE', 'CREATE', 'DURABLE.CREATE', 'PAUSE'].map((call) => `$JS.API.CONSUMER.${call}.${stream}.${durable}`),
    ),
  ].map((subject) => ({ subject, may: [] })),
];

/** Wherever one can listen, and who may. */
const SUBSCRIBE: Row[] = [
  ...EVENTS.map(({ subject }) => ({ subject, may: [] })),
  ...QUERIES.map(({ subject, owner }) => ({ subject, may: [owner] })),
  ...SIGNALS.map(({ subject, to }) => ({ subject: `${subject}.${TENANT}`, may: to })),
  ...SPEAKERS.map((service) => ({ subject: `_INBOX.${service}.x.*`, may: [service] })),
  ...['>', '_INBOX.>', 'chasqui.>', 'chasqui-dead.>', 'chasqui-query.>', 'chasqui-signal.>', '$JS.>', '$JS.EVENT.ADVISORY.>', '$SYS.>'].map(
    (subject) => ({ subject, may: [] }),
  ),
];

describe('the users of NATS', () => {
  let dir: string;
  let nats: RunningNats;
  let keeper: StreamKeeper;
  let connection: NatsConnection;
  let manager: JetStreamManager;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'chasqui-nats-users-'));
    nats = await startNats({ dir, users: [OWN, ...natsUsers(SECRET)] });
    keeper = new StreamKeeper(nats.url, { debug: () => undefined, warn: () => undefined });
    await keeper.start();
    connection = await connect({ servers: `127.0.0.1:${nats.port}`, user: OWN.user, pass: OWN.password });
    manager = await jetstreamManager(connection);
  }, 60_000);
  afterAll(async () => {
    await connection?.close();
    await keeper?.stop();
    await nats?.stop();
    rmSync(dir, { recursive: true, force: true });
  }, 30_000);

  it('are one for each service that says or hears anything', () => {
    expect(natsUsers(SECRET).map(({ user }) => user)).toEqual(SPEAKERS);
    expect(PUBLISH.length).toBeGreaterThan(200);
    expect(SUBSCRIBE.length).toBeGreaterThan(30);
  });

  it.each(SPEAKERS)('%s says what the catalog gives it, and nothing else', async (service) => {
    const probe = await NatsProbe.connect(natsUrlOf(nats.url, SECRET, service));
    try {
      const wrong: string[] = [];
      for (const { subject, may } of PUBLISH) {
        if ((await probe.publish(subject)) !== may.includes(service)) wrong.push(subject);
      }
      expect(wrong).toEqual([]);
    } finally {
      probe.close();
    }
  });

  it.each(SPEAKERS)('%s hears what the catalog gives it, and nothing else', async (service) => {
    const probe = await NatsProbe.connect(natsUrlOf(nats.url, SECRET, service));
    try {
      const wrong: string[] = [];
      for (const { subject, may } of SUBSCRIBE) {
        if ((await probe.subscribe(subject)) !== may.includes(service)) wrong.push(subject);
      }
      expect(wrong).toEqual([]);
    } finally {
      probe.close();
    }
  });

  it('are taken with their own passwords alone', async () => {
    const as = (user: string, passwordOf: ServiceName): Promise<NatsProbe> => {
      const url = new URL(natsUrlOf(nats.url, SECRET, passwordOf));
      url.username = user;
      return NatsProbe.connect(url.toString());
    };
    for (const user of [...SPEAKERS.filter((service) => service !== 'billing'), OWN.user]) {
      await expect(as(user, 'billing')).rejects.toThrow('Authorization Violation');
    }
    await expect(NatsProbe.connect(`nats://127.0.0.1:${nats.port}`)).rejects.toThrow('Authorization Violation');
    (await as('billing', 'billing')).close();
  });

  it('find every stream and durable there, and have them back when they are gone', async () => {
    const all = async (): Promise<string[]> => {
      const found = await Promise.all(
        durables.map(({ stream, durable }) => manager.consumers.info(stream, durable).catch(() => undefined)),
      );
      return found.flatMap((info) => (info ? [`${info.stream_name} ${info.name}`] : []));
    };
    const wanted = durables.map(({ stream, durable }) => `${stream} ${durable}`);
    expect(await all()).toEqual(wanted);
    await manager.streams.delete(streamOf('conversation'));
    await manager.streams.delete(DEAD_LETTER_STREAM);
    await manager.consumers.delete(durables[0]!.stream, durables[0]!.durable);
    await eventually(async () => expect(await all()).toEqual(wanted));
    for (const stream of streams) expect((await manager.streams.info(stream)).config.name).toBe(stream);
  });
});
