import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SERVICES, type ServiceName } from '#contracts';
import { natsPassword, natsUrlOf, natsUsers } from '#messaging/nats-users.js';
import { StreamKeeper } from '#messaging/stream-keeper.js';
import type { EmbeddedConfig } from './config.js';
import { OWN_NATS_USER } from './credentials.js';
import { diskFull, openDataDir } from './data-dir.js';
import { demoNumbers } from './demo-numbers.js';
import { LaunchError } from '#local-servers/launch-error.js';
import { lockDataDir, type DataDirLock } from './lock.js';
import { migrateDatabase } from './migrate.js';
import { checkNats, startNats } from '#local-servers/nats.js';
import { PidFile } from '#local-servers/pid-file.js';
import { isPortFree, Ports } from '#local-servers/ports.js';
import { checkDatabase, startPostgres } from '#local-servers/postgres.js';
import { loadSecrets, type Secrets } from './secrets.js';
import { seed } from './seed.js';
import { declaredSettings, isDemo, serviceEnvironment, urlOfPort } from './service-environment.js';
import { isReady, startSeparate, startTogether, stopLeftoverServices, type RunningServices } from './services.js';
import type { StripeStandIn } from '#local-servers/stripe-stand-in/stripe-stand-in.js';
import { Supervisor } from '#local-servers/supervisor.js';

type Env = Record<string, string | undefined>;

export interface EmbeddedUrls {
  gateway: string;
  simulator: string | undefined;
  demoFile: string;
}

const SIMULATOR = 'whatsapp-simulator';
const HEALTHY_WITHIN_MS = 60_000;

/** NATS as the launcher's own user, and as the users of services. */
interface Nats {
  url: string;
  urlOf(service: ServiceName): string;
}

/** The whole system on one machine: Postgres, NATS, every service, the simulator. `start` once, `stop` at any moment. */
export class Embedded {
  readonly #stopRequested = new AbortController();
  #lock: DataDirLock | undefined;
  #supervisor: Supervisor | undefined;
  #services: RunningServices | undefined;
  #keeper: StreamKeeper | undefined;
  #stripe: StripeStandIn | undefined;
  #starting: Promise<EmbeddedUrls> | undefined;
  #stopped: Promise<void> | undefined;

  constructor(
    private readonly config: EmbeddedConfig,
    private readonly env: Env,
    /** Takes one line for people. */
    private readonly log: (line: string) => void,
  ) {}

  /** @throws LaunchError; `stop` must be called all the same. */
  start(): Promise<EmbeddedUrls> {
    return (this.#starting ??= this.#start().catch((error: unknown) => {
      throw (error as NodeJS.ErrnoException)?.code === 'ENOSPC' ? diskFull(this.config.dataDir, error) : error;
    }));
  }

  /** Stops everything that runs, last started first, also in the middle of a start. Never rejects. */
  stop(): Promise<void> {
    return (this.#stopped ??= this.#stop());
  }

  async #stop(): Promise<void> {
    this.#stopRequested.abort();
    this.#lock?.announceStop();
    await this.#services?.stop();
    await this.#stripe?.stop();
    await this.#keeper?.stop();
    await this.#supervisor?.stop();
    await this.#starting?.catch(() => undefined);
    await this.#services?.stop();
    this.#lock?.release();
  }

  async #start(): Promise<EmbeddedUrls> {
    const { config } = this;
    const { dataDir } = config;
    const { logsDir } = openDataDir(dataDir);
    this.#lock = await lockDataDir(dataDir);
    const isFirstStart = !existsSync(join(dataDir, 'secrets.json'));
    if (isFirstStart)
      this.log(`First start: everything is created in ${relative(process.cwd(), dataDir) || dataDir}. Later starts take a few seconds.`);
    const secrets = loadSecrets(dataDir, this.env);

    const pidsPath = join(dataDir, 'pids.json');
    await stopLeftoverServices(PidFile.read(pidsPath), dataDir);
    const ports = new Ports(dataDir);
    const servicePorts = await this.#portsOfServices(ports);
    const pids = new PidFile(pidsPath);
    pids.reset();
    const supervisor = (this.#supervisor = new Supervisor(pids, this.log));

    const [ownerUrl, nats] = await Promise.all([
      this.#database(supervisor, ports, secrets, logsDir),
      this.#nats(supervisor, ports, secrets, logsDir),
    ]);
    await this.#step(
      'Database schema',
      () => migrateDatabase(ownerUrl, secrets.databaseRoleSecret),
      (applied) => {
        return applied > 0 ? `Database schema brought up to date (${applied} migrations)` : 'Database schema is up to date';
      },
    );

    const names = SERVICES.filter((name) => name !== SIMULATOR || config.simulatorPort !== undefined);
    const stripe = await this.#payments(ports, secrets, `${urlOfPort(servicePorts.gateway!)}/webhooks/stripe`);
    const declared = await declaredSettings();
    const environmentOf = (name: ServiceName): Env =>
      serviceEnvironment(name, declared.get(name)!, {
        inherited: this.env,
        databaseUrl: ownerUrl,
        natsUrl: nats.urlOf(name),
        secrets,
        dataDir,
        logLevel: config.logLevel,
        ports: servicePorts,
        graphUrl: config.graphUrl,
        demoNumbers: demoNumbers(secrets),
        stripe,
      });
    await this.#step(
      'Services',
      async () => {
        if (config.separate) await startSeparate(names, environmentOf, { supervisor, dataDir, logsDir, ports: servicePorts });
        else this.#services = await startTogether(names, environmentOf, this.log, this.#stopRequested.signal);
      },
      () => `${names.length} services, ${config.separate ? 'each in its own process' : 'in one process'}`,
    );

    const gateway = urlOfPort(servicePorts.gateway!);
    const simulatorPort = servicePorts[SIMULATOR];
    const simulator = simulatorPort === undefined ? undefined : urlOfPort(simulatorPort);
    await this.#awaitHealth('gateway', `${gateway}/health`);
    if (simulator) await this.#awaitHealth(SIMULATOR, `${simulator}/health/ready`);

    const demoFile = join(dataDir, 'demo.json');
    await this.#seed({
      gatewayUrl: gateway,
      simulatorUrl: simulator,
      serviceUrls: Object.fromEntries(Object.entries(servicePorts).map(([name, port]) => [name, urlOfPort(port)])),
      dataDir,
      demoFile,
      ownerUrl,
      natsUrl: nats.url,
      secrets,
      log: this.log,
    });
    return { gateway, simulator, demoFile };
  }

  async #database(supervisor: Supervisor, ports: Ports, secrets: Secrets, logsDir: string): Promise<string> {
    const existing = this.config.databaseUrl;
    if (existing) {
      await this.#step(
        'Postgres',
        () => checkDatabase(existing),
        (version) => `Postgres ${version} of DATABASE_URL (${new URL(existing).host})`,
      );
      return existing;
    }
    const start = async () =>
      startPostgres({
        dataDir: join(this.config.dataDir, 'postgres'),
        logFile: join(logsDir, 'postgres.log'),
        port: () => ports.stable('postgres'),
        password: secrets.postgresPassword,
        supervisor,
        signal: this.#stopRequested.signal,
      });
    const postgres = await this.#step('Postgres', start, ({ version, port }) => `Postgres ${version} on port ${port}`);
    return postgres.ownerUrl;
  }

  /** @returns NATS as the launcher's own user, and as each service's */
  async #nats(supervisor: Supervisor, ports: Ports, secrets: Secrets, logsDir: string): Promise<Nats> {
    const existing = this.config.natsUrl;
    if (existing) {
      await this.#step(
        'NATS',
        () => checkNats(existing),
        () => `NATS of NATS_URL (${new URL(existing).host})`,
      );
      // Without users of their own all services come as one, and each creates what it needs.
      if (!this.env.NATS_SECRET) return { url: existing, urlOf: () => existing };
    }
    const url = existing ?? (await this.#ownNats(supervisor, ports, secrets, logsDir));
    this.#keeper = new StreamKeeper(url, { debug: () => undefined, warn: (message) => this.log(`! ${String(message)}`) });
    await this.#keeper.start();
    this.#goOn();
    return { url, urlOf: (service) => natsUrlOf(url, secrets.natsSecret, service) };
  }

  async #ownNats(supervisor: Supervisor, ports: Ports, { natsSecret }: Secrets, logsDir: string): Promise<string> {
    const start = async () =>
      startNats({
        dir: join(this.config.dataDir, 'nats'),
        port: () => ports.stable('nats'),
        users: [{ user: OWN_NATS_USER, password: natsPassword(natsSecret, OWN_NATS_USER) }, ...natsUsers(natsSecret)],
        supervisor,
        logFile: join(logsDir, 'nats.log'),
        log: this.log,
      });
    const nats = await this.#step(
      'NATS',
      start,
      ({ version, program, port }) => `NATS ${version} with JetStream on port ${port} (${program})`,
    );
    return nats.url;
  }

  /** In a demo without an account at Stripe, something stands in for it, so that a plan can be bought. */
  async #payments(ports: Ports, secrets: Secrets, webhookUrl: string): Promise<{ url: string; webhookSecret: string } | undefined> {
    const { simulatorPort, graphUrl, dataDir } = this.config;
    if (simulatorPort === undefined || this.env.STRIPE_SECRET_KEY || !isDemo(this.env, graphUrl)) return undefined;
    const webhookSecret = `whsec_${secrets.derive('stripe-webhook-secret')}`;
    const port = await ports.stable('stripe-stand-in');
    // Loaded only where it is used: it brings Stripe's library.
    const { StripeStandIn } = await import('#local-servers/stripe-stand-in/stripe-stand-in.js');
    this.#stripe = await StripeStandIn.start({ port, webhookSecret, webhookUrl, file: join(dataDir, 'stripe-stand-in.json') });
    return { url: this.#stripe.url, webhookSecret };
  }

  /** The gateway and the simulator on the ports asked for, all others on ports of their own. */
  async #portsOfServices(ports: Ports): Promise<Record<string, number>> {
    const { port, simulatorPort } = this.config;
    const chosen: Record<string, number> = {};
    for (const [name, wanted, variable] of [
      ['gateway', port, 'PORT'],
      [SIMULATOR, simulatorPort, 'SIMULATOR_PORT'],
    ] as const) {
      if (wanted === undefined) continue;
      if (wanted !== 0 && !(await isPortFree(wanted))) {
        throw new LaunchError(
          'port_taken',
          `Port ${wanted} is taken by another program.`,
          `Stop that program, or take another port: ${variable}=${wanted + 1} npm start (0 = any free port).`,
        );
      }
      chosen[name] = wanted === 0 ? await ports.any() : wanted;
      ports.reserve(chosen[name]);
    }
    for (const name of SERVICES) if (name !== SIMULATOR) chosen[name] ??= await ports.stable(name);
    return chosen;
  }

  async #seed(context: Parameters<typeof seed>[0]): Promise<void> {
    this.#goOn();
    try {
      await seed(context);
    } catch (error) {
      throw new LaunchError(
        'seed_failed',
        `The demo data could not be written: ${(error as Error).message}`,
        'Start again: seeding continues where it stopped.',
        {
          cause: error,
        },
      );
    }
    this.#goOn();
  }

  async #awaitHealth(name: string, url: string): Promise<void> {
    const deadline = Date.now() + HEALTHY_WITHIN_MS;
    while (!(await isReady(url))) {
      this.#goOn();
      if (Date.now() > deadline) {
        const said = await fetch(url).then(
          (response) => response.text(),
          (error: Error) => error.message,
        );
        throw new LaunchError(
          'service_failed',
          `The ${name} does not become healthy; ${url} says: ${said}`,
          'LOG_LEVEL=debug npm start shows more.',
        );
      }
      await sleep(50);
    }
  }

  async #step<T>(name: string, work: () => Promise<T>, done: (result: T) => string): Promise<T> {
    this.#goOn();
    const startedAt = Date.now();
    const slow = setTimeout(() => this.log(`… ${name}`), 1_000);
    try {
      const result = await work();
      this.#goOn();
      this.log(`✓ ${done(result)} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
      return result;
    } finally {
      clearTimeout(slow);
    }
  }

  #goOn(): void {
    this.#stopRequested.signal.throwIfAborted();
  }
}
