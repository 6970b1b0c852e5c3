import type { ConceptsRecord } from '../../../preload/analysis/concepts/record.ts'
import { groupedWords } from '../../components/words/size-words.ts'
import { visibleLine } from '../../components/words/visible-text.ts'

/** The models in a line: `base → tuned`. */
export function modelWords({ sides }: ConceptsRecord): string {
  return sides.map(({ name }) => visibleLine(name)).join(' → ')
}

/** What the words of concepts come from. */
export function wordListWords({ wordList }: ConceptsRecord): string {
  const source =
    wordList.source === 'file'
      ? `word list ${visibleLine(wordList.name)}`
      : `whole words of the tokenizer of ${visibleLine(wordList.name)}`
  return `${groupedWords(wordList.nUsable)} ${source}`
}

/** The result on screen in a line. */
export function factWords(record: ConceptsRecord): string {
  const nLayers = record.layers.length
  const layers = `${nLayers} ${nLayers === 1 ? 'layer' : 'layers'}`
  return [layers, `R ${record.settings.nDirections}`, wordListWords(record)].join(' · ')
}

/** How it was made, one line each, for below an exported picture. */
export function parameterWords(record: ConceptsRecord): readonly string[] {
  const { settings, wordList } = record
  return [
    `Principal directions of the feed-forward down-projections; R = ${settings.nDirections}, ` +
      `${settings.nWords} words a concept, partner threshold |cos| ${settings.partnerThreshold}, ` +
      `${settings.nRandom} random directions for the chance line.`,
    `${wordListWords(record)} (SHA-256 ${wordList.sha256.slice(0, 12)}).`,
    `${record.sides
      .map(
        ({ role, name, fingerprint }) =>
          `${role}: ${visibleLine(name)} (${fingerprint.slice(0, 12)})`
      )
      .join('; ')}.`,
    `${Object.entries(record.versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}; ${record.device}; ${record.createdAt}.`
  ]
}
