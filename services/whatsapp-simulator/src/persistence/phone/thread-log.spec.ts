import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SimulatorConfig } from '../../config.js';
import type { InboundMessage } from '../../domain/phone/thread.js';
import { ThreadLog } from './thread-log.js';

const message = (wamid: string): InboundMessage => ({
  direction: 'inbound',
  wamid,
  phoneNumberId: '1',
  contact: '491512345678',
  type: 'text',
  text: 'hi',
  at: 1,
  content: { body: 'hi' },
  status: 'pending',
});

describe('the thread log', () => {
  let dir: string;
  const open = async () => {
    const log = new ThreadLog({ SIMULATOR_DATA_DIR: dir } as SimulatorConfig);
    await log.onModuleInit();
    return log;
  };
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'threads-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('gives back messages, statuses and customers after a restart', async () => {
    const first = await open();
    first.saveContact({ phoneNumberId: '1', key: '491512345678', phone: '491512345678', userId: 'DE.1', name: 'Ana', autoRead: false });
    first.append(message('a'));
    first.setInboundStatus(first.find('a') as InboundMessage, 'delivered');
    await first.onApplicationShutdown();
    const second = await open();
    expect(second.thread('1', '491512345678')).toMatchObject([{ wamid: 'a', status: 'delivered' }]);
    expect(second.contact('1', 'DE.1')).toMatchObject({ name: 'Ana', lastInboundAt: 1 });
  });

  it('survives a last line that was only half written, and what is written after it', async () => {
    const first = await open();
    first.append(message('a'));
    await first.onApplicationShutdown();
    await appendFile(join(dir, 'threads.ndjson'), '{"k":"message","v":{"wam');
    const second = await open();
    second.append(message('b'));
    await second.onApplicationShutdown();
    expect((await open()).thread('1', '491512345678').map(({ wamid }) => wamid)).toEqual(['a', 'b']);
  });

  it('is empty after it was cleared while something was being written', async () => {
    const first = await open();
    first.append(message('a'));
    const written = first.onApplicationShutdown();
    // Until the file is being written to.
    for (let turn = 0; turn < 3; turn++) await Promise.resolve();
    first.clear();
    await written;
    await first.onApplicationShutdown();
    expect((await open()).thread('1', '491512345678')).toEqual([]);
  });
});
