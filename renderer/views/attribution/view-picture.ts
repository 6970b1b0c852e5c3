import type { AttributionRecord } from '../../../preload/analysis/attribution-record.ts'
import { displayText } from '../../../preload/token-display.ts'
import { modelColor, type DivergingName } from '../../color/palettes.ts'
import type { MatrixPicture } from '../../matrix/matrix-picture.ts'
import type { Picture, PicturePanel } from '../../pictures/picture-svg.ts'
import type { AttributionDisplay } from '../../state/attribution-display.svelte.ts'
import { describeAlignment, describeComparison } from './comparison.ts'
import { differenceScale, mapScale } from './map-scales.ts'
import { differencePicture, sidePicture } from './matrix-pictures.ts'
import { changeWords, fixedWords } from '../../components/words/number-words.ts'
import { targetUnit, targetWords } from './target-words.ts'

/** The view as an exported picture. */
export function viewPicture(
  record: AttributionRecord,
  display: AttributionDisplay,
  palette: DivergingName,
  legendNote: string,
  cellImage: (matrix: MatrixPicture) => string
): Picture {
  const isDifference = display.shownArrangement === 'difference'
  const scale = isDifference
    ? differenceScale(palette, 'light')
    : mapScale(display.mode, display.values, display.levels, targetUnit(record), palette, 'light')
  const [base] = display.sides
  const panels: readonly PicturePanel[] =
    isDifference && base && display.difference
      ? [
          panel(
            'tuned − base',
            modelColor.tuned,
            [],
            differencePicture(base, display.difference, scale),
            cellImage
          )
        ]
      : display.onScreen.map((shown) => {
          const { side, score } = shown
          const name = displayText(side.name)
          const words = score === null ? '' : ` · instruction score ${fixedWords(score)}`
          return panel(
            `${side.role} · ${name}${words}`,
            modelColor[side.role],
            display.findingsOf(side.role).map(({ text }) => text),
            sidePicture(shown, scale),
            cellImage
          )
        })
  const alignment = display.comparison && describeAlignment(display.comparison)
  return {
    title: titleOf(display),
    subtitle: [
      `Prompt: ${excerpt(record.prompt)}`,
      [describeComparison(record), alignment].filter(Boolean).join('. ') + '.',
      ...(record.isPartial ? ['Partial: the run was still going on.'] : [])
    ],
    panels,
    scale,
    legendNote,
    parameters: parametersOf(record, display)
  }
}

function panel(
  heading: string,
  color: string,
  warnings: readonly string[],
  matrix: MatrixPicture,
  cellImage: (matrix: MatrixPicture) => string
): PicturePanel {
  return { heading, color, warnings, matrix, cellImage: cellImage(matrix) }
}

function titleOf(display: AttributionDisplay): string {
  const maps = {
    salient: 'Salient maps',
    normalised: 'Normalised importance',
    raw: 'Importance'
  }[display.mode]
  const what = display.shownArrangement === 'difference' ? 'Difference of the maps' : maps
  return `${what}: prompt ${display.shownLevel}s (rows) for response ${display.shownLevel}s (columns)`
}

function parametersOf(record: AttributionRecord, display: AttributionDisplay): string[] {
  const { levels, threshold, norm } = display.salience
  const scores = display.sides.map(({ score }) => score)
  const [base, tuned] = scores
  const change =
    typeof base === 'number' && typeof tuned === 'number'
      ? `; score tuned − base ${changeWords(tuned - base)}`
      : ''
  const estimator = display.estimator === 'leave-one-out' ? 'leave-one-out' : record.estimator
  const hidden = [display.hidesFirst ? 'first' : '', display.hidesSpecial ? 'special' : '']
    .filter(Boolean)
    .join(' and ')
  return [
    `Importance of the ${targetWords(record)} by ${estimator}; L = ${levels}, b = ${threshold}, p = ${norm}${
      display.cutsMap ? ', map cut at b' : ''
    }${change}${hidden === '' ? '' : `; ${hidden} rows hidden`}. The stroke beside the rows marks the instruction.`,
    record.sides
      .map((side) => `${side.role}: ${displayText(side.name)} (${side.fingerprint.slice(0, 12)})`)
      .join('; ') + '.',
    `${Object.entries(record.versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}; ${record.device}; ${record.createdAt}.`
  ]
}

function excerpt(text: string): string {
  const line = displayText(text.replace(/\s+/g, ' '))
  const characters = [...line]
  return characters.length <= 180 ? line : `${characters.slice(0, 179).join('')}…`
}
