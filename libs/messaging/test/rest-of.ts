import { Controller, type Type } from '@nestjs/common';
import { EVENTS, QUERIES, type EventDefinition, type ServiceName } from '#contracts';
import { Answers, Consumes } from '#messaging';

/** A controller that takes whatever else the catalog gives a service and a spec is not about: without it the service would not start. */
export function restOf(service: ServiceName, ...handled: readonly EventDefinition[]): Type {
  @Controller()
  class Rest {}
  for (const event of EVENTS.filter((each) => each.consumers.includes(service) && !handled.includes(each))) {
    const take = { value: async (): Promise<void> => undefined, configurable: true };
    Consumes(event)(Rest.prototype, event.name, take);
    Object.defineProperty(Rest.prototype, event.name, take);
  }
  for (const query of QUERIES.filter((each) => each.owner === service)) {
    const answer = { value: async (): Promise<unknown> => query.exampleReply, configurable: true };
    Answers(query)(Rest.prototype, query.name, answer as never);
    Object.defineProperty(Rest.prototype, query.name, answer);
  }
  return Rest;
}
