/** What V8 writes with `--cpu-prof`, as far as it is used here. */
export interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  /** Microseconds before each sample. */
  timeDeltas: number[];
}

export interface Share {
  name: string;
  ms: number;
}

/** Time by where it was spent itself (not in what it called), the largest first; the idle time is left out. */
export function selfTimes(profile: CpuProfile, group: (frame: CpuProfile['nodes'][number]['callFrame']) => string): Share[] {
  const names = new Map(
    profile.nodes.map((node) => [node.id, node.callFrame.functionName === '(idle)' ? undefined : group(node.callFrame)]),
  );
  const sums = new Map<string, number>();
  profile.samples.forEach((id, index) => {
    const name = names.get(id);
    if (name !== undefined) sums.set(name, (sums.get(name) ?? 0) + (profile.timeDeltas[index] ?? 0) / 1_000);
  });
  return [...sums].map(([name, ms]) => ({ name, ms })).sort((a, b) => b.ms - a.ms);
}

/** The package, or the file of ours, or the part of Node that a frame belongs to. */
export function ownerOf({ functionName, url }: { functionName: string; url: string }): string {
  // What is written in C++ has no file: its name says most.
  if (url === '') return functionName.startsWith('(') ? functionName : `native ${functionName}`;
  if (url.startsWith('node:')) return url.split('/').slice(0, 2).join('/');
  const packages = url.split('/node_modules/');
  const inside = packages.at(-1)!.split('/');
  if (packages.length > 1) return inside.slice(0, inside[0]!.startsWith('@') ? 2 : 1).join('/');
  return url.split('/dist/').at(-1)!;
}
