import { join } from 'node:path'
import type { Role } from '../../../preload/data.ts'
import type {
  HeadsLayer,
  HeadsSettings,
  SimilaritySummary
} from '../../../preload/analysis/heads/record.ts'
import { analyseLayerHeads } from '../../analyses/heads/layer-heads.ts'
import { createTerms, type Terms } from '../../analyses/heads/terms.ts'
import { createThresholds, type Thresholds } from '../../analyses/heads/thresholds.ts'
import { loadSimilarity } from '../../analyses/similarity/load-similarity.ts'
import { similarityOfEmbeddings } from '../../analyses/similarity/similarity-of-embeddings.ts'
import type { SimilarityVectors } from '../../analyses/similarity/similarity-vectors.ts'
import { embeddingRows } from '../../analyses/words/embedding-rows.ts'
import type { WordList } from '../../analyses/words/word-list.ts'
import { createWordVectors, type WordVectors } from '../../analyses/words/word-vectors.ts'
import { createProduct, type MatrixProduct } from '../../runtime/matrix/product.ts'
import { storeHome } from '../../service/home.ts'
import { AppError } from '../../errors.ts'
import { availableMemory } from '../available-memory.ts'
import type { UnitContext } from '../job.ts'
import { assertHeadsFit } from './heads-plan.ts'
import type { OpenedModel } from './open-model.ts'
import { countCommon } from './word-lists.ts'

export interface HeadsEngineParts {
  readonly list: WordList
  /** Base first. */
  readonly models: readonly { readonly role: Role; readonly opened: OpenedModel }[]
  /** A file of word vectors; null takes the first model's input embeddings. */
  readonly similarity: string | null
  /** Threads are settled. */
  readonly settings: HeadsSettings
}

/** Share of the free memory that one model's word vectors may stay in. */
const vectorsShare = 0.125
/** Share of the free memory that the similarity vectors may take: each dimension looks into them. */
const similarityShare = 0.5
/** Share of the preparing that reading the similarities takes; the rest are thresholds. */
const similarityFraction = 0.4

/** What the layers of a run share: word vectors of each model, similarities and their thresholds. */
export class HeadsEngine {
  readonly #parts: HeadsEngineParts
  readonly #vectors = new Map<Role, WordVectors>()
  readonly #terms: Terms
  #similarity: SimilarityVectors | null = null
  #thresholds: Thresholds | null = null
  #product: MatrixProduct | null = null

  constructor(parts: HeadsEngineParts) {
    this.#parts = parts
    this.#terms = createTerms(parts.list)
  }

  get terms(): readonly string[] {
    return this.#terms.terms
  }

  /** How many words have a vector in every model, what the similarities are, and what was found odd. */
  async prepare({ signal, report }: UnitContext) {
    const similarity = await this.#similarityOf(signal, (fraction) =>
      report(fraction * similarityFraction)
    )
    await this.#thresholdsOf(similarity, signal, (fraction) =>
      report(similarityFraction + fraction * (1 - similarityFraction))
    )
    const usable: Int32Array[] = []
    const notes: string[] = []
    for (const { role } of this.#parts.models) {
      const vectors = await this.#vectorsOf(role, signal)
      usable.push(vectors.lines)
      notes.push(...vectors.notes.map((note) => `${role}: ${note}`))
    }
    return { nUsable: countCommon(usable), notes, similarity: similarity.summary }
  }

  /**
   * All heads of one layer of every model that has it.
   *
   * @param known  the similarities that the run began with
   */
  async layer(layer: number, known: SimilaritySummary, context: UnitContext): Promise<HeadsLayer> {
    const startedMs = performance.now()
    const { list, settings } = this.#parts
    const { signal } = context
    const similarity = await this.#similarityOf(signal)
    assertSameSimilarity(similarity.summary, known)
    const thresholds = await this.#thresholdsOf(similarity, signal)
    const product = await this.#products()
    const models = this.#parts.models.filter(
      ({ opened }) => layer < opened.checkpoint.config.nLayers
    )
    const sides: HeadsLayer['sides'][number][] = []
    let operations = 0
    for (const [i, { role, opened }] of models.entries()) {
      const { checkpoint } = opened
      assertHeadsFit(checkpoint, list, similarity, settings, availableMemory())
      const found = await analyseLayerHeads({
        checkpoint,
        layer,
        words: await this.#vectorsOf(role, signal),
        terms: this.#terms,
        similarity,
        thresholds,
        settings,
        product,
        nThreads: settings.nThreads,
        signal,
        report: (fraction) => context.report((i + fraction) / models.length)
      })
      sides.push({ role, heads: found.heads })
      operations += found.operations
    }
    return { layer, sides, operations, seconds: (performance.now() - startedMs) / 1_000 }
  }

  async close(): Promise<void> {
    await this.#product?.close()
    this.#product = null
    this.#vectors.clear()
    this.#similarity = null
    this.#thresholds = null
  }

  async #products(): Promise<MatrixProduct> {
    const { nThreads } = this.#parts.settings
    return (this.#product ??= await createProduct({ nThreads }))
  }

  async #similarityOf(
    signal: AbortSignal,
    report?: (fraction: number) => void
  ): Promise<SimilarityVectors> {
    return (this.#similarity ??= await this.#loadSimilarity(signal, report))
  }

  #loadSimilarity(
    signal: AbortSignal,
    report?: (fraction: number) => void
  ): Promise<SimilarityVectors> {
    const { list, models, similarity } = this.#parts
    if (similarity !== null) {
      const cacheFolder = join(storeHome(), 'similarity')
      return loadSimilarity(similarity, list, { cacheFolder, signal, ...(report && { report }) })
    }
    const { checkpoint, tokenizer } = models[0]!.opened
    const { embedding } = checkpoint.tensors
    const budgetBytes = similarityShare * availableMemory()
    return similarityOfEmbeddings(
      list,
      { name: checkpoint.name, tokenizer, embedding },
      { budgetBytes, signal }
    )
  }

  async #thresholdsOf(
    similarity: SimilarityVectors,
    signal: AbortSignal,
    report?: (fraction: number) => void
  ): Promise<Thresholds> {
    const { settings } = this.#parts
    const product = await this.#products()
    return (this.#thresholds ??= await createThresholds({
      similarity,
      settings,
      product,
      signal,
      report
    }))
  }

  async #vectorsOf(role: Role, signal: AbortSignal): Promise<WordVectors> {
    const known = this.#vectors.get(role)
    if (known) return known
    const { opened } = this.#parts.models.find((model) => model.role === role)!
    const vectors = await createWordVectors(
      this.#parts.list,
      opened.tokenizer,
      embeddingRows(opened.checkpoint.tensors.embedding),
      { toUnit: false, budgetBytes: vectorsShare * availableMemory(), signal }
    )
    this.#vectors.set(role, vectors)
    return vectors
  }
}

function assertSameSimilarity(found: SimilaritySummary, known: SimilaritySummary): void {
  if (found.sha256 === known.sha256) return
  throw new AppError(
    'checkpoint/changed',
    `${known.name}: its word vectors are not those that the run began with`,
    { file: known.name, hint: 'Discard this run and start a new one.' }
  )
}
