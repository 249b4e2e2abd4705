/** The words that the lab and the guest's agent (guest/agent) exchange: lengths, operations, fields. */

/** What the agent can be told to do; the letter is the operation's byte. */
export const operations = { load: 'L', unload: 'U', ask: 'A', put: 'W', run: 'R', try: 'T' } as const;

/** A whole message: length of what follows, operation, payload. */
export function message(operation: keyof typeof operations, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32LE(payload.length + 1, 0);
  head.write(operations[operation], 4, 'latin1');
  return Buffer.concat([head, payload]);
}

/** Length-prefixed fields one after another. */
export function fields(values: (string | Uint8Array)[]): Buffer {
  return Buffer.concat(
    values.flatMap((value) => {
      const bytes = typeof value === 'string' ? Buffer.from(value) : value;
      const length = Buffer.alloc(4);
      length.writeUInt32LE(bytes.length);
      return [length, bytes];
    }),
  );
}

/** The fields of an answer; the inverse of `fields`. */
export function readFields(payload: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < payload.length; ) {
    const end = at + 4 + payload.readUInt32LE(at);
    found.push(payload.subarray(at + 4, end));
    at = end;
  }
  return found;
}

/** A question for `.access`: the class byte with what follows it. */
export interface AccessQuery {
  bytes: Uint8Array;
  /** Whether the file belongs to the one who asks. */
  owner: boolean;
}

/** What `.access` prints, or the errno of a question that it refused (then the words are 0). */
export interface AccessAnswer {
  errno: number;
  allow: number;
  deny: number;
  audit: number;
  quiet: number;
}

/** The payload of `ask`. Queries are at most 65,535 bytes; the kernel takes about 4,000. */
export function askPayload(label: string, queries: AccessQuery[]): Buffer {
  const name = Buffer.from(label);
  const size = queries.reduce((sum, query) => sum + 3 + query.bytes.length, 2 + name.length);
  const payload = Buffer.alloc(size);
  let at = payload.writeUInt16LE(name.length);
  at += name.copy(payload, at);
  for (const { bytes, owner } of queries) {
    payload[at] = owner ? 1 : 0;
    payload.writeUInt16LE(bytes.length, at + 1);
    payload.set(bytes, at + 3);
    at += 3 + bytes.length;
  }
  return payload;
}

/** The answers to `ask`, in the order of the queries. */
export function readAnswers(payload: Buffer): AccessAnswer[] {
  const answers: AccessAnswer[] = [];
  for (let at = 0; at + 20 <= payload.length; at += 20)
    answers.push({
      errno: payload.readUInt32LE(at),
      allow: payload.readUInt32LE(at + 4),
      deny: payload.readUInt32LE(at + 8),
      audit: payload.readUInt32LE(at + 12),
      quiet: payload.readUInt32LE(at + 16),
    });
  return answers;
}
