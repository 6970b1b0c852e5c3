import type { AttentionRecord } from '../../../preload/analysis/heads/attention-record.ts'
import type { HeadsRecord } from '../../../preload/analysis/heads/record.ts'
import { groupedWords } from '../../components/words/size-words.ts'
import { visibleLine } from '../../components/words/visible-text.ts'

type Named = Pick<HeadsRecord, 'versions' | 'device' | 'createdAt'> & {
  readonly sides: readonly { readonly role: string; readonly name: string; fingerprint: string }[]
}

/** The models in a line: `base → tuned`. */
export function modelWords({ sides }: Pick<Named, 'sides'>): string {
  return sides.map(({ name }) => visibleLine(name)).join(' → ')
}

export function wordListWords({ wordList }: Pick<HeadsRecord, 'wordList'>): string {
  const source =
    wordList.source === 'file'
      ? `words of ${visibleLine(wordList.name)}`
      : `whole words of the tokenizer of ${visibleLine(wordList.name)}`
  return `${groupedWords(wordList.nUsable)} ${source}`
}

export function similarityWords({ similarity }: Pick<HeadsRecord, 'similarity'>): string {
  return similarity.source === 'file'
    ? `similarity by ${visibleLine(similarity.name)}`
    : `similarity by the input embeddings of ${visibleLine(similarity.name)}`
}

/** The result in a line. */
export function factWords(record: HeadsRecord): string {
  const nHeads = record.sides[0]?.nPairs.length ?? 0
  return [
    `${record.layers.length} ${record.layers.length === 1 ? 'layer' : 'layers'}`,
    `${groupedWords(nHeads)} heads`,
    `K ${record.settings.nTop}`,
    wordListWords(record),
    similarityWords(record)
  ].join(' · ')
}

/** How it was made, one line each, for below an exported picture. */
export function parameterWords(record: HeadsRecord): readonly string[] {
  const { settings, wordList, similarity } = record
  return [
    `Word relations of attention heads from weights; K = ${settings.nTop} words a side of each dimension, ` +
      `similarity above mean + ${settings.thresholdSds} sd over the first ` +
      `${groupedWords(settings.nThresholdWords)} words, ${settings.nShuffles} shufflings for chance.`,
    `${wordListWords(record)} (SHA-256 ${wordList.sha256.slice(0, 12)}).`,
    `${similarityWords(record)}: ${similarity.nDimensions} dimensions, ` +
      `${groupedWords(similarity.nFound)} words found (SHA-256 ${similarity.sha256.slice(0, 12)}).`,
    ...originWords(record)
  ]
}

export function attentionParameters(record: AttentionRecord): readonly string[] {
  const template = record.settings.useChatTemplate ? 'with the chat template' : 'without a template'
  return [
    `Attention weights after softmax, one head each; prompt ${template}: ${excerpt(record.prompt)}`,
    ...originWords(record)
  ]
}

function originWords({ sides, versions, device, createdAt }: Named): string[] {
  const models = sides.map(
    ({ role, name, fingerprint }) => `${role}: ${visibleLine(name)} (${fingerprint.slice(0, 12)})`
  )
  const programs = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  return [`${models.join('; ')}.`, `${programs.join(', ')}; ${device}; ${createdAt}.`]
}

export function excerpt(text: string, most = 120): string {
  const characters = [...visibleLine(text)]
  return characters.length <= most ? characters.join('') : `${characters.slice(0, most).join('')}…`
}
