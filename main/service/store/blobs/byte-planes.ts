/**
 * Reorders bytes so that those of equal place in their group of four lie together: first bytes, second
 * bytes … The exponents of neighbouring float32 resemble each other and their mantissas do not, so apart
 * they pack better, and need no search for repeats, which takes most of the time of packing.
 */
const planes = 4

/** The bytes beyond the last whole group stay at the end. */
export function splitPlanes(bytes: Uint8Array): Uint8Array {
  const length = Math.floor(bytes.length / planes)
  const split = new Uint8Array(bytes.length)
  for (let plane = 0; plane < planes; plane++) {
    for (let i = 0, from = plane, to = plane * length; i < length; i++, from += planes, to++) {
      split[to] = bytes[from]!
    }
  }
  split.set(bytes.subarray(length * planes), length * planes)
  return split
}

/** Undoes `splitPlanes`. */
export function joinPlanes(split: Uint8Array): Uint8Array {
  const length = Math.floor(split.length / planes)
  const bytes = new Uint8Array(split.length)
  for (let plane = 0; plane < planes; plane++) {
    for (let i = 0, to = plane, from = plane * length; i < length; i++, to += planes, from++) {
      bytes[to] = split[from]!
    }
  }
  bytes.set(split.subarray(length * planes), length * planes)
  return bytes
}
