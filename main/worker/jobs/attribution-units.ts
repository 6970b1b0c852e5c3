/** Ids of an attribution's units, and the results of those that later ones build on. */
import type { Role } from '../../../preload/data.ts'
import { AppError } from '../../errors.ts'
import type { JsonPlain, UnitResult } from '../contract.ts'
import type { DoneUnits } from '../job.ts'
import type { SidePlan } from './attribution-plan-unit.ts'

export const unitIds = {
  start: 'start',
  fingerprint: (role: Role) => `fingerprint/${role}`,
  response: (role: Role) => `response/${role}`,
  plan: (role: Role) => `plan/${role}`,
  targets: (role: Role) => `targets/${role}`,
  map: (role: Role, unit: number) => `map/${role}/${unit}`,
  check: (role: Role, unit: number) => `leave-one-out/${role}/${unit}`
} as const

/** What is fixed for the whole run. */
export interface StartValues {
  readonly device: string
  readonly nThreads: number
  readonly versions: Readonly<Record<string, string>>
}

export interface FingerprintValues {
  readonly name: string
  readonly sha256: string
  readonly configHash: string
  readonly tokenizerHash: string
  readonly templateHash: string
  /** Of the weight files, to notice a folder that was changed before a resume. */
  readonly identity: string
}

export interface ResponseValues {
  readonly text: string
  readonly newIds: readonly number[]
  readonly stopReason: string
}

export const startOf = (done: DoneUnits) => stored<StartValues>(done, unitIds.start)
export const fingerprintOf = (done: DoneUnits, role: Role) =>
  stored<FingerprintValues>(done, unitIds.fingerprint(role))
export const responseOf = (done: DoneUnits, role: Role) =>
  stored<ResponseValues>(done, unitIds.response(role))
export const planOf = (done: DoneUnits, role: Role) => stored<SidePlan>(done, unitIds.plan(role))

/** A unit's result that is plain values under one name. */
export function storable(values: object): UnitResult['values'] {
  // Only plain interfaces of numbers, strings, lists and null are given to this.
  return { stored: values as unknown as JsonPlain }
}

function stored<T>(done: DoneUnits, unitId: string): T {
  const value = done.get(unitId)?.values['stored']
  if (value === undefined)
    throw new AppError('internal', `unit ${unitId} was asked for before it was done`)
  // Written by `storable` of the same unit id in this file's callers.
  return value as T
}
