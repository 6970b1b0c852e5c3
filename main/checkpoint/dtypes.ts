/** Element types of safetensors 0.7, in the order of the reference implementation (by alignment). */

/** Bits of one element; the order of the keys is the order in which files are written, last first. */
export const dtypeBits = {
  BOOL: 8,
  F4: 4,
  F6_E2M3: 6,
  F6_E3M2: 6,
  U8: 8,
  I8: 8,
  F8_E5M2: 8,
  F8_E4M3: 8,
  F8_E8M0: 8,
  F8_E4M3FNUZ: 8,
  F8_E5M2FNUZ: 8,
  I16: 16,
  U16: 16,
  F16: 16,
  BF16: 16,
  I32: 32,
  U32: 32,
  F32: 32,
  C64: 64,
  F64: 64,
  I64: 64,
  U64: 64
} as const

export type Dtype = keyof typeof dtypeBits

/** The types that weights may have. */
export const weightDtypes = ['F32', 'F16', 'BF16'] as const satisfies readonly Dtype[]
export type WeightDtype = (typeof weightDtypes)[number]

export function isDtype(name: string): name is Dtype {
  return Object.hasOwn(dtypeBits, name)
}

export function isWeightDtype(name: string): name is WeightDtype {
  return weightDtypes.some((dtype) => dtype === name)
}

/** Product of sizes, or null where it or a step on the way leaves the exact integers. */
export function multiplyExactly(factors: readonly number[]): number | null {
  let product = 1
  for (const factor of factors) {
    product *= factor
    if (!Number.isSafeInteger(product)) return null
  }
  return product
}
