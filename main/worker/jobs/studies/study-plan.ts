/** What a study will cost, before it starts. */
import { availableParallelism } from 'node:os'
import type { StudyCase } from '../../../../preload/analysis/studies/dataset.ts'
import type {
  StudyPlan,
  StudyRole,
  StudySettings
} from '../../../../preload/analysis/studies/record.ts'
import { loadCases } from '../../../datasets/load-cases.ts'
import { chooseDevice } from '../../../runtime/devices.ts'
import type { StudyRequest } from '../../../service/contract.ts'
import type { OpenedModel } from '../open-model.ts'
import { problemOfCase } from './study-failure.ts'
import { caseLengths, type CaseLength } from './study-lengths.ts'
import { studyMemory, type StudyMemory } from './study-memory.ts'
import { caseOperations, type CaseOperations } from './study-operations.ts'
import { checkStudyRequest, isWriting, mappedModes } from './study-request.ts'

/** Cases that are tokenised for a plan; of more, so many are taken evenly. */
export const mostPlannedCases = 200

interface PlannedModel {
  readonly role: StudyRole
  readonly opened: OpenedModel
}

/**
 * Shares of a plain product's speed that a study reaches: measured on two cores with the sample pair, whose
 * products are small. Larger models come nearer to it.
 */
const wideShare = 0.5
const narrowShare = 0.05

/**
 * @param timeProduct  floating-point operations a second of a plain product on this machine
 * @throws AppError `engine/out-of-memory` where not even streamed weights fit
 */
export async function planStudy(
  request: StudyRequest,
  models: readonly PlannedModel[],
  freeBytes: number,
  timeProduct: (nThreads: number) => Promise<number>
): Promise<StudyPlan> {
  checkStudyRequest(request)
  const { settings } = request
  const { cases, summary } = await loadCases(request.data, settings.mapping, settings.nCasesLimit)
  const sample = evenly(cases)
  const device = await chooseDevice(settings.device)
  const nThreads = settings.nThreads || availableParallelism()
  const sides: SideCost[] = []
  for (const model of models) sides.push(await costOf(model, sample, settings, freeBytes))
  const share = cases.length / Math.max(1, sample.length)
  const total = (of: (side: SideCost) => number) =>
    share * sides.reduce((sum, side) => sum + of(side), 0)
  const wide = total((side) => side.wide)
  const narrow = total((side) => side.narrow)
  const rate = device.name === 'cpu' ? await timeProduct(nThreads) : null
  return {
    nCases: cases.length,
    nBadRows: summary.badRows.length,
    sides: sides.map(({ role, memory, nPrompts }) => ({
      role,
      memory,
      device: device.name,
      nThreads,
      shortestPrompt: nPrompts.reduce((least, n) => Math.min(least, n), nPrompts[0] ?? 0),
      longestPrompt: nPrompts.reduce((most, n) => Math.max(most, n), 0)
    })),
    operations: wide + narrow,
    estimatedSeconds: rate && wide / (rate * wideShare) + narrow / (rate * narrowShare),
    neededBytes: sides.reduce((most, side) => Math.max(most, side.neededBytes), 0),
    freeBytes,
    limits: [...limitsOf(settings, cases), ...sides.flatMap(({ limits }) => limits)],
    notes: notesOf(sample, cases)
  }
}

interface SideCost extends StudyMemory, CaseOperations {
  readonly role: StudyRole
  /** Of the cases that can run. */
  readonly nPrompts: readonly number[]
  readonly limits: readonly string[]
}

async function costOf(
  { role, opened }: PlannedModel,
  cases: readonly StudyCase[],
  settings: StudySettings,
  freeBytes: number
): Promise<SideCost> {
  const { checkpoint } = opened
  const lengths = await caseLengths(opened, cases, settings, new AbortController().signal)
  const known: CaseLength[] = []
  const problems: string[] = []
  let wide = 0
  let narrow = 0
  for (const [index, length] of lengths.entries()) {
    if (typeof length === 'string') {
      problems.push(length)
      continue
    }
    try {
      const counted = caseOperations(checkpoint, role, cases[index]!, length, settings, freeBytes)
      wide += counted.wide
      narrow += counted.narrow
      known.push(length)
    } catch (thrown) {
      problems.push(problemOfCase(thrown))
    }
  }
  const memory = studyMemory({
    checkpoint,
    lengths: known,
    nWritten: isWriting(role, settings) ? settings.nTokensLimit : 0,
    readsReference: mappedModes(settings).includes('same'),
    settings,
    freeBytes
  })
  const [first] = problems
  const limits =
    first === undefined
      ? []
      : [`${role}: ${countOf(problems.length, cases.length)} cannot run: ${first}`]
  return { ...memory, role, wide, narrow, limits, nPrompts: known.map(({ nPrompt }) => nPrompt) }
}

/** What is known to be missing, without a model. */
function limitsOf(settings: StudySettings, cases: readonly StudyCase[]): string[] {
  const limits: string[] = []
  const count = (isOf: (studyCase: StudyCase) => boolean) => cases.filter(isOf).length
  const readsReference =
    mappedModes(settings).includes('same') && settings.sameResponse === 'reference'
  const nWithout = count(({ reference }) => reference === null)
  if (readsReference && nWithout > 0) {
    limits.push(
      `${countOf(nWithout, cases.length)} without a given response: left out of mode same`
    )
  }
  return limits
}

function notesOf(sample: readonly StudyCase[], cases: readonly StudyCase[]): string[] {
  const notes: string[] = []
  if (sample.length < cases.length)
    notes.push(`estimated from ${sample.length} of ${cases.length} cases, taken evenly`)
  const nUnmarked = cases.filter(({ instructionSpans }) => instructionSpans.length === 0).length
  if (nUnmarked > 0)
    notes.push(`${countOf(nUnmarked, cases.length)} without an instruction: they have no score`)
  return notes
}

function countOf(count: number, total: number): string {
  return `${count} of ${total} cases`
}

function evenly<T>(all: readonly T[]): readonly T[] {
  if (all.length <= mostPlannedCases) return all
  return Array.from(
    { length: mostPlannedCases },
    (_, i) => all[Math.floor((i * all.length) / mostPlannedCases)]!
  )
}
