export interface Residual {
  where: string;
  until: string;
}

export interface ErasedBy {
  service: string;
  /** Null while it has not answered. */
  erasedAt: string | null;
  counts: Record<string, number>;
  residuals: Residual[];
}

/** The receipt of an erasure. */
export interface Erasure {
  id: string;
  contactId: string;
  requestedBy: string;
  requestedAt: string;
  completedAt: string | null;
  services: ErasedBy[];
}

export const isDone = (services: readonly Pick<ErasedBy, 'erasedAt'>[]): boolean => services.every(({ erasedAt }) => erasedAt !== null);

/** What several services name is gone when the last of them is. */
export function residualsOf(services: readonly Pick<ErasedBy, 'residuals'>[]): Residual[] {
  const latest = new Map<string, string>();
  for (const { where, until } of services.flatMap(({ residuals }) => residuals)) {
    const known = latest.get(where);
    if (known === undefined || until > known) latest.set(where, until);
  }
  return [...latest].map(([where, until]) => ({ where, until }));
}
