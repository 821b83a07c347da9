export function isAllowed(expression: string | undefined): boolean;
export function faultsOf(
  packages: Record<string, { version?: string; license?: string; dev?: boolean; link?: boolean }>,
  root?: string,
): string[];
