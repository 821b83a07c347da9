import { setTimeout as sleep } from 'node:timers/promises';
import { commandLine, memoryOf, processTree, treeCpuMs, type Memory } from './measure/processes.js';
import { nameOfProcess } from './measure/process-names.js';
import { ratio, renderTable, verdict } from './measure/table.js';
import { startInfrastructure } from './rig/infrastructure.js';
import { readOptions } from './rig/options.js';
import { inRunFolder } from './rig/run.js';
import { startServers } from './rig/servers.js';
import { startSystem } from './rig/system.js';

const MAX_PSS_MB = 400;

interface Group extends Memory {
  name: string;
  processes: number;
}

export async function run(args: readonly string[]): Promise<void> {
  const options = readOptions(args, { numbers: { rest: { default: 30, least: 0 } }, texts: ['dir'], switches: ['keep', 'separate'] });
  await inRunFolder(options, async (run) => {
    const floor = await measureFloor(options);
    const system = await startSystem(run, { env: { LOG_LEVEL: 'warn', ...(options.separate ? { SERVICES: 'separate' } : {}) } });
    const restMs = options.rest * 1_000;
    const cpuBefore = treeCpuMs(system.pid);
    await sleep(restMs);
    const cpuShare = restMs > 0 ? (treeCpuMs(system.pid) - cpuBefore) / restMs : NaN;
    const groups = groupMemory(system.pid);
    const total = sumOf(groups);

    run.print(
      `\nMemory of all processes at rest, ${options.rest} s after the ready line${options.separate ? ' (a process a service)' : ''}`,
    );
    const line = (name: string, processes: number, memory: Memory): string[] => [
      name,
      String(processes),
      memory.rssMb.toFixed(0),
      memory.pssMb?.toFixed(0) ?? '-',
    ];
    run.print(
      renderTable(
        ['process', 'number', 'RSS MB', 'PSS MB'],
        [
          ...groups.map((group) => line(group.name, group.processes, group)),
          line(
            'the whole system',
            groups.reduce((sum, { processes }) => sum + processes, 0),
            total,
          ),
          line('baseline: Postgres, NATS, one NestJS process, all idle', floor.processes, floor),
        ],
      ),
    );
    run.print(`the system / baseline: ${ratio(total.rssMb, floor.rssMb)} (RSS), ${ratio(total.pssMb ?? NaN, floor.pssMb)} (PSS)`);
    run.print(
      `RSS counts pages shared between processes once for each; PSS, once in all. PSS / ${MAX_PSS_MB} MB: ${verdict((total.pssMb ?? NaN) / MAX_PSS_MB, { atMost: 1 })}`,
    );
    run.print(`CPU at rest: ${(cpuShare * 100).toFixed(1)} % of one core`);
  });
}

/** What Postgres, NATS and one process of the framework take without anything of ours, in the same run. */
async function measureFloor(options: { dir?: string; keep: boolean }): Promise<Memory & { processes: number }> {
  let floor: (Memory & { processes: number }) | undefined;
  await inRunFolder({ ...options, keep: false }, async (run) => {
    const infrastructure = await startInfrastructure(run.folder);
    run.undo(() => infrastructure.stop());
    const [server] = await startServers(run, infrastructure, ['NEST_RLS'], { encoding: 'packed' });
    await sleep(2_000);
    const groups = [infrastructure.postgresPid, infrastructure.natsPid, server!.pid].flatMap(groupMemory);
    floor = { ...sumOf(groups), processes: groups.reduce((sum, { processes }) => sum + processes, 0) };
  });
  return floor!;
}

function groupMemory(root: number): Group[] {
  const groups = new Map<string, Group>();
  for (const { pid } of processTree(root)) {
    const memory = memoryOf(pid);
    if (!memory) continue;
    const name = nameOfProcess(commandLine(pid));
    const group = groups.get(name);
    groups.set(name, group ? { ...group, ...sumOf([group, memory]), processes: group.processes + 1 } : { name, processes: 1, ...memory });
  }
  return [...groups.values()].sort((a, b) => b.rssMb - a.rssMb);
}

const sumOf = (parts: readonly Memory[]): Memory => ({
  rssMb: parts.reduce((sum, { rssMb }) => sum + rssMb, 0),
  pssMb: parts.some(({ pssMb }) => pssMb === undefined) ? undefined : parts.reduce((sum, { pssMb }) => sum + pssMb!, 0),
});
