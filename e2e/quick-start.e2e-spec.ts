import { execFileSync } from 'node:child_process';
import { eventually, System } from './system.js';

interface Listed {
  items: { id: string; contact: { phone?: string } }[];
}

describe('the quick start of the API reference', () => {
  let system: System;

  beforeAll(async () => {
    system = await System.start();
  }, 120_000);
  afterAll(() => system?.destroy(), 60_000);

  it('works as it stands there: a key, what a customer wrote, and a message that leaves', async () => {
    const { info } = (await (await fetch(`${system.url}/api/docs-json`)).json()) as { info: { description: string } };
    const blocks = [...info.description.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text]) => text!);
    expect(blocks).toHaveLength(3);
    // The demo of this test has a folder and ports of its own.
    const script = blocks
      .join('\n')
      .replaceAll('./.data/demo.json', `${system.dataDir}/demo.json`)
      .replaceAll('http://localhost:3000', system.url)
      .replaceAll('http://localhost:3900', system.simulatorUrl);
    const printed = execFileSync('bash', ['-ec', script], { encoding: 'utf8', timeout: 60_000 });
    expect(printed).toContain('wamid.');
    const acme = system.demo.tenants[0]!;
    await eventually(async () => {
      const { body } = await system.api<Listed>('/conversations', { as: acme });
      expect(body.items.map(({ contact }) => contact.phone)).toContain('51987654321');
      expect((await system.thread(acme, '51987654321')).map(({ text }) => text)).toEqual(
        expect.arrayContaining(['Hello', 'Hello from the API']),
      );
    });
  }, 120_000);
});
