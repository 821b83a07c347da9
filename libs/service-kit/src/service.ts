import type { Type } from '@nestjs/common';
import type { z } from 'zod';
import type { ServiceName } from '#contracts';
import type { EntityClass } from '#database';

/** What makes a folder under services/ a service: everything `bootstrap` needs to run it, in its own process or beside others. */
export interface ServiceDefinition<Config = unknown> {
  name: ServiceName;
  /** The schema of this service's environment, on top of {@link baseEnv}. */
  config: z.ZodType<Config>;
  module: Type<unknown>;
  /** Shown in the generated API document. */
  summary: string;
  /** What the tags of its controllers are about, for the API document; {@link summary} where one is missing. */
  tags?: Readonly<Record<string, string>>;
  /** The tables of its schema. */
  entities?: readonly EntityClass[];
  /** Below which path connections may become WebSockets; nowhere by default. */
  upgradePath?: string;
  /** Whether answers of a kilobyte and more are compressed for those who accept it; services behind the gateway leave it to the gateway. */
  compressesAnswers?: boolean;
  /** Of one request; 1 MB unless the service takes files or passes them on. Parsing 32 MB of JSON would keep the process for seconds. */
  mostBodyBytes?: number;
}

export const defineService = <Config>(definition: ServiceDefinition<Config>): ServiceDefinition<Config> => definition;

/** Injection token of the service's validated environment. */
export const CONFIG = Symbol('CONFIG');
/** Injection token of the {@link ServiceDefinition} that runs. */
export const SERVICE = Symbol('SERVICE');
