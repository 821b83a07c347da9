/** What Stripe's clients send: `a[b][0][c]=d`. Every leaf is text, as on the wire. Keys that name what every object has are passed over. */
export function readForm(body: string): Record<string, any> {
  const root: Record<string, any> = {};
  for (const [key, value] of new URLSearchParams(body)) {
    const path = key.split(/\[|\]\[|\]/).filter((part) => part !== '');
    if (path.some((part) => part in Object.prototype)) continue;
    let node: Record<string, any> = root;
    path.slice(0, -1).forEach((part, index) => {
      node = node[part] ??= /^\d+$/.test(path[index + 1]!) ? [] : {};
    });
    if (typeof node === 'object') node[path.at(-1)!] = value;
  }
  return root;
}
