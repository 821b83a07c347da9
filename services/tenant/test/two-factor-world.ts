import { decodeJwt } from 'jose';
import { Secret, TOTP } from 'otpauth';
import { asMember, eventually } from '#testing';
import { Clock } from '../src/handlers/auth/clock.state.js';
import { PASSWORD, type Answer, type Json, type World } from './tenant-world.js';

const STEP_MS = 30_000;

/** The time by which codes hold, which stands still until a test moves it. */
export class Steps {
  #now = Math.floor(Date.now() / STEP_MS) * STEP_MS + STEP_MS / 2;

  constructor(world: World) {
    world.running.app.get(Clock, { strict: false }).now = () => this.#now;
  }

  get now(): number {
    return this.#now;
  }

  next(steps = 1): void {
    this.#now += steps * STEP_MS;
  }
}

/** A person with a password, and what one does as them. */
export class Person {
  /** Of their authenticator app. */
  secret = '';
  recoveryCodes: string[] = [];

  private constructor(
    readonly world: World,
    readonly steps: Steps,
    readonly tenantId: string,
    readonly email: string,
    readonly id: string,
    readonly role: 'viewer' | 'agent' | 'admin' | 'owner',
  ) {}

  static async join(world: World, steps: Steps, tenantId: string, email: string, role: Person['role'] = 'agent'): Promise<Person> {
    return new Person(world, steps, tenantId, email, await world.member(tenantId, email, role), role);
  }

  /** What their app shows. @param drift steps that it is ahead */
  code(drift = 0): string {
    return TOTP.generate({ secret: Secret.fromBase32(this.secret), timestamp: this.steps.now + drift * STEP_MS });
  }

  as(session?: string): Record<string, string> {
    return { ...asMember(this.world.infra, this.tenantId, this.role, this.id, session), ...this.world.from() };
  }

  async call(method: string, path: string, body?: unknown, session?: string): Promise<Answer> {
    return this.world.call(method, path, this.as(session), body);
  }

  async signIn(code?: string, from = this.world.from()): Promise<Answer> {
    return this.world.call('POST', '/auth/login', from, { email: this.email, password: PASSWORD, ...(code === undefined ? {} : { code }) });
  }

  async start(): Promise<void> {
    this.secret = (await this.call('POST', '/auth/two-factor', { password: PASSWORD })).body.secret as string;
  }

  /** Turns two-factor sign-in on, and lets a step pass. @param session the sign-in that does it */
  async enrol(session?: string): Promise<this> {
    await this.start();
    this.recoveryCodes = (await this.call('POST', '/auth/two-factor/confirm', { code: this.code() }, session)).body
      .recoveryCodes as string[];
    this.steps.next();
    return this;
  }

  async state(): Promise<Json> {
    return (await this.call('GET', '/auth/two-factor')).body;
  }
}

export const claimsOf = (answer: Answer): Json => decodeJwt<Json>(answer.body.accessToken as string);

/**
 * Holds what a statement locks until somebody waits for it, then lets them go on.
 *
 * @param work what waits @param waiters how many have to wait
 */
export async function meanwhile<T>(
  world: World,
  [sql, ...values]: [string, ...unknown[]],
  work: () => Promise<T>,
  waiters = 1,
): Promise<T> {
  const holder = await world.infra.owner.connect();
  try {
    await holder.query('begin');
    await holder.query(sql, values);
    const waiting = work();
    await eventually(async () => {
      const locked = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      expect(await world.infra.rows(locked)).toHaveLength(waiters);
    });
    await holder.query('commit');
    return await waiting;
  } finally {
    await holder.query('rollback');
    holder.release();
  }
}
