import type { StudyExport } from '../study-rows.ts'
import { studyTables } from '../study-tables.ts'
import { foreign, markup } from './markup.ts'
import { reportAblation } from './report-ablation.ts'
import { reportFaults } from './report-faults.ts'
import { reportHead } from './report-head.ts'
import { reportMode } from './report-mode.ts'
import { reportProvenance } from './report-provenance.ts'
import { reportStyle } from './report-style.ts'

/**
 * A study as one HTML file that needs nothing else: no script, nothing loaded, every text escaped, and a
 * policy that would let none of it happen.
 */
export function studyHtml(study: StudyExport): string {
  const { record, title } = study
  const tables = studyTables(study)
  const page = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="generator" content="Shiftlens ${foreign(record.versions['shiftlens'] ?? '')}" />
        <title>${record.isPartial ? 'Partial: ' : ''}${foreign(title)}</title>
        <style>
          ${reportStyle}
        </style>
      </head>
      <body>
        <main>
          ${reportHead(study, tables)} ${tables.modes.map((mode) => reportMode(study, mode))}
          ${reportAblation(study, tables.ablation)} ${reportFaults(record)}
          ${reportProvenance(study)}
          <footer>
            Standard deviations are of the population. p below 0.05 is bold. d and g: second − first
            in pooled standard deviations. Every case’s numbers are in the CSV, JSON and Parquet
            exports of this study.
          </footer>
        </main>
      </body>
    </html>`
  return `${page.text}\n`
}
