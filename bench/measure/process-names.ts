/** `postgres for gateway` for a connection's process, `postgres itself` for Postgres' own, else the program or service. */
export function nameOfProcess(command: string): string {
  const role = /^postgres: (?:chasqui_)?([a-z_]+) chasqui /.exec(command)?.[1];
  if (role !== undefined) return `postgres for ${role.replace(/_(system|ingest)$/, '')}`;
  if (/^postgres: |\/postgres /.test(command)) return 'postgres itself';
  const service = /services\/([a-z-]+)\/src\/main\.js/.exec(command)?.[1];
  if (service !== undefined) return `node ${service}`;
  if (command.includes('deploy/embedded/src/main.js')) return 'node (launcher and services)';
  return command.split(' ')[0]!.split('/').at(-1)!;
}
