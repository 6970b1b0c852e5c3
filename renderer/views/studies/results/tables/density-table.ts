/** How dense prompt tokens of each class are, as a table. */
import type { DensityByClass } from '../../../../../preload/analysis/studies/density-by-class.ts'
import type { StudyRole } from '../../../../../preload/analysis/studies/record.ts'
import { shownLines } from '../../../../../preload/analysis/studies/shown-lines.ts'
import type { StatColumn, StatTable } from './stat-table.ts'
import {
  behindWords,
  comparedCases,
  effectCell,
  effectFields,
  groupCell,
  groupColumn,
  groupKey,
  groupWords,
  holmCell,
  permutationCell,
  sampleCells,
  tTestCell,
  tTestFields
} from './test-cells.ts'

/** Instruction first: it is what the others stand beside. */
const shown = ['instruction', 'context', 'special'] as const

export function densityTable(lines: readonly DensityByClass[], role: StudyRole): StatTable {
  return {
    title: `Density by kind of token, ${role}`,
    columns: [
      groupColumn,
      ...shown.flatMap((name): StatColumn[] => [
        { title: 'n', hint: `Cases with ${name} tokens`, fields: [`${name}_n`] },
        {
          title: name,
          hint: `Mean density of a case’s ${name} tokens, mean ± population standard deviation over cases`,
          fields: [`${name}_mean`, `${name}_sd`]
        }
      ]),
      {
        title: 'Paired p',
        hint: 'Paired t-test, one-sided: context below instruction',
        fields: tTestFields('paired')
      },
      {
        title: 'Perm. p',
        hint: 'Permutation test (signs of the differences), one-sided: context below instruction',
        fields: ['permutation_p']
      },
      {
        title: 'Holm p',
        hint: 'Paired p, after Holm’s adjustment over the groups; all together are no part of it',
        fields: ['holm_p']
      },
      {
        title: 'g [95 %]',
        hint: 'Hedges’ g, instruction minus context, with its bootstrap interval',
        fields: effectFields
      }
    ],
    rows: shownLines(lines, ({ group }) => group).map(({ group, classes, comparison }) => {
      const where = `${role}, ${groupWords(group)}`
      const { both } = comparedCases(comparison)
      const open = (what: string) =>
        behindWords(where, `${what}, context against instruction tokens`, both)
      return {
        key: groupKey(group),
        ...(group === null && { look: 'total' as const }),
        cells: [
          groupCell(group),
          ...shown.flatMap((name) =>
            sampleCells(classes[name], `${name} tokens`, 'density', where)
          ),
          tTestCell(comparison.paired, open('paired t-test')),
          permutationCell(comparison.permutation, open('permutation test')),
          holmCell(comparison.holm, open('Holm-adjusted p')),
          effectCell(comparison, open('Hedges’ g'))
        ]
      }
    })
  }
}
