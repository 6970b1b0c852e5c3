/** The short questions that a worker answers beside jobs: what is in a folder, how is a text cut, what will a run cost. */
import { availableParallelism } from 'node:os'
import type { CheckpointSummary, Role, RunPlan } from '../../preload/data.ts'
import { extentOf, planSide, promptTextOf, sideSequence } from './jobs/attribution-plan-unit.ts'
import { checkRequest, generatingRoles } from './jobs/attribution-request.ts'
import { planConcepts } from './jobs/concepts-plan.ts'
import { planHeads } from './jobs/heads-plan.ts'
import { assertSomeModel } from './jobs/layer-scope.ts'
import { openModel, type OpenedModel } from './jobs/open-model.ts'
import { rolesOf } from './jobs/roles-of.ts'
import { planStudy } from './jobs/studies/study-plan.ts'
import { chooseDevice, examineDevice, listDevices } from '../runtime/devices.ts'
import type { AttributionRequest } from '../service/contract.ts'
import { previewDataset } from '../datasets/preview-dataset.ts'
import { stripText } from '../tokenizer/strip-text.ts'
import type { Desk } from './serve.ts'
import { availableMemory } from './available-memory.ts'
import { timeProduct } from './time-product.ts'

/** Opened folders, the last few: tokenising while a user types must not parse the tokenizer again. */
const opened = new Map<string, Promise<OpenedModel>>()
const openLimit = 4

export const desk: Desk = {
  'device/list': () => listDevices(),
  'device/test': async ({ device }) => examineDevice(device === 'auto' ? 'cpu' : device),
  'checkpoint/describe': async ({ folder }) => {
    // A folder is described when it is opened anew: what was remembered of it may be out of date.
    opened.delete(folder)
    return summarize(await remembered(folder))
  },
  'text/tokenize': async ({ folder, text }) => {
    const { tokenizer } = await remembered(folder)
    const { ids, tokens, ranges } = tokenizer.encode(text, { addSpecialTokens: false })
    return { ids, tokens, ranges }
  },
  'attribution/plan': async (request) => {
    checkRequest(request)
    return Promise.all(rolesOf(request).map((role) => planOf(request, role)))
  },
  'concepts/plan': async (request) => {
    assertSomeModel(request)
    return planConcepts(request, await modelsOf(request), availableMemory())
  },
  'heads/plan': async (request) => {
    assertSomeModel(request)
    return planHeads(request, await modelsOf(request), availableMemory())
  },
  'study/preview': ({ data, mapping }) => previewDataset(data, mapping),
  'study/plan': async (request) => {
    assertSomeModel(request)
    return planStudy(request, await modelsOf(request), availableMemory(), timeProduct)
  }
}

/** Base first. */
function modelsOf(folders: Readonly<Record<Role, string | null>>) {
  return Promise.all(
    (['base', 'tuned'] as const).flatMap((role) => {
      const folder = folders[role]
      return folder === null ? [] : [remembered(folder).then((opened) => ({ role, opened }))]
    })
  )
}

/** A plan before the run: a response that is still to be written is taken as long as its limit. */
async function planOf(request: AttributionRequest, role: 'base' | 'tuned'): Promise<RunPlan> {
  const { settings } = request
  const model = await remembered(request[role]!)
  const prompt = await promptTextOf(model, settings.prompt, settings.useChatTemplate)
  const content = stripText(settings.prompt)
  const isGenerated = generatingRoles(request).length > 0
  const written = sideSequence(model, prompt, settings.response ?? 'x', null, content)
  const [from] = written.responsePositions
  const room =
    model.checkpoint.config.rope.type === 'dynamic'
      ? Infinity
      : model.checkpoint.config.maxPositions - from
  const nResponse = isGenerated
    ? Math.max(1, Math.min(settings.nTokensLimit, room))
    : extentOf(written).nResponse
  const sequence = { ...written, responsePositions: [from, from + nResponse] as const }
  const { map } = planSide(model, sequence, request, prompt, availableMemory())
  const device = await chooseDevice(settings.device)
  return {
    role,
    direction: map!.method,
    memory: map!.memory,
    device: device.name,
    nThreads: settings.nThreads || availableParallelism(),
    batch: map!.batch,
    nPrompt: extentOf(sequence).nPrompt,
    nResponse,
    nUnits: map!.nUnits,
    operationsForward: map!.operationsForward,
    operationsReverse: map!.operationsReverse,
    neededBytes: map!.neededBytes,
    freeBytes: map!.freeBytes
  }
}

async function remembered(folder: string): Promise<OpenedModel> {
  const known = opened.get(folder)
  if (known) return known
  const opening = openModel(folder)
  opened.set(folder, opening)
  opening.catch(() => opened.delete(folder))
  const oldest = opened.keys().next().value
  if (opened.size > openLimit && oldest !== undefined) opened.delete(oldest)
  return opening
}

function summarize({ checkpoint, tokenizer, chatTemplate }: OpenedModel): CheckpointSummary {
  const { config } = checkpoint
  const spare = config.nVocab - tokenizer.nTokens
  const unused = spare > 0 ? [`${spare} rows of the embedding have no token`] : []
  return {
    name: checkpoint.name,
    family: config.family,
    architecture: config.architecture,
    nLayers: config.nLayers,
    nHeads: config.nHeads,
    nKvHeads: config.nKvHeads,
    dModel: config.dModel,
    dHead: config.dHead,
    dFfn: config.dFfn,
    nVocab: config.nVocab,
    maxPositions: config.maxPositions,
    nParameters: checkpoint.nParameters,
    sizeBytes: checkpoint.sizeBytes,
    storedDtype: checkpoint.storedDtype,
    tiedEmbeddings: config.tiedEmbeddings,
    rope: config.rope.type,
    hasChatTemplate: chatTemplate !== null,
    containsCode: checkpoint.containsCode,
    warnings: [...checkpoint.warnings, ...unused]
  }
}
