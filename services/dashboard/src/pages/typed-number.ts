/** What is typed as a number: itself where it is none, so that the service says what is wrong with it. @returns null where nothing is typed */
export function typedNumber(typed: string): number | null {
  const text = typed.trim();
  if (text === '') return null;
  const number = Number(text);
  return Number.isFinite(number) ? number : (text as never);
}
