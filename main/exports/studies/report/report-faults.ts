import type { StudyFailure, StudyRecord } from '../../../../preload/analysis/studies/record.ts'
import { foreign, markup, nothing, type Markup } from './markup.ts'
import { reportTable } from './report-table.ts'
import { counted, grouped, roleNames } from './report-words.ts'

/** A file of 100 MB may have a million of them; the JSON has all. */
const mostShown = 500

/** What is in no number: cases that failed, and rows that could not be used. */
export function reportFaults(record: StudyRecord): Markup {
  const { failures, dataset } = record
  if (failures.length === 0 && dataset.badRows.length === 0) return nothing
  const failed = counted(failures.length, 'failure')
  return markup`<section>
    <h2>Failures and bad rows</h2>
    ${faultTable(failed, failures, record)} ${badRowTable(record)}
  </section>`
}

export function faultTable(
  title: string,
  failures: readonly StudyFailure[],
  record: StudyRecord
): Markup {
  if (failures.length === 0) return nothing
  return reportTable(
    markup`<b>${title}</b>${moreWords(failures.length)}`,
    [
      { head: 'Case', isText: true },
      { head: 'Model', isText: true },
      { head: 'Problem', isText: true }
    ],
    failures.slice(0, mostShown).map((failure) => ({
      cells: [
        foreign(record.cases[failure.case]!.caseId),
        markup`<span class="swatch ${failure.role}"></span>${roleNames[failure.role]}`,
        foreign(failure.problem)
      ]
    }))
  )
}

function badRowTable({ dataset: { badRows } }: StudyRecord): Markup {
  if (badRows.length === 0) return nothing
  return reportTable(
    markup`<b>${counted(badRows.length, 'bad row')}</b>${moreWords(badRows.length)}`,
    [{ head: 'Line' }, { head: 'Problem', isText: true }],
    badRows.slice(0, mostShown).map(({ line, problem }) => ({
      cells: [grouped(line), foreign(problem)]
    }))
  )
}

function moreWords(count: number): string {
  return count <= mostShown ? '' : `, the first ${mostShown} shown; the JSON export has all`
}
