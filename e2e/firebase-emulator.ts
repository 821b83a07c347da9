import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '#testing';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const PASSWORD = 'emulated password';

/** The Auth emulator of firebase-tools, and what a person does in an app with the Firebase SDK. */
export class FirebaseEmulator {
  readonly projectId = 'demo-chasqui';
  readonly #dir = mkdtempSync(join(tmpdir(), 'chasqui-firebase-'));
  #log = '';
  #process: ChildProcess | undefined;
  host = '';

  static async start(): Promise<FirebaseEmulator> {
    const emulator = new FirebaseEmulator();
    const [auth, hub, logging] = [await freePort(), await freePort(), await freePort()];
    const at = (port: number) => ({ host: '127.0.0.1', port });
    const emulators = { auth: at(auth), hub: at(hub), logging: at(logging), ui: { enabled: false }, singleProjectMode: true };
    writeFileSync(join(emulator.#dir, 'firebase.json'), JSON.stringify({ emulators }));
    emulator.host = `127.0.0.1:${auth}`;
    const cli = join(ROOT, '.cache/firebase-tools/node_modules/firebase-tools/lib/bin/firebase.js');
    const child = spawn(process.execPath, [cli, 'emulators:start', '--only', 'auth', '--project', emulator.projectId], {
      cwd: emulator.#dir,
      // Neither the log-in nor the Java of this machine.
      env: { HOME: emulator.#dir, PATH: '', CI: 'true' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    emulator.#process = child;
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk: Buffer) => (emulator.#log += chunk.toString()));
    try {
      await eventually(
        async () => {
          if (child.exitCode !== null) throw new Error(`the emulator ended with ${child.exitCode}:\n${emulator.#log}`);
          expect((await fetch(`http://${emulator.host}/`)).status).toBe(200);
        },
        { timeoutMs: 60_000, everyMs: 100 },
      );
    } catch (error) {
      await emulator.stop();
      throw error;
    }
    return emulator;
  }

  async stop(): Promise<void> {
    const child = this.#process;
    if (child && child.exitCode === null) {
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      await ended;
    }
    rmSync(this.#dir, { recursive: true, force: true });
  }

  /** Somebody signs up in the app. @returns their UID */
  async signUp(email: string): Promise<string> {
    return (await this.#call<{ localId: string }>('accounts:signUp?key=any', { email, password: PASSWORD })).localId;
  }

  /** What the app sends along: an ID token. */
  async idToken(email: string): Promise<string> {
    const body = { email, password: PASSWORD, returnSecureToken: true };
    return (await this.#call<{ idToken: string }>('accounts:signInWithPassword?key=any', body)).idToken;
  }

  /** Somebody clicks the link of the mail that verifies the address. */
  async verifyEmail(uid: string): Promise<void> {
    await this.#administer('accounts:update', { localId: uid, emailVerified: true });
  }

  async disable(uid: string, disableUser: boolean): Promise<void> {
    await this.#administer('accounts:update', { localId: uid, disableUser });
  }

  async delete(uid: string): Promise<void> {
    await this.#administer('accounts:delete', { localId: uid });
  }

  async #administer(path: string, body: object): Promise<void> {
    await this.#call(`projects/${this.projectId}/${path}`, body, { authorization: 'Bearer owner' });
  }

  async #call<T>(path: string, body: object, headers: Record<string, string> = {}): Promise<T> {
    const response = await fetch(`http://${this.host}/identitytoolkit.googleapis.com/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return (await response.json()) as T;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
