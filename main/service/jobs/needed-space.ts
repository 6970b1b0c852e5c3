import { statSync } from 'node:fs'
import { mostTokens } from '../../analyses/attention/attention-needs.ts'
import { AppError } from '../../errors.ts'
import type { JobSpec } from '../../worker/contract.ts'
import type {
  AttentionRequest,
  AttributionRequest,
  ConceptsRequest,
  HeadsRequest,
  RecordedStudyRequest,
  StudyRequest
} from '../contract.ts'

/** Room for the database's own log and for whatever else writes meanwhile. */
const reserveBytes = 200e6
const safetyFactor = 1.2
/** What a chat template may add to a prompt. */
const nTemplateTokens = 1_024

/** Of the largest models there are: how many layers, and how wide one is, only the worker knows. */
const mostLayers = 128
const mostWidth = 8_192
/**
 * Of a model of seven billion parameters. Bounds for the largest would keep a pair of these from a disk that
 * has ten times the room it needs; a run that meets the end of the disk pauses and loses nothing.
 */
const usualLayers = 32
const usualWidth = 4_096
const usualHeads = 32
const usualPairs = 200
/** What a chat template usually adds to a prompt, and bytes of a token: no bound, which is their square. */
const usualTemplateTokens = 64
const bytesOfToken = 3
/** Of a case, where only so many are taken of a larger file. */
const usualCaseTokens = 1_024
/** Of a map: raw float32, and its levels. */
const bytesOfEntry = 5
/** Scores of a concept that are not words, its angles, and its label with evidence. */
const conceptBytes = 1_024
/** A label with its answers, as unit, answers and label. */
const labelBytes = 3 * 1_024

/** What a job writes at most, or of heads usually, in bytes. */
export function estimateStoredBytes(spec: JobSpec): number {
  switch (spec.kind) {
    case 'generation':
      return 0
    case 'attribution':
      return attributionBytes(spec.request)
    case 'concepts':
      return conceptsBytes(spec.request)
    case 'heads':
      return headsBytes(spec.request)
    case 'attention':
      return attentionBytes(spec.request)
    case 'study':
      return studyBytes(spec.request)
    case 'study-import':
      return recordedBytes(spec.request)
    case 'annotation': {
      const { layers, nDirections, seeds } = spec.request.settings
      const nConcepts = (layers?.length ?? mostLayers) * 2 * Math.min(nDirections, mostWidth)
      return nConcepts * seeds.length * labelBytes
    }
  }
}

/**
 * Float32 matrices [nResponse, nPrompt] for each model and estimator, once as units and once as the
 * result. A token is at least one character.
 */
function attributionBytes({ base, tuned, settings }: AttributionRequest): number {
  const nPrompt = settings.prompt.length + (settings.useChatTemplate ? nTemplateTokens : 0)
  const nResponse = Math.max(settings.response?.length ?? 0, settings.nTokensLimit)
  const nEstimators = settings.withLeaveOneOut ? 2 : 1
  return nPrompt * nResponse * 4 * nModels(base, tuned) * nEstimators * 2
}

/** Words with their scores, and directions where they are kept; units become the result's parts as they are. */
function conceptsBytes({ base, tuned, settings }: ConceptsRequest): number {
  const nLayers = settings.layers?.length ?? mostLayers
  const { nWords, nRandom, keepDirections } = settings
  const nDirections = Math.min(settings.nDirections, mostWidth)
  const perConcept = nWords * 8 + conceptBytes + (keepDirections ? mostWidth * 4 : 0)
  return nLayers * nModels(base, tuned) * (nDirections * perConcept + nRandom * 4)
}

/** Top words and pairs of every dimension; there are no more dimensions in a layer than it is wide. */
function headsBytes({ base, tuned, settings }: HeadsRequest): number {
  const nLayers = settings.layers?.length ?? usualLayers
  const nWords = settings.nShownWords ?? settings.nTop
  const nPairs = settings.nShownPairs ?? usualPairs
  return nLayers * nModels(base, tuned) * usualWidth * (nWords * 8 + nPairs * 12 + 16)
}

/** [heads, T, T] float32 a layer; half of it is zeros, which pack to nothing. */
function attentionBytes({ base, tuned, settings }: AttentionRequest): number {
  const { prompt, useChatTemplate } = settings
  const nTokens =
    Math.ceil(Buffer.byteLength(prompt) / bytesOfToken) +
    (useChatTemplate ? usualTemplateTokens : 0)
  const shown = Math.min(nTokens, mostTokens)
  const nLayers = settings.layers?.length ?? usualLayers
  return nLayers * nModels(base, tuned) * usualHeads * shown ** 2 * 2
}

/** [N, M] a case, model and stored mode (length-matched is a cut of own); units become parts as they are. */
function studyBytes({ base, tuned, data, settings }: StudyRequest): number {
  const { modes, nCasesLimit, nTokensLimit } = settings
  const inFile = sizeOfFile(data) / bytesOfToken
  const nPrompt = Math.min(inFile, (nCasesLimit ?? Infinity) * usualCaseTokens)
  const nMaps = new Set(modes.map((mode) => (mode === 'same' ? 'same' : 'own'))).size
  return nPrompt * nTokensLimit * bytesOfEntry * nModels(base, tuned) * nMaps
}

/** What is read is what is kept: tokens of the texts, and their maps beside them. */
function recordedBytes({ base, tuned }: RecordedStudyRequest): number {
  const files = [base, tuned].filter((path) => path !== null)
  return files
    .flatMap((path) => [...new Set([path, path.replace(/\.jsonl$/i, '.safetensors')])])
    .reduce((sum, path) => sum + sizeOfFile(path), 0)
}

function sizeOfFile(path: string): number {
  try {
    return statSync(path).size
  } catch {
    // There is none, or it may not be read: the worker says which, and nothing is stored.
    return 0
  }
}

function nModels(base: string | null, tuned: string | null): number {
  return (base === null ? 0 : 1) + (tuned === null ? 0 : 1)
}

/** Throws `store/full` when a job's results might not fit (trust.md DUR-11). */
export function requireFreeSpace(spec: JobSpec, freeBytes: number): void {
  if (spec.kind === 'generation') return
  const neededBytes = estimateStoredBytes(spec) * safetyFactor + reserveBytes
  if (freeBytes >= neededBytes) return
  throw new AppError(
    'store/full',
    `disk full: ${inMegabytes(freeBytes)} free where results are kept, ` +
      `${inMegabytes(neededBytes)} needed`,
    { hint: 'Free some space, then resume the run.' }
  )
}

function inMegabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6).toLocaleString('en')} MB`
}
