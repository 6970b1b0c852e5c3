/** Plain values of one unit that later units build on. */
import { AppError } from '../../errors.ts'
import type { JsonPlain, UnitResult } from '../contract.ts'
import type { DoneUnits } from '../job.ts'

/** A unit's result that is plain values under one name. */
export function storable(values: object): UnitResult['values'] {
  // Only plain interfaces of numbers, strings, lists and null are given to this.
  return { stored: values as unknown as JsonPlain }
}

/** @throws AppError `internal` when the unit is not done */
export function stored<T>(done: DoneUnits, unitId: string): T {
  const value = done.get(unitId)?.values['stored']
  if (value === undefined)
    throw new AppError('internal', `unit ${unitId} was asked for before it was done`)
  // Written by `storable` of the same unit id.
  return value as T
}
