import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { latencyOf } from './measure/statistics.js';
import { OtherWork } from './measure/processes.js';
import { ms, renderTable, verdict, whole } from './measure/table.js';
import { readOptions } from './rig/options.js';
import { inRunFolder } from './rig/run.js';
import { startSystem, type System } from './rig/system.js';

/** A company may ask 120 times a minute. */
const MOST = 110;
const QUESTION = 'How long does standard shipping take?';
/** The first sentence is whole, and checked, when the next one has begun. */
const WRITTEN = 'Standard shipping takes 3 to 5 business days [1]. Exp';

const chunk = (content: string, finish: string | null): string =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`;

/**
 * What our side adds to the first words of an answer: from the moment when the model writes them until the caller of
 * `POST /llm/answers` has them, through check, service and gateway, one question after another.
 */
export async function run(args: readonly string[]): Promise<void> {
  const options = readOptions(args, {
    numbers: { questions: { default: 100, least: 10 } },
    texts: ['dir'],
    switches: ['keep', 'separate'],
  });
  const questions = Math.min(options.questions, MOST);
  await inRunFolder(options, async (run) => {
    let writtenAt = 0;
    let answer: ServerResponse | undefined;
    const model = createServer((request, response) => {
      request.resume();
      request.on('end', () => {
        answer = response.writeHead(200, { 'content-type': 'text/event-stream' });
        writtenAt = performance.now();
        response.write(chunk(WRITTEN, null));
      });
    });
    await new Promise<void>((resolve) => model.listen(0, '127.0.0.1', resolve));
    run.undo(async () => {
      model.closeAllConnections();
      model.close();
    });
    const system = await startSystem(run, {
      env: {
        LOG_LEVEL: 'error',
        OPENAI_API_KEY: 'sk-of-the-bench',
        OPENAI_BASE_URL: `http://127.0.0.1:${(model.address() as AddressInfo).port}/v1`,
        ...(options.separate ? { SERVICES: 'separate' } : {}),
      },
    });
    const headers = await signIn(system);
    const asked: number[] = [];
    const shown: number[] = [];
    const others = new OtherWork();
    for (let question = 0; question < questions; question++) {
      const sentAt = performance.now();
      const response = await fetch(`${system.url}/api/v1/llm/answers`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ question: QUESTION }),
      });
      if (!response.ok) throw new Error(`the question was answered ${response.status}: ${await response.text()}`);
      const reader = response.body!.getReader();
      const { value } = await reader.read();
      const readAt = performance.now();
      if (!new TextDecoder().decode(value).startsWith('event: token')) throw new Error('the answer began with something else');
      shown.push(readAt - writtenAt);
      asked.push(writtenAt - sentAt);
      answer!.end(`${chunk('', 'stop')}data: [DONE]\n\n`);
      while (!(await reader.read()).done);
    }
    const [before, after] = [latencyOf(asked), latencyOf(shown)];
    run.print(`\n${questions} questions, one after another${options.separate ? '; a process a service' : ''}`);
    run.print(
      renderTable(
        ['from … to …', 'questions', 'p50 ms', 'p99 ms'],
        [
          ['the question … the model', whole(before.count), ms(before.p50Ms), ms(before.p99Ms)],
          ['the model’s words … the caller', whole(after.count), ms(after.p50Ms), ms(after.p99Ms)],
        ],
      ),
    );
    run.print(
      `the model’s words … the caller: p99 ms ${verdict(after.p99Ms, { atMost: 50 })}; others took ${(others.share() * 100).toFixed(0)} % of the CPU`,
    );
  });
}

async function signIn({ url, demo }: System): Promise<Record<string, string>> {
  const [tenant] = demo.tenants;
  const owner = tenant!.users.find(({ role }) => role === 'owner')!;
  const response = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: owner.email, password: owner.password }),
  });
  if (!response.ok) throw new Error(`sign-in answered ${response.status}: ${await response.text()}`);
  const { accessToken } = (await response.json()) as { accessToken: string };
  return { 'content-type': 'application/json', authorization: `Bearer ${accessToken}`, 'x-tenant-id': tenant!.id };
}
