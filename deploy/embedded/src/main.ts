import { relative } from 'node:path';
import { readConfig } from './config.js';
import { Embedded, type EmbeddedUrls } from './embedded.js';
import { LaunchError } from '#local-servers/launch-error.js';

/** `npm start`. Stdout carries the ready line and nothing else; people read stderr. */
const OLDEST_NODE = 22;
const STOP_DEADLINE_MS = 14_000;
const PARENT_POLL_MS = 300;

const log = (line: string): void => void process.stderr.write(`${line}\n`);
// Whoever started us may close its end of the pipe; that is no reason to stop.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

let embedded: Embedded | undefined;
let exiting = false;

async function exit(code: number): Promise<void> {
  if (exiting) return;
  exiting = true;
  setTimeout(() => process.exit(1), STOP_DEADLINE_MS).unref();
  await embedded?.stop();
  process.exit(code);
}

function stopOnRequest(): void {
  if (!exiting) log('Stopping …');
  void exit(0);
}

function explain(error: unknown): void {
  if (error instanceof LaunchError) log(`✗ ${error.message}\n  ${error.fix} [${error.code}]`);
  else log(`✗ ${error instanceof Error ? error.stack : String(error)}`);
}

function welcome({ gateway, simulator, demoFile }: EmbeddedUrls): void {
  const rows: [string, string][] = [
    ['Dashboard', `${gateway}/`],
    ['API docs', `${gateway}/api/docs`],
    ...(simulator ? ([['Phone', `${simulator}/`]] as [string, string][]) : []),
    ['Log-ins', relative(process.cwd(), demoFile) || demoFile],
  ];
  const lines = [
    'Chasqui is running',
    '',
    ...rows.map(([name, value]) => `${name.padEnd(11)}${value}`),
    '',
    'Ctrl-C stops it; the data stays.',
  ];
  const width = Math.max(...lines.map((line) => line.length));
  log(`\n┌─${'─'.repeat(width)}─┐`);
  for (const line of lines) log(`│ ${line.padEnd(width)} │`);
  log(`└─${'─'.repeat(width)}─┘`);
}

/** Under npm, a killed npm leaves us without an owner: nobody could stop us any more by stopping what they started. */
function stopWithNpm(): void {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stopOnRequest();
  }, PARENT_POLL_MS).unref();
}

process.on('SIGTERM', stopOnRequest);
process.on('SIGINT', stopOnRequest);
process.on('SIGHUP', stopOnRequest);
process.on('uncaughtException', (error) => {
  if (!exiting) explain(error);
  void exit(1);
});

try {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    throw new LaunchError('node_too_old', `This is Node.js ${process.versions.node}.`, 'Use `npm start`, which brings Node 24 with it.');
  }
  stopWithNpm();
  embedded = new Embedded(readConfig(process.env, process.cwd()), process.env, log);
  const urls = await embedded.start();
  process.stdout.write(`ready ${urls.gateway}\n`);
  welcome(urls);
} catch (error) {
  // When told to stop in the middle of the start, what breaks off is no failure.
  if (!exiting) explain(error);
  void exit(1);
}
