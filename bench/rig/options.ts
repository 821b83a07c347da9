import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';

/** A wrong command line or a tool that is missing: said in one line, exit code 2. */
export class UsageError extends Error {}

interface NumberOption {
  default: number;
  least: number;
}

/** `--rounds=3 --keep`: every option of a benchmark is a number, a text or a switch. @throws UsageError naming the option */
export function readOptions<Numbers extends Record<string, NumberOption>, Texts extends string, Switches extends string>(
  args: readonly string[],
  spec: { numbers: Numbers; texts?: readonly Texts[]; switches?: readonly Switches[] },
): { [Name in keyof Numbers]: number } & { [Name in Texts]?: string } & { [Name in Switches]: boolean } {
  const options: ParseArgsOptionsConfig = {};
  for (const name of [...Object.keys(spec.numbers), ...(spec.texts ?? [])]) options[name] = { type: 'string' };
  for (const name of spec.switches ?? []) options[name] = { type: 'boolean' };
  let values: Record<string, unknown>;
  try {
    values = parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    throw new UsageError(
      `${(error as Error).message}\nknown options: ${Object.keys(options)
        .map((name) => `--${name}`)
        .join(' ')}`,
    );
  }
  const numbers = Object.entries(spec.numbers).map(([name, { default: fallback, least }]) => {
    const value = values[name] === undefined ? fallback : Number(values[name]);
    if (!Number.isFinite(value) || value < least)
      throw new UsageError(`--${name} must be a number of at least ${least}, not ${String(values[name])}`);
    return [name, value] as const;
  });
  const switches = (spec.switches ?? []).map((name) => [name, values[name] === true] as const);
  return { ...values, ...Object.fromEntries(switches), ...Object.fromEntries(numbers) } as ReturnType<
    typeof readOptions<Numbers, Texts, Switches>
  >;
}
