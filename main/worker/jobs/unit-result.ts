/** What a unit gives, as it is stored: plain values, and arrays apart from them. */
import { joinArrays, splitArrays } from '../../plain-arrays.ts'
import type { UnitResult } from '../contract.ts'
import { storable } from './stored-values.ts'

/** Values without arrays. */
export function plainResult(values: object): UnitResult {
  return { values: storable(values), arrays: {} }
}

/** A part of the result, such as a layer: its arrays are split off. */
export function partResult(part: object): UnitResult {
  const { values, arrays } = splitArrays(part)
  // A part is an object, so its plain half is one too.
  return { values: values as UnitResult['values'], arrays }
}

/** The part of a unit's result. */
export function partOfResult<Part extends object>({ values, arrays }: UnitResult): Part {
  // Written by `partResult`; joining changes the values in place.
  return joinArrays({ values: structuredClone(values), arrays }) as Part
}
