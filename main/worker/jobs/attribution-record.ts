/** The record of an attribution from the units that are done. */
import type {
  AttributionRecord,
  AttributionSide
} from '../../../preload/analysis/attribution-record.ts'
import { defaultSalience } from '../../../preload/analysis/salience-settings.ts'
import type { Role } from '../../../preload/data.ts'
import { placeBatches } from '../../analyses/attribution/importance-matrix.ts'
import { batchesOfUnit, type AttributionPlan } from '../../analyses/attribution/plan.ts'
import type { AttributionRequest } from '../../service/contract.ts'
import { stripText } from '../../tokenizer/strip-text.ts'
import type { DoneUnits } from '../job.ts'
import { extentOf, type SidePlan } from './attribution-plan-unit.ts'
import { fingerprintOf, planOf, responseOf, startOf, unitIds } from './attribution-units.ts'
import { rolesOf } from './roles-of.ts'
import { secondsOf } from './unit-seconds.ts'

/** Null until a side has its first unit of numbers. */
export function recordOf(request: AttributionRequest, done: DoneUnits): AttributionRecord | null {
  const roles = rolesOf(request).filter((role) => done.has(unitIds.plan(role)))
  const sides = roles
    .map((role) => sideOf(role, planOf(done, role), done))
    .filter((side) => side !== null)
  if (sides.length === 0) return null
  const { settings } = request
  const start = startOf(done)
  return {
    prompt: stripText(settings.prompt),
    instructionSpans: settings.instructionSpans,
    target: settings.target,
    ...(settings.foil !== null && { foil: settings.foil }),
    estimator: settings.estimator,
    responseMode: settings.respond,
    sides,
    settings: {
      salience: defaultSalience,
      direction: settings.direction,
      memory: settings.memory,
      device: settings.device,
      threads: start.nThreads,
      maxNewTokens: settings.nTokensLimit,
      usesChatTemplate: settings.useChatTemplate
    },
    operations: sides.reduce((sum, side) => sum + side.operations, 0),
    seconds: secondsOf(done),
    versions: start.versions,
    device: start.device,
    createdAt: new Date().toISOString(),
    isPartial: !rolesOf(request).every((role) => isComplete(role, done)),
    notes: roles.flatMap((role) => notesOf(role, request, done))
  }
}

/** All units of a side are there. */
export function isComplete(role: Role, done: DoneUnits): boolean {
  if (!done.has(unitIds.plan(role))) return false
  return sideUnitIds(role, planOf(done, role)).every((unitId) => done.has(unitId))
}

/** Ids of a side's numeric units, in order. */
export function sideUnitIds(role: Role, { map, check }: SidePlan): string[] {
  if (map === null) return []
  const numbered = (plan: AttributionPlan | null, id: (role: Role, unit: number) => string) =>
    Array.from({ length: plan?.nUnits ?? 0 }, (_, unit) => id(role, unit))
  return [unitIds.targets(role), ...numbered(map, unitIds.map), ...numbered(check, unitIds.check)]
}

function sideOf(role: Role, plan: SidePlan, done: DoneUnits): AttributionSide | null {
  const { sequence, map, check } = plan
  const { nResponse, nPrompt } = extentOf(sequence)
  const targets = done.get(unitIds.targets(role))
  if (map !== null && targets === undefined) return null
  const probability = targets?.arrays['probability']
  const foils = targets?.values['foils']
  const fingerprint = fingerprintOf(done, role)
  return {
    role,
    name: fingerprint.name,
    fingerprint: fingerprint.sha256,
    ...sequence,
    importance: map ? matrixOf(role, plan, 'map', done) : new Float32Array(0),
    probability:
      probability instanceof Float32Array ? probability : new Float32Array(map ? nResponse : 0),
    ...(check && {
      leaveOneOut: nPrompt > 0 ? matrixOf(role, plan, 'check', done) : new Float32Array(0)
    }),
    ...(Array.isArray(foils) && { foils: foils.map(Number) }),
    direction: map === null || map.method === 'leave-one-out' ? null : map.method,
    isStreamed: map?.memory === 'streamed',
    operations: operationsOf(plan)
  }
}

/** Counted operations of a side: a check beside the map shares its pass. */
export function operationsOf({ map, check }: SidePlan): number {
  return (map?.operations ?? 0) + (check ? check.operations - check.operationsPrimal : 0)
}

/** [N, M] put together from units; what is missing is 0. */
function matrixOf(
  role: Role,
  plan: SidePlan,
  which: 'map' | 'check',
  done: DoneUnits
): Float32Array {
  const extent = extentOf(plan.sequence)
  const matrix = new Float32Array(extent.nPrompt * extent.nResponse)
  const chosen = plan[which]
  for (let unit = 0; unit < (chosen?.nUnits ?? 0); unit++) {
    const values = done.get(unitIds[which](role, unit))?.arrays['values']
    if (!(values instanceof Float32Array)) continue
    const batches = batchesOfUnit(chosen!, extent, unit)
    placeBatches(matrix, values, batches, chosen!.method, extent)
  }
  return matrix
}

function notesOf(role: Role, { settings }: AttributionRequest, done: DoneUnits): string[] {
  const notes: string[] = []
  const generated = done.has(unitIds.response(role)) ? responseOf(done, role) : null
  if (generated?.stopReason === 'limit') {
    notes.push(`${role}: the response was cut at ${settings.nTokensLimit} tokens`)
  }
  if (generated?.stopReason === 'context')
    notes.push(`${role}: the response ended with the model's context`)
  const { sequence } = planOf(done, role)
  const { nResponse } = extentOf(sequence)
  if (sequence.seamMerged) {
    notes.push(`${role}: prompt and response merge in one token; the prompt ends before it`)
  }
  if (nResponse === 0)
    notes.push(`${role}: the response is empty: there is no map, and its score is 0`)
  if (settings.respond === 'length-matched') {
    notes.push(
      `${role}: cut to the shorter response's ${nResponse} tokens${nResponse < 5 ? '; under 5, a study would leave this pair out' : ''}`
    )
  }
  return notes
}
