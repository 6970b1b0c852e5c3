const deepest = 64

/**
 * About how many bytes a cloneable value takes on the line, without making a copy of it. Text counts in
 * UTF-8, a number 8, every other thing 8 on top of what it holds.
 *
 * @returns bytes; Infinity once `limitBytes` is passed or the nesting is deeper than 64 (cycles too)
 */
export function measureBytes(value: unknown, limitBytes: number, depth = 0): number {
  if (depth > deepest) return Infinity
  if (typeof value === 'string') return Buffer.byteLength(value, 'utf8')
  if (typeof value !== 'object' || value === null) return 8
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return 8 + value.byteLength
  let bytes = 8
  for (const [key, child] of entriesOf(value)) {
    bytes += measureBytes(key, limitBytes, depth + 1)
    bytes += measureBytes(child, limitBytes - bytes, depth + 1)
    if (bytes > limitBytes) return Infinity
  }
  return bytes
}

function* entriesOf(value: object): Iterable<readonly [unknown, unknown]> {
  if (Array.isArray(value)) for (const child of value as readonly unknown[]) yield [0, child]
  else if (value instanceof Map) yield* value
  else if (value instanceof Set) for (const child of value) yield [0, child]
  else yield* Object.entries(value)
}
