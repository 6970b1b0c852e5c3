/** A sweep over the method's constants as a table, and what it says. */
import type { SalienceSettings } from '../../../../../preload/analysis/salience-settings.ts'
import type {
  Sensitivity,
  SensitivityCell
} from '../../../../../preload/analysis/studies/sensitivity.ts'
import { changeWords, fixedWords } from '../../../../components/words/number-words.ts'
import { isSetting } from '../plots/sensitivity-plot.ts'
import type { ComparedNames, GroupName } from './comparison-table.ts'
import { wordCell, type StatColumn, type StatTable } from './stat-table.ts'
import { salienceWords } from './stat-words.ts'
import { behindWords, groupWords, tTestCell, tTestFields } from './test-cells.ts'

/** The cases that a sweep's numbers are of. */
export interface SweptCases {
  readonly first: readonly number[]
  readonly second: readonly number[]
}

export function sensitivityTable(
  { group, cells }: Sensitivity,
  cases: SweptCases,
  chosen: SalienceSettings,
  { first, second, question, isPaired }: ComparedNames
): StatTable {
  const either = [...new Set([...cases.first, ...cases.second])].sort((a, b) => a - b)
  const sample = ({ name, role }: GroupName): readonly StatColumn[] => [
    { title: 'n', hint: `${name}: cases`, fields: [`${name}_n`], ...(role && { role }) },
    {
      title: role ? 'mean' : name,
      hint: `${name}: mean score`,
      fields: [`${name}_mean`],
      ...(role && { role })
    }
  ]
  return {
    title: isPaired ? 'Every setting' : `Every setting, ${first.name} against ${second.name}`,
    columns: [
      {
        title: 'Setting',
        hint: 'Press one to see everything at it',
        isText: true,
        fields: ['levels', 'threshold', 'norm']
      },
      ...sample(first),
      ...sample(second),
      {
        title: 'Diff.',
        hint: `Mean of ${second.name} minus mean of ${first.name}`,
        fields: ['difference']
      },
      {
        title: 'Welch p',
        hint: `Welch’s t-test, one-sided: ${question}`,
        fields: tTestFields('welch')
      },
      { title: 'g', hint: `Hedges’ g, ${second.name} minus ${first.name}`, fields: ['hedges_g'] }
    ],
    rows: cells
      .filter(({ isDistinct }) => isDistinct)
      .map((cell) => {
        const { salience, nFirst, nSecond, meanFirst, meanSecond, welch, hedgesG } = cell
        const name = salienceWords(salience)
        const open = (what: string, of: readonly number[]) =>
          behindWords(`${groupWords(group)}, ${name}`, what, of)
        const difference = differenceOf(cell)
        return {
          key: settingKey(salience),
          ...(isSetting(salience, chosen) && { look: 'chosen' as const }),
          cells: [
            { ...wordCell(name), values: [salience.levels, salience.threshold, salience.norm] },
            {
              text: String(nFirst),
              values: [nFirst],
              behind: open(first.name, cases.first),
              look: 'quiet'
            },
            {
              text: fixedWords(meanFirst),
              values: [meanFirst],
              behind: open(`mean score of ${first.name}`, cases.first)
            },
            {
              text: String(nSecond),
              values: [nSecond],
              behind: open(second.name, cases.second),
              look: 'quiet'
            },
            {
              text: fixedWords(meanSecond),
              values: [meanSecond],
              behind: open(`mean score of ${second.name}`, cases.second)
            },
            {
              text: difference === null ? '–' : changeWords(difference),
              values: [difference],
              behind: open('difference of the means', either)
            },
            tTestCell(welch, open('Welch’s t-test', either)),
            { text: fixedWords(hedgesG, 2), values: [hedgesG], behind: open('Hedges’ g', either) }
          ]
        }
      })
  }
}

function differenceOf({ meanFirst, meanSecond }: SensitivityCell): number | null {
  return meanFirst === null || meanSecond === null ? null : meanSecond - meanFirst
}

export const settingKey = ({ levels, threshold, norm }: SalienceSettings): string =>
  `${levels} ${threshold} ${norm}`

/** How much of the finding hangs on the constants, in a sentence. */
export function sweepSentence({ cells, nDistinct, nSameSign, nSignificant }: Sensitivity): string {
  const settings =
    nDistinct === cells.length
      ? `${nDistinct} settings`
      : `${nDistinct} different settings (the other ${cells.length - nDistinct} of ${cells.length} give the same maps)`
  if (cells.every(({ welch }) => welch.kind === 'untested')) {
    const [first] = cells
    return `Nothing can be tested under any of ${settings}: ${first?.welch.kind === 'untested' ? first.welch.reason : 'n too small'}.`
  }
  if (nSameSign === nDistinct && nSignificant === nDistinct) {
    return `The same under every one of ${settings}: the difference has the sign of the paper’s constants, and Welch p < 0.05.`
  }
  return (
    `Of ${settings}, ${nSameSign} give a difference of the same sign as the paper’s constants; ` +
    `${nSignificant === nSameSign && nSignificant > 0 ? 'all of them' : `${nSignificant} of them`} with Welch p < 0.05.`
  )
}
