import { Injectable } from '@nestjs/common';
import { HealthChecks } from '#service-kit';
import { ServiceCallFailed, ServicesClient } from '../../clients/api/services.client.js';

const TIMEOUT_MS = 1_000;

export interface ServiceHealth {
  status: 'ok' | 'unavailable';
  /** Each thing that the service needs, with `ok` or the reason why it cannot be used. */
  checks?: Record<string, string>;
  /** Why the service could not be asked. */
  reason?: string;
}

export interface SystemHealth {
  status: 'ok' | 'unavailable';
  services: Record<string, ServiceHealth>;
}

/** Asks every service whether it is ready. */
@Injectable()
export class CheckHealthHandler {
  constructor(
    private readonly own: HealthChecks,
    private readonly services: ServicesClient,
  ) {}

  async execute(): Promise<SystemHealth> {
    const others = this.services.services.filter((service) => service !== 'gateway');
    const [own, ...answers] = await Promise.all([this.own.run(), ...others.map((service) => this.#ask(service))]);
    const services: Record<string, ServiceHealth> = { gateway: { status: own.ok ? 'ok' : 'unavailable', checks: own.checks } };
    others.forEach((service, index) => (services[service] = answers[index]!));
    const ok = Object.values(services).every(({ status }) => status === 'ok');
    return { status: ok ? 'ok' : 'unavailable', services };
  }

  async #ask(service: string): Promise<ServiceHealth> {
    const request = {
      method: 'GET',
      path: '/health/ready',
      headers: {},
      body: undefined,
      isStream: false,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    };
    try {
      const { status, body } = await this.services.request(service, request, TIMEOUT_MS);
      let text = '';
      for await (const chunk of body) text += String(chunk);
      return { status: status === 200 ? 'ok' : 'unavailable', ...checksOf(text) };
    } catch (error) {
      return { status: 'unavailable', reason: error instanceof ServiceCallFailed ? error.reason : 'broken' };
    }
  }
}

function checksOf(text: string): { checks?: Record<string, string> } {
  try {
    const { checks } = JSON.parse(text) as { checks?: Record<string, string> };
    return checks ? { checks } : {};
  } catch {
    return {};
  }
}
