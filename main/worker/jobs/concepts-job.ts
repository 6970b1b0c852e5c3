import { availableParallelism } from 'node:os'
import type { AnyRecord, Role } from '../../../preload/data.ts'
import type { ConceptsSide } from '../../../preload/analysis/concepts/record.ts'
import { lexicalAnnotatorVersion } from '../../analyses/labels/lexical/annotate.ts'
import { AppError } from '../../errors.ts'
import type { ConceptsRequest } from '../../service/contract.ts'
import type { JobResult, JsonPlain, UnitResult } from '../contract.ts'
import type { DoneUnits, Job, Unit, UnitContext } from '../job.ts'
import { unitIds, type StartValues } from './attribution-units.ts'
import { ConceptsEngine } from './concepts-engine.ts'
import {
  conceptsRecordOf,
  conceptsUnits,
  layerResult,
  wordsOf,
  type WordsValues
} from './concepts-record.ts'
import { conceptsLimits } from './concepts-limits.ts'
import { assertSomeModel, layersOf } from './layer-scope.ts'
import { summarizeWords, wordListOf } from './concepts-words.ts'
import { JobModels, type ModelFingerprint } from './job-models.ts'
import { storable, stored } from './stored-values.ts'
import { assertSameVersions, conceptsMethodVersion, programVersions } from './versions.ts'

/** Shares of a run's work before the layers, for the progress bar alone. */
const weights = { fingerprint: 0.02, words: 0.02 } as const

/**
 * Concepts of a pair (or of one model): fingerprints, the word list, then a layer a unit, both models and
 * the drift between them. A layer's unit result is the part of the result that is kept, so nothing is
 * computed or written twice.
 */
export class ConceptsJob implements Job {
  readonly #request: ConceptsRequest
  readonly #models: JobModels
  #engine: ConceptsEngine | null = null

  constructor(request: ConceptsRequest) {
    assertSomeModel(request)
    this.#request = request
    this.#models = new JobModels(request)
  }

  next(done: DoneUnits): Unit | null {
    return this.#units(done).find(({ unitId }) => !done.has(unitId)) ?? null
  }

  progress(done: DoneUnits) {
    const units = this.#units(done)
    const finished = units.filter(({ unitId }) => done.has(unitId))
    return {
      unitsDone: finished.length,
      unitsTotal: done.has(conceptsUnits.words) ? units.length : 0,
      fraction: Math.min(
        1,
        finished.reduce((sum, { weight }) => sum + weight, 0)
      )
    }
  }

  async run({ unitId }: Unit, done: DoneUnits, context: UnitContext): Promise<UnitResult> {
    if (done.has(conceptsUnits.start)) {
      assertSameVersions(startOf(done).versions, conceptsMethodVersion)
    }
    const [kind, name] = unitId.split('/')
    switch (kind) {
      case conceptsUnits.start:
        return plain(this.#start())
      case 'fingerprint':
        return plain(await this.#models.fingerprint(name as Role, context))
      case conceptsUnits.words:
        return plain(await this.#words(done, context))
      case 'layer':
        return layerResult(await (await this.#engineOf(done)).layer(Number(name), context))
      case conceptsUnits.verify:
        await this.#models.verify((role) => fingerprintOf(done, role))
        return { values: {}, arrays: {} }
      default:
        throw new AppError('internal', `unit ${unitId} is not of this job`)
    }
  }

  keyFields(done: DoneUnits): Readonly<Record<string, JsonPlain>> | null {
    if (!done.has(conceptsUnits.words)) return null
    const { versions, nThreads, device } = startOf(done)
    const { wordList, layers } = wordsOf(done)
    const model = (role: Role): JsonPlain => {
      if (!this.#models.roles.includes(role)) return null
      const { sha256, configHash, tokenizerHash } = fingerprintOf(done, role)
      return { sha256, configHash, tokenizerHash }
    }
    return {
      analysis: 'concepts',
      methodVersion: versions['method'] ?? null,
      annotatorVersion: lexicalAnnotatorVersion,
      engineVersion: versions['onnxruntime'] ?? null,
      precision: 'float32',
      base: model('base'),
      tuned: model('tuned'),
      ...this.#request.settings,
      words: wordList.sha256,
      layers,
      device,
      nThreads
    }
  }

  partial(done: DoneUnits): AnyRecord | null {
    const record = conceptsRecordOf(this.#request, done)
    return record && { kind: 'concepts', record }
  }

  finish(done: DoneUnits): JobResult {
    const record = conceptsRecordOf(this.#request, done)
    const keyFields = this.keyFields(done)
    if (!record || !keyFields || record.isPartial) {
      throw new AppError('internal', 'the run was finished before its last unit')
    }
    const title = record.sides.map(({ name }) => name).join(' → ')
    const parts = record.layers.map(({ layer }) => conceptsUnits.layer(layer))
    return { kind: 'concepts', keyFields, title: `Concepts: ${title}`, record, parts }
  }

  async relieve(): Promise<void> {
    await this.close()
  }

  async close(): Promise<void> {
    await this.#engine?.close()
    this.#engine = null
  }

  /** All units that are known so far, in order. */
  #units(done: DoneUnits): Unit[] {
    const { roles } = this.#models
    const units: Unit[] = [{ unitId: conceptsUnits.start, phase: 'preparing', weight: 0 }]
    for (const role of roles) {
      const phase = `${role}: reading the weights once`
      units.push({ unitId: unitIds.fingerprint(role), phase, weight: weights.fingerprint })
    }
    units.push({
      unitId: conceptsUnits.words,
      phase: 'reading the words',
      weight: weights.words
    })
    if (!done.has(conceptsUnits.words)) return units
    const { layers } = wordsOf(done)
    const weight = (1 - roles.length * weights.fingerprint - weights.words) / layers.length
    for (const layer of layers) {
      units.push({ unitId: conceptsUnits.layer(layer), phase: `layer ${layer}`, weight })
    }
    units.push({
      unitId: conceptsUnits.verify,
      phase: 'checking that the files are the same',
      weight: 0
    })
    return units
  }

  #start(): StartValues {
    return {
      // The directions and scores are float32 products on the processor, whatever else there is.
      device: 'cpu',
      nThreads: this.#request.settings.nThreads || availableParallelism(),
      versions: programVersions(conceptsMethodVersion)
    }
  }

  async #words(done: DoneUnits, context: UnitContext): Promise<WordsValues> {
    const models = await this.#opened(done)
    const sides = models.map(({ role, opened: { checkpoint } }): ConceptsSide => {
      const { nLayers, dModel, dFfn } = checkpoint.config
      const { name, sha256 } = fingerprintOf(done, role)
      return { role, name, fingerprint: sha256, nLayers, dModel, dFfn }
    })
    const layers = layersOf(this.#request.settings.layers, sides)
    const list = await wordListOf(this.#request.words, models[0]!.opened)
    const engine = await this.#makeEngine(done, list)
    const { nUsable, notes } = await engine.readWords(context)
    const hashes = new Set(models.map(({ role }) => fingerprintOf(done, role).tokenizerHash))
    return {
      wordList: summarizeWords(list, nUsable),
      words: list.words,
      unusableLines: linesWhere(list.isUsable, 0),
      sides,
      layers,
      limits: conceptsLimits(sides, hashes.size === 1),
      notes
    }
  }

  async #engineOf(done: DoneUnits): Promise<ConceptsEngine> {
    if (this.#engine !== null) return this.#engine
    // The list as the run began with it: its file may have changed since.
    const { words, wordList, unusableLines } = wordsOf(done)
    const isUsable = new Uint8Array(words.length).fill(1)
    for (const line of unusableLines) isUsable[line] = 0
    return this.#makeEngine(done, { ...wordList, words, isUsable })
  }

  async #makeEngine(
    done: DoneUnits,
    list: ConstructorParameters<typeof ConceptsEngine>[0]['list']
  ): Promise<ConceptsEngine> {
    await this.close()
    this.#engine = new ConceptsEngine({
      list,
      models: await this.#opened(done),
      settings: { ...this.#request.settings, nThreads: startOf(done).nThreads }
    })
    return this.#engine
  }

  #opened(done: DoneUnits) {
    return Promise.all(
      this.#models.roles.map(async (role) => ({
        role,
        opened: await this.#models.open(role, fingerprintOf(done, role))
      }))
    )
  }
}

function linesWhere(flags: Uint8Array, value: number): number[] {
  return Array.from(flags.keys()).filter((line) => flags[line] === value)
}

function plain(values: object): UnitResult {
  return { values: storable(values), arrays: {} }
}

const startOf = (done: DoneUnits) => stored<StartValues>(done, conceptsUnits.start)
const fingerprintOf = (done: DoneUnits, role: Role) =>
  stored<ModelFingerprint>(done, unitIds.fingerprint(role))
