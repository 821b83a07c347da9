/**
 * Reads JSON that is still being written: closes what is open, keeps the beginning of an unfinished string, and leaves out a name without a
 * value.
 *
 * @returns undefined when there is no value yet, or the text is not JSON
 */
export function completedJson(begun: string): unknown {
  const open: string[] = [];
  let isText = false;
  let isValue = false;
  let isEscaped = false;
  let before = '';
  let end = 0;
  let closing = '';
  const isWholeTo = (at: number): void => {
    end = at;
    closing = open.toReversed().join('');
  };
  for (let at = 0; at < begun.length; at++) {
    const sign = begun[at]!;
    if (isText) {
      if (isEscaped) isEscaped = false;
      else if (sign === '\\') isEscaped = true;
      else if (sign === '"') {
        isText = false;
        if (isValue) isWholeTo(at + 1);
      }
      continue;
    }
    if (sign === '"') {
      isText = true;
      isValue = before === ':' || open.at(-1) === ']';
    } else if (sign === '{' || sign === '[') {
      open.push(sign === '{' ? '}' : ']');
      isWholeTo(at + 1);
    } else if (sign === '}' || sign === ']') {
      if (open.pop() !== sign) return undefined;
      isWholeTo(at + 1);
    } else if (sign === ',') isWholeTo(at);
    if (/\S/.test(sign)) before = sign;
  }
  const whole =
    isText && isValue ? `${begun.replace(/\\(?:u[0-9a-f]{0,3})?$/i, '')}"${open.toReversed().join('')}` : begun.slice(0, end) + closing;
  try {
    return JSON.parse(whole);
  } catch {
    return undefined;
  }
}
