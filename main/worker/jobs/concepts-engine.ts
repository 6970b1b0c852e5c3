import type { Role } from '../../../preload/data.ts'
import type {
  ConceptsLayer,
  ConceptsLayerSide,
  ConceptsSettings
} from '../../../preload/analysis/concepts/record.ts'
import { principalDirections } from '../../analyses/concepts/directions/principal-directions.ts'
import { layerDrift } from '../../analyses/concepts/drift/layer-drift.ts'
import { layerSide } from '../../analyses/concepts/layer-side.ts'
import { annotateLexically } from '../../analyses/labels/lexical/annotate.ts'
import { loadLexicon, type Lexicon } from '../../analyses/labels/lexical/lexicon.ts'
import { embeddingRows } from '../../analyses/words/embedding-rows.ts'
import type { WordList } from '../../analyses/words/word-list.ts'
import { createWordVectors, type WordVectors } from '../../analyses/words/word-vectors.ts'
import { createProduct, type MatrixProduct } from '../../runtime/matrix/product.ts'
import { availableMemory } from '../available-memory.ts'
import type { UnitContext } from '../job.ts'
import { assertLayerFits } from './concepts-plan.ts'
import type { OpenedModel } from './open-model.ts'
import { countCommon } from './word-lists.ts'

export interface ConceptsEngineParts {
  readonly list: Pick<WordList, 'source' | 'name' | 'words' | 'isUsable' | 'notes'>
  /** Base first. */
  readonly models: readonly { readonly role: Role; readonly opened: OpenedModel }[]
  /** Threads are settled. */
  readonly settings: ConceptsSettings
}

/** Share of the free memory that one model's word vectors may stay in. */
const vectorsShare = 0.125
/** Share of a side's work that its directions are; the rest are the words. */
const directionsShare = 0.8

/** What the layers of a run share: word vectors of each model, sessions for products, the lexicon. */
export class ConceptsEngine {
  readonly #parts: ConceptsEngineParts
  readonly #vectors = new Map<Role, WordVectors>()
  #product: MatrixProduct | null = null
  #lexicon: Lexicon | null = null

  constructor(parts: ConceptsEngineParts) {
    this.#parts = parts
  }

  /** How many words have a vector in every model, and what was found odd. */
  async readWords({ signal, report }: UnitContext) {
    const { models } = this.#parts
    const usable: Int32Array[] = []
    const notes: string[] = []
    for (const [i, { role }] of models.entries()) {
      const vectors = await this.#vectorsOf(role, signal)
      usable.push(vectors.lines)
      notes.push(...vectors.notes.map((note) => `${role}: ${note}`))
      report((i + 1) / models.length)
    }
    return { nUsable: countCommon(usable), notes }
  }

  /** One layer of every model that has it, and the drift between them where they compare. */
  async layer(layer: number, context: UnitContext): Promise<ConceptsLayer> {
    const startedMs = performance.now()
    const models = this.#parts.models.filter(
      ({ opened }) => layer < opened.checkpoint.config.nLayers
    )
    const found: { readonly side: ConceptsLayerSide; readonly directions: Float32Array }[] = []
    let operations = 0
    for (const [i, { role, opened }] of models.entries()) {
      const report = (fraction: number) => context.report((i + fraction) / models.length)
      const made = await this.#side(role, opened, layer, { ...context, report })
      operations += made.operations
      found.push(made)
    }
    const [base, tuned] = found
    const drift =
      base !== undefined && tuned !== undefined
        ? await layerDrift(
            { ...base.side, directions: base.directions },
            { ...tuned.side, directions: tuned.directions },
            this.#parts.settings.partnerThreshold,
            (await this.#products()).timesTransposed,
            context.signal
          )
        : null
    return {
      layer,
      sides: found.map(({ side, directions }) =>
        this.#parts.settings.keepDirections ? { ...side, directions } : side
      ),
      drift,
      operations,
      seconds: (performance.now() - startedMs) / 1_000
    }
  }

  async close(): Promise<void> {
    await this.#product?.close()
    this.#product = null
    this.#vectors.clear()
  }

  async #side(
    role: Role,
    opened: OpenedModel,
    layer: number,
    { signal, report }: Pick<UnitContext, 'signal' | 'report'>
  ) {
    const { nDirections, nWords, nRandom, nThreads } = this.#parts.settings
    assertLayerFits(opened, nDirections, availableMemory())
    const found = await principalDirections(opened.checkpoint, layer, {
      nDirections,
      nThreads,
      signal,
      report: (fraction) => report(fraction * directionsShare)
    })
    const vectors = await this.#vectorsOf(role, signal)
    const product = await this.#products()
    const lexicon = (this.#lexicon ??= await loadLexicon())
    const side = await layerSide({
      role,
      found,
      words: this.#parts.list.words,
      vectors,
      nWords,
      nRandom,
      annotate: (words) => annotateLexically(words, lexicon),
      timesTransposed: product.timesTransposed,
      signal
    })
    report(1)
    const scored = 2 * (found.nDirections + nRandom) * found.dModel * vectors.lines.length
    return { side, directions: found.directions, operations: found.operations + scored }
  }

  async #products(): Promise<MatrixProduct> {
    const { nThreads } = this.#parts.settings
    return (this.#product ??= await createProduct({ nThreads }))
  }

  async #vectorsOf(role: Role, signal: AbortSignal): Promise<WordVectors> {
    const known = this.#vectors.get(role)
    if (known) return known
    const { opened } = this.#parts.models.find((model) => model.role === role)!
    const { tensors } = opened.checkpoint
    const vectors = await createWordVectors(
      this.#parts.list,
      opened.tokenizer,
      embeddingRows(tensors.head),
      { toUnit: true, budgetBytes: vectorsShare * availableMemory(), signal }
    )
    this.#vectors.set(role, vectors)
    return vectors
  }
}
