import {
  begin,
  changeNode,
  EMPTY,
  isSame,
  joinPort,
  portsOf,
  put,
  readExported,
  redo,
  removeNodes,
  undo,
  withNode,
  type Question,
} from './flow-draft';

describe('a flow while it is drawn', () => {
  const { flow: one, id: asks } = withNode(EMPTY, 'question');
  const { flow: two, id: says } = withNode(one, 'message');
  const joined = joinPort(two, asks, 'next', says);

  it('begins with its first node, and joins a port once', () => {
    expect(one.start).toBe(asks);
    expect(joinPort(joined, asks, 'next', asks).edges).toEqual([{ from: asks, port: 'next', to: asks }]);
    expect(joinPort(joined, asks, 'next', null).edges).toEqual([]);
  });

  it('loses the lines of what goes, and of ports that are no longer there', () => {
    expect(removeNodes(joined, [says]).edges).toEqual([]);
    expect(removeNodes(joined, [asks]).start).toBeNull();
    const question = joined.nodes[0] as Question;
    const choosing = changeNode(joined, { ...question, answer: 'choice', choices: [{ id: 'a', title: 'A' }] });
    expect(choosing.edges).toEqual([]);
    expect(portsOf(choosing.nodes[0]!)).toEqual(['choice:a', 'invalid']);
  });

  it('goes back and forth', () => {
    const history = put(put(begin(EMPTY), one), joined);
    expect(undo(undo(history)).now).toBe(EMPTY);
    expect(redo(undo(history)).now).toBe(joined);
    expect(redo(put(undo(history), two)).now).toBe(two);
    expect(undo(begin(EMPTY)).now).toBe(EMPTY);
  });

  it('takes back together what was typed into one field', () => {
    const typed = put(put(put(begin(EMPTY), one), two, true), joined, true);
    expect(undo(typed).now).toBe(EMPTY);
    expect(redo(undo(typed)).now).toBe(joined);
  });

  it('is the same in whatever order its fields come', () => {
    expect(isSame({ a: [{ b: 1, c: null }], d: 2 }, { d: 2, a: [{ c: null, b: 1 }] })).toBe(true);
    expect(isSame({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
  });

  it('is read from a file of a flow, and from no other', () => {
    const file = { format: 'chasqui.flow/1', definition: joined };
    expect(readExported(JSON.stringify(file))).toEqual(joined);
    const strange = { ...joined, nodes: [{ id: 'a', kind: 'dance', x: 0, y: 0 }] };
    for (const other of [
      { definition: joined },
      { ...file, format: 'other/2' },
      { ...file, definition: strange },
      { format: file.format },
      7,
      null,
    ]) {
      expect(readExported(JSON.stringify(other))).toBeUndefined();
    }
    expect(readExported('{')).toBeUndefined();
  });
});
