/** Ids of an attribution's units, and the results of those that later ones build on. */
import type { Role } from '../../../preload/data.ts'
import type { DoneUnits } from '../job.ts'
import type { SidePlan } from './attribution-plan-unit.ts'
import type { PromptFingerprint } from './job-models.ts'
import { stored } from './stored-values.ts'

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

export interface ResponseValues {
  readonly text: string
  readonly newIds: readonly number[]
  readonly stopReason: string
}

export const startOf = (done: DoneUnits) => stored<StartValues>(done, unitIds.start)
export const fingerprintOf = (done: DoneUnits, role: Role) =>
  stored<PromptFingerprint>(done, unitIds.fingerprint(role))
export const responseOf = (done: DoneUnits, role: Role) =>
  stored<ResponseValues>(done, unitIds.response(role))
export const planOf = (done: DoneUnits, role: Role) => stored<SidePlan>(done, unitIds.plan(role))
