/** Little-endian floats as stored, and the float32 numbers that they stand for. */
import type { WeightDtype } from './dtypes.ts'

/** Bytes of one number. */
export const floatBytes = { F32: 4, F16: 2, BF16: 2 } as const satisfies Record<WeightDtype, number>

/**
 * Converts stored numbers to float32, exactly: every F16 and BF16 value is a float32.
 *
 * @param bytes   aligned to the number's size, a whole count of numbers
 * @param target  at least as many numbers long
 */
export function decodeFloats(dtype: WeightDtype, bytes: Uint8Array, target: Float32Array): void {
  const count = bytes.byteLength / floatBytes[dtype]
  if (dtype === 'F32') {
    target.set(new Float32Array(bytes.buffer, bytes.byteOffset, count))
    return
  }
  const stored = new Uint16Array(bytes.buffer, bytes.byteOffset, count)
  const bits = new Uint32Array(target.buffer, target.byteOffset, count)
  if (dtype === 'BF16') {
    for (let i = 0; i < count; i++) bits[i] = stored[i]! << 16
    return
  }
  halfTable ??= makeHalfTable()
  for (let i = 0; i < count; i++) bits[i] = halfTable[stored[i]!]!
}

let halfTable: Uint32Array | undefined

/** Float32 bits of every half float (IEEE 754 binary16). */
function makeHalfTable(): Uint32Array {
  const table = new Uint32Array(65_536)
  const value = new Float32Array(1)
  const bits = new Uint32Array(value.buffer)
  for (let half = 0; half < 65_536; half++) {
    const sign = half >>> 15
    const exponent = (half >>> 10) & 31
    const fraction = half & 1023
    if (exponent === 31) {
      // Infinity, or NaN with its fraction kept.
      table[half] = (sign << 31) | 0x7f800000 | (fraction << 13)
      continue
    }
    const isSubnormal = exponent === 0
    const magnitude = isSubnormal ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25)
    value[0] = sign ? -magnitude : magnitude
    table[half] = bits[0]!
  }
  return table
}

/** How many of the stored numbers are NaN or infinite: those whose exponent bits are all set. */
export function countNonFinite(dtype: WeightDtype, bytes: Uint8Array): number {
  const count = bytes.byteLength / floatBytes[dtype]
  const wide = dtype === 'F32'
  const stored = wide
    ? new Uint32Array(bytes.buffer, bytes.byteOffset, count)
    : new Uint16Array(bytes.buffer, bytes.byteOffset, count)
  const exponent = { F32: 0x7f800000, F16: 0x7c00, BF16: 0x7f80 }[dtype]
  let found = 0
  for (let i = 0; i < count; i++) if ((stored[i]! & exponent) === exponent) found++
  return found
}
